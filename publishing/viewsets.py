"""The views of the admin about release sets and about pages of every type."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from wagtail.admin.ui.tables import Column, StatusTagColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from publishing.clock import format_datetime
from publishing.models import ReleaseSet
from publishing.publication_calendar.panels import ExplorerView, PageSearchView, PageTypeUsageView
from publishing.release_sets import visible_to
from publishing.release_sets.forms import ReleaseSetForm
from publishing.release_sets.views import (
    ReleaseSetCreateView,
    ReleaseSetDeleteView,
    ReleaseSetEditView,
)
from publishing.unpublishing.views import PageDeleteView, PageUnpublishView


class ReleaseSetIndexView(generic.IndexView):
    """The sets that the user may know, with how many things are in each."""

    def get_base_queryset(self) -> QuerySet[ReleaseSet]:
        """Count the items in the query."""
        known = visible_to(self.request.user)
        return known.annotate(size=Count("items")).select_related("owner")


class ReleaseSetViewSet(ModelViewSet):
    """What goes live together."""

    model = ReleaseSet
    icon = "calendar-check"
    menu_label = "Release sets"
    menu_order = 205
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ReleaseSetIndexView
    index_results_template_name = "publishing/release_set_list.html"
    add_view_class = ReleaseSetCreateView
    edit_view_class = ReleaseSetEditView
    delete_view_class = ReleaseSetDeleteView
    list_display = [
        "title",
        Column(
            "moment",
            label="Goes live",
            accessor=lambda release_set: (
                format_datetime(release_set.go_live_at) if release_set.go_live_at else "No date yet"
            ),
            sort_key="go_live_at",
        ),
        StatusTagColumn(
            "state",
            label="State",
            accessor="get_state_display",
            primary=lambda release_set: release_set.is_active,
            sort_key="state",
        ),
        Column("size", label="Items", sort_key="size"),
        UserColumn("owner", label="Owner", sort_key="owner__username"),
    ]
    list_filter = ["state", "owner"]
    search_fields = ["title", "notes"]

    def get_form_class(self, for_update: bool = False) -> type[ReleaseSetForm]:
        """Return the set's own form, which knows what is fixed when."""
        return ReleaseSetForm


class PageViewSetWithGoLive(PageViewSet):
    """Wagtail's views of pages: lists say when each goes live, and taking down asks first."""

    model = Page
    index_view_class = ExplorerView
    content_type_use_view_class = PageTypeUsageView
    search_view_class = PageSearchView
    unpublish_view_class = PageUnpublishView
    delete_view_class = PageDeleteView
