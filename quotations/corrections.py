"""Mark quotations as corrected or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogFormatter, log
from wagtail.models import BaseLogEntry

from quotations.models import Quotation

QUOTATION_MARK_LOG_ACTION = "quotations.mark"


@dataclass(frozen=True)
class QuotationMark:
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


class CorrectionFormatter(LogFormatter):
    """Says in the histories of pages and quotations what was done."""

    label = "Mark a quotation"

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return what was done, without the words, which not everybody may know."""
        kind = log_entry.data.get("mark")
        return f"Marked a quotation as {kind}" if kind else "Took back the mark of a quotation"


@transaction.atomic
def mark_quotation(
    quotation: Quotation, kind: str, note: str, user: Any, at: datetime | None = None
) -> None:
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
    log(quotation, QUOTATION_MARK_LOG_ACTION, title=f"Quotation {quotation.pk}", **said)
    log(quotation.page.specific, QUOTATION_MARK_LOG_ACTION, **said)
