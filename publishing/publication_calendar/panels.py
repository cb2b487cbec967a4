"""Show on the dashboard and in lists of pages when each goes live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.models import Page

from content.mixins import MixinBase
from publishing.clock import format_countdown
from publishing.embargo_audit.status import get_audit_status_lines
from publishing.locks import attach_locking_items
from publishing.publication_calendar.queries import UPCOMING_DRAFTS_PERIOD, PublicationCalendar

MAX_PANEL_ENTRIES = 5


class UpcomingPublicationsPanel(Component):
    """The first thing on the dashboard: what is late, what is next, and what only looks planned."""

    name = "going_out_next"
    template_name = "publishing/going_out_next.html"
    order = 50

    class Media:
        js = ("js/countdown.js",)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entries in their three groups."""
        calendar = PublicationCalendar(parent_context["request"].user)
        entries = calendar.get_overdue_and_upcoming()
        promised = [entry for entry in entries if entry.is_automatic]
        drafts = [
            entry
            for entry in entries
            if entry.is_unscheduled and entry.moment <= calendar.now + UPCOMING_DRAFTS_PERIOD
        ]
        # Those with dates to come first, then those just missed.
        drafts.sort(key=lambda entry: abs(entry.moment - calendar.now))
        soon = promised[:MAX_PANEL_ENTRIES]
        seals = get_audit_status_lines([entry.content_object for entry in soon])
        return {
            # A panel is given no more than this; its buttons need both.
            "request": parent_context["request"],
            "csrf_token": parent_context["csrf_token"],
            "overdue": [entry for entry in entries if entry.is_overdue],
            "next": [
                (entry, format_countdown(entry.moment, calendar.now), seal)
                for entry, seal in zip(soon, seals, strict=True)
            ],
            "further": len(promised[MAX_PANEL_ENTRIES:]),
            "drafts": drafts[:MAX_PANEL_ENTRIES],
            "further_drafts": len(drafts[MAX_PANEL_ENTRIES:]),
            "now": calendar.now,
        }


class UpcomingColumn(BaseColumn):
    """When a page goes live, and whether that is certain."""

    cell_template_name = "publishing/goes_live_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """Return the entries that the listing has looked up."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "entries": instance.publication_entries}


UPCOMING_COLUMN = UpcomingColumn("goes_live", label="Goes live", width="18%")


def add_upcoming_column(columns: list[BaseColumn]) -> list[BaseColumn]:
    """Return `columns` with this one before the status, or at the end."""
    place = next((n for n, column in enumerate(columns) if column.name == "status"), len(columns))
    return [*columns[:place], UPCOMING_COLUMN, *columns[place:]]


class UpcomingColumnMixin(MixinBase):
    """Looks up for all pages of a listing at once when they go live."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the entries on the pages, where the column finds them."""
        context = super().get_context_data(**kwargs)
        pages = context["object_list"]
        attach_locking_items(pages)
        entries = PublicationCalendar(self.request.user).get_entries_by_page(pages)
        for page in pages:
            page.publication_entries = entries.get(page.pk, [])
        return context


class ExplorerView(UpcomingColumnMixin, ExplorableIndexView):
    """The pages below a page."""

    base_columns = add_upcoming_column(ExplorableIndexView.base_columns)


class PageTypeUsageView(UpcomingColumnMixin, ContentTypeUseView):
    """The pages of a type, with the columns of the explorer."""


class PageSearchView(UpcomingColumnMixin, SearchView):
    """The pages that a search found."""

    columns = add_upcoming_column(SearchView.columns)
