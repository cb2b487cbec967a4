"""Embargo links: whom they let in, for how long, and what is kept of their use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from content.visibility import PUBLISH_LOG_ACTIONS
from publishing.embargo.tokens import create_token, hash_token
from publishing.models import (
    EmbargoLink,
    EmbargoOpening,
    ReleaseSet,
    ReleaseSetEvent,
)
from publishing.upcoming import get_upcoming_publication

LINK_LIFE_AFTER_GO_LIVE = timedelta(hours=24)
OPENING_IP_RETENTION = timedelta(days=30)
EMBARGO_RATE_LIMIT_PERIOD = timedelta(minutes=1)
MAX_OPENINGS_PER_PERIOD = 60
# A page brings dozens along, a set several pages.
MAX_RENDITIONS_PER_PERIOD = 600
MAX_FAILED_TOKENS_PER_PERIOD = 30
MAX_OPENING_LABEL_LENGTH = 255


@dataclass(frozen=True)
class WorkingEmbargoLink:
    """A link that lets in: to what is promised, or, once that is live, to the public page."""

    link: EmbargoLink
    content_object: Any
    until: datetime
    # None once the content is live.
    planned: Any


@transaction.atomic
def create_embargo_link(
    content_object: Any, outlet: str, expires_at: datetime | None, user: Any
) -> tuple[EmbargoLink, str]:
    """Return a new link and its token, which nobody can find out later."""
    token, token_hash = create_token()
    link = EmbargoLink(outlet=outlet, expires_at=expires_at, token_hash=token_hash, created_by=user)
    upcoming: Any = get_upcoming_publication(content_object)
    link.content_object, link.scheduled_for = content_object, upcoming.go_live_at
    link.save()
    if isinstance(content_object, ReleaseSet):
        content_object.log_event(f"Made an embargo link for {outlet}", user)
    return link, token


@transaction.atomic
def revoke(link: EmbargoLink, user: Any) -> None:
    """Shut a link out, at once and for good; what revoked it first is kept."""
    now = timezone.now()
    revoked = EmbargoLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=now, revoked_by=user
    )
    if revoked and isinstance(link.content_object, ReleaseSet):
        link.content_object.log_event(f"Revoked the embargo link for {link.outlet}", user)


def revoke_set_embargo_links(release_set: ReleaseSet, user: Any) -> None:
    """Revoke the links made for the promise of an active set, to it or to a page of it."""
    for links in _get_set_links(release_set, release_set.go_live_at):
        for link in links.filter(revoked_at=None):
            revoke(link, user)


def _get_set_links(release_set: ReleaseSet, moment: datetime) -> Iterator[QuerySet[EmbargoLink]]:
    """Yield the links made for a set's go-live at `moment`: to the set, and to each page of it."""
    yield EmbargoLink.objects.about(release_set).filter(scheduled_for=moment)
    for item in release_set.items.all():
        content_object = item.content_object
        # What is scheduled by itself has links of its own, perhaps for the same moment.
        if content_object and (item.is_locked or get_upcoming_publication(content_object) is None):
            yield EmbargoLink.objects.about(content_object).filter(scheduled_for=moment)


def reschedule_waiting_links(release_set: ReleaseSet) -> None:
    """Let links to a set that waited for a new approval work for its go-live of now."""
    waiting = EmbargoLink.objects.about(release_set).filter(revoked_at=None)
    waiting.update(scheduled_for=release_set.go_live_at)


def get_working_link(token: str) -> WorkingEmbargoLink | None:
    """Return the link of a token; None if it is unknown, expired, revoked or promises nothing."""
    if not token.isascii():
        return None
    link = EmbargoLink.objects.filter(token_hash=hash_token(token), revoked_at=None).first()
    return build_working_link(link) if link else None


def build_working_link(link: EmbargoLink) -> WorkingEmbargoLink | None:
    """Return what a link that is not revoked lets in to now; None if nothing.

    A link is for one promise. Once that is kept it only leads to what readers get, however much
    is planned for the same page or set later.
    """
    content_object = link.content_object
    if content_object is None:
        return None
    went_live = _get_first_published_since(content_object, link.created_at)
    planned = None if went_live else get_upcoming_publication(content_object)
    if planned and planned.go_live_at != link.scheduled_for:
        planned = None
    until = get_link_expiry(link, went_live)
    leads_somewhere = planned or (went_live and _has_public_target(content_object))
    if not leads_somewhere or until <= timezone.now():
        return None
    return WorkingEmbargoLink(link, content_object, until, planned)


def get_link_expiry(link: EmbargoLink, went_live: datetime | None = None) -> datetime:
    """Return until when a link works at most, `went_live` being when its promise was kept."""
    if link.expires_at:
        return link.expires_at
    try:
        return (went_live or link.scheduled_for) + LINK_LIFE_AFTER_GO_LIVE
    except OverflowError:
        # For a go-live on the last day there is.
        return datetime.max.replace(tzinfo=UTC)


