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

from publishing.clock import london
from publishing.embargo_audit.audit import LEAK, Result, look
from publishing.embargo_audit.audited_items import case_of, published_case, was_published
from publishing.embargo_audit.http_client import Fetch, visitor
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.notifications import notify
from publishing.release_sets.dry_run import notify_if_would_fail
from publishing.upcoming import scheduled_revisions

logger = logging.getLogger(__name__)

FAULT = (
    "A technical fault stopped the check. Check again. If it stops again, ask the site "
    "administrator to look in the log."
)

Occasion = EmbargoAudit.Occasion
BEFORE = timedelta(minutes=10)
# How many checks are asked for before the scheduler sees to publication again.
MOST_AT_ONCE = 20
# A task that has not answered by then died with its worker.
LOST_AFTER = timedelta(minutes=3)
# How long after go-live the site is looked at again until readers find everything.
WATCH_PERIOD = timedelta(minutes=10)
# How late something may come out and still be looked at.
LATE_PERIOD = timedelta(hours=1)
KEPT_FOR = timedelta(days=90)
# Whoever watches the site from outside may ask each minute.
MAX_MANUAL_KEPT = 20
# Deleted rows are read first, with all their routes.
DELETED_AT_ONCE = 200
# How soon to look again where the site could not be reached, or something was not public yet.
AGAIN_AFTER: dict[str, timedelta] = {
    Occasion.SCHEDULED: timedelta(minutes=5),
    Occasion.BEFORE: timedelta(minutes=1),
    Occasion.AFTER: timedelta(seconds=15),
}

Key = tuple[int, str]


@dataclass(frozen=True)
class _Row:
    """What is known of a check without reading its routes."""

    pk: int
    key: Key
    occasion: str
    go_live_at: datetime
    requested_at: datetime
    checked_at: datetime | None
    leaks: int
    problem: str


def enqueue_due_audits(now: datetime | None = None) -> None:
    """Have the worker do the checks whose time has come; three queries while there are none.

    However many schedulers ask, each check is made once. Never raises: publication must not wait
    for checks. A scheduler that starts calls it before it publishes what an outage kept back,
    so that this is looked for afterwards as well.
    """
    now = now or timezone.now()
    try:
        planned = dict(_get_scheduled())
        rows = list(_rows(now))
        for key, occasion, moment in islice(_missing(planned, rows, now), MOST_AT_ONCE):
            _request(key, occasion, moment)
        for row in rows:
            if _should_repeat(row, planned, now):
                _request_again(row, now)
    except Exception:
        logger.exception("Seal checks could not be asked for; trying again")


def ask(subject: Any) -> EmbargoAudit:
    """Have the worker check `subject` now."""
    check = create_requested_audit(subject)
    _enqueue(check.pk)
    return check


def check_now(subject: Any, fetch: Fetch | None = None) -> EmbargoAudit:
    """Check `subject` here and now, and return what was recorded."""
    check = create_requested_audit(subject)
    carry_out(check, fetch)
    check.refresh_from_db()
    return check


def forget_old_checks(now: datetime) -> None:
    """Delete checks older than 90 days, but for the latest of each subject and what is to come.

    Of those that somebody asked for, only the latest of each subject are kept at all.
    """
    same = EmbargoAudit.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    ).exclude(checked_at=None)
    latest = same.order_by("-requested_at", "-pk").values("pk")[:1]
    # What is yet to go live, or just did, is known from its checks.
    past = EmbargoAudit.objects.filter(
        requested_at__lt=now - KEPT_FOR, go_live_at__lt=now - LATE_PERIOD
    )
    _delete(past.exclude(checked_at=None).exclude(pk=Subquery(latest)))
    many = _finished_and_asked().values("content_type", "object_id").annotate(number=Count("pk"))
    for found in many.filter(number__gt=MAX_MANUAL_KEPT).order_by():
        _forget_asked(found["content_type"], found["object_id"])


