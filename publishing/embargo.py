"""Embargo links: whom they let in, for how long, and what is kept of their use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from publishing.models import EmbargoLink, EmbargoOpening, ReleaseSet
from publishing.planned import Planned, planned_for
from publishing.tokens import hash_of, new_token

WORKS_AFTER_GO_LIVE = timedelta(hours=24)
ADDRESSES_KEPT = timedelta(days=30)
A_MINUTE = timedelta(minutes=1)
OPENINGS_A_MINUTE = 60
FAILURES_A_MINUTE = 30
LONGEST_WHAT = 255


@dataclass(frozen=True)
class WorkingLink:
    """A link that lets in: to what is promised, or, once that is live, to the public page."""

    link: EmbargoLink
    subject: Any
    until: datetime
    # None once the subject is live.
    planned: Planned | None


@transaction.atomic
def make_link(
    subject: Any, outlet: str, expires_at: datetime | None, user: Any
) -> tuple[EmbargoLink, str]:
    """Return a new link and its token, which nobody can find out later."""
    token, token_hash = new_token()
    link = EmbargoLink(outlet=outlet, expires_at=expires_at, token_hash=token_hash, created_by=user)
    link.subject, link.promised_for = subject, planned_for(subject).go_live_at
    link.save()
    if isinstance(subject, ReleaseSet):
        subject.record(f"Made an embargo link for {outlet}", user)
    return link, token


@transaction.atomic
def revoke(link: EmbargoLink, user: Any) -> None:
    """Shut a link out, at once and for good; what revoked it first is kept."""
    now = timezone.now()
    revoked = EmbargoLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=now, revoked_by=user
    )
    if revoked and isinstance(link.subject, ReleaseSet):
        link.subject.record(f"Revoked the embargo link for {link.outlet}", user)


def find_working(token: str) -> WorkingLink | None:
    """Return the link of a token; None if it is unknown, expired, revoked or promises nothing."""
    if not token.isascii():
        return None
    link = EmbargoLink.objects.filter(token_hash=hash_of(token), revoked_at=None).first()
    return state_of(link) if link else None


def state_of(link: EmbargoLink) -> WorkingLink | None:
    """Return what a link that is not revoked lets in to now; None if nothing."""
    subject = link.subject
    if subject is None:
        return None
    planned = planned_for(subject)
    go_live = planned.go_live_at if planned else _went_live(subject, link.created_at)
    if go_live is None:
        return None
    until = link.expires_at or go_live + WORKS_AFTER_GO_LIVE
    return WorkingLink(link, subject, until, planned) if timezone.now() < until else None


def _went_live(subject: Any, since: datetime) -> datetime | None:
    """Return when `subject` went live after `since`, so that a cancelled change does not count."""
    if isinstance(subject, ReleaseSet):
        moment = subject.published_at if subject.state == ReleaseSet.State.PUBLISHED else None
    else:
        moment = subject.last_published_at if subject.live else None
    return moment if moment and moment >= since else None


def public_address(subject: Any, request: HttpRequest, pk: int | None = None) -> str:
    """Return where readers find `subject` now that it is live: a page, or a set's first page.

    `pk` asks for one page of the set.
    """
    contents = [subject]
    if isinstance(subject, ReleaseSet):
        contents = [item.subject for item in subject.items.all()]
    for content in contents:
        if isinstance(content, Page) and content.live and pk in (None, content.pk):
            return content.get_url(request) or "/"
    return "/"


def full_address(token: str) -> str:
    """Return the address to give away, with the site's name."""
    return settings.BASE_URL.rstrip("/") + reverse("publishing:embargo", args=[token])


def record_opening(link: EmbargoLink, what: str, request: HttpRequest) -> None:
    """Keep that something was opened; a question about its headers alone opens nothing."""
    if request.method == "GET":
        EmbargoOpening.objects.create(
            link=link, what=what[:LONGEST_WHAT], address=visitor_address(request)
        )


def is_opened_too_often(link: EmbargoLink) -> bool:
    """Return whether the link was opened as often as it may be within a minute."""
    recent = link.openings.filter(at__gt=timezone.now() - A_MINUTE)
    return recent.count() >= OPENINGS_A_MINUTE


def fails_too_often(request: HttpRequest) -> bool:
    """Count a token that does not work; return whether this visitor tried too many.

    Each process counts for itself unless the processes share a cache (REDIS_URL). Tokens cannot be
    guessed anyhow; this spares the database.
    """
    key = f"embargo-failures:{visitor_address(request)}"
    cache.add(key, 0, int(A_MINUTE.total_seconds()))
    try:
        return cache.incr(key) > FAILURES_A_MINUTE
    except ValueError:
        # The minute ended between the two lines.
        return False


def visitor_address(request: HttpRequest) -> str | None:
    """Return the visitor's IP address, as the proxy in front saw it if there is one."""
    seen = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        # Only the last one is the proxy's; a visitor can send any before it.
        seen = request.headers.get("X-Forwarded-For", seen).rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(seen))
    except ValueError:
        return None


def forget_addresses(now: datetime | None = None) -> int:
    """Delete the IP addresses of openings more than 30 days ago; return how many there were."""
    before = (now or timezone.now()) - ADDRESSES_KEPT
    return EmbargoOpening.objects.filter(at__lte=before, address__isnull=False).update(address=None)
