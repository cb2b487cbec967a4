"""Trying at once what was due and failed; by itself, that takes up to five minutes.

What is overdue is locked, so publishing it by hand is no way out.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from publishing.models import PublicationFailure, ReleaseSet
from publishing.permissions import can_publish


def retry_publication(content_object: Any, user: Any) -> None:
    """Have the scheduler try a page, piece of shared content or set at its next look.

    It looks within a second.

    Raises:
        PermissionDenied: the user may not publish it.
        ValidationError: it has not failed, or is done by now.
    """
    if not can_publish(user, content_object):
        raise PermissionDenied
    waiting = PublicationFailure.objects.about(content_object)
    if not waiting.update(retry_at=timezone.now()):
        raise ValidationError(
            f"“{content_object}” is not waiting for another try, so there is nothing to try "
            "again. It may "
            f"be done by now."
        )
    if isinstance(content_object, ReleaseSet):
        content_object.log_event("Asked to try again", user)
