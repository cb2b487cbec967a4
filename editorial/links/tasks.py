"""Have the worker check links once a day, in slices.

The scheduler only looks whether the day has begun and asks the worker to begin it: it publishes to
the second, and waits for nobody. A slice lasts about a minute, so that mails and seal checks get
their turn.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from content.visibility import get_restricted_paths, q_not_expired
from editorial.links.checking import DAILY, LinkCheckOutcome, check_url, record_outcome
from editorial.links.crawler import TOO_MANY_REQUESTS_STATUS, OutboundLinkFetcher
from editorial.links.index import (
    INDEX_TASK_PRIORITY,
    delete_hidden_link_uses,
    delete_unused_links,
    get_linking_models,
    index_next_batch,
)
from editorial.models import LatestLinkRun, LinkCheck, LinkUse, OutboundLink
from publishing.clock import get_london_date
from snippets.models import SiteIdentity

logger = logging.getLogger(__name__)

# The day of links begins at three in the morning.
DAILY_LINK_RUN_START = timedelta(hours=3)
# A slice: links, seconds, and how many hosts are asked at the same time.
LINK_CHECK_BATCH_SIZE = 200
LINK_CHECK_BATCH_SECONDS = 60.0
MAX_PARALLEL_HOSTS = 4
# Links that a slice has taken are nobody else's until then; a worker that died has lost them.
LINK_CLAIM_TIMEOUT = timedelta(minutes=30)
# So that two slices do not ask the same host within a second.
LINK_CHECK_BATCH_INTERVAL = timedelta(seconds=2)
# A slice that fails is followed by another all the same, until so many in a row have failed.
RETRY_DELAY_AFTER_FAULT = timedelta(minutes=5)
MAX_FAILED_LINK_BATCHES = 12
LINK_CHECK_RETENTION = timedelta(days=90)
LINK_CHECK_DELETE_BATCH_SIZE = 1000
# Nobody need have a link asked for more often.
MIN_RECHECK_INTERVAL = timedelta(minutes=1)

OutboundLinks = list[OutboundLink]
Verdict = OutboundLink.Verdict


def enqueue_daily_run(now: datetime | None = None) -> bool:
    """Ask the worker to begin the day's checks unless they have begun; return whether it was asked.

    This reads and enqueues, and takes no lock: whoever holds one must not delay a publication.
    """
    if not settings.LINK_CHECK:
        return False
    day = get_london_date((now or timezone.now()) - DAILY_LINK_RUN_START)
    if LatestLinkRun.objects.filter(day__gte=day).exists():
        return False
    claim_daily_run.enqueue(day.isoformat())
    return True


@task(priority=INDEX_TASK_PRIORITY)
def claim_daily_run(day: str) -> None:
    """Begin the checks of a day, such as 2026-11-20, unless somebody did or is at it.

    However many schedulers ask and however often they start, the row lets one task win.
    """
    if not LatestLinkRun.objects.exists():
        LatestLinkRun.objects.bulk_create([LatestLinkRun(day=date.min)], ignore_conflicts=True)
    with transaction.atomic():
        earlier = LatestLinkRun.objects.filter(day__lt=date.fromisoformat(day))
        run = earlier.select_for_update(skip_locked=True).first()
        # On SQLite, which locks no rows, the update alone tells who was first.
        if run and earlier.filter(pk=run.pk).update(day=day):
            reconcile_link_index_batch.enqueue()


@task(priority=INDEX_TASK_PRIORITY)
def reconcile_link_index_batch(kind: int = 0, last: Any = None) -> None:
    """Put the index right for about a minute, from a kind of content and a key on; then go on."""
    models_with_links = get_linking_models()
    ends_at = time.monotonic() + LINK_CHECK_BATCH_SECONDS
    while kind < len(models_with_links):
        last = index_next_batch(models_with_links[kind], last)
        kind += last is None
        if time.monotonic() >= ends_at:
            reconcile_link_index_batch.enqueue(kind, last)
            return
    delete_outdated_link_records(timezone.now())
    run_due_link_checks.enqueue()


def reconcile_link_index() -> None:
    """Put the whole index right, here and now."""
    for model in get_linking_models():
        last = index_next_batch(model, None)
        while last is not None:
            last = index_next_batch(model, last)
    delete_outdated_link_records(timezone.now())


def delete_outdated_link_records(now: datetime) -> None:
    """Forget what is not readable any more, and history older than 90 days."""
    delete_hidden_link_uses()
    old = LinkCheck.objects.filter(checked_at__lt=now - LINK_CHECK_RETENTION).order_by("pk")
    while keys := list(old.values_list("pk", flat=True)[:LINK_CHECK_DELETE_BATCH_SIZE]):
        LinkCheck.objects.filter(pk__in=keys).delete()
    delete_unused_links(now - LINK_CHECK_RETENTION)


@task(priority=INDEX_TASK_PRIORITY)
def run_due_link_checks(faults: int = 0) -> None:
    """Check a slice of the links whose time has come; go on later if there are more.

    So many slices before this one have failed in a row.
    """
    try:
        is_more = check_due_link_batch()
    except Exception:
        logger.exception("A slice of links could not be checked")
        if faults < MAX_FAILED_LINK_BATCHES:
            run_due_link_checks.using(run_after=timezone.now() + RETRY_DELAY_AFTER_FAULT).enqueue(
                faults + 1
            )
        return
    if is_more:
        run_due_link_checks.using(run_after=timezone.now() + LINK_CHECK_BATCH_INTERVAL).enqueue()


@task(priority=INDEX_TASK_PRIORITY)
def check_link(pk: int) -> None:
    """Check one link that an editor asked about, if it is still in use."""
    now = timezone.now()
    just_now = models.Q(last_checked_at__gt=now - MIN_RECHECK_INTERVAL)
    link = find_links_in_use().filter(pk=pk).exclude(just_now).first()
    if link:
        record_outcome(
            link.pk,
            check_url(OutboundLinkFetcher(SiteIdentity.get_default()), link.url),
            timezone.now(),
        )


def check_due_link_batch(
    tour: OutboundLinkFetcher | None = None, seconds: float = LINK_CHECK_BATCH_SECONDS
) -> bool:
    """Check links for about `seconds`; return whether there is more to do at once."""
    links = claim_due_links(timezone.now())
    tour = tour or OutboundLinkFetcher(SiteIdentity.get_default())
    ends_at = time.monotonic() + seconds
    by_host = sorted(links, key=lambda link: link.host)
    hosts = [list(group) for _host, group in groupby(by_host, key=lambda link: link.host)]
    with ThreadPoolExecutor(MAX_PARALLEL_HOSTS, thread_name_prefix="links") as guests:
        # Threads ask, and this one alone writes.
        results = guests.map(lambda group: _check_host(tour, group, ends_at), hosts)
        for done, put_off, left in results:
            for pk, outcome in done:
                _record_safely(pk, outcome)
            _set_next_check(put_off, timezone.now() + DAILY)
            _set_next_check(left, timezone.now())
    return (
        len(links) == LINK_CHECK_BATCH_SIZE
        or OutboundLink.objects.filter(
            pk__in=[link.pk for link in links], next_check_at__lte=timezone.now()
        ).exists()
    )


def find_links_in_use() -> models.QuerySet[OutboundLink]:
    """Return the links that readers can see somewhere at this moment."""
    private = models.Q()
    for path in get_restricted_paths(None):
        private |= models.Q(page__path__startswith=path)
    public = models.Q(page=None) | (models.Q(page__live=True) & q_not_expired("page__"))
    uses = LinkUse.objects.filter(public, link=models.OuterRef("pk"))
    return OutboundLink.objects.filter(models.Exists(uses.exclude(private) if private else uses))


def claim_due_links(now: datetime) -> OutboundLinks:
    """Return the next links that are due, and keep other workers from taking them as well."""
    with transaction.atomic():
        due = find_links_in_use().filter(next_check_at__lte=now).order_by("next_check_at", "pk")
        links = list(due.select_for_update(skip_locked=True)[:LINK_CHECK_BATCH_SIZE])
        _set_next_check([link.pk for link in links], now + LINK_CLAIM_TIMEOUT)
    return links


def _check_host(
    tour: OutboundLinkFetcher, links: OutboundLinks, ends_at: float
) -> tuple[list[tuple[int, LinkCheckOutcome]], list[int], list[int]]:
    """Ask a host for one link after the other.

    Returns:
        What was found by the links' numbers; those to put off, because the host has had enough of
        us; and those that there was no time for.
    """
    found: list[tuple[int, LinkCheckOutcome]] = []
    for number, link in enumerate(links):
        if time.monotonic() >= ends_at:
            return found, [], _get_pks(links[number:])
        outcome = check_url(tour, link.url)
        found.append((link.pk, outcome))
        if outcome.status == TOO_MANY_REQUESTS_STATUS:
            return found, _get_pks(links[number + 1 :]), []
    return found, [], []


def _record_safely(pk: int, outcome: LinkCheckOutcome) -> None:
    """Keep what was found of a link; whatever is wrong with that, the others get their turn."""
    nothing = LinkCheckOutcome("What was found of it could not be kept.", Verdict.UNKNOWN)
    for found in (outcome, nothing):
        try:
            record_outcome(pk, found, timezone.now())
        except Exception:
            logger.exception("What was found of link %s cannot be kept", pk)
        else:
            return


def _get_pks(links: Iterable[OutboundLink]) -> list[int]:
    return [link.pk for link in links]


def _set_next_check(keys: list[int], at: datetime) -> None:
    if keys:
        OutboundLink.objects.filter(pk__in=keys).update(next_check_at=at)
