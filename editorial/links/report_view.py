"""The report on links, and how it is narrowed down."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from editorial.links.report import (
    REPORTED_VERDICTS,
    attach_content_to_link_uses,
    exclude_ignored,
    get_edit_link,
    get_uses_visible_to,
    summarize_links,
)
from editorial.models import LinkUse, OutboundLink
from publishing.clock import get_london_date
from publishing.models.content_objects import get_title

Verdict = OutboundLink.Verdict

IGNORED_FILTER_VALUE = "ignored"


def get_link_url(link: OutboundLink) -> str:
    """Return the page about a link."""
    return reverse("link_detail", args=[link.pk])


class LinkFilterSet(WagtailFilterSet):
    """What was found, and on which site."""

    verdict = django_filters.ChoiceFilter(
        label="What was found",
        choices=[*Verdict.choices, (IGNORED_FILTER_VALUE, "Ignored for now")],
        empty_label="Broken, moved or not to be checked",
        method="filter_verdict",
        widget=forms.RadioSelect,
    )
    host = django_filters.CharFilter(label="Site", field_name="link__host", lookup_expr="icontains")

    class Meta:
        model = LinkUse
        fields: list[str] = []

    def filter_verdict(self, uses: QuerySet, name: str, value: str) -> QuerySet:
        """Return the uses of links of which that was found."""
        if value == IGNORED_FILTER_VALUE:
            return uses.filter(link__ignored_until__gte=get_london_date(timezone.now()))
        return exclude_ignored(uses).filter(link__verdict=value)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Show, unless something else is asked for, what somebody should look at."""
        if not self.form.cleaned_data.get("verdict"):
            queryset = exclude_ignored(queryset).filter(link__verdict__in=REPORTED_VERDICTS)
        return super().filter_queryset(queryset)


class LinkCheckResultColumn(BaseColumn):
    """What was found of a link, in words, and what to do about it."""

    cell_template_name = "editorial/links/result_cell.html"


class LinksReport(ReportView):
    """Links that need somebody, one row for each page that has one."""

    page_title = "Links"
    header_icon = "link"
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    filterset_class = LinkFilterSet
    export_filename = "links"
    model = LinkUse
    columns = [
        TitleColumn("name", label="Page or shared content", get_url=lambda use: use.edit_url),
        TitleColumn(
            "address",
            label="Link",
            accessor="link.url",
            sort_key="link__url",
            get_url=lambda use: get_link_url(use.link),
            classname="links-address",
        ),
        StatusTagColumn(
            "verdict",
            accessor="link.get_verdict_display",
            primary=lambda use: use.link.verdict == Verdict.BROKEN,
        ),
        LinkCheckResultColumn("found", label="What was found"),
        DateColumn(
            "since",
            label="Failing since",
            accessor="link.failing_since",
            sort_key="link__failing_since",
        ),
    ]
    list_export = [
        "name",
        "where",
        "link.url",
        "link.get_verdict_display",
        "link.reason",
        "link.final_url",
        "link.failing_since",
        "link.last_checked_at",
        "link.ignored_until",
    ]
    export_headings = {
        "name": "Page or shared content",
        "where": "Field",
        "link.url": "Link",
        "link.get_verdict_display": "Verdict",
        "link.reason": "What was found",
        "link.final_url": "New address",
        "link.failing_since": "Failing since",
        "link.last_checked_at": "Last checked",
        "link.ignored_until": "Ignored until",
    }

    def get_base_queryset(self) -> QuerySet[LinkUse]:
        """Return the uses that the user works on, the most urgent first."""
        urgency = Case(
            *(
                When(link__verdict=verdict, then=Value(n))
                for n, verdict in enumerate(REPORTED_VERDICTS)
            ),
            default=Value(len(REPORTED_VERDICTS)),
            output_field=IntegerField(),
        )
        return get_uses_visible_to(self.request.user).order_by(urgency, "link__url", "pk")

    @cached_property
    def no_results_message(self) -> str:
        """Tell a site whose links are all well from one whose links nobody has looked at."""
        return (
            super().no_results_message if self.is_filtering else summarize_links(self.request.user)
        )

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Put on each use what it is about."""
        for use in attach_content_to_link_uses(object_list):
            use.name = get_title(use.found) if use.found else "Deleted"
            use.edit_url = get_edit_link(use.found) if use.found else None
        return object_list
