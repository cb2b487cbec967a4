"""E-mail messages as JSON, and back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

EMAIL_ADDRESS_FIELDS = ("to", "cc", "bcc", "reply_to")


def serialize_message(message: EmailMessage) -> dict[str, Any]:
    """Return what `build_message` needs to build the message again, as JSON.

    Raises:
        BadHeaderError: a header has a line break.
        TypeError: an attachment is neither text nor bytes.
    """
    # Checks the headers, as it would be checked when it is sent.
    message.message()
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": str(message.from_email),
        "content_subtype": message.content_subtype,
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [list(map(str, part)) for part in getattr(message, "alternatives", [])],
        "attachments": [_serialize_attachment(attachment) for attachment in message.attachments],
        **{field: list(map(str, getattr(message, field))) for field in EMAIL_ADDRESS_FIELDS},
    }


def _serialize_attachment(attachment: Any) -> list[str | None]:
    if not isinstance(attachment, tuple):
        raise TypeError("Attach a file name with its content: a MIME object cannot be queued.")
    name, content, mimetype = attachment
    content = content.encode() if isinstance(content, str) else content
    return [name, b64encode(content).decode(), mimetype]


def deserialize_email(
    stored: dict[str, Any], connection: BaseEmailBackend | None = None
) -> EmailMultiAlternatives:
    """Return the message that `serialize_message` stored."""
    message = EmailMultiAlternatives(
        stored["subject"],
        stored["body"],
        stored["from_email"],
        connection=connection,
        headers=stored["headers"],
        **{field: stored[field] for field in EMAIL_ADDRESS_FIELDS},
    )
    message.content_subtype = stored["content_subtype"]
    for content, mimetype in stored["alternatives"]:
        message.attach_alternative(content, mimetype)
    for name, content, mimetype in stored["attachments"]:
        message.attach(name, b64decode(content), mimetype)
    return message
