"""Put each thing that is checked beside what readers know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import Page

from content.visibility import PUBLICATIONS
from publishing.models import ReleaseSet
from publishing.release_sets import get_item_revision
from publishing.upcoming import UpcomingPublication, get_upcoming


@dataclass(frozen=True)
class Item:
    """A page or a piece of shared content that changes at go-live."""

    # As readers get it from go-live on.
    new: Any
    # As they got it until then; None when it was never live.
    old: Any


@dataclass(frozen=True)
class AuditScope:
    """What to look at: something that must not show yet, or that must show by now."""

    go_live_at: datetime
    items: tuple[Item, ...]
    is_out: bool


def case_of(subject: Any) -> AuditScope:
    """Return what to look at for a page, piece of shared content or set as it is now.

    A draft for which no moment is set must not show either.
    """
    planned = get_upcoming(subject)
    if planned is None and _is_out(subject):
        return published_case(subject)
    planned = planned or _draft(subject, timezone.now())
    contents = planned.contents() or ([] if isinstance(subject, ReleaseSet) else [subject])
    items = tuple(Item(content, _as_live(content)) for content in contents)
    return AuditScope(planned.go_live_at, items, is_out=False)


def published_case(subject: Any) -> AuditScope:
    """Return what readers must find of something that is out, whatever is promised of it next."""
    went_live = _went_live(subject) or timezone.now()
    return AuditScope(went_live, tuple(_published(subject)), is_out=True)


def was_published(subject: Any, promised: datetime) -> bool:
    """Return whether `subject` came out at the moment it was promised for, or later."""
    went_live = _went_live(subject) if _is_out(subject) else None
    return went_live is not None and went_live >= promised


def _is_out(subject: Any) -> bool:
    if isinstance(subject, ReleaseSet):
        return subject.state == ReleaseSet.State.PUBLISHED
    return subject.live


def _went_live(subject: Any) -> datetime | None:
    is_set = isinstance(subject, ReleaseSet)
    return subject.published_at if is_set else subject.last_published_at


def _published(subject: Any) -> list[Item]:
    if not isinstance(subject, ReleaseSet):
        return [Item(subject, _before_last_publication(subject))]
    contents = (item.subject for item in subject.items.all())
    return [
        Item(content, _before_last_publication(content))
        for content in contents
        if content is not None and content.live
    ]


def _before_last_publication(content: Any) -> Any:
    """Return what readers saw before the latest publication, from the log; None if nothing."""
    entries = registry.get_logs_for_instance(content).filter(action__in=PUBLICATIONS)
    previous = entries.select_related("revision").order_by("-timestamp", "-pk")[1:2]
    revision = previous[0].revision if previous else None
    return revision.as_object() if revision else None


def _draft(subject: Any, now: datetime) -> UpcomingPublication:
    if isinstance(subject, ReleaseSet):
        latest = map(get_item_revision, subject.items.select_related("revision"))
        return UpcomingPublication(subject, subject.go_live_at or now, tuple(filter(None, latest)))
    revision = subject.latest_revision
    return UpcomingPublication(subject, now, (revision,) if revision else ())


def _as_live(content: Any) -> Any:
    """Return `content` as readers see it today; None if they do not."""
    stored = type(content)._default_manager.filter(pk=content.pk, live=True).first()
    return stored.specific if isinstance(stored, Page) else stored
