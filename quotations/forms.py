"""The form by which a quotation is marked."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from content.text.typography import curl_quotes
from quotations.models import Quotation

MAX_CORRECTION_NOTE_LENGTH = 600


class QuotationMarkForm(WagtailAdminModelForm):
    """What readers are to be told of a quotation, or nothing any more."""

    mark = forms.ChoiceField(
        choices=[
            (Quotation.Mark.CORRECTED, "Corrected: what stands there now is right"),
            (Quotation.Mark.WITHDRAWN, "Withdrawn: nobody should rely on these words"),
            (Quotation.Mark.NONE, "No mark: take back what was said of it"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        required=False,
        max_length=MAX_CORRECTION_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Note to readers",
        help_text="Printed with the quotation and today’s date. For a correction, give the old "
        "words and the error. For a withdrawal, give the reason. Write whole sentences, without "
        "“Corrected” or “Withdrawn”: the site adds them.",
    )

    class Meta:
        model = Quotation
        fields = ["mark", "note"]

    def clean(self) -> dict[str, Any]:
        """Ask for a note with a mark and for a mark with a note; a mark takes its note along."""
        data = super().clean()
        note = curl_quotes((data.get("note") or "").strip())
        if data.get("mark") and not note and "note" not in self.errors:
            self.add_error("note", "Write what readers should know; the page prints it.")
        if note and note != self.initial.get("note") and data.get("mark") == Quotation.Mark.NONE:
            self.add_error(
                "mark", "To keep the note, choose “Corrected” or “Withdrawn”. Otherwise, delete it."
            )
        data["note"] = note if data.get("mark") else ""
        return data
