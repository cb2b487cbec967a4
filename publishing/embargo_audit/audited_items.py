"""Put each thing that is checked beside what readers know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import Page

from content.visibility import PUBLISH_LOG_ACTIONS
from publishing.models import ReleaseSet
from publishing.release_sets import get_item_revision
from publishing.upcoming import UpcomingPublication, get_upcoming_publication


@dataclass(frozen=True)
class AuditedItem:
    """A page or a piece of shared content that changes at go-live."""

    # As readers get it from go-live on.
    new: Any
    # As they got it until then; None when it was never live.
    old: Any


@dataclass(frozen=True)
class AuditScope:
    """What to look at: something that must not show yet, or that must show by now."""

    go_live_at: datetime
    items: tuple[AuditedItem, ...]
    is_live: bool


def get_audit_scope(content_object: Any) -> AuditScope:
    """Return what to look at for a page, piece of shared content or set as it is now.

    A draft for which no moment is set must not show either.
    """
    planned = get_upcoming_publication(content_object)
    if planned is None and _is_live_or_published_set(content_object):
        return get_published_scope(content_object)
    planned = planned or _get_draft_publication(content_object, timezone.now())
    contents = planned.contents() or (
        [] if isinstance(content_object, ReleaseSet) else [content_object]
    )
    items = tuple(AuditedItem(content, _get_live_version(content)) for content in contents)
    return AuditScope(planned.go_live_at, items, is_live=False)


def get_published_scope(content_object: Any) -> AuditScope:
    """Return what readers must find of something that is out, whatever is promised of it next."""
    went_live = _get_went_live_at(content_object) or timezone.now()
    return AuditScope(went_live, tuple(_get_published_items(content_object)), is_live=True)


def was_published_by_promise(content_object: Any, promised: datetime) -> bool:
    """Return whether `content_object` came out at the moment it was promised for, or later."""
    went_live = (
        _get_went_live_at(content_object) if _is_live_or_published_set(content_object) else None
    )
    return went_live is not None and went_live >= promised


def _is_live_or_published_set(content_object: Any) -> bool:
    if isinstance(content_object, ReleaseSet):
        return content_object.state == ReleaseSet.State.PUBLISHED
    return content_object.live


def _get_went_live_at(content_object: Any) -> datetime | None:
    is_set = isinstance(content_object, ReleaseSet)
    return content_object.published_at if is_set else content_object.last_published_at


def _get_published_items(content_object: Any) -> list[AuditedItem]:
    if not isinstance(content_object, ReleaseSet):
        return [AuditedItem(content_object, _get_previous_version(content_object))]
    contents = (item.content_object for item in content_object.items.all())
    return [
        AuditedItem(content, _get_previous_version(content))
        for content in contents
        if content is not None and content.live
    ]


def _get_previous_version(content: Any) -> Any:
    """Return what readers saw before the latest publication, from the log; None if nothing."""
    entries = registry.get_logs_for_instance(content).filter(action__in=PUBLISH_LOG_ACTIONS)
    previous = entries.select_related("revision").order_by("-timestamp", "-pk")[1:2]
    revision = previous[0].revision if previous else None
    return revision.as_object() if revision else None


def _get_draft_publication(content_object: Any, now: datetime) -> UpcomingPublication:
    if isinstance(content_object, ReleaseSet):
        latest = map(get_item_revision, content_object.items.select_related("revision"))
        return UpcomingPublication(
            content_object, content_object.go_live_at or now, tuple(filter(None, latest))
        )
    revision = content_object.latest_revision
    return UpcomingPublication(content_object, now, (revision,) if revision else ())


def _get_live_version(content: Any) -> Any:
    """Return `content` as readers see it today; None if they do not."""
    stored = type(content)._default_manager.filter(pk=content.pk, live=True).first()
    return stored.specific if isinstance(stored, Page) else stored
