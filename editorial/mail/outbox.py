"""Sending all e-mail of the site through the worker, which tries again for eight hours.

`EMAIL_BACKEND` names the backend here, so that Wagtail's and Django's own messages go the same way.
`EMAIL_DELIVERY_BACKEND` names the one that talks to the mail server.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from content.text.cleaning import clean_line
from editorial.email_messages import deserialize_email
from editorial.models.outgoing_email import GIVEN_UP_EMAIL_RETENTION, OutgoingEmail
from snippets.models import SiteIdentity

logger = logging.getLogger(__name__)

# Answers of a mail server from here on are final, RFC 5321, section 4.2.1.
MIN_PERMANENT_ERROR_CODE = 500
# The task of a message that is overdue by this much was lost, such as with its worker.
LOST_EMAIL_TASK_TIMEOUT = timedelta(minutes=5)


class QueuedEmailBackend(BaseEmailBackend):
    """Stores messages with the transaction that they are sent in, for the worker to deliver."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages that have recipients; return how many."""
        queued = [message for message in email_messages if message.recipients()]
        if not queued:
            return 0
        identity = SiteIdentity.get_default()
        with transaction.atomic():
            for message in queued:
                message.from_email = add_sender_name(message.from_email, identity)
                enqueue_email(OutgoingEmail.queue(message))
        return len(queued)


def add_sender_name(from_email: str, identity: SiteIdentity) -> str:
    """Return the sender of a message: the site's own address gets the name of its identity."""
    if from_email != settings.DEFAULT_FROM_EMAIL:
        return from_email
    name, address = parseaddr(from_email)
    if not address or not address.isascii():
        return from_email
    name = identity.email_sender_name or name or identity.organisation_name
    return formataddr((clean_line(name), address))


def enqueue_email(email: OutgoingEmail) -> None:
    """Have the worker send a message when its next attempt is due."""
    send_outgoing_email.using(run_after=email.next_attempt_at).enqueue(email.pk)


@task()
def send_outgoing_email(pk: int) -> None:
    """Send a queued message once, in the worker; enqueue the next attempt if that fails."""
    now = timezone.now()
    email = OutgoingEmail.objects.filter(pk=pk).first()
    if email is None or not email.claim(now):
        return
    try:
        deliver_outgoing_email(email)
    except Exception as error:
        is_final = is_permanent_delivery_error(error)
        with transaction.atomic():
            email.record_failure(describe_error(error), timezone.now(), is_final)
            if email.given_up_at is None:
                enqueue_email(email)
        if email.given_up_at:
            logger.error("An email was given up after %s attempts: %s", email.attempts, email.error)
    else:
        email.delete()


def deliver_outgoing_email(email: OutgoingEmail) -> None:
    """Hand a message to the mail server, without recipients whose account was closed meanwhile."""
    message = deserialize_email(email.message, get_connection(settings.EMAIL_DELIVERY_BACKEND))
    for field in ("to", "cc", "bcc"):
        setattr(message, field, exclude_closed_account_addresses(getattr(message, field)))
    if message.recipients():
        message.send()


def exclude_closed_account_addresses(addresses: Iterable[str]) -> list[str]:
    """Return the addresses that do not belong to closed accounts alone."""
    users = get_user_model().objects
    kept = []
    for address in addresses:
        states = set(users.filter(email__iexact=address).values_list("is_active", flat=True))
        if states != {False}:
            kept.append(address)
    return kept


def is_permanent_delivery_error(error: Exception) -> bool:
    """Return whether no later attempt can succeed: the address or the message was refused."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= MIN_PERMANENT_ERROR_CODE for code, _words in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= MIN_PERMANENT_ERROR_CODE
    return isinstance(error, BadHeaderError | UnicodeError)


def describe_error(error: Exception) -> str:
    """Return why a message was not sent, for an editor."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = [f"{code} {_decode(words)}" for code, words in error.recipients.values()]
        return f"The mail server refused the address: {'; '.join(answers)}"
    if isinstance(error, SMTPResponseException):
        return f"The mail server answered {error.smtp_code} {_decode(error.smtp_error)}"
    if isinstance(error, OSError):
        return f"The mail server could not be reached: {error}"
    return f"The message could not be sent: {error}"


def _decode(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def requeue(email: OutgoingEmail) -> None:
    """Start over with a message that was given up."""
    with transaction.atomic():
        email.reset()
        enqueue_email(email)


def maintain_email_queue(now: datetime) -> None:
    """Enqueue messages whose task was lost, and delete those given up long ago."""
    lost = OutgoingEmail.objects.waiting_to_be_sent().filter(
        next_attempt_at__lte=now - LOST_EMAIL_TASK_TIMEOUT
    )
    with transaction.atomic():
        for email in lost:
            enqueue_email(email)
    OutgoingEmail.objects.given_up().filter(
        given_up_at__lte=now - GIVEN_UP_EMAIL_RETENTION
    ).delete()
