"""Delete the checks of the embargo seal that nobody needs any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery

from publishing.models import EmbargoAudit

AUDIT_RETENTION = timedelta(days=90)
# How late something may come out and still be looked at.
MAX_AUDITED_GO_LIVE_DELAY = timedelta(hours=1)
# Whoever watches the site from outside may ask each minute.
MAX_MANUAL_AUDITS_KEPT = 20
# Deleted rows are read first, with all their routes.
AUDIT_DELETE_BATCH_SIZE = 200


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
        delete_surplus_manual_audits(found["content_type"], found["object_id"])


def _get_finished_manual() -> QuerySet:
    return EmbargoAudit.objects.filter(trigger=EmbargoAudit.Trigger.MANUAL).exclude(checked_at=None)


def delete_surplus_manual_audits(kind: int, key: str) -> None:
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
