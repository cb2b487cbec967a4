"""Change what is in an approved release set, and approve it anew in the same transaction.

The embargo links to the set work all the while; what changed can be said on what they open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from publishing.clock import format_datetime
from publishing.models import EmbargoAudit, PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.notifications import notify_release_set_users
from publishing.release_sets.preflight import (
    NO_PERMISSION_MESSAGE,
    PublicationStep,
    find_problems,
    lock_and_get_publication_steps,
    lock_items,
    lock_set,
    place_item,
    raise_validation_error_if_any,
)
from snippets.models import SiteBanner


@dataclass(frozen=True)
class SetAmendment:
    """What to change: something to put in, perhaps instead of an item, and when banners end."""

    content_object: Any = None
    instead_of: ReleaseSetItem | None = None
    banner: ReleaseSetItem | None = None
    expire_at: datetime | None = None
    # Shown to those who hold an embargo link, if there is anything to say.
    note: str = ""


@transaction.atomic
def amend_set(release_set: ReleaseSet, amendment: SetAmendment, user: Any) -> None:
    """Change an approved set and approve it anew; nothing is changed if that is refused.

    Raises:
        ValidationError: the set is not approved any more, the user may not approve it, or it
            could not be approved as it would be.
    """
    release_set = lock_set(release_set, *ReleaseSet.ACTIVE_STATES)
    raise_validation_error_if_any(
        [] if user.has_perm("publishing.publish_releaseset") else [NO_PERMISSION_MESSAGE]
    )
    changes: list[str] = []
    if amendment.content_object is not None:
        changes.append(_add_item(release_set, amendment, user))
    if amendment.banner is not None:
        changes.append(_move_expiry(release_set, amendment.banner, amendment.expire_at))
    if not changes:
        raise ValidationError("Choose what to change.")
    plan = lock_and_get_publication_steps(release_set)
    raise_validation_error_if_any(find_problems(plan, user, release_set.go_live_at))
    lock_items(plan)
    EmbargoAudit.objects.about(release_set).mark_as_manual()
    release_set.set_state(ReleaseSet.State.APPROVED)
    PublicationFailure.objects.about(release_set).delete()
    for change in changes:
        release_set.log_event(f"Amended and approved again: {change}", user)
    if amendment.note.strip():
        record_note_for_outlets(release_set, amendment.note, user)
    moment = format_datetime(release_set.go_live_at)
    notify_release_set_users(
        release_set,
        "Amended",
        f"{' '.join(changes)} The set was approved again for {moment}.",
        f"Its release set was amended and approved again. The set goes live on {moment}.",
        by=user,
    )


def record_note_for_outlets(release_set: ReleaseSet, note: str, user: Any) -> None:
    """Tell those who hold an embargo link to the set what changed, on what they open."""
    event = release_set.log_event("Told the holders of embargo links", user, note.strip())
    event.is_for_outlets = True
    event.save(update_fields=["is_for_outlets"])


def _add_item(release_set: ReleaseSet, amendment: SetAmendment, user: Any) -> str:
    """Put something in, at the end or in the place of an item; say what was done."""
    old = amendment.instead_of
    item = place_item(release_set, amendment.content_object, user, instead_of=old)
    if old is None:
        return f"“{item.title}” was added."
    notify_release_set_users(
        release_set,
        "Replaced",
        f"“{item.title}” replaced “{old.title}”. You can edit “{old.title}” again.",
        "Removed from the release set. It is no longer scheduled, and you can edit it.",
        [old],
        by=user,
    )
    old.delete()
    return f"“{old.title}” was replaced by “{item.title}”."


def _move_expiry(release_set: ReleaseSet, item: ReleaseSetItem, expire_at: datetime | None) -> str:
    """Let a banner come down at another moment; say what was done."""
    plan = lock_and_get_publication_steps(release_set)
    step: Any = next((step for step in plan if step.item.pk == item.pk), None)
    if not is_banner_step(step):
        raise ValidationError("That banner is not in the set any more. Reload the page.")
    if expire_at is None:
        raise ValidationError("Enter when the banner comes down.")
    content = step.revision.as_object()
    content.expire_at = expire_at
    step.revision.content = content.serializable_data()
    step.revision.save(update_fields=["content"])
    return f"“{item.title}” comes down on {format_datetime(expire_at)}."


def is_banner_step(step: PublicationStep | None) -> bool:
    """Return whether an item is a banner, which has to come down."""
    return bool(step and step.revision and isinstance(step.content_object, SiteBanner))
