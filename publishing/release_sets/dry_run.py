"""Try what is promised before its moment, so that somebody can still fix what would fail.

All of it is tried every ten minutes, because what it needs may go in a way that no rule sees, and
once more ten minutes ahead.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from publishing.clock import london
from publishing.models import ReleaseSet
from publishing.models.content_objects import get_base_content_type
from publishing.notifications import notify
from publishing.permissions import CHECK_NEEDED, WOULD_FAIL
from publishing.release_sets.preflight import lock_subjects, rehearse
from publishing.release_sets.references import find_dangling_references
from publishing.upcoming import UpcomingPublication, get_upcoming, list_upcoming

# In seconds: how often all is tried, and how long the site remembers what it has told.
REHEARSAL_INTERVAL = 600
NOTICE_RETENTION = 86_400
# What goes live within this time is left alone: trying it locks its rows.
LAST_MINUTES = timedelta(minutes=2)


def notify_if_would_fail(subject: Any) -> None:
    """Tell the people responsible if a page, piece of shared content or set would fail as it is.

    What was whole when it was approved may be so no more: another page may have its address by now,
    or what a set points at was unpublished.
    """
    if planned := get_upcoming(subject):
        _notify(planned, *find_failures(planned))


@task(priority=-10)
def rehearse_all() -> None:
    """Try all that is promised, in the worker; tell what has come up since the last time."""
    for planned in list_upcoming():
        if planned.go_live_at <= timezone.now() + LAST_MINUTES:
            continue
        found = find_failures(planned)
        key = f"would-fail/{get_base_content_type(planned.subject).pk}/{planned.subject.pk}"
        if found != cache.get(key, ([], [])):
            cache.set(key, found, NOTICE_RETENTION)
            _notify(planned, *found)


def request_rehearsal() -> None:
    """Have the worker try all that is promised, if anything is; at most every ten minutes."""
    if cache.add("rehearsal-requested", True, REHEARSAL_INTERVAL) and list_upcoming():
        rehearse_all.enqueue()


def find_failures(planned: UpcomingPublication) -> tuple[list[str], list[str]]:
    """Return why it could not go live, and which links of a set would have no target."""
    dangling: list[str] = []

    def find_dangling(contents: list[Any]) -> list[str]:
        dangling.extend(
            find_dangling_references(contents, planned.go_live_at, None, planned.subject)
        )
        return []

    with transaction.atomic():
        lock_subjects(
            (revision.base_content_type_id, revision.object_id) for revision in planned.revisions
        )
        problems = rehearse(
            planned.revisions, planned.go_live_at, find_dangling if planned.is_set else None
        )
    return problems, dangling


def _notify(planned: UpcomingPublication, problems: list[str], dangling: list[str]) -> None:
    subject, promised = planned.subject, london(planned.go_live_at)
    if problems:
        heading = f"Cannot go live: “{subject}”, scheduled for {promised}"
        verdict = f"As it is, it cannot go live on {promised}:"
    elif dangling:
        heading = f"Check before it goes live: “{subject}”, scheduled for {promised}"
        verdict = f"It goes live on {promised}, but it refers to content that readers cannot see:"
    else:
        return
    reasons = "\n".join(problems or dangling)
    notify(
        subject,
        heading,
        f"{verdict}\n\n{reasons}\n\nFix this before then, or choose a later go-live time.",
    )
    if isinstance(subject, ReleaseSet):
        subject.record(WOULD_FAIL if problems else CHECK_NEEDED, note=reasons)
