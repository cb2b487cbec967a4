"""Find the change notes and corrections of quotations that a page prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from wagtail.models import Page

from pages.models import ChangeNote
from quotations.corrections import QuotationMark
from quotations.models import Quotation, hash_quotation


@dataclass(frozen=True)
class PublishedChange:
    """A change to the page, with its moment."""

    published_at: datetime
    text: str


@dataclass(frozen=True)
class PageNotes:
    """What is printed on a page of how it came to be as it is."""

    # Newest first.
    changes: list[PublishedChange]
    # By the fingerprints of the words.
    marks_by_fingerprint: dict[str, QuotationMark]

    def get_mark_of_quotation(self, words: str, speaker: str) -> QuotationMark | None:
        """Return the mark of words of a speaker on this page."""
        return (
            self.marks_by_fingerprint.get(hash_quotation(words, speaker))
            if self.marks_by_fingerprint
            else None
        )


def get_page_notes(page: Page) -> PageNotes:
    """Return the changes and marks of a page, in one query, asked once for each page object.

    A page that prints its changes has to ask for those, so its marks cost nothing.
    """
    if not hasattr(page, "_page_notes"):
        page._page_notes = _find_page_notes(page) if page.pk else PageNotes([], {})
    return page._page_notes


def _find_page_notes(page: Page) -> PageNotes:
    names = ("moment", "number", "said", "kind", "of")
    nothing = models.Value("", output_field=models.TextField())
    changes = ChangeNote.objects.filter(page_id=page.pk).order_by()
    marks = Quotation.objects.current().marked().filter(page_id=page.alias_of_id or page.pk)
    rows = (
        changes.annotate(moment=models.F("published_at"), number=models.F("pk"))
        .annotate(said=models.F("text"), kind=nothing, of=nothing)
        .values_list(*names)
        .union(
            marks.order_by()
            .annotate(moment=models.F("marked_at"), number=models.F("pk"))
            .annotate(said=models.F("note"), kind=models.F("mark"), of=models.F("fingerprint"))
            .values_list(*names),
            all=True,
        )
    )
    newest_first = sorted(rows, key=lambda row: row[:2], reverse=True)
    return PageNotes(
        [PublishedChange(moment, said) for moment, _, said, kind, _ in newest_first if not kind],
        {
            of: QuotationMark(kind, said, moment)
            for moment, _, said, kind, of in newest_first
            if kind
        },
    )
