"""Have the site check itself: the scheduler asks for it, the worker does it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django_tasks import task

from publishing.clock import format_datetime
from publishing.embargo_audit.audit import LEAK, AuditResult, probe_scope
from publishing.embargo_audit.audited_items import (
    get_audit_scope,
    get_published_scope,
    was_published_by_promise,
)
from publishing.embargo_audit.http_client import ProbeFetcher, open_session
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.notifications import notify_responsible_users
from publishing.release_sets.dry_run import notify_if_would_fail
from publishing.upcoming import get_scheduled_revisions

logger = logging.getLogger(__name__)

AUDIT_FAULT_MESSAGE = (
    "A technical fault stopped the check. Check again. If it stops again, ask the site "
    "administrator to look in the log."
)

AuditTrigger = EmbargoAudit.Trigger
FINAL_AUDIT_LEAD = timedelta(minutes=10)
# How many checks are asked for before the scheduler sees to publication again.
MAX_AUDITS_ENQUEUED = 20
# A task that has not answered by then died with its worker.
AUDIT_TIMEOUT = timedelta(minutes=3)
# How long after go-live the site is looked at again until readers find everything.
AFTER_GO_LIVE_AUDIT_PERIOD = timedelta(minutes=10)
# How late something may come out and still be looked at.
MAX_AUDITED_GO_LIVE_DELAY = timedelta(hours=1)
AUDIT_RETENTION = timedelta(days=90)
# Whoever watches the site from outside may ask each minute.
MAX_MANUAL_AUDITS_KEPT = 20
# Deleted rows are read first, with all their routes.
AUDIT_DELETE_BATCH_SIZE = 200
# How soon to look again where the site could not be reached, or something was not public yet.
AUDIT_RETRY_DELAYS: dict[str, timedelta] = {
    AuditTrigger.SCHEDULED: timedelta(minutes=5),
    AuditTrigger.BEFORE_GO_LIVE: timedelta(minutes=1),
    AuditTrigger.AFTER_GO_LIVE: timedelta(seconds=15),
}
# Look again so soon, and so often at most, if the site was unreachable: after a start, the process
# that serves it may not be up yet.
UNREACHABLE_RETRY_DELAY = timedelta(seconds=15)
MAX_UNREACHABLE_RETRIES = 4

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


def enqueue_audit(content_object: Any) -> EmbargoAudit:
    """Have the worker check `content_object` now."""
    check = create_requested_audit(content_object)
    _enqueue(check.pk)
    return check


def run_manual_audit(content_object: Any, fetch: ProbeFetcher | None = None) -> EmbargoAudit:
    """Check `content_object` here and now, and return what was recorded."""
    check = create_requested_audit(content_object)
    run_audit(check, fetch)
    check.refresh_from_db()
    return check


def delete_old_audits(now: datetime) -> None:
    """Delete audits older than 90 days, but for the latest of each item and what is to come.

    Of those that somebody asked for, only the latest of each item are kept at all.
    """
    same = EmbargoAudit.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    ).exclude(checked_at=None)
    latest = same.order_by("-requested_at", "-pk").values("pk")[:1]
    # What is yet to go live, or just did, is known from its checks.
    past = EmbargoAudit.objects.filter(
        requested_at__lt=now - AUDIT_RETENTION, go_live_at__lt=now - MAX_AUDITED_GO_LIVE_DELAY
    )
    _delete(past.exclude(checked_at=None).exclude(pk=Subquery(latest)))
    many = _get_finished_manual().values("content_type", "object_id").annotate(number=Count("pk"))
    for found in many.filter(number__gt=MAX_MANUAL_AUDITS_KEPT).order_by():
        _delete_surplus_manual(found["content_type"], found["object_id"])


@task()
def run_audit_task(pk: int) -> None:
    """Do a check that was asked for; runs in the worker. A second copy of the task does nothing."""
    check = EmbargoAudit.objects.filter(pk=pk, checked_at=None).first()
    if check:
        run_audit(check)


def run_audit(check: EmbargoAudit, fetch: ProbeFetcher | None = None) -> None:
    """Look, record what was found unless another worker has, and tell of leaks at once."""
    content_object = check.content_object
    result = (
        AuditResult(error="It was deleted.")
        if content_object is None
        else _run_audit_probes(check, content_object, fetch)
    )
    # A change of the same row by another worker waits here, then finds nothing to change.
    recorded = EmbargoAudit.objects.filter(pk=check.pk, checked_at=None).update(
        checked_at=timezone.now(),
        results=result.results,
        leaks=result.leaks,
        error=result.error,
        failed_attempts=(
            min(check.failed_attempts, MAX_UNREACHABLE_RETRIES) + 1
            if result.is_site_unreachable
            else 0
        ),
    )
    if recorded and result.leaks:
        _notify_leak(content_object, check.go_live_at, result)


def _run_audit_probes(
    check: EmbargoAudit, content_object: Any, fetch: ProbeFetcher | None
) -> AuditResult:
    try:
        is_after = check.trigger == AuditTrigger.AFTER_GO_LIVE
        scope = get_published_scope(content_object) if is_after else get_audit_scope(content_object)
        if check.trigger in (AuditTrigger.SCHEDULED, AuditTrigger.BEFORE_GO_LIVE) and (
            scope.is_live or scope.go_live_at != check.go_live_at
        ):
            return AuditResult(error="It went live or was rescheduled before it could be checked.")
        if check.trigger == AuditTrigger.BEFORE_GO_LIVE and not check.error:
            # A check that is made again, as its problem says, warns of nothing again.
            notify_if_would_fail(content_object)
        if fetch:
            return _discard_if_went_live(probe_scope(scope, fetch), scope.is_live, content_object)
        with open_session() as fetch_public:
            return _discard_if_went_live(
                probe_scope(scope, fetch_public), scope.is_live, content_object
            )
    except Exception:
        logger.exception("The seal of %s could not be checked", content_object)
        return AuditResult(error=AUDIT_FAULT_MESSAGE)


def _discard_if_went_live(result: AuditResult, was_live: bool, content_object: Any) -> AuditResult:
    """Return the result, unless what was sealed went live while the visitor looked."""
    if result.leaks and not was_live:
        content_object.refresh_from_db()
        if get_audit_scope(content_object).is_live:
            return AuditResult(error="It went live while it was being checked.")
    return result


def _notify_leak(content_object: Any, go_live_at: datetime, result: AuditResult) -> None:
    lines = [
        f"{route['name']} ({route['address']}): {route['detail']}"
        for route in result.results
        if route["outcome"] == LEAK
    ]
    text = (
        f"Readers can already find what should stay closed until {format_datetime(go_live_at)}:\n\n"
        + "\n".join(lines)
    )
    notify_responsible_users(content_object, f"Leak before go-live: “{content_object}”", text)


def create_requested_audit(content_object: Any) -> EmbargoAudit:
    """Store and return an audit that somebody asked for."""
    check = EmbargoAudit(
        trigger=AuditTrigger.MANUAL, go_live_at=get_audit_scope(content_object).go_live_at
    )
    check.content_object = content_object
    check.save()
    _delete_surplus_manual(check.content_type_id, check.object_id)
    return check


def _get_finished_manual() -> QuerySet:
    return EmbargoAudit.objects.filter(trigger=AuditTrigger.MANUAL).exclude(checked_at=None)


def _delete_surplus_manual(kind: int, key: str) -> None:
    """Delete all but the latest checks that somebody asked for of one page, snippet or set."""
    asked = _get_finished_manual().filter(content_type=kind, object_id=key)
    kept = list(
        asked.order_by("-requested_at", "-pk").values_list("pk", flat=True)[:MAX_MANUAL_AUDITS_KEPT]
    )
    if len(kept) == MAX_MANUAL_AUDITS_KEPT:
        _delete(asked.exclude(pk__in=kept))


def _delete(checks: QuerySet) -> None:
    """Delete in small parts: those who publish never wait long for the lock, nor for memory."""
    while keys := list(checks.values_list("pk", flat=True)[:AUDIT_DELETE_BATCH_SIZE]):
        EmbargoAudit.objects.filter(pk__in=keys).delete()


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
        _enqueue(check.pk)


@transaction.atomic
def _enqueue_again(row: _AuditSummary, now: datetime) -> None:
    """Ask once more; of several schedulers, the one whose change is first."""
    unchanged = EmbargoAudit.objects.filter(
        pk=row.pk, requested_at=row.requested_at, checked_at=row.checked_at
    )
    if unchanged.update(requested_at=now, checked_at=None):
        _enqueue(row.pk)


def _enqueue(pk: int) -> None:
    transaction.on_commit(partial(run_audit_task.enqueue, pk))
