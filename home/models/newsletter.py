"""Store the addresses that asked for the newsletter, and when each was confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

# Nobody can use the form to fill somebody else's inbox.
MIN_CONFIRMATION_INTERVAL = timedelta(hours=1)


class NewsletterSubscription(models.Model):
    """An address that asked for the newsletter; nothing is sent to it before it is confirmed."""

    email = models.EmailField("email", unique=True)
    confirmation_sent_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.email

    def can_send_confirmation(self, now: datetime) -> bool:
        """Return whether a question to confirm may be sent at the moment `now`."""
        if self.confirmed_at:
            return False
        return (
            self.confirmation_sent_at is None
            or now - self.confirmation_sent_at >= MIN_CONFIRMATION_INTERVAL
        )
