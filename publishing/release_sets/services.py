"""Fill a release set, approve it, move it to another time, publish it or cancel it.

Each is one transaction that begins by locking the set's row. A refusal is a `ValidationError`
whose messages say what to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from publishing.clock import format_datetime, validate_notice_period
from publishing.embargo.services import (
    reschedule_set_embargo_links,
    reschedule_waiting_links,
    revoke_set_embargo_links,
)
from publishing.models import EmbargoAudit, PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.notifications import notify_release_set_users
from publishing.permissions import APPROVAL_ENDED_EVENT, PUBLISH
from publishing.release_sets.amendments import record_note_for_outlets
from publishing.release_sets.checks import find_reference_problems
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
from publishing.release_sets.publication import UNLOCKED_ITEM_VALUES, publish_set

ReleaseSetState = ReleaseSet.State
SET_REOPENED_MESSAGE = (
    "Nothing in the set goes live until it is approved again. Its items can be edited."
)
ITEM_REOPENED_MESSAGE = (
    "The release set is a draft again. Nothing in it goes live until a publisher approves the set "
    "again. You can edit your items."
)


@transaction.atomic
def add_item(release_set: ReleaseSet, content_object: Any, user: Any) -> ReleaseSetItem:
    """Put a page or piece of shared content at the end of a set that is not approved yet.

    Raises:
        ValidationError: the set is closed, has it already, or cannot hold it, or the user does
            not work on it.
    """
    release_set = lock_set(release_set, ReleaseSetState.DRAFT)
    item = place_item(release_set, content_object, user)
    release_set.log_event(f"Put in “{item.title}”", user, about=item)
    return item


@transaction.atomic
def update_details(
    release_set: ReleaseSet, user: Any, title: str, notes: str, go_live_at: datetime | None
) -> None:
    """Change what the set is called and what is noted of it; of a draft, the moment as well."""
    release_set = lock_set(release_set, *ReleaseSetState.values)
    release_set.title, release_set.notes = title, notes
    if release_set.is_open and go_live_at != release_set.go_live_at:
        if go_live_at and release_set.go_live_at:
            reschedule_set_embargo_links(release_set, release_set.go_live_at, go_live_at)
        release_set.go_live_at = go_live_at
    release_set.save(update_fields=["title", "notes", "go_live_at"])
    release_set.log_event("Changed title, go-live time or notes", user)


@transaction.atomic
def remove_item(item: ReleaseSetItem, user: Any, note: str = "") -> None:
    """Take an item out of its set; if the set was approved, the item may be edited again.

    If what stays in an approved set would point at something that is not public, the approval ends.
    The embargo links to the set wait then, and work again once it is approved again. `note` is
    shown to those who hold one.

    Raises:
        ValidationError: the set is closed, or would promise nothing any more.
    """
    release_set = lock_set(item.release_set, ReleaseSetState.DRAFT, *ReleaseSet.ACTIVE_STATES)
    _validate_permission(release_set, user)
    if release_set.is_active and release_set.items.count() == 1:
        raise ValidationError(
            "This is the last item of an approved set. Cancel the set instead of emptying it."
        )
    release_set.log_event(f"Removed “{item}”", user, about=item)
    removed = "was removed. It does not go live with the set, and can be edited."
    notify_release_set_users(
        release_set,
        "Removed",
        f"“{item}” {removed}",
        "Removed from the release set. It is no longer scheduled, and you can edit it.",
        [item],
        by=user,
    )
    item.delete()
    if release_set.is_active and note.strip():
        record_note_for_outlets(release_set, note, user)
    if release_set.is_active and (problems := find_reference_problems(release_set, user)):
        _end_approval(release_set, user, problems)


@transaction.atomic
def move_up(item: ReleaseSetItem) -> None:
    """Publish an item before the one that stands before it now.

    Raises:
        ValidationError: the set is not a draft any more, or the item is not in it.
    """
    items = list(lock_set(item.release_set, ReleaseSetState.DRAFT).items.all())
    place = next((number for number, other in enumerate(items) if other.pk == item.pk), None)
    if place is None:
        raise ValidationError("It is not in the set any more.")
    items.insert(max(place - 1, 0), items.pop(place))
    for number, other in enumerate(items, start=1):
        ReleaseSetItem.objects.filter(pk=other.pk).update(sort_order=number)


@transaction.atomic
def approve(release_set: ReleaseSet, user: Any, reviewed: Mapping[int, int] | None = None) -> None:
    """Promise the set for its moment: keep each item's latest revision, and lock the items.

    `reviewed` are the numbers of the revisions that the user has looked at, by those of the items.

    Raises:
        ValidationError: the moment, an item or the user's rights are not what they must be, or an
            item was edited since.
    """
    release_set = lock_set(release_set, ReleaseSetState.DRAFT)
    validate_notice_period(release_set.go_live_at)
    plan = lock_and_get_publication_steps(release_set)
    raise_validation_error_if_any(find_problems(plan, user, release_set.go_live_at))
    _validate_unchanged(plan, reviewed)
    lock_items(plan)
    EmbargoAudit.objects.about(release_set).mark_as_manual()
    reschedule_waiting_links(release_set)
    release_set.set_state(ReleaseSetState.APPROVED)
    moment = format_datetime(release_set.go_live_at)
    release_set.log_event(f"Approved for {moment}", user)
    notify_release_set_users(
        release_set,
        "Approved",
        f"The set goes live on {moment}. Its items are locked until then.",
        f"It goes live with a release set on {moment}, and is locked until then.",
        by=user,
    )


@transaction.atomic
def reschedule_release_set(
    release_set: ReleaseSet, moment: datetime, reason: str, user: Any
) -> None:
    """Promise an active set for another moment, and keep the reason.

    Releases and reports that are dated for the day of the go-live are dated for the new one.

    Raises:
        ValidationError: there is no reason, or the set could not be approved for that moment.
    """
    release_set = lock_set(release_set, *ReleaseSet.ACTIVE_STATES)
    if not reason.strip():
        raise ValidationError("Give the reason for the new time. It is saved in the log.")
    validate_notice_period(moment)
    plan = lock_and_get_publication_steps(release_set)
    for step in plan:
        _move_printed_dates(step, release_set, moment, user)
    raise_validation_error_if_any(find_problems(plan, user, moment))
    before, release_set.go_live_at = release_set.go_live_at, moment
    release_set.set_state(ReleaseSetState.APPROVED)
    _delete_failures(release_set)
    reschedule_set_embargo_links(release_set, before, moment)
    release_set.log_event(
        f"Moved from {format_datetime(before)} to {format_datetime(moment)}", user, reason.strip()
    )
    new_time = f"goes live on {format_datetime(moment)} instead of {format_datetime(before)}."
    notify_release_set_users(
        release_set,
        "Moved",
        f"The set {new_time} Reason: {reason.strip()}",
        f"It {new_time}",
        by=user,
    )


@transaction.atomic
def cancel(release_set: ReleaseSet, user: Any, reason: str = "") -> None:
    """Withdraw the promise; everything stays unpublished and may be edited again.

    Embargo links made for it are revoked.

    Raises:
        ValidationError: the set is out, or cancelled already.
    """
    release_set = lock_set(release_set, ReleaseSetState.DRAFT, *ReleaseSet.ACTIVE_STATES)
    _unlock_and_revoke(release_set, ReleaseSetState.CANCELLED, user)
    release_set.log_event("Cancelled", user, reason.strip())
    why = f" Reason: {reason.strip()}" if reason.strip() else ""
    notify_release_set_users(
        release_set,
        "Cancelled",
        f"Nothing in the set goes live. Its items can be edited.{why}",
        "Its release set was cancelled. It does not go live, and can be edited.",
        by=user,
    )


@transaction.atomic
def reopen(release_set: ReleaseSet, user: Any) -> None:
    """Make a cancelled or approved set a draft again; embargo links made for it are revoked.

    Raises:
        ValidationError: the set is out, or a draft already.
    """
    release_set = lock_set(release_set, ReleaseSetState.CANCELLED, *ReleaseSet.ACTIVE_STATES)
    _unlock_and_revoke(release_set, ReleaseSetState.DRAFT, user)
    release_set.log_event("Made a draft again", user)
    notify_release_set_users(
        release_set, "A draft again", SET_REOPENED_MESSAGE, ITEM_REOPENED_MESSAGE, by=user
    )


@transaction.atomic
def publish_now(
    release_set: ReleaseSet, user: Any, reviewed: Mapping[int, int] | None = None
) -> None:
    """Publish the whole set at once, in one transaction; `reviewed` is as for `approve`.

    What is dated for the day of the go-live is dated for today.

    Raises:
        ValidationError: an item or the user's rights are not what they must be, or an item was
            edited since; nothing went out.
    """
    release_set = lock_set(release_set, ReleaseSetState.DRAFT, *ReleaseSet.ACTIVE_STATES)
    now = timezone.now()
    plan = lock_and_get_publication_steps(release_set)
    for step in plan if release_set.go_live_at else ():
        _move_printed_dates(step, release_set, now, user)
    raise_validation_error_if_any(find_problems(plan, user, None))
    _validate_unchanged(plan, reviewed)
    lock_items(plan)
    release_set.go_live_at = now
    publish_set(release_set, now, user)
    _delete_failures(release_set)


def _end_approval(release_set: ReleaseSet, user: Any, problems: list[str]) -> None:
    """Make an approved set a draft; embargo links to it wait until it is approved again."""
    release_set.items.update(**UNLOCKED_ITEM_VALUES, revision=None)
    release_set.set_state(ReleaseSetState.DRAFT)
    _delete_failures(release_set)
    reasons = "\n".join(problems)
    release_set.log_event(APPROVAL_ENDED_EVENT, user, reasons)
    notify_release_set_users(
        release_set,
        "Approval ended",
        f"{SET_REOPENED_MESSAGE}\n\n{reasons}",
        ITEM_REOPENED_MESSAGE,
        by=user,
    )


def _move_printed_dates(
    step: PublicationStep, release_set: ReleaseSet, moment: datetime, user: Any
) -> None:
    """Let what is printed on an item follow the set to another day, and say so in the log."""
    if step.content_object is None or step.revision is None:
        return
    content = step.revision.as_object()
    if content.shift_printed_dates(release_set.go_live_at, moment):
        step.revision.content = content.serializable_data()
        step.revision.save(update_fields=["content"])
        release_set.log_event(f"Dated “{step.item}” for the new day", user, about=step.item)


def _validate_permission(release_set: ReleaseSet, user: Any) -> None:
    """Leave what was promised to those who may promise."""
    raise_validation_error_if_any(
        [NO_PERMISSION_MESSAGE] if release_set.is_active and not user.has_perm(PUBLISH) else []
    )


def _unlock_and_revoke(release_set: ReleaseSet, state: str, user: Any) -> None:
    """End the promise of a set, and all that goes with it."""
    _validate_permission(release_set, user)
    revoke_set_embargo_links(release_set, user)
    release_set.items.update(**UNLOCKED_ITEM_VALUES, revision=None)
    release_set.set_state(state)
    _delete_failures(release_set)


def _validate_unchanged(plan: list[PublicationStep], reviewed: Mapping[int, int] | None) -> None:
    raise_validation_error_if_any(
        f"“{step.content_object}” was edited since you looked at the set. Look at it again first."
        for step in plan
        if reviewed is not None and reviewed.get(step.item.pk) != step.revision.pk
    )


def _delete_failures(release_set: ReleaseSet) -> None:
    PublicationFailure.objects.about(release_set).delete()
