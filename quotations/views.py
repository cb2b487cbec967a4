"""The ledger in the admin: everything, one speaker's part, and the form of a mark."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.widgets import Button

from content.text.typography import curl_quotes, shorten_to_teaser
from quotations.corrections import mark_quotation
from quotations.filters import QuotationFilterSet
from quotations.models import Quotation, QuotationQuerySet

EXPORTED_COLUMNS = {
    "speaker": "Speaker",
    "role": "Role",
    "words": "Words",
    "date": "Date",
    "date_known_to": "Date is known to the",
    "page": "Page",
    "address": "Address",
    "kind": "Kind of page",
    "source": "Source",
    "source_address": "Source address",
    "standing": "On its page",
    "removed_on": "Not on its page since",
    "mark": "Mark",
    "note": "Note",
    "marked_on": "Marked on",
    "marked_by": "Marked by",
}


class QuotationPageColumn(Column):
    """The page, to be edited by those who may, and as readers see it."""

    cell_template_name = "quotations/page_cell.html"


class MarkColumn(StatusTagColumn):
    """The mark, or nothing: most quotations have none."""

    cell_template_name = "quotations/correction_cell.html"


class QuotationIndexView(generic.IndexView):
    """All entries that the user may know."""

    filterset_class = QuotationFilterSet
    search_fields = ["words", "speaker"]
    list_export = list(EXPORTED_COLUMNS)
    export_headings = EXPORTED_COLUMNS
    export_filename = "quotations"

    def get_base_queryset(self) -> QuotationQuerySet:
        """Fetch what a line shows together with the entries."""
        known = Quotation.objects.visible_to(self.request.user, self.request)
        return known.select_related("page", "source_document", "source_page", "marked_by")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Find words however their apostrophes were typed."""
        if not self.is_searching:
            return queryset
        found = Q()
        for field in self.search_fields:
            for text in {self.search_query, curl_quotes(self.search_query)}:
                found |= Q(**{f"{field}__icontains": text})
        return queryset.filter(found)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The columns of the list."""
        speaker = self._get_title_column_class(TitleColumn)(
            "attribution",
            label="Speaker",
            sort_key="speaker",
            get_url=self.get_speaker_url,
            width="25%",
        )
        return [
            speaker,
            Column("role", label="Role"),
            Column(
                "words",
                label="Words",
                accessor=lambda entry: shorten_to_teaser(entry.words, 140),
                width="23%",
            ),
            QuotationPageColumn("page", label="Page", sort_key="page__title", width="18%"),
            Column("printed_date", label="Date", sort_key="date"),
            Column(
                "source", label="Source", accessor=lambda entry: entry.source_title(self.request)
            ),
            MarkColumn(
                "mark",
                label="Mark",
                accessor=lambda entry: entry.get_mark_display() if entry.mark else "",
                primary=lambda entry: entry.is_withdrawn,
                sort_key="mark",
            ),
        ]

    def get_speaker_url(self, entry: Quotation) -> str:
        """Return where all of the speaker's quotations are."""
        return reverse("quotations:speaker", args=[entry.pk])

    def get_list_more_buttons(self, instance: Quotation) -> list[Button]:
        """Offer to mark the entry to those who may, and to see what was done with it."""
        if not self.user_has_permission("change"):
            return []
        history = reverse("quotations:history", args=[instance.pk])
        return [
            Button("Mark", url=self.get_edit_url(instance), icon_name="edit", priority=10),
            Button("History", url=history, icon_name="history", priority=20),
        ]

    def to_row_dict(self, item: Quotation) -> dict[str, Any]:
        """Return one line of a spreadsheet."""
        by = item.marked_by
        return {
            "speaker": item.speaker,
            "role": item.role,
            "words": item.words,
            "date": item.date,
            "date_known_to": item.get_date_precision_display() if item.date else "",
            "page": item.page.title,
            "address": item.page.get_full_url(self.request) or "",
            "kind": item.page.page_type_display_name,
            "source": item.source_title(self.request),
            "source_address": item.source_address(self.request),
            "standing": "Now" if item.is_current else "Past",
            "removed_on": item.removed_on,
            "mark": item.get_mark_display() if item.mark else "",
            "note": item.note,
            "marked_on": item.marked_on,
            "marked_by": (by.get_full_name() or by.get_username()) if by else "",
        }


