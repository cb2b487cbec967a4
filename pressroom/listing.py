"""The list of press releases in the admin: its columns and its filters.

Of a release with unpublished changes, date and topics are those of the draft, which Wagtail keeps
in the revision alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When, prefetch_related_objects
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, NullIf
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django_filters.filters import (
    CharFilter,
    ChoiceFilter,
    DateFromToRangeFilter,
    ModelMultipleChoiceFilter,
)
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, UserColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.models import Revision, WorkflowState

from content.admin_titles import filter_choosable_snippets
from content.text.dates import print_date
from pressroom.models import PressRelease
from publishing.page_states import PageState, filter_by_state
from publishing.publication_calendar.panels import UpcomingColumnMixin
from publishing.viewsets import PageViewSetWithGoLive
from quotations.models import Quotation
from snippets.models import Topic

DRAFT_QUERY = Q(has_unpublished_changes=True, latest_revision__isnull=False)


def annotate_release_date(releases: QuerySet) -> QuerySet:
    """Add `listed_date`, the date of each draft or live release as text, such as “2017-05-03”.

    Text of this form is in order of time.
    """
    drafted = Cast(KeyTextTransform("release_date", "latest_revision__content"), TextField())
    return releases.annotate(
        listed_date=Case(
            # SQLite gives no date as “null”.
            When(
                DRAFT_QUERY,
                then=NullIf(drafted, Value("null", TextField()), output_field=TextField()),
            ),
            default=Cast("release_date", TextField()),
            output_field=TextField(),
        )
    )


def get_filter_topics(request: HttpRequest) -> QuerySet:
    """Return the topics that the editor may know, for the filter and the column."""
    return filter_choosable_snippets(Topic.objects.order_by("name"), request.user)


def find_release_pks_by_topics(topics: Iterable[Topic]) -> QuerySet:
    """Return the numbers of the releases about any of `topics`."""
    releases = PressRelease.objects.order_by()
    numbers = "|".join(str(topic.pk) for topic in topics)
    drafted = Cast(KeyTextTransform("topics", "latest_revision__content"), TextField())
    drafts = releases.filter(DRAFT_QUERY).annotate(drafted_topics=drafted)
    in_drafts = drafts.filter(drafted_topics__regex=rf"(^|[^0-9])({numbers})([^0-9]|$)")
    stored = releases.exclude(DRAFT_QUERY).filter(topics__in=topics)
    return releases.filter(Q(pk__in=in_drafts.values("pk")) | Q(pk__in=stored.values("pk"))).values(
        "pk"
    )


class PressReleaseFilterSet(WagtailFilterSet):
    """What the list can be narrowed to.

    Every filter compares the numbers of pages: a search cannot filter by anything else.
    """

    release_date = DateFromToRangeFilter(
        label="Release date", method="filter_release_date", widget=DateRangePickerWidget
    )
    topics = ModelMultipleChoiceFilter(
        label="Topic",
        queryset=get_filter_topics,
        method="filter_topics",
        widget=CheckboxSelectMultiple,
    )
    state = ChoiceFilter(
        label="State",
        choices=PageState.choices,
        empty_label="Any",
        method="filter_state",
        widget=RadioSelect,
    )
    speaker = CharFilter(
        label="Speaker",
        method="filter_speaker",
        help_text="Part of the name of somebody whom a live release quotes",
    )
    owner = MultipleUserFilter(
        label="Owner",
        queryset=lambda request: get_user_model().objects.filter(
            pk__in=PressRelease.objects.order_by().values("owner")
        ),
        widget=CheckboxSelectMultiple,
    )
    latest_revision_created_at = DateFromToRangeFilter(
        label="Updated", widget=DateRangePickerWidget
    )

    class Meta:
        model = PressRelease
        fields: list[str] = []

    def filter_release_date(self, releases: QuerySet, name: str, days: slice) -> QuerySet:
        """Keep the releases dated from the first day to the last one."""
        dated = annotate_release_date(PressRelease.objects.order_by())
        if days.start:
            dated = dated.filter(listed_date__gte=localtime(days.start).date().isoformat())
        if days.stop:
            dated = dated.filter(listed_date__lte=localtime(days.stop).date().isoformat())
        return releases.filter(pk__in=dated.values("pk"))

    def filter_topics(self, releases: QuerySet, name: str, topics: QuerySet) -> QuerySet:
        """Keep the releases about any of the topics."""
        return releases.filter(pk__in=find_release_pks_by_topics(topics)) if topics else releases

    def filter_state(self, releases: QuerySet, name: str, state: str) -> QuerySet:
        """Keep the releases in a state."""
        return filter_by_state(releases, state)

    def filter_speaker(self, releases: QuerySet, name: str, speaker: str) -> QuerySet:
        """Keep the releases that quote somebody of that name."""
        quoted = Quotation.objects.current().filter(speaker__icontains=speaker)
        return releases.filter(pk__in=quoted.order_by().values("page"))


class ReleaseStateColumn(BaseColumn):
    """Says whether readers see a release, who has to act on it, and when it goes live."""

    cell_template_name = "pressroom/state_cell.html"

    def get_cell_context_data(self, instance: PressRelease, parent_context: Any) -> dict[str, Any]:
        """Return the states of the release and its calendar entries."""
        context = super().get_cell_context_data(instance, parent_context)
        entries = instance.publication_entries
        states = get_release_state_labels(instance)
        if any(entry.is_automatic for entry in entries):
            # The entry says more than that.
            states = [state for state in states if state != PageState.DRAFT.label]
        return {**context, "states": states, "entries": entries}


def get_release_state_labels(release: PressRelease) -> list[str]:
    """Return what a release is: live, a draft, waiting for approval, sent back."""
    states = [PageState.LIVE.label] if release.live else []
    workflow = release.current_workflow_state
    if workflow and workflow.status == WorkflowState.STATUS_IN_PROGRESS:
        states.append(PageState.WAITING.label)
    elif workflow and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
        states.append(PageState.SENT_BACK.label)
    elif release.has_unpublished_changes or not release.live:
        states.append(PageState.DRAFT.label)
    return states


RELEASE_LIST_COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
    Column(
        "release_date",
        label="Release date",
        accessor=lambda release: (
            print_date(release.listed_day) if release.listed_day else "None yet"
        ),
        sort_key="release_date",
        width="10%",
    ),
    Column(
        "topics",
        label="Topics",
        accessor=lambda release: ", ".join(release.listed_topics) or "None yet",
        width="14%",
    ),
    Column(
        "speakers",
        label="Speakers",
        accessor=lambda release: (
            ", ".join(release.listed_speakers)
            # Quotations are on the record from publication on.
            or ("Nobody quoted" if release.live else "Shown once live")
        ),
        width="12%",
    ),
    ReleaseStateColumn("state", label="State", sort_key="live", width="16%"),
    UserColumn("owner", label="Owner", sort_key="owner__username"),
    DateColumn(
        "latest_revision_created_at", label="Updated", sort_key="latest_revision_created_at"
    ),
]


class ReleaseListMixin(UpcomingColumnMixin):
    """Looks up what the columns show, in as many queries for any number of releases."""

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Sort by the release date that the column shows; a search sorts by the stored one."""
        if self.ordering in ("release_date", "-release_date") and not self.is_searching:
            listed = F("listed_date")
            if self.ordering.startswith("-"):
                return annotate_release_date(queryset).order_by(listed.desc(nulls_last=True), "-pk")
            return annotate_release_date(queryset).order_by(listed.asc(nulls_first=True), "pk")
        return super().order_queryset(queryset)

    def get_valid_orderings(self) -> list[str]:
        """A search sorts by declared fields only, and the owner is none."""
        valid = super().get_valid_orderings()
        return [o for o in valid if not (self.is_searching and "owner" in o)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put dates, topics, speakers and owners on the releases of the page."""
        context = super().get_context_data(**kwargs)
        releases = list(context["object_list"])
        prefetch_related_objects(releases, "owner__wagtail_userprofile")
        set_release_list_values(releases, get_filter_topics(self.request))
        return context


def set_release_list_values(releases: list[PressRelease], offered: QuerySet) -> None:
    """Set `listed_day`, `listed_topics` and `listed_speakers` on each release.

    Of its topics, those that are `offered`.
    """
    drafts = _get_drafted_values(releases)
    stored = PressRelease.topics.through.objects.filter(pressrelease__in=releases)
    topics: dict[int, list[int]] = {}
    for release, topic in stored.values_list("pressrelease", "topic"):
        topics.setdefault(release, []).append(topic)
    speakers: dict[int, dict[str, None]] = {}
    quoted = Quotation.objects.current().filter(page__in=releases).exclude(speaker="")
    for release, speaker in quoted.order_by("pk").values_list("page", "speaker"):
        speakers.setdefault(release, {})[speaker] = None
    names = dict(offered.values_list("pk", "name"))
    for release in releases:
        day, numbers = drafts.get(
            release.latest_revision_id, (release.release_date, topics.get(release.pk, []))
        )
        release.listed_day = day
        release.listed_topics = [name for pk, name in names.items() if pk in numbers]
        release.listed_speakers = list(speakers.get(release.pk, ()))


def _get_drafted_values(releases: list[PressRelease]) -> dict[int, tuple[date | None, list[int]]]:
    """Return release date and topics of the drafts among `releases`, by their revisions."""
    drafts = [release.latest_revision_id for release in releases if release.has_unpublished_changes]
    rows = (
        Revision.objects.filter(pk__in=[pk for pk in drafts if pk])
        .annotate(
            day=KeyTextTransform("release_date", "content"),
            topics=KeyTransform("topics", "content"),
        )
        .values_list("pk", "day", "topics")
    )
    return {pk: (parse_date(day or ""), topics or []) for pk, day, topics in rows}


class ReleaseExplorerView(ReleaseListMixin, ExplorableIndexView):
    """The releases below an archive. They have no pages below them, so no column leads there."""

    @cached_property
    def explorable_columns(self) -> list[BaseColumn]:
        """Return the columns as they are."""
        return self.columns


class AllReleasesView(ReleaseListMixin, ContentTypeUseView):
    """All releases, wherever they are."""


class PressReleaseViewSet(PageViewSetWithGoLive):
    """How press releases are listed and found."""

    model = PressRelease
    index_view_class = ReleaseExplorerView
    content_type_use_view_class = AllReleasesView
    list_display = RELEASE_LIST_COLUMNS
    filterset_class = PressReleaseFilterSet
