"""What can be done with a release set: fill it, approve it, move it, publish it, cancel it.

Each is one transaction that begins by locking the set's row. A refusal is a `ValidationError`
whose messages say what to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from publishing.embargo import follow, revoke_links_to
from publishing.models import PublicationFailure, ReleaseSet, ReleaseSetItem, SealCheck
from publishing.moments import london, refuse_short_notice
from publishing.rights import PUBLISH, may_work_on
from publishing.sets.plan import (
    NO_RIGHT,
    Step,
    find_problems,
    never_in_a_set,
    plan_of,
    refuse,
)
from publishing.sets.publication import NOT_HELD, publish_set

State = ReleaseSet.State


@transaction.atomic
def add_item(release_set: ReleaseSet, subject: Any, user: Any) -> ReleaseSetItem:
    """Put a page or piece of shared content at the end of a set that is not approved yet.

    Raises:
        ValidationError: the set is closed, has it already, or cannot hold it, or the user does
            not work on it.
    """
    release_set = _locked(release_set, State.DRAFT)
    if not may_work_on(user, subject):
        # Without its name: the user is not to know of it.
        raise ValidationError("You may not edit that, so you cannot put it in a set.")
    refuse(never_in_a_set(subject))
    if release_set.items.about(subject).exists():
        raise ValidationError(f"“{subject}” is in this set already.")
    last = release_set.items.aggregate(last=models.Max("sort_order"))["last"] or 0
    item = ReleaseSetItem(release_set=release_set, sort_order=last + 1, title=str(subject))
    item.subject = subject
    item.save()
    release_set.record(f"Put in “{subject}”", user, about=item)
    return item


@transaction.atomic
def revise(
    release_set: ReleaseSet, user: Any, title: str, notes: str, go_live_at: datetime | None
) -> None:
    """Change what the set is called and what is noted of it; of a draft, the moment as well."""
    release_set = _locked(release_set, *State.values)
    release_set.title, release_set.notes = title, notes
    if release_set.is_open:
        release_set.go_live_at = go_live_at
    release_set.save(update_fields=["title", "notes", "go_live_at"])
    release_set.record("Changed title, moment or notes", user)


@transaction.atomic
def take_out(item: ReleaseSetItem, user: Any) -> None:
    """Take an item out of its set; if the set was approved, the item may be edited again.

    Raises:
        ValidationError: the set is closed, or would promise nothing any more.
    """
    release_set = _locked(item.release_set, State.DRAFT, *ReleaseSet.ACTIVE)
    _refuse_without_right(release_set, user)
    if release_set.is_active and release_set.items.count() == 1:
        raise ValidationError(
            "This is the last item of an approved set. Cancel the set instead of emptying it."
        )
    release_set.record(f"Took out “{item}”", user, about=item)
    item.delete()


@transaction.atomic
def put_earlier(item: ReleaseSetItem) -> None:
    """Publish an item before the one that stands before it now.

    Raises:
        ValidationError: the set is not a draft any more, or the item is not in it.
    """
    items = list(_locked(item.release_set, State.DRAFT).items.all())
    place = next((number for number, other in enumerate(items) if other.pk == item.pk), None)
    if place is None:
        raise ValidationError("It is not in the set any more.")
    items.insert(max(place - 1, 0), items.pop(place))
    for number, other in enumerate(items, start=1):
        ReleaseSetItem.objects.filter(pk=other.pk).update(sort_order=number)


@transaction.atomic
def approve(release_set: ReleaseSet, user: Any, seen: Mapping[int, int] | None = None) -> None:
    """Promise the set for its moment: keep each item's latest revision, and lock the items.

    `seen` are the numbers of the revisions that the user has looked at, by those of the items.

    Raises:
        ValidationError: the moment, an item or the user's rights are not what they must be, or an
            item was edited since.
    """
    release_set = _locked(release_set, State.DRAFT)
    refuse_short_notice(release_set.go_live_at)
    plan = plan_of(release_set)
    refuse(find_problems(plan, user, release_set.go_live_at))
    _refuse_unseen(plan, seen)
    _hold(plan)
    SealCheck.objects.about(release_set).set_aside()
    release_set.enter(State.APPROVED)
    release_set.record(f"Approved for {london(release_set.go_live_at)}", user)


@transaction.atomic
def move(release_set: ReleaseSet, moment: datetime, reason: str, user: Any) -> None:
    """Promise an active set for another moment, and keep the reason.

    Releases and reports that are dated for the day of the go-live are dated for the new one.

    Raises:
        ValidationError: there is no reason, or the set could not be approved for that moment.
    """
    release_set = _locked(release_set, *ReleaseSet.ACTIVE)
    if not reason.strip():
        raise ValidationError("Say why the moment changes: others rely on it.")
    refuse_short_notice(moment)
    plan = plan_of(release_set)
    for step in plan:
        _move_dates(step, release_set, moment, user)
    refuse(find_problems(plan, user, moment))
    before, release_set.go_live_at = release_set.go_live_at, moment
    release_set.enter(State.APPROVED)
    _forget_failures(release_set)
    follow(release_set, before, moment)
    release_set.record(f"Moved from {london(before)} to {london(moment)}", user, reason.strip())


@transaction.atomic
def cancel(release_set: ReleaseSet, user: Any, reason: str = "") -> None:
    """Withdraw the promise; everything stays unpublished and may be edited again.

    Embargo links made for it are revoked.

    Raises:
        ValidationError: the set is out, or cancelled already.
    """
    release_set = _locked(release_set, State.DRAFT, *ReleaseSet.ACTIVE)
    _withdraw(release_set, State.CANCELLED, user)
    release_set.record("Cancelled", user, reason.strip())


@transaction.atomic
def reopen(release_set: ReleaseSet, user: Any) -> None:
    """Make a cancelled or approved set a draft again; embargo links made for it are revoked.

    Raises:
        ValidationError: the set is out, or a draft already.
    """
    release_set = _locked(release_set, State.CANCELLED, *ReleaseSet.ACTIVE)
    _withdraw(release_set, State.DRAFT, user)
    release_set.record("Made a draft again", user)


@transaction.atomic
def publish_now(release_set: ReleaseSet, user: Any, seen: Mapping[int, int] | None = None) -> None:
    """Publish the whole set at once, in one transaction; `seen` is as for `approve`.

    What is dated for the day of the go-live is dated for today.

    Raises:
        ValidationError: an item or the user's rights are not what they must be, or an item was
            edited since; nothing went out.
    """
    release_set = _locked(release_set, State.DRAFT, *ReleaseSet.ACTIVE)
    now = timezone.now()
    plan = plan_of(release_set)
    for step in plan if release_set.go_live_at else ():
        _move_dates(step, release_set, now, user)
    refuse(find_problems(plan, user, None))
    _refuse_unseen(plan, seen)
    _hold(plan)
    release_set.go_live_at = now
    publish_set(release_set, now, user)
    _forget_failures(release_set)


def _move_dates(step: Step, release_set: ReleaseSet, moment: datetime, user: Any) -> None:
    """Let what is printed on an item follow the set to another day, and say so in the log."""
    if step.subject is None or step.revision is None:
        return
    content = step.revision.as_object()
    if content.move_dates(release_set.go_live_at, moment):
        step.revision.content = content.serializable_data()
        step.revision.save(update_fields=["content"])
        release_set.record(f"Dated “{step.item}” for the new day", user, about=step.item)


def _locked(release_set: ReleaseSet, *states: str) -> ReleaseSet:
    """Return the set as it is stored, locked until the transaction ends.

    Raises:
        ValidationError: it is in none of `states`: somebody was quicker.
    """
    stored = ReleaseSet.objects.select_for_update().get(pk=release_set.pk)
    if stored.state not in states:
        raise ValidationError(
            f"The set is {stored.get_state_display().lower()} by now, so this cannot be done. "
            f"Look at it again."
        )
    return stored


def _refuse_without_right(release_set: ReleaseSet, user: Any) -> None:
    """Leave what was promised to those who may promise."""
    refuse([NO_RIGHT] if release_set.is_active and not user.has_perm(PUBLISH) else [])


def _withdraw(release_set: ReleaseSet, state: str, user: Any) -> None:
    """End the promise of a set, and all that goes with it."""
    _refuse_without_right(release_set, user)
    revoke_links_to(release_set, user)
    release_set.items.update(**NOT_HELD, revision=None)
    release_set.enter(state)
    _forget_failures(release_set)


def _refuse_unseen(plan: list[Step], seen: Mapping[int, int] | None) -> None:
    refuse(
        f"“{step.subject}” was edited since you looked at the set. Look at it again first."
        for step in plan
        if seen is not None and seen.get(step.item.pk) != step.revision.pk
    )


def _hold(plan: list[Step]) -> None:
    for step in plan:
        step.item.revision = step.item.held_revision = step.revision
        step.item.held = True
        step.item.save(update_fields=["revision", "held_revision", "held"])


def _forget_failures(release_set: ReleaseSet) -> None:
    PublicationFailure.objects.about(release_set).delete()