def reschedule_set_embargo_links(
    release_set: ReleaseSet, before: datetime, after: datetime
) -> None:
    """Let the links made for the set's go-live at `before` work for the one at `after` instead.

    Those to a single page of the set as well: it is promised for no other moment.
    """
    for links in _get_set_links(release_set, before):
        links.update(scheduled_for=after)


def find_set_change_notes(working: WorkingEmbargoLink) -> list[ReleaseSetEvent]:
    """Return the notes on changes to a set since the link to it was made.

    A link to one page of the set shows none: a note may name the other pages.
    """
    if not isinstance(working.content_object, ReleaseSet):
        return []
    told = working.content_object.events.filter(
        is_for_outlets=True, at__gte=working.link.created_at
    )
    return list(told)


def _get_first_published_since(content_object: Any, since: datetime) -> datetime | None:
    """Return when `content_object` first went live after `since`, be it live still or not."""
    if isinstance(content_object, ReleaseSet):
        moment = content_object.published_at
        return moment if moment and moment >= since else None
    last = content_object.last_published_at
    if last is None or last < since:
        return None
    # Each correction is one more publication; the log alone remembers the first of them.
    logged = PageLogEntry.objects.filter(
        page=content_object.pk, action__in=PUBLISH_LOG_ACTIONS, timestamp__gte=since
    ).order_by("timestamp")
    first = logged.values_list("timestamp", flat=True).first()
    return min(first or last, last)


def _has_public_target(content_object: Any) -> bool:
    """Return whether there is something to lead to; a published set stays published."""
    return isinstance(content_object, ReleaseSet) or content_object.live


def get_public_url(content_object: Any, request: HttpRequest, pk: int | None = None) -> str:
    """Return where readers find what is live now: a page, or a set's first page.

    `pk` asks for one page of the set.
    """
    contents = [content_object]
    if isinstance(content_object, ReleaseSet):
        contents = [item.content_object for item in content_object.items.all()]
    for content in contents:
        if isinstance(content, Page) and content.live and pk in (None, content.pk):
            return content.get_url(request) or "/"
    return "/"


def get_embargo_url(token: str) -> str:
    """Return the address to give away, with the site's name."""
    return settings.BASE_URL.rstrip("/") + reverse("publishing:embargo", args=[token])


def record_opening(link: EmbargoLink, label: str, request: HttpRequest) -> None:
    """Keep that something was opened; a question about its headers alone opens nothing."""
    if request.method == "GET":
        EmbargoOpening.objects.create(
            link=link, label=label[:MAX_OPENING_LABEL_LENGTH], address=get_client_ip(request)
        )


def count_opening_and_check_limit(link: EmbargoLink, request: HttpRequest) -> bool:
    """Return whether the link is opened more often than it may be within a minute.

    A question about headers alone counts here as well, though it is not kept.
    """
    is_kept = request.method == "GET"
    opened = (
        link.openings.filter(at__gt=timezone.now() - EMBARGO_RATE_LIMIT_PERIOD).count() + is_kept
    )
    asked = _count_in_period(f"embargo-questions:{link.pk}", 0 if is_kept else 1)
    return opened + asked > MAX_OPENINGS_PER_PERIOD


def count_rendition_and_check_limit(link: EmbargoLink) -> bool:
    """Count a picture; return whether the link was asked for too many within a minute."""
    return _count_in_period(f"embargo-pictures:{link.pk}") > MAX_RENDITIONS_PER_PERIOD


def count_failed_token_and_check_limit(request: HttpRequest) -> bool:
    """Count a token that does not work; return whether this visitor tried too many.

    Tokens cannot be guessed anyhow; this spares the database.
    """
    return (
        _count_in_period(f"embargo-failures:{get_client_ip(request)}")
        > MAX_FAILED_TOKENS_PER_PERIOD
    )


def get_client_ip(request: HttpRequest) -> str | None:
    """Return the visitor's IP address, as the proxy in front saw it if there is one."""
    seen = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        # Only the last one is the proxy's; a visitor can send any before it.
        seen = request.headers.get("X-Forwarded-For", seen).rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(seen))
    except ValueError:
        return None


def delete_old_ip_addresses(now: datetime | None = None) -> int:
    """Delete the IP addresses of openings more than 30 days ago; return how many there were."""
    before = (now or timezone.now()) - OPENING_IP_RETENTION
    return EmbargoOpening.objects.filter(at__lte=before, address__isnull=False).update(address=None)


def _count_in_period(key: str, more: int = 1) -> int:
    """Add `more` to what was counted under `key` in its minute, and return the sum.

    Each process counts for itself unless the processes share a cache (REDIS_URL).
    """
    cache.add(key, 0, int(EMBARGO_RATE_LIMIT_PERIOD.total_seconds()))
    try:
        return cache.incr(key, more)
    except ValueError:
        # The minute ended between the two lines.
        return more
