"""The moment itself: all of a release set goes live in its caller's transaction, or none does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from content.validation.batching import batch_publications
from content.visibility import PUBLISHED_WITH_SET_LOG_ACTION
from publishing.clock import format_datetime
from publishing.history import record_set_in_log_entries
from publishing.models import ReleaseSet
from publishing.notifications import notify_release_set_users
from publishing.permissions import FAILED
from publishing.release_sets.preflight import (
    describe_missing_references,
    lock_content_rows,
    raise_validation_error_if_any,
)

# What an item is once its set has promised it to nobody any more.
UNLOCKED_ITEM_VALUES = {"is_locked": False, "protected_revision": None}


def publish_set(release_set: ReleaseSet, now: datetime, user: Any = None) -> list[Revision]:
    """Publish all items, in the caller's transaction; return their revisions.

    Raises:
        ValidationError: an item is gone or breaks a rule. The caller's transaction must end.
    """
    items = list(release_set.items.select_related("revision"))
    lock_content_rows((item.content_type_id, item.object_id) for item in items)
    revisions = [item.revision for item in items if item.revision]
    prefetch_related_objects(revisions, "content_object")
    raise_validation_error_if_any(
        f"“{item.title}” was deleted. Remove it from the set and try again."
        for item in items
        if item.revision is None or item.revision.content_object is None
    )
    raise_validation_error_if_any(_find_needed(revisions))
    # What is held is published by nobody, and from here on by this transaction alone.
    release_set.items.update(**UNLOCKED_ITEM_VALUES)
    _set_go_live(revisions, min(release_set.go_live_at, now))
    # What all refer to is recorded when they are out; nothing is to do it once more for each.
    with batch_publications(), disable_reference_index_auto_update():
        for revision in revisions:
            _publish_revision(revision)
    release_set.published_at = timezone.now()
    release_set.set_state(ReleaseSet.State.PUBLISHED)
    things = f"{len(revisions)} thing{'' if len(revisions) == 1 else 's'}"
    release_set.log_event(f"Published {things}", user)
    record_set_in_log_entries(revisions, release_set)
    went_live = f"went live at {format_datetime(release_set.published_at)}."
    notify_release_set_users(
        release_set, "Published", f"{things} {went_live}", f"It {went_live}", items
    )
    return revisions


def _find_needed(revisions: list[Revision]) -> list[str]:
    """Return a sentence for each thing that an item cannot do without and that was deleted."""
    return [problem for problem, is_needed in describe_missing_references(revisions) if is_needed]


def record_set_failure(release_set: ReleaseSet, reason: str) -> None:
    """Keep in the set's own log that its publication failed, once for each reason."""
    still = ReleaseSet.objects.active().filter(pk=release_set.pk)
    if still.update(state=ReleaseSet.State.FAILED):
        last = release_set.events.first()
        if last is None or last.note != reason:
            release_set.log_event(FAILED, note=reason)


def _set_go_live(revisions: list[Revision], moment: datetime) -> None:
    """Give all the go-live of their set: drafts may carry another, which would schedule them."""
    for revision in revisions:
        revision.content["go_live_at"] = moment.isoformat()
    Revision.objects.bulk_update(revisions, ["content"])


def _publish_revision(revision: Revision) -> None:
    try:
        revision.publish(log_action=PUBLISHED_WITH_SET_LOG_ACTION)
    except Exception as error:
        error.add_note(f"This was “{revision.object_str}”.")
        raise
