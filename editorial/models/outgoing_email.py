"""E-mail that waits to be sent, or could not be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone

from editorial.email_messages import deserialize_email, serialize_message

# A mail server may be away for a working day.
EMAIL_RETRY_PERIOD = timedelta(hours=8)
EMAIL_RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
# A worker that was killed while it sent a message loses the message for this long.
EMAIL_CLAIM_TIMEOUT = timedelta(minutes=15)
# How long a message that was given up can still be sent again by hand.
GIVEN_UP_EMAIL_RETENTION = timedelta(days=30)


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    """Messages by what is to be done with them."""

    def waiting_to_be_sent(self) -> Self:
        """Return what will still be tried."""
        return self.filter(given_up_at=None)

    def given_up(self) -> Self:
        """Return what was given up, the newest first."""
        return self.filter(given_up_at__isnull=False).order_by("-given_up_at", "-pk")


class OutgoingEmail(models.Model):
    """One message. It is deleted once a mail server has taken it."""

    message = models.JSONField(help_text="As `serialize_message` returns it")
    queued_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    first_failed_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    given_up_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return ", ".join(self.recipients)

    @classmethod
    def queue(cls, message: EmailMessage) -> Self:
        """Store a message.

        Raises:
            BadHeaderError: a header of the message has a line break.
            TypeError: an attachment is neither text nor bytes.
        """
        return cls.objects.create(message=serialize_message(message))

    @property
    def recipients(self) -> list[str]:
        """The addresses that the message goes to."""
        return deserialize_email(self.message).recipients()

    def claim(self, now: datetime) -> bool:
        """Reserve the message for one attempt; return whether it was due and still free."""
        due = type(self).objects.waiting_to_be_sent().filter(pk=self.pk, next_attempt_at__lte=now)
        return bool(due.update(next_attempt_at=now + EMAIL_CLAIM_TIMEOUT))

    def record_failure(self, error: str, now: datetime, is_final: bool) -> None:
        """Store why an attempt failed, and when the next one is due or that none follows."""
        self.attempts += 1
        self.error = error
        self.first_failed_at = self.first_failed_at or now
        self.next_attempt_at = (
            now + EMAIL_RETRY_DELAYS[min(self.attempts, len(EMAIL_RETRY_DELAYS)) - 1]
        )
        if is_final or self.next_attempt_at > self.first_failed_at + EMAIL_RETRY_PERIOD:
            self.given_up_at = now
        self.save()

    def reset(self) -> None:
        """Start over, as if the message had just been queued."""
        self.attempts, self.error = 0, ""
        self.first_failed_at = self.given_up_at = None
        self.next_attempt_at = timezone.now()
        self.save()