@task()
def run_audit(pk: int) -> None:
    """Do a check that was asked for; runs in the worker. A second copy of the task does nothing."""
    check = EmbargoAudit.objects.filter(pk=pk, checked_at=None).first()
    if check:
        carry_out(check)


def carry_out(check: EmbargoAudit, fetch: Fetch | None = None) -> None:
    """Look, record what was found unless another worker has, and tell of leaks at once."""
    subject = check.subject
    result = Result(problem="It was deleted.") if subject is None else _look(check, subject, fetch)
    # A change of the same row by another worker waits here, then finds nothing to change.
    recorded = EmbargoAudit.objects.filter(pk=check.pk, checked_at=None).update(
        checked_at=timezone.now(),
        routes=result.routes,
        leaks=result.leaks,
        problem=result.problem,
    )
    if recorded and result.leaks:
        _tell(subject, check.go_live_at, result)


def _look(check: EmbargoAudit, subject: Any, fetch: Fetch | None) -> Result:
    try:
        is_after = check.occasion == Occasion.AFTER
        case = published_case(subject) if is_after else case_of(subject)
        if check.occasion in (Occasion.SCHEDULED, Occasion.BEFORE) and (
            case.is_out or case.go_live_at != check.go_live_at
        ):
            return Result(problem="It went live or was rescheduled before it could be checked.")
        if check.occasion == Occasion.BEFORE and not check.problem:
            # A check that is made again, as its problem says, warns of nothing again.
            notify_if_would_fail(subject)
        if fetch:
            return _discard_if_went_live(look(case, fetch), case.is_out, subject)
        with visitor() as visit:
            return _discard_if_went_live(look(case, visit), case.is_out, subject)
    except Exception:
        logger.exception("The seal of %s could not be checked", subject)
        return Result(problem=FAULT)


def _discard_if_went_live(result: Result, was_out: bool, subject: Any) -> Result:
    """Return the result, unless what was sealed went live while the visitor looked."""
    if result.leaks and not was_out:
        subject.refresh_from_db()
        if case_of(subject).is_out:
            return Result(problem="It went live while it was being checked.")
    return result


def _tell(subject: Any, go_live_at: datetime, result: Result) -> None:
    lines = [
        f"{route['name']} ({route['address']}): {route['detail']}"
        for route in result.routes
        if route["outcome"] == LEAK
    ]
    text = (
        f"Readers can already find what should stay closed until {london(go_live_at)}:\n\n"
        + "\n".join(lines)
    )
    notify(subject, f"Leak before go-live: “{subject}”", text)


def create_requested_audit(subject: Any) -> EmbargoAudit:
    """Store and return an audit that somebody asked for."""
    check = EmbargoAudit(occasion=Occasion.ASKED, go_live_at=case_of(subject).go_live_at)
    check.subject = subject
    check.save()
    _forget_asked(check.content_type_id, check.object_id)
    return check


def _finished_and_asked() -> QuerySet:
    return EmbargoAudit.objects.filter(occasion=Occasion.ASKED).exclude(checked_at=None)


def _forget_asked(kind: int, key: str) -> None:
    """Delete all but the latest checks of a subject that somebody asked for."""
    asked = _finished_and_asked().filter(content_type=kind, object_id=key)
    kept = list(
        asked.order_by("-requested_at", "-pk").values_list("pk", flat=True)[:MAX_MANUAL_KEPT]
    )
    if len(kept) == MAX_MANUAL_KEPT:
        _delete(asked.exclude(pk__in=kept))


