"""Check the embargo seal of something, in the worker or at once, and record what was found."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from publishing.clock import format_datetime
from publishing.embargo_audit.audit import LEAK, AuditResult, probe_scope
from publishing.embargo_audit.audited_items import (
    get_audit_scope,
    get_published_scope,
)
from publishing.embargo_audit.http_client import ProbeFetcher, open_session
from publishing.embargo_audit.retention import delete_surplus_manual_audits
from publishing.models import EmbargoAudit
from publishing.notifications import notify_responsible_users
from publishing.release_sets.dry_run import notify_if_would_fail

logger = logging.getLogger(__name__)

AuditTrigger = EmbargoAudit.Trigger
# How often a site that could not be reached is asked again soon.
MAX_UNREACHABLE_RETRIES = 4

AUDIT_FAULT_MESSAGE = (
    "A technical fault stopped the check. Check again. If it stops again, ask the site "
    "administrator to look in the log."
)


def enqueue_audit(content_object: Any) -> EmbargoAudit:
    """Have the worker check `content_object` now."""
    check = create_requested_audit(content_object)
    enqueue_run(check.pk)
    return check


def run_manual_audit(content_object: Any, fetch: ProbeFetcher | None = None) -> EmbargoAudit:
    """Check `content_object` here and now, and return what was recorded."""
    check = create_requested_audit(content_object)
    run_audit(check, fetch)
    check.refresh_from_db()
    return check


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
    delete_surplus_manual_audits(check.content_type_id, check.object_id)
    return check


def enqueue_run(pk: int) -> None:
    """Have the worker do the check with this key, once the transaction has committed."""
    transaction.on_commit(partial(run_audit_task.enqueue, pk))
