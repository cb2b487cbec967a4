"""Check links: ask other sites, and decide what their answers mean.

- **Fine**: it answers, if need be after redirects of which at least one is temporary.
- **Moved for good**: it answers after redirects that are all permanent (301 or 308), so the link
  can have the address at their end.
- **Broken**: it says that there is no such page (404 or 410), twice in a row and at least an hour
  apart; or nothing else has worked at three checks or more, over three days or more. It stays
  broken until it answers well, even while it cannot be checked.
- **A bad day**: it failed, and that is all that can be said yet. No name, no connection, no answer
  in time, a certificate that is not valid, too many requests (429), a server's error (500 and
  above), be it only in place of robots.txt, and every other error: all of these pass.
- **Cannot be checked**: it wants a password or keeps programs out (401, 403, 407, 451, robots.txt,
  redirects without end), it answers what nobody can make sense of, or it is not an address that
  this site asks at all. That says nothing of whether it works, so it ends no run of failures.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from django.db import transaction

from editorial.links.addresses import RefusedUrlError, UnknownHostError
from editorial.links.crawler import (
    MIN_ERROR_STATUS,
    FetchResult,
    OutboundLinkFetcher,
    UncheckableError,
)
from editorial.links.http_client import NoResponseError
from editorial.models import LinkCheck, OutboundLink

logger = logging.getLogger(__name__)

Verdict = OutboundLink.Verdict

GONE_STATUSES = {404, 410}
BLOCKED_STATUSES = {401, 403, 407, 451}
MAX_HTTP_STATUS = 599
GONE_LINK_CONFIRMATION_PERIOD = timedelta(hours=1)
BROKEN_LINK_MIN_FAILURES = 3
BROKEN_LINK_MIN_FAILING_PERIOD = timedelta(days=3)
# The daily run does not begin at the same second each day.
LINK_CHECK_SCHEDULE_SLACK = timedelta(hours=2)
DAILY, WEEKLY = (
    timedelta(days=1) - LINK_CHECK_SCHEDULE_SLACK,
    timedelta(days=7) - LINK_CHECK_SCHEDULE_SLACK,
)
LINK_CHECK_INTERVALS_BY_VERDICT: dict[str, timedelta] = {
    Verdict.BAD_DAY: DAILY,
    Verdict.BROKEN: DAILY,
}


@dataclass(frozen=True)
class LinkCheckOutcome:
    """What one visit found. Without a verdict, it failed, and the checks before it decide."""

    reason: str
    verdict: str = ""
    status: int | None = None
    final_url: str = ""


def check_url(tour: OutboundLinkFetcher, address: str) -> LinkCheckOutcome:
    """Visit an address and say what was found; never raises."""
    try:
        return _classify_fetch_result(address, tour.fetch(address))
    except (RefusedUrlError, UncheckableError) as error:
        return LinkCheckOutcome(str(error), Verdict.UNKNOWN)
    except (NoResponseError, UnknownHostError) as error:
        return LinkCheckOutcome(str(error))
    except Exception:
        # Other sites can answer anything; one that nobody thought of must not hide all others.
        logger.exception("What %s answers cannot be understood", address)
        return LinkCheckOutcome("What it answers cannot be understood.", Verdict.UNKNOWN)


def _classify_fetch_result(address: str, fetch: FetchResult) -> LinkCheckOutcome:
    status = fetch.status
    if status in BLOCKED_STATUSES or status > MAX_HTTP_STATUS:
        return LinkCheckOutcome(
            f"It keeps programs out ({_describe_http_status(status)}).", Verdict.UNKNOWN, status
        )
    if status >= MIN_ERROR_STATUS:
        return LinkCheckOutcome(f"It answers “{_describe_http_status(status)}”.", "", status)
    if fetch.has_moved and fetch.final_url != address:
        reason = "It redirects permanently."
        if _is_front_page(fetch.final_url) and not _is_front_page(address):
            reason += (
                " Its new address is the front page of a site. Check that the page still has "
                "what readers need."
            )
        return LinkCheckOutcome(reason, Verdict.MOVED, status, fetch.final_url)
    return LinkCheckOutcome("It answers.", Verdict.FINE, status)


@transaction.atomic
def record_outcome(pk: int, outcome: LinkCheckOutcome, now: datetime) -> OutboundLink | None:
    """Keep what was found of a link, and say when to look again; None if it was forgotten."""
    link = OutboundLink.objects.select_for_update().filter(pk=pk).first()
    if link is None:
        return None
    _set_verdict(link, outcome, now)
    link.reason, link.status = outcome.reason, outcome.status
    link.final_url = outcome.final_url
    link.last_checked_at = now
    link.next_check_at = now + LINK_CHECK_INTERVALS_BY_VERDICT.get(link.verdict, WEEKLY)
    link.save()
    LinkCheck.objects.create(
        link=link,
        checked_at=now,
        verdict=link.verdict,
        status=outcome.status,
        reason=outcome.reason,
    )
    return link


def _set_verdict(link: OutboundLink, outcome: LinkCheckOutcome, now: datetime) -> None:
    """Decide, from this check and those before it, what the link is to be called."""
    if outcome.verdict == Verdict.UNKNOWN:
        link.gone_since = None
        link.verdict = link.verdict if link.verdict == Verdict.BROKEN else Verdict.UNKNOWN
        return
    if outcome.verdict:
        link.verdict = outcome.verdict
        link.failing_since, link.gone_since, link.failures = None, None, 0
        return
    was_broken = link.verdict == Verdict.BROKEN
    link.failing_since = link.failing_since or now
    link.failures += 1
    link.gone_since = (link.gone_since or now) if outcome.status in GONE_STATUSES else None
    is_gone = link.gone_since is not None and now - link.gone_since >= GONE_LINK_CONFIRMATION_PERIOD
    is_down = (
        link.failures >= BROKEN_LINK_MIN_FAILURES
        and now - link.failing_since >= BROKEN_LINK_MIN_FAILING_PERIOD
    )
    link.verdict = Verdict.BROKEN if was_broken or is_gone or is_down else Verdict.BAD_DAY


def _describe_http_status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _is_front_page(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