def _delete(checks: QuerySet) -> None:
    """Delete in small parts: those who publish never wait long for the lock, nor for memory."""
    while keys := list(checks.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        EmbargoAudit.objects.filter(pk__in=keys).delete()


def _get_scheduled() -> Iterator[tuple[Key, Any]]:
    """Yield what is promised for when, without reading the content; two queries."""
    for kind, key, moment in scheduled_revisions().values_list(
        "base_content_type_id", "object_id", "approved_go_live_at"
    ):
        yield (kind, key), moment
    kind = ContentType.objects.get_for_model(ReleaseSet).pk
    for pk, moment in ReleaseSet.objects.active().values_list("pk", "go_live_at"):
        yield (kind, str(pk)), moment


def _rows(now: datetime) -> Iterator[_Row]:
    # What somebody asked for says nothing about what is to be looked at when.
    recent = Q(go_live_at__gte=now - LATE_PERIOD) & ~Q(occasion=Occasion.ASKED)
    checks: Any = EmbargoAudit.objects.filter(recent | Q(checked_at=None))
    for pk, kind, key, *rest in checks.values_list(
        "pk",
        "content_type_id",
        "object_id",
        "occasion",
        "go_live_at",
        "requested_at",
        "checked_at",
        "leaks",
        "problem",
    ):
        yield _Row(pk, (kind, key), *rest)


def _missing(
    planned: dict[Key, datetime], rows: list[_Row], now: datetime
) -> Iterator[tuple[Key, str, datetime]]:
    """Yield the checks that nobody has asked for yet."""
    known = {(row.key, row.occasion, row.go_live_at): row for row in rows}
    for key, moment in planned.items():
        first = known.get((key, Occasion.SCHEDULED, moment))
        if first is None:
            yield key, Occasion.SCHEDULED, moment
        elif moment - BEFORE <= now < moment:
            # Less than ten minutes ahead, the first check is the last one as well.
            is_recent = first.requested_at >= moment - BEFORE
            if not is_recent and (key, Occasion.BEFORE, moment) not in known:
                yield key, Occasion.BEFORE, moment
    for key, moment in {(row.key, row.go_live_at) for row in rows if row.go_live_at <= now}:
        done = (key, Occasion.AFTER, moment) in known
        promised = any(
            (key, each, moment) in known for each in (Occasion.SCHEDULED, Occasion.BEFORE)
        )
        if promised and not done and planned.get(key) != moment and _was_published(key, moment):
            yield key, Occasion.AFTER, moment


def _was_published(key: Key, moment: datetime) -> bool:
    kind, pk = key
    subject = EmbargoAudit(content_type_id=kind, object_id=pk).subject
    return subject is not None and was_published(subject, moment)


def _should_repeat(row: _Row, planned: dict[Key, datetime], now: datetime) -> bool:
    """Return whether a check got lost, or did not see what it has to see."""
    if row.checked_at is None:
        return row.requested_at < now - LOST_AFTER
    # A leak has been told of; looking again would tell of it again and again.
    if not row.problem or row.leaks or row.occasion not in AGAIN_AFTER:
        return False
    if row.occasion == Occasion.AFTER:
        is_of_use = now < row.go_live_at + WATCH_PERIOD
    else:
        # What was moved to another moment has checks of its own.
        is_of_use = planned.get(row.key) == row.go_live_at and now < row.go_live_at
    return is_of_use and row.checked_at < now - AGAIN_AFTER[row.occasion]


@transaction.atomic
def _request(key: Key, occasion: str, moment: datetime) -> None:
    """Ask for one check. Each has its own transaction, or schedulers would wait for one another."""
    kind, pk = key
    check, is_new = EmbargoAudit.objects.get_or_create(
        content_type_id=kind, object_id=pk, occasion=occasion, go_live_at=moment
    )
    if is_new:
        _enqueue(check.pk)


@transaction.atomic
def _request_again(row: _Row, now: datetime) -> None:
    """Ask once more; of several schedulers, the one whose change is first."""
    unchanged = EmbargoAudit.objects.filter(
        pk=row.pk, requested_at=row.requested_at, checked_at=row.checked_at
    )
    if unchanged.update(requested_at=now, checked_at=None):
        _enqueue(row.pk)


def _enqueue(pk: int) -> None:
    transaction.on_commit(partial(run_audit.enqueue, pk))
