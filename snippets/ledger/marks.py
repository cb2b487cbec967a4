"""Marking quotations as corrected or withdrawn, and finding the notes that a page prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import LogFormatter, log
from wagtail.models import BaseLogEntry, Page

from snippets.models import ChangeNote, Quotation
from snippets.models.quotations import fingerprint

MARKED = "snippets.mark_quotation"


@dataclass(frozen=True)
class Mark:
    """What readers are told of one quotation."""

    kind: str
    note: str
    marked_at: datetime

    @property
    def label(self) -> str:
        """What happened to it: “Corrected”."""
        return Quotation.Mark(self.kind).label

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody should rely on the words any more."""
        return self.kind == Quotation.Mark.WITHDRAWN


@dataclass(frozen=True)
class ChangeNoted:
    """A change to the page, with its moment."""

    published_at: datetime
    text: str


@dataclass(frozen=True)
class Noted:
    """What is printed on a page of how it came to be as it is."""

    # Newest first.
    changes: list[ChangeNoted]
    # By the fingerprints of the words.
    marks: dict[str, Mark]

    def mark_of(self, words: str, speaker: str) -> Mark | None:
        """Return the mark of words of a speaker on this page."""
        return self.marks.get(fingerprint(words, speaker)) if self.marks else None


class MarkFormatter(LogFormatter):
    """Says in the histories of pages and quotations what was done."""

    label = "Mark a quotation"

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return what was done, without the words, which not everybody may know."""
        kind = log_entry.data.get("mark")
        return f"Marked a quotation as {kind}" if kind else "Took back the mark of a quotation"


@transaction.atomic
def mark(quotation: Quotation, kind: str, note: str, user: Any, at: datetime | None = None) -> None:
    """Mark a quotation, or take the mark back; readers of its page see that at once.

    What the page prints twice is marked twice: readers do not know one from the other.
    """
    moment = at or timezone.now()
    values = {"mark": kind, "note": note, "marked_at": moment, "marked_by": user}
    if not kind:
        values |= {"note": "", "marked_at": None, "marked_by": None}
    same = Quotation.objects.filter(page_id=quotation.page_id, fingerprint=quotation.fingerprint)
    same.update(**values)
    for name, value in values.items():
        setattr(quotation, name, value)
    said = {"user": user, "timestamp": moment, "data": {"mark": kind, "note": values["note"]}}
    # Without the speaker: what a list of all actions says is read by those who may not know.
    log(quotation, MARKED, title=f"Quotation {quotation.pk}", **said)
    log(quotation.page.specific, MARKED, **said)


def noted_on(page: Page) -> Noted:
    """Return the changes and marks of a page, in one query, asked once for each page object.

    A page that prints its changes has to ask for those, so its marks cost nothing.
    """
    if not hasattr(page, "_noted"):
        page._noted = _find(page) if page.pk else Noted([], {})
    return page._noted


def _find(page: Page) -> Noted:
    names = ("moment", "number", "said", "kind", "of")
    nothing = models.Value("", output_field=models.TextField())
    changes = ChangeNote.objects.filter(page_id=page.pk).order_by()
    marks = Quotation.objects.standing().marked().filter(page_id=page.alias_of_id or page.pk)
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
    return Noted(
        [ChangeNoted(moment, said) for moment, _, said, kind, _ in newest_first if not kind],
        {of: Mark(kind, said, moment) for moment, _, said, kind, of in newest_first if kind},
    )
