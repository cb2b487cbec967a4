"""Publishing and withdrawing what is due, each unit in a transaction of its own.

The database is the only truth: nothing that is due is remembered anywhere else, so a scheduler
may be killed at any instant, and any number of them may run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import NotSupportedError, OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import DraftStateMixin, Page, Revision

from publishing.clock import london
from publishing.models import PublicationFailure, ReleaseSet
from publishing.models.content_objects import get_base_content_type
from publishing.models.failures import NEEDS_A_PERSON_AFTER
from publishing.notifications import notify, notify_set
from publishing.release_sets import note_failure, publish_set
from publishing.upcoming import scheduled_revisions
from snippets.models.base import get_base_snippet_models

logger = logging.getLogger(__name__)

# In seconds: how long to work through what was due before looking again.
LOOK_AGAIN = 1.0


@dataclass(frozen=True)
class Unit:
    """What is due and comes out, or goes, as one: how to claim it, and what to do then."""

    # The same at every look, such as “revision/12”; failures are kept under it.
    name: str
    due_at: datetime
    # What it is about, as failures keep it: the number of the content type, and the key.
    subject: tuple[int, str]
    # Finds the one row that is locked while the unit is at work, as long as the unit is due.
    row: models.QuerySet
    # Takes that row; returns whether anything was changed.
    act: Callable[[Any], bool]


def run_due(now: datetime | None = None, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Publish what was promised, then withdraw what has expired; return how many were changed.

    A unit that is refused or fails stays sealed and scheduled, and delays no other; it is tried
    again later and later. Between two units, `is_stopped` may end the run.
    """
    tried: set[str] = set()
    changed = 0
    while units := [
        unit for unit in _prune_and_list_due(now or timezone.now()) if unit.name not in tried
    ]:
        looked_at = time.monotonic()
        for unit in units:
            if is_stopped():
                return changed
            tried.add(unit.name)
            changed += attempt(unit)
            if time.monotonic() - looked_at > LOOK_AGAIN:
                # Something may have fallen due meanwhile that was promised for an earlier moment.
                break
    return changed


def _prune_and_list_due(now: datetime) -> list[Unit]:
    """Return what is due and does not wait for its next try; forget failures of the past."""
    # Asked for first: whatever has failed by now and is still due is among the units below.
    failures = {failure.unit: failure for failure in PublicationFailure.objects.all()}
    units = due_units(now)
    _delete_stale_failures(failures, {unit.name for unit in units})
    return [
        unit for unit in units if unit.name not in failures or failures[unit.name].retry_at <= now
    ]


def due_units(now: datetime) -> list[Unit]:
    """Return what is due: first what has to come, the longest due first, then what has to go.

    Readers do not get what has expired anyway, so that can wait.
    """
    coming = sorted([*_publications(now), *_sets(now)], key=lambda unit: unit.due_at)
    return [*coming, *_expiries(now)]


def next_due(after: datetime) -> datetime | None:
    """Return the next moment after `after` at which something is due, or None."""
    moments = [
        _earliest(Revision.objects.filter(approved_go_live_at__gt=after), "approved_go_live_at"),
        _earliest(ReleaseSet.objects.active().filter(go_live_at__gt=after), "go_live_at"),
        *(
            _earliest(model.objects.filter(live=True, expire_at__gt=after), "expire_at")
            for model in _models()
        ),
    ]
    return min((moment for moment in moments if moment), default=None)


def attempt(unit: Unit) -> bool:
    """Do what is due in one transaction; keep the reason if that fails. Tell what came of it.

    Raises:
        DatabaseError: the database is out of reach.
    """
    try:
        try:
            return _claim_and_run(unit)
        except (OperationalError, NotSupportedError):
            # Two transactions waited for each other, and one was ended; or a migration has changed
            # a table since PostgreSQL planned how to read it.
            logger.warning("Trying once more at once: %s", unit.name, exc_info=True)
            _renew_connection()
            return _claim_and_run(unit)
    except Exception as error:
        logger.exception("Failed, and to be tried again: %s", unit.name)
        _renew_connection()
        try:
            _keep(unit, error)
        except Exception:
            logger.exception("The failure could not be kept: %s", unit.name)
            # Only a database that is away concerns the units that follow.
            connection.ensure_connection()
        return False


def _claim_and_run(unit: Unit) -> bool:
    with transaction.atomic():
        row = _claimed(unit.row)
        failure = PublicationFailure.objects.filter(unit=unit.name).first()
        # Another scheduler may have tried since this one looked.
        if row is None or (failure and failure.retry_at > timezone.now()):
            return False
        changed = unit.act(row)
        if failure:
            failure.delete()
        return changed


def _renew_connection() -> None:
    """Have the next query ask for a new connection: this one may be lost, or of no use."""
    if not connection.in_atomic_block:
        connection.close()


def _earliest(queryset: models.QuerySet, field: str) -> datetime | None:
    return queryset.aggregate(first=models.Min(field))["first"]


def _models() -> list[type[Any]]:
    """Return the models whose content is scheduled; pages of all types are one of them."""
    return [Page, *get_base_snippet_models()]


def _claimed(row: models.QuerySet) -> models.Model | None:
    """Return the one row, locked; None when another scheduler has it or did it.

    Its key stays free: whoever saves a page that refers to a revision has to look at that.
    SQLite has one writer, so there the immediate transaction is the claim.
    """
    if connection.features.has_select_for_update_skip_locked:
        row = row.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return row.first()


