"""Publishing and withdrawing what is due, each job in a transaction of its own.

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

from publishing.clock import format_datetime
from publishing.models import PublicationFailure, ReleaseSet
from publishing.models.content_objects import get_base_content_type
from publishing.models.failures import FAILURE_NEEDS_ATTENTION_AFTER
from publishing.notifications import notify_release_set_users, notify_responsible_users
from publishing.release_sets import publish_set, record_set_failure
from publishing.upcoming import get_scheduled_revisions
from snippets.models.base import get_base_snippet_models

logger = logging.getLogger(__name__)

# In seconds: how long to work through what was due before looking again.
MAX_BATCH_SECONDS = 1.0


@dataclass(frozen=True)
class PublicationJob:
    """What is due and comes out, or goes, as one: how to claim it, and what to do then."""

    # The same at every look, such as “revision/12”; failures are kept under it.
    name: str
    due_at: datetime
    # What it is about, as failures keep it: the number of the content type, and the key.
    content_key: tuple[int, str]
    # Finds the one row that is locked while the job is at work, as long as the job is due.
    queryset: models.QuerySet
    # Takes that row; returns whether anything was changed.
    run: Callable[[Any], bool]


def run_due(now: datetime | None = None, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Publish what was promised, then withdraw what has expired; return how many were changed.

    A job that is refused or fails stays sealed and scheduled, and delays no other; it is tried
    again later and later. Between two jobs, `is_stopped` may end the run.
    """
    tried_names: set[str] = set()
    changed = 0
    while jobs := [
        job for job in _prune_and_list_due(now or timezone.now()) if job.name not in tried_names
    ]:
        looked_at = time.monotonic()
        for job in jobs:
            if is_stopped():
                return changed
            tried_names.add(job.name)
            changed += run_job(job)
            if time.monotonic() - looked_at > MAX_BATCH_SECONDS:
                # Something may have fallen due meanwhile that was promised for an earlier moment.
                break
    return changed


def _prune_and_list_due(now: datetime) -> list[PublicationJob]:
    """Return what is due and does not wait for its next try; forget failures of the past."""
    # Asked for first: whatever has failed by now and is still due is among the jobs below.
    failures = {failure.job_key: failure for failure in PublicationFailure.objects.all()}
    jobs = list_due_jobs(now)
    _delete_stale_failures(failures, {job.name for job in jobs})
    return [job for job in jobs if job.name not in failures or failures[job.name].retry_at <= now]


def list_due_jobs(now: datetime) -> list[PublicationJob]:
    """Return what is due: first what has to come, the longest due first, then what has to go.

    Readers do not get what has expired anyway, so that can wait.
    """
    coming = sorted([*_iter_publications(now), *_iter_sets(now)], key=lambda job: job.due_at)
    return [*coming, *_iter_expiries(now)]


def next_due(after: datetime) -> datetime | None:
    """Return the next moment after `after` at which something is due, or None."""
    moments = [
        _get_earliest(
            Revision.objects.filter(approved_go_live_at__gt=after), "approved_go_live_at"
        ),
        _get_earliest(ReleaseSet.objects.active().filter(go_live_at__gt=after), "go_live_at"),
        *(
            _get_earliest(model.objects.filter(live=True, expire_at__gt=after), "expire_at")
            for model in _get_schedulable_models()
        ),
    ]
    return min((moment for moment in moments if moment), default=None)


def run_job(job: PublicationJob) -> bool:
    """Do what is due in one transaction; keep the reason if that fails. Tell what came of it.

    Raises:
        DatabaseError: the database is out of reach.
    """
    try:
        try:
            return _claim_and_run(job)
        except (OperationalError, NotSupportedError):
            # Two transactions waited for each other, and one was ended; or a migration has changed
            # a table since PostgreSQL planned how to read it.
            logger.warning("Trying once more at once: %s", job.name, exc_info=True)
            _renew_connection()
            return _claim_and_run(job)
    except Exception as error:
        logger.exception("Failed, and to be tried again: %s", job.name)
        _renew_connection()
        try:
            _record_failure(job, error)
        except Exception:
            logger.exception("The failure could not be kept: %s", job.name)
            # Only a database that is away concerns the jobs that follow.
            connection.ensure_connection()
        return False


def _claim_and_run(job: PublicationJob) -> bool:
    with transaction.atomic():
        row = _claim_row(job.queryset)
        failure = PublicationFailure.objects.filter(job_key=job.name).first()
        # Another scheduler may have tried since this one looked.
        if row is None or (failure and failure.retry_at > timezone.now()):
            return False
        changed = job.run(row)
        if failure:
            failure.delete()
        return changed


def _renew_connection() -> None:
    """Have the next query ask for a new connection: this one may be lost, or of no use."""
    if not connection.in_atomic_block:
        connection.close()


def _get_earliest(queryset: models.QuerySet, field: str) -> datetime | None:
    return queryset.aggregate(first=models.Min(field))["first"]


def _get_schedulable_models() -> list[type[Any]]:
    """Return the models whose content is scheduled; pages of all types are one of them."""
    return [Page, *get_base_snippet_models()]


def _claim_row(queryset: models.QuerySet) -> models.Model | None:
    """Return the one row, locked; None when another scheduler has it or did it.

    Its key stays free: whoever saves a page that refers to a revision has to look at that.
    SQLite has one writer, so there the immediate transaction is the claim.
    """
    if connection.features.has_select_for_update_skip_locked:
        queryset = queryset.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return queryset.first()


