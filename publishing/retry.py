"""Trying at once what was due and failed; by itself, that takes up to five minutes.

What is overdue is locked, so publishing it by hand is no way out.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.permissions import policy_registry

from publishing import sets
from publishing.models import PublicationFailure, ReleaseSet


def may_try_again(user: Any, subject: Any) -> bool:
    """Return whether the user may publish the page, piece of shared content or set."""
    if isinstance(subject, ReleaseSet):
        return user.has_perm(sets.PUBLISH)
    policy = policy_registry.get_by_type(type(subject))
    return policy.user_has_permission_for_instance(user, "publish", subject)


def try_again(subject: Any, user: Any) -> None:
    """Have the scheduler try `subject` at its next look, within a second.

    Raises:
        ValidationError: it has not failed, or is done by now.
    """
    if isinstance(subject, ReleaseSet):
        sets.try_again(subject, user)
        return
    waiting = PublicationFailure.objects.about(subject)
    if not waiting.update(retry_at=timezone.now()):
        raise ValidationError(f"“{subject}” is not waiting for another try. It may be done by now.")
