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

from publishing.clock import format_datetime
from publishing.models import ReleaseSet
from publishing.models.content_objects import get_base_content_type
from publishing.notifications import notify_responsible_users
from publishing.permissions import CHECK_NEEDED_EVENT, WOULD_FAIL
from publishing.release_sets.preflight import dry_run, lock_content_rows
from publishing.release_sets.references import find_dangling_references
from publishing.upcoming import (
    UpcomingPublication,
    get_upcoming_publication,
    list_upcoming_publications,
)

# In seconds: how often all is tried, and how long the site remembers what it has told.
DRY_RUN_INTERVAL = 600
SENT_NOTICE_TIMEOUT = 86_400
# What goes live within this time is left alone: trying it locks its rows.
DRY_RUN_EXCLUSION_PERIOD = timedelta(minutes=2)


def notify_if_would_fail(content_object: Any) -> None:
    """Tell the people responsible if a page, piece of shared content or set would fail as it is.

    What was whole when it was approved may be so no more: another page may have its address by now,
    or what a set points at was unpublished.
    """
    if planned := get_upcoming_publication(content_object):
        _notify(planned, *find_go_live_problems(planned))


@task(priority=-10)
def dry_run_all() -> None:
    """Try all that is promised, in the worker; tell what has come up since the last time."""
    for planned in list_upcoming_publications():
        if planned.go_live_at <= timezone.now() + DRY_RUN_EXCLUSION_PERIOD:
            continue
        found = find_go_live_problems(planned)
        content = planned.content_object
        key = f"would-fail/{get_base_content_type(content).pk}/{content.pk}"
        if found != cache.get(key, ([], [])):
            cache.set(key, found, SENT_NOTICE_TIMEOUT)
            _notify(planned, *found)


def enqueue_dry_run() -> None:
    """Have the worker try all that is promised, if anything is; at most every ten minutes."""
    if cache.add("rehearsal-requested", True, DRY_RUN_INTERVAL) and list_upcoming_publications():
        dry_run_all.enqueue()


def find_go_live_problems(planned: UpcomingPublication) -> tuple[list[str], list[str]]:
    """Return why it could not go live, and which links of a set would have no target."""
    dangling: list[str] = []

    def find_dangling(contents: list[Any]) -> list[str]:
        dangling.extend(
            find_dangling_references(contents, planned.go_live_at, None, planned.content_object)
        )
        return []

    with transaction.atomic():
        lock_content_rows(
            (revision.base_content_type_id, revision.object_id) for revision in planned.revisions
        )
        problems = dry_run(
            planned.revisions, planned.go_live_at, find_dangling if planned.is_set else None
        )
    return problems, dangling


def _notify(planned: UpcomingPublication, problems: list[str], dangling: list[str]) -> None:
    content_object, promised = planned.content_object, format_datetime(planned.go_live_at)
    if problems:
        heading = f"Cannot go live: “{content_object}”, scheduled for {promised}"
        verdict = f"As it is, it cannot go live on {promised}:"
    elif dangling:
        heading = f"Check before it goes live: “{content_object}”, scheduled for {promised}"
        verdict = f"It goes live on {promised}, but it refers to content that readers cannot see:"
    else:
        return
    reasons = "\n".join(problems or dangling)
    notify_responsible_users(
        content_object,
        heading,
        f"{verdict}\n\n{reasons}\n\nFix this before then, or choose a later go-live time.",
    )
    if isinstance(content_object, ReleaseSet):
        content_object.log_event(WOULD_FAIL if problems else CHECK_NEEDED_EVENT, note=reasons)