def _iter_publications(now: datetime) -> Iterator[PublicationJob]:
    due = get_scheduled_revisions().filter(approved_go_live_at__lte=now)
    for pk, moment, kind, key in due.values_list(
        "pk", "approved_go_live_at", "base_content_type_id", "object_id"
    ):
        queryset, run = due.filter(pk=pk), partial(_publish_revision, now=now)
        yield PublicationJob(f"revision/{pk}", moment, (kind, key), queryset, run)


def _publish_revision(revision: Revision, now: datetime) -> bool:
    if revision.content_object is None:
        raise ValidationError("It was deleted. Nothing can be published.")
    revision.publish(log_action="wagtail.publish.scheduled")
    # Where the clock was set back meanwhile, Wagtail has scheduled it anew for the same moment.
    is_out = not Revision.objects.filter(pk=revision.pk, approved_go_live_at__isnull=False).exists()
    if is_out:
        _unpublish_if_expired(revision, now)
    return is_out


def _iter_sets(now: datetime) -> Iterator[PublicationJob]:
    due = ReleaseSet.objects.due(now)
    for release_set in due:
        content_object = (get_base_content_type(release_set).pk, str(release_set.pk))
        queryset, run = due.filter(pk=release_set.pk), partial(_publish_set, now=now)
        yield PublicationJob(
            f"set/{release_set.pk}", release_set.go_live_at, content_object, queryset, run
        )


def _publish_set(release_set: ReleaseSet, now: datetime) -> bool:
    for revision in publish_set(release_set, now):
        _unpublish_if_expired(revision, now)
    return True


def _unpublish_if_expired(revision: Revision, now: datetime) -> None:
    """Withdraw in the same transaction what an outage kept back beyond its end.

    Nobody sees it, not even for a moment, and its history is the one that was promised.
    """
    end = parse_datetime(revision.content.get("expire_at") or "")
    if end and end <= now:
        _unpublish_and_keep_schedule(
            revision.content_type.get_object_for_this_type(pk=revision.object_id)
        )


def _iter_expiries(now: datetime) -> Iterator[PublicationJob]:
    for model in _get_schedulable_models():
        kind = ContentType.objects.get_for_model(model)
        due = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        for pk, moment in due.values_list("pk", "expire_at"):
            name, content_object = f"expiry/{model._meta.label_lower}/{pk}", (kind.pk, str(pk))
            yield PublicationJob(
                name, moment, content_object, due.filter(pk=pk), _unpublish_expired
            )


def _unpublish_expired(thing: Page | DraftStateMixin) -> bool:
    _unpublish_and_keep_schedule(thing.specific if isinstance(thing, Page) else thing)
    return True


def _unpublish_and_keep_schedule(content: Page | DraftStateMixin) -> None:
    """Withdraw content, and leave its next version on the schedule that Wagtail would cancel."""
    next_ones = get_scheduled_revisions().filter(
        base_content_type=get_base_content_type(content), object_id=str(content.pk)
    )
    promised = list(next_ones.values_list("pk", "approved_go_live_at"))
    content.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for pk, moment in promised:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=moment)


def _record_failure(job: PublicationJob, error: Exception) -> None:
    """Keep why a job failed and when to try again; tell the people responsible, twice at most."""
    now = timezone.now()
    kind, key = job.content_key
    with transaction.atomic():
        failure, is_first = PublicationFailure.objects.select_for_update().get_or_create(
            job_key=job.name,
            defaults={
                "content_type_id": kind,
                "object_id": key,
                "due_at": job.due_at,
                "first_failed_at": now,
                "last_failed_at": now,
                "retry_at": now,
            },
        )
        failure.attempts += 1
        # PostgreSQL keeps no text with this character in it.
        failure.reason = format_error(error, job.name).replace("\x00", "")
        failure.last_failed_at = now
        failure.retry_at = now + failure.get_retry_delay(failure.attempts)
        is_late = now - failure.first_failed_at >= FAILURE_NEEDS_ATTENTION_AFTER
        if is_first or (is_late and not failure.needs_attention):
            failure.needs_attention = is_late
            _notify_failure(failure)
        failure.save()
        if isinstance(failure.content_object, ReleaseSet):
            record_set_failure(failure.content_object, failure.reason)


def _notify_failure(failure: PublicationFailure) -> None:
    content_object = failure.content_object
    what = f"“{content_object}”" if content_object else "Something that was deleted"
    promised = format_datetime(failure.due_at)
    tried_at = format_datetime(failure.last_failed_at)
    if failure.needs_attention:
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
        f"{what} was due on {promised}. The last attempt was on {tried_at}.\n\n"
        f"{failure.reason}\n\n{next_step}"
    )
    if isinstance(content_object, ReleaseSet):
        brief = f"It was due on {promised} with a release set, which could not go live. {next_step}"
        notify_release_set_users(content_object, news, text, brief)
    else:
        notify_responsible_users(content_object, heading, text)


def format_error(error: Exception, job_key: str) -> str:
    """Return why a job failed, in words for an editor; what Python says is in the log alone."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    # Notes say which item of a set was at work.
    notes = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
    return (
        f"A technical fault stopped it.{notes} Nothing was changed. Try again. If it "
        f"fails again, ask the site administrator to look for “{job_key}” in the log."
    )


def _delete_stale_failures(failures: dict[str, PublicationFailure], due: set[str]) -> None:
    """Drop the failures of what is not due any more: taken off the schedule, or moved."""
    past = [failure.pk for name, failure in failures.items() if name not in due]
    if past:
        PublicationFailure.objects.filter(pk__in=past).delete()
