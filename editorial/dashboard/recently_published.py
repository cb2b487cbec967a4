"""List what went live last, whoever published it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import Page, PageLogEntry

from content.visibility import PUBLISH_LOG_ACTIONS, is_public
from editorial.dashboard.rows import MAX_ROWS_PER_GROUP, DashboardRow, format_day
from publishing.models.content_objects import get_title, get_type_label
from publishing.permissions import can_see, edit_url

# Looked through for pages that are there still, and each once.
MAX_RECENT_ENTRIES = 60


def get_recently_published_rows(request: HttpRequest) -> list[DashboardRow]:
    """Return the last pages that went live, or were published anew, the latest first.

    The log is in order of time already; to sort all pages would take longer the more there are.
    """
    entries = (
        PageLogEntry.objects.filter(action__in=PUBLISH_LOG_ACTIONS)
        .order_by("-timestamp", "-pk")
        .select_related("user")[:MAX_RECENT_ENTRIES]
    )
    latest: dict[int, PageLogEntry] = {}
    for entry in entries:
        latest.setdefault(entry.page_id, entry)
    pages = Page.objects.in_bulk(latest)
    known = (pages.get(number) for number in latest)
    shown = [page for page in known if page and _can_be_shown(page, request)]
    return [_build_row(page, latest[page.pk], request.user) for page in shown[:MAX_ROWS_PER_GROUP]]


def _can_be_shown(page: Page, request: HttpRequest) -> bool:
    return page.live and (is_public(page, request) or can_see(request.user, page))


def _build_row(page: Page, entry: PageLogEntry, user: Any) -> DashboardRow:
    how = f"by {user_display_name(entry.user)}" if entry.user else "as scheduled"
    detail = f"Published {how} on {format_day(entry.timestamp)}."
    links = (("See it live", page.url),) if page.url else ()
    url = edit_url(user, page)
    # A draft of a newer title is known to those who work on it.
    title = get_title(page) if url else page.title
    return DashboardRow(title, url or page.url or "", get_type_label(page), detail, links)
