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

from content.visibility import q_not_expired, restricted_paths
from editorial.links.checking import DAILY, CheckOutcome, look, record
from editorial.links.crawler import TOO_MANY_REQUESTS, Tour
from editorial.links.index import PRIORITY, forget_unreadable, forget_unused, kinds, reconcile_after
from editorial.models import DailyLinkRun, LinkCheck, LinkUse, OutboundLink
from publishing.clock import london_day
from snippets.models import SiteIdentity

logger = logging.getLogger(__name__)

# The day of links begins at three in the morning.
BEGINS_AT = timedelta(hours=3)
# A slice: links, seconds, and how many hosts are asked at the same time.
LINKS_A_SLICE = 200
SECONDS_A_SLICE = 60.0
HOSTS_AT_ONCE = 4
# Links that a slice has taken are nobody else's until then; a worker that died has lost them.
CLAIM_TIMEOUT = timedelta(minutes=30)
# So that two slices do not ask the same host within a second.
BETWEEN_SLICES = timedelta(seconds=2)
# A slice that fails is followed by another all the same, until so many in a row have failed.
AFTER_A_FAULT = timedelta(minutes=5)
MOST_FAULTS = 12
KEPT_FOR = timedelta(days=90)
DELETED_AT_ONCE = 1000
# Nobody need have a link asked for more often.
ASKED_AT_MOST_EACH = timedelta(minutes=1)

Links = list[OutboundLink]
Verdict = OutboundLink.Verdict


def begin_day(now: datetime | None = None) -> bool:
    """Ask the worker to begin the day's checks unless they have begun; return whether it was asked.

    This reads and enqueues, and takes no lock: whoever holds one must not delay a publication.
    """
    if not settings.LINK_CHECK:
        return False
    day = london_day((now or timezone.now()) - BEGINS_AT)
    if DailyLinkRun.objects.filter(day__gte=day).exists():
        return False
    claim.enqueue(day.isoformat())
    return True


@task(priority=PRIORITY)
def claim(day: str) -> None:
    """Begin the checks of a day, such as 2026-11-20, unless somebody did or is at it.

    However many schedulers ask and however often they start, the row lets one task win.
    """
    if not DailyLinkRun.objects.exists():
        DailyLinkRun.objects.bulk_create([DailyLinkRun(day=date.min)], ignore_conflicts=True)
    with transaction.atomic():
        earlier = DailyLinkRun.objects.filter(day__lt=date.fromisoformat(day))
        run = earlier.select_for_update(skip_locked=True).first()
        # On SQLite, which locks no rows, the update alone tells who was first.
        if run and earlier.filter(pk=run.pk).update(day=day):
            reconcile.enqueue()


@task(priority=PRIORITY)
def reconcile(kind: int = 0, last: Any = None) -> None:
    """Put the index right for about a minute, from a kind of content and a key on; then go on."""
    models_with_links = kinds()
    ends_at = time.monotonic() + SECONDS_A_SLICE
    while kind < len(models_with_links):
        last = reconcile_after(models_with_links[kind], last)
        kind += last is None
        if time.monotonic() >= ends_at:
            reconcile.enqueue(kind, last)
            return
    forget(timezone.now())
    check_due.enqueue()


def reconcile_all() -> None:
    """Put the whole index right, here and now."""
    for model in kinds():
        last = reconcile_after(model, None)
        while last is not None:
            last = reconcile_after(model, last)
    forget(timezone.now())


def forget(now: datetime) -> None:
    """Forget what is not readable any more, and history older than 90 days."""
    forget_unreadable()
    old = LinkCheck.objects.filter(checked_at__lt=now - KEPT_FOR).order_by("pk")
    while keys := list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        LinkCheck.objects.filter(pk__in=keys).delete()
    forget_unused(now - KEPT_FOR)