class SpeakerQuotationsView(QuotationIndexView):
    """All quotations of the speaker of one entry."""

    entry: Quotation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the entry.

        Raises:
            Http404: there is none, or the user may not know of it.
        """
        super().setup(request, *args, **kwargs)
        if self.user_has_any_permission(self.any_permission_required):
            known = Quotation.objects.visible_to(request.user, request)
            self.entry = get_object_or_404(known, pk=kwargs["pk"])

    def get_base_queryset(self) -> QuotationQuerySet:
        """Return the speaker's, or of a quotation without one those from the same document."""
        if self.entry.speaker:
            return super().get_base_queryset().filter(speaker__iexact=self.entry.speaker)
        return super().get_base_queryset().filter(speaker="", source__iexact=self.entry.source)

    def get_page_subtitle(self) -> str:
        """Name the speaker."""
        return self.entry.speaker or self.entry.source or self.entry.attribution

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead to here from the whole ledger."""
        ledger = {"url": reverse("quotations:index"), "label": self.get_page_title()}
        here = {"url": "", "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, ledger, here]

    def get_index_url(self) -> str:
        """Return the address of this list."""
        return reverse("quotations:speaker", args=[self.entry.pk])

    def get_index_results_url(self) -> str:
        """Return the address of its results alone."""
        return reverse("quotations:speaker_results", args=[self.entry.pk])


class MarkQuotationView(generic.EditView):
    """Marks a quotation as corrected or withdrawn, or takes the mark back."""

    template_name = "quotations/correction.html"
    submit_button_label = "Save the mark"
    error_message = "The mark was not saved."

    def get_queryset(self) -> QuotationQuerySet:
        """Return the entries that the user may know."""
        known = Quotation.objects.visible_to(self.request.user, self.request)
        return known.select_related("page", "source_document", "source_page", "marked_by")

    def get_page_subtitle(self) -> str:
        """Say whose words they are."""
        return str(self.object)

    def save_instance(self) -> Quotation:
        """Mark it, which the page shows at once; a form sent as it was leaves the date alone."""
        said = self.form.cleaned_data
        if self.form.has_changed():
            mark_quotation(self.object, said["mark"], said["note"], self.request.user)
        return self.object

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show beside the form the mark that the quotation still has."""
        self.object.refresh_from_db(fields=["mark", "note"])
        return super().form_invalid(form)

    def get_success_message(self) -> str:
        """Say what readers see from now on."""
        entry = self.object
        if not entry.mark:
            return "The mark is taken back: the page shows the quotation without a note."
        if entry.is_current and entry.is_page_live:
            return f"{entry.get_mark_display()}: the page shows your note with the quotation."
        done = entry.get_mark_display()
        return f"{done}. No page shows these words now; the quotations list says so."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other versions of the words that stood in the same place."""
        entry = self.object
        others = Quotation.objects.filter(page_id=entry.page_id, block_id=entry.block_id)
        return super().get_context_data(
            **kwargs,
            entry=entry,
            source=entry.source_title(self.request),
            others=others.exclude(pk=entry.pk) if entry.block_id else [],
        )


class CorrectionHistoryView(HistoryView):
    """Who marked an entry, when and how."""

    def get_base_object_queryset(self) -> QuotationQuerySet:
        """Return the entries that the user may know."""
        return Quotation.objects.visible_to(self.request.user, self.request)

    def get_page_subtitle(self) -> str:
        """Say whose words they are."""
        return str(self.object)