def _publications(now: datetime) -> Iterator[Unit]:
    due = scheduled_revisions().filter(approved_go_live_at__lte=now)
    for pk, moment, kind, key in due.values_list(
        "pk", "approved_go_live_at", "base_content_type_id", "object_id"
    ):
        row, act = due.filter(pk=pk), partial(_publish, now=now)
        yield Unit(f"revision/{pk}", moment, (kind, key), row, act)


def _publish(revision: Revision, now: datetime) -> bool:
    if revision.content_object is None:
        raise ValidationError("It was deleted. Nothing can be published.")
    revision.publish(log_action="wagtail.publish.scheduled")
    # Where the clock was set back meanwhile, Wagtail has scheduled it anew for the same moment.
    is_out = not Revision.objects.filter(pk=revision.pk, approved_go_live_at__isnull=False).exists()
    if is_out:
        _expire_if_past(revision, now)
    return is_out


def _sets(now: datetime) -> Iterator[Unit]:
    due = ReleaseSet.objects.due(now)
    for release_set in due:
        subject = (get_base_content_type(release_set).pk, str(release_set.pk))
        row, act = due.filter(pk=release_set.pk), partial(_publish_set, now=now)
        yield Unit(f"set/{release_set.pk}", release_set.go_live_at, subject, row, act)


def _publish_set(release_set: ReleaseSet, now: datetime) -> bool:
    for revision in publish_set(release_set, now):
        _expire_if_past(revision, now)
    return True


def _expire_if_past(revision: Revision, now: datetime) -> None:
    """Withdraw in the same transaction what an outage kept back beyond its end.

    Nobody sees it, not even for a moment, and its history is the one that was promised.
    """
    end = parse_datetime(revision.content.get("expire_at") or "")
    if end and end <= now:
        _expire(revision.content_type.get_object_for_this_type(pk=revision.object_id))


def _expiries(now: datetime) -> Iterator[Unit]:
    for model in _models():
        kind = ContentType.objects.get_for_model(model)
        due = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        for pk, moment in due.values_list("pk", "expire_at"):
            name, subject = f"expiry/{model._meta.label_lower}/{pk}", (kind.pk, str(pk))
            yield Unit(name, moment, subject, due.filter(pk=pk), _withdraw)


def _withdraw(thing: Page | DraftStateMixin) -> bool:
    _expire(thing.specific if isinstance(thing, Page) else thing)
    return True


def _expire(content: Page | DraftStateMixin) -> None:
    """Withdraw content, and leave its next version on the schedule that Wagtail would cancel."""
    next_ones = scheduled_revisions().filter(
        base_content_type=get_base_content_type(content), object_id=str(content.pk)
    )
    promised = list(next_ones.values_list("pk", "approved_go_live_at"))
    content.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for pk, moment in promised:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=moment)


def _keep(unit: Unit, error: Exception) -> None:
    """Keep why a unit failed and when to try again; tell the people responsible, twice at most."""
    now = timezone.now()
    kind, key = unit.subject
    with transaction.atomic():
        failure, is_first = PublicationFailure.objects.select_for_update().get_or_create(
            unit=unit.name,
            defaults={
                "content_type_id": kind,
                "object_id": key,
                "due_at": unit.due_at,
                "first_failed_at": now,
                "last_failed_at": now,
                "retry_at": now,
            },
        )
        failure.attempts += 1
        # PostgreSQL keeps no text with this character in it.
        failure.reason = format_error(error, unit.name).replace("\x00", "")
        failure.last_failed_at = now
        failure.retry_at = now + failure.wait_after(failure.attempts)
        is_late = now - failure.first_failed_at >= NEEDS_A_PERSON_AFTER
        if is_first or (is_late and not failure.needs_person):
            failure.needs_person = is_late
            _tell(failure)
        failure.save()
        if isinstance(failure.subject, ReleaseSet):
            note_failure(failure.subject, failure.reason)


def _tell(failure: PublicationFailure) -> None:
    subject = failure.subject
    what = f"“{subject}”" if subject else "Something that was deleted"
    promised = london(failure.due_at)
    tried = london(failure.last_failed_at)
    if failure.needs_person:
        news = "Needs attention"
        heading = f"{news}: {what} has been failing for an hour"
        next_step = "It stays as it was and is tried again every five minutes."
    else:
        news = "Not done"
        heading = f"{news}: {what}, due on {promised}"
        next_step = (
            "Nothing has changed for readers. The site tries again after five seconds, then less "
            "often."
        )
    text = (
        f"{what} was due on {promised}. The last attempt was on {tried}.\n\n"
        f"{failure.reason}\n\n{next_step}"
    )
    if isinstance(subject, ReleaseSet):
        brief = f"It was due on {promised} with a release set, which could not go live. {next_step}"
        notify_set(subject, news, text, brief)
    else:
        notify(subject, heading, text)


def format_error(error: Exception, unit: str) -> str:
    """Return why a unit failed, in words for an editor; what Python says is in the log alone."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    # Notes say which item of a set was at work.
    notes = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
    return (
        f"A technical fault stopped it.{notes} Nothing was changed. Try again. If it "
        f"fails again, ask the site administrator to look for “{unit}” in the log."
    )


def _delete_stale_failures(failures: dict[str, PublicationFailure], due: set[str]) -> None:
    """Drop the failures of what is not due any more: taken off the schedule, or moved."""
    past = [failure.pk for name, failure in failures.items() if name not in due]
    if past:
        PublicationFailure.objects.filter(pk__in=past).delete()
