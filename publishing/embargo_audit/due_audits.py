"""Ask for the checks of the embargo seal whose time has come; the scheduler does it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from publishing.embargo_audit.audited_items import was_published_by_promise
from publishing.embargo_audit.retention import MAX_AUDITED_GO_LIVE_DELAY
from publishing.embargo_audit.tasks import MAX_UNREACHABLE_RETRIES, AuditTrigger, enqueue_run
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.upcoming import get_scheduled_revisions

logger = logging.getLogger(__name__)

FINAL_AUDIT_LEAD = timedelta(minutes=10)
# How many checks are asked for before the scheduler sees to publication again.
MAX_AUDITS_ENQUEUED = 20
# A task that has not answered by then died with its worker.
AUDIT_TIMEOUT = timedelta(minutes=3)
# How long after go-live the site is looked at again until readers find everything.
AFTER_GO_LIVE_AUDIT_PERIOD = timedelta(minutes=10)
# How soon to look again where the site could not be reached, or something was not public yet.
AUDIT_RETRY_DELAYS: dict[str, timedelta] = {
    AuditTrigger.SCHEDULED: timedelta(minutes=5),
    AuditTrigger.BEFORE_GO_LIVE: timedelta(minutes=1),
    AuditTrigger.AFTER_GO_LIVE: timedelta(seconds=15),
}
# Look again so soon if the site was unreachable: after a start, the process that serves it may
# not be up yet.
UNREACHABLE_RETRY_DELAY = timedelta(seconds=15)

ContentKey = tuple[int, str]


@dataclass(frozen=True)
class _AuditSummary:
    """What is known of a check without reading its routes."""

    pk: int
    key: ContentKey
    trigger: str
    go_live_at: datetime
    requested_at: datetime
    checked_at: datetime | None
    leaks: int
    error: str
    failed_attempts: int

    @property
    def is_retried_soon(self) -> bool:
        """Whether the site was unreachable and is asked again soon."""
        return 0 < self.failed_attempts <= MAX_UNREACHABLE_RETRIES


def enqueue_due_audits(now: datetime | None = None) -> None:
    """Have the worker do the checks whose time has come; three queries while there are none.

    However many schedulers ask, each check is made once. Never raises: publication must not wait
    for checks. A scheduler that starts calls it before it publishes what an outage kept back,
    so that this is looked for afterwards as well.
    """
    now = now or timezone.now()
    try:
        planned = dict(_iter_scheduled_content_keys())
        rows = list(_get_summaries(now))
        for key, trigger, moment in islice(
            _iter_missing_audits(planned, rows, now), MAX_AUDITS_ENQUEUED
        ):
            _create_and_enqueue(key, trigger, moment)
        for row in rows:
            if _should_repeat(row, planned, now):
                _enqueue_again(row, now)
    except Exception:
        logger.exception("Seal checks could not be asked for; trying again")


def _iter_scheduled_content_keys() -> Iterator[tuple[ContentKey, Any]]:
    """Yield what is promised for when, without reading the content; two queries."""
    for kind, key, moment in get_scheduled_revisions().values_list(
        "base_content_type_id", "object_id", "approved_go_live_at"
    ):
        yield (kind, key), moment
    kind = ContentType.objects.get_for_model(ReleaseSet).pk
    for pk, moment in ReleaseSet.objects.active().values_list("pk", "go_live_at"):
        yield (kind, str(pk)), moment


def _get_summaries(now: datetime) -> Iterator[_AuditSummary]:
    # What somebody asked for says nothing about what is to be looked at when.
    recent = Q(go_live_at__gte=now - MAX_AUDITED_GO_LIVE_DELAY) & ~Q(trigger=AuditTrigger.MANUAL)
    retried_soon = Q(
        trigger=AuditTrigger.MANUAL, failed_attempts__range=(1, MAX_UNREACHABLE_RETRIES)
    )
    checks: Any = EmbargoAudit.objects.filter(recent | retried_soon | Q(checked_at=None))
    for pk, kind, key, *rest in checks.values_list(
        "pk",
        "content_type_id",
        "object_id",
        "trigger",
        "go_live_at",
        "requested_at",
        "checked_at",
        "leaks",
        "error",
        "failed_attempts",
    ):
        yield _AuditSummary(pk, (kind, key), *rest)


def _iter_missing_audits(
    planned: dict[ContentKey, datetime], rows: list[_AuditSummary], now: datetime
) -> Iterator[tuple[ContentKey, str, datetime]]:
    """Yield the checks that nobody has asked for yet."""
    known = {(row.key, row.trigger, row.go_live_at): row for row in rows}
    for key, moment in planned.items():
        first = known.get((key, AuditTrigger.SCHEDULED, moment))
        if first is None:
            yield key, AuditTrigger.SCHEDULED, moment
        elif moment - FINAL_AUDIT_LEAD <= now < moment:
            # Less than ten minutes ahead, the first check is the last one as well.
            is_recent = first.requested_at >= moment - FINAL_AUDIT_LEAD
            if not is_recent and (key, AuditTrigger.BEFORE_GO_LIVE, moment) not in known:
                yield key, AuditTrigger.BEFORE_GO_LIVE, moment
    for key, moment in {(row.key, row.go_live_at) for row in rows if row.go_live_at <= now}:
        done = (key, AuditTrigger.AFTER_GO_LIVE, moment) in known
        promised = any(
            (key, each, moment) in known
            for each in (AuditTrigger.SCHEDULED, AuditTrigger.BEFORE_GO_LIVE)
        )
        if (
            promised
            and not done
            and planned.get(key) != moment
            and _was_content_published(key, moment)
        ):
            yield key, AuditTrigger.AFTER_GO_LIVE, moment


def _was_content_published(key: ContentKey, moment: datetime) -> bool:
    kind, pk = key
    content_object = EmbargoAudit(content_type_id=kind, object_id=pk).content_object
    return content_object is not None and was_published_by_promise(content_object, moment)


def _should_repeat(row: _AuditSummary, planned: dict[ContentKey, datetime], now: datetime) -> bool:
    """Return whether a check got lost, or did not see what it has to see."""
    if row.checked_at is None:
        return row.requested_at < now - AUDIT_TIMEOUT
    # A leak has been told of; looking again would tell of it again and again.
    if not row.error or row.leaks:
        return False
    if row.is_retried_soon and row.trigger == AuditTrigger.MANUAL:
        return row.checked_at < now - UNREACHABLE_RETRY_DELAY
    if row.trigger not in AUDIT_RETRY_DELAYS:
        return False
    if row.trigger == AuditTrigger.AFTER_GO_LIVE:
        is_of_use = now < row.go_live_at + AFTER_GO_LIVE_AUDIT_PERIOD
    else:
        # What was moved to another moment has checks of its own.
        is_of_use = planned.get(row.key) == row.go_live_at and now < row.go_live_at
    delay = UNREACHABLE_RETRY_DELAY if row.is_retried_soon else AUDIT_RETRY_DELAYS[row.trigger]
    return is_of_use and row.checked_at < now - delay


@transaction.atomic
def _create_and_enqueue(key: ContentKey, trigger: str, moment: datetime) -> None:
    """Ask for one check. Each has its own transaction, or schedulers would wait for one another."""
    kind, pk = key
    check, is_new = EmbargoAudit.objects.get_or_create(
        content_type_id=kind, object_id=pk, trigger=trigger, go_live_at=moment
    )
    if is_new:
        enqueue_run(check.pk)


@transaction.atomic
def _enqueue_again(row: _AuditSummary, now: datetime) -> None:
    """Ask once more; of several schedulers, the one whose change is first."""
    unchanged = EmbargoAudit.objects.filter(
        pk=row.pk, requested_at=row.requested_at, checked_at=row.checked_at
    )
    if unchanged.update(requested_at=now, checked_at=None):
        enqueue_run(row.pk)