@task(priority=PRIORITY)
def check_due(faults: int = 0) -> None:
    """Check a slice of the links whose time has come; go on later if there are more.

    So many slices before this one have failed in a row.
    """
    try:
        is_more = check_slice()
    except Exception:
        logger.exception("A slice of links could not be checked")
        if faults < MOST_FAULTS:
            check_due.using(run_after=timezone.now() + AFTER_A_FAULT).enqueue(faults + 1)
        return
    if is_more:
        check_due.using(run_after=timezone.now() + BETWEEN_SLICES).enqueue()


@task(priority=PRIORITY)
def check_link(pk: int) -> None:
    """Check one link that an editor asked about, if it is still in use."""
    now = timezone.now()
    just_now = models.Q(last_checked_at__gt=now - ASKED_AT_MOST_EACH)
    link = in_use().filter(pk=pk).exclude(just_now).first()
    if link:
        record(link.pk, look(Tour(SiteIdentity.get_default()), link.url), timezone.now())


def check_slice(tour: Tour | None = None, seconds: float = SECONDS_A_SLICE) -> bool:
    """Check links for about `seconds`; return whether there is more to do at once."""
    links = take(timezone.now())
    tour = tour or Tour(SiteIdentity.get_default())
    ends_at = time.monotonic() + seconds
    by_host = sorted(links, key=lambda link: link.host)
    hosts = [list(group) for _host, group in groupby(by_host, key=lambda link: link.host)]
    with ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="links") as guests:
        # Threads ask, and this one alone writes.
        results = guests.map(lambda group: _visit_host(tour, group, ends_at), hosts)
        for done, put_off, left in results:
            for pk, outcome in done:
                _keep(pk, outcome)
            _give_back(put_off, timezone.now() + DAILY)
            _give_back(left, timezone.now())
    return (
        len(links) == LINKS_A_SLICE
        or OutboundLink.objects.filter(
            pk__in=[link.pk for link in links], next_check_at__lte=timezone.now()
        ).exists()
    )


def in_use() -> models.QuerySet[OutboundLink]:
    """Return the links that readers can see somewhere at this moment."""
    private = models.Q()
    for path in restricted_paths(None):
        private |= models.Q(page__path__startswith=path)
    public = models.Q(page=None) | (models.Q(page__live=True) & q_not_expired("page__"))
    uses = LinkUse.objects.filter(public, link=models.OuterRef("pk"))
    return OutboundLink.objects.filter(models.Exists(uses.exclude(private) if private else uses))


def take(now: datetime) -> Links:
    """Return the next links that are due, and keep other workers from taking them as well."""
    with transaction.atomic():
        due = in_use().filter(next_check_at__lte=now).order_by("next_check_at", "pk")
        links = list(due.select_for_update(skip_locked=True)[:LINKS_A_SLICE])
        _give_back([link.pk for link in links], now + CLAIM_TIMEOUT)
    return links


def _visit_host(
    tour: Tour, links: Links, ends_at: float
) -> tuple[list[tuple[int, CheckOutcome]], list[int], list[int]]:
    """Ask a host for one link after the other.

    Returns:
        What was found by the links' numbers; those to put off, because the host has had enough of
        us; and those that there was no time for.
    """
    found: list[tuple[int, CheckOutcome]] = []
    for number, link in enumerate(links):
        if time.monotonic() >= ends_at:
            return found, [], _keys(links[number:])
        outcome = look(tour, link.url)
        found.append((link.pk, outcome))
        if outcome.status == TOO_MANY_REQUESTS:
            return found, _keys(links[number + 1 :]), []
    return found, [], []


def _keep(pk: int, outcome: CheckOutcome) -> None:
    """Keep what was found of a link; whatever is wrong with that, the others get their turn."""
    nothing = CheckOutcome("What was found of it could not be kept.", Verdict.UNKNOWN)
    for found in (outcome, nothing):
        try:
            record(pk, found, timezone.now())
        except Exception:
            logger.exception("What was found of link %s cannot be kept", pk)
        else:
            return


def _keys(links: Iterable[OutboundLink]) -> list[int]:
    return [link.pk for link in links]


def _give_back(keys: list[int], at: datetime) -> None:
    if keys:
        OutboundLink.objects.filter(pk__in=keys).update(next_check_at=at)
