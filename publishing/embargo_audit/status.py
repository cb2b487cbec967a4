"""Describe the result of the latest check in one line for an editor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import get_default_timezone

from publishing.clock import format_time_seconds
from publishing.embargo_audit.audit import LEAK, PUBLIC
from publishing.models import EmbargoAudit
from publishing.models.content_objects import get_base_content_type

AUDIT_NOT_RUN_LABEL = "Not checked yet"
AUDIT_IN_PROGRESS_LABEL = "Being checked"
# More than these would not fit in one line.
MAX_LISTED_LEAKS = 3


def get_audit_status_line(content_object: Any) -> str:
    """Return what the latest check of a page, piece of shared content or set found."""
    return get_audit_status_lines([content_object])[0]


def get_audit_status_lines(subjects: Sequence[Any]) -> list[str]:
    """Return the line of each of `subjects`, in their order; two queries however many."""
    keys = [
        (get_base_content_type(content_object).pk, str(content_object.pk))
        for content_object in subjects
    ]
    if not keys:
        return []
    about = reduce(or_, (Q(content_type=kind, object_id=pk) for kind, pk in set(keys)))
    finished: dict[tuple[int, str], int] = {}
    waiting: set[tuple[int, str]] = set()
    rows = EmbargoAudit.objects.filter(about).order_by("-requested_at", "-pk")
    for pk, kind, key, checked_at in rows.values_list(
        "pk", "content_type_id", "object_id", "checked_at"
    ):
        if checked_at:
            finished.setdefault((kind, key), pk)
        elif (kind, key) not in finished:
            waiting.add((kind, key))
    checks = EmbargoAudit.objects.in_bulk(finished.values())
    return [_format_latest(checks.get(finished.get(key)), key in waiting) for key in keys]


def format_audit(check: EmbargoAudit) -> str:
    """Return what one check found."""
    if check.checked_at is None:
        return AUDIT_IN_PROGRESS_LABEL
    at = _format_moment(check.checked_at)
    if check.leaks:
        return f"LEAK: {_format_leaks(check)}, at {at}"
    shown = _count_outcome(check, PUBLIC)
    if shown:
        late = [route["name"] for route in check.results if route["outcome"] != PUBLIC]
        tail = f"; not yet on: {', '.join(late)}" if late else ""
        exactly = _format_moment(check.checked_at, exact=True)
        return f"Public on {_format_route_count(shown)} at {exactly}{tail}"
    if check.error:
        return f"Could not be checked at {at}: {check.error}"
    return f"Sealed: {_format_route_count(len(check.results))} checked at {at}"


def _format_latest(check: EmbargoAudit | None, is_waiting: bool) -> str:
    if check is None:
        return AUDIT_IN_PROGRESS_LABEL if is_waiting else AUDIT_NOT_RUN_LABEL
    return format_audit(check) + ("; being checked again" if is_waiting else "")


def _format_leaks(check: EmbargoAudit) -> str:
    found = [
        f"{route['name']} ({route['address']}) shows {route['detail']}"
        for route in check.results
        if route["outcome"] == LEAK
    ]
    more = len(found) - MAX_LISTED_LEAKS
    return "; ".join(found[:MAX_LISTED_LEAKS]) + (f"; and {more} more" if more > 0 else "")


def _count_outcome(check: EmbargoAudit, outcome: str) -> int:
    return sum(route["outcome"] == outcome for route in check.results)


def _format_route_count(number: int) -> str:
    return f"{number} route{'' if number == 1 else 's'}"


def _format_moment(moment: datetime, exact: bool = False) -> str:
    """Return the time of day in London, with the date unless it is today."""
    zone = get_default_timezone()
    local = timezone.localtime(moment, zone)
    clock = format_time_seconds(moment) if exact else f"{local:%H:%M}"
    is_today = local.date() == timezone.localdate(timezone=zone)
    return clock if is_today else f"{clock} on {local:%A %-d %B %Y}"
