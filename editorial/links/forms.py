"""Forms to ignore a link until a day, and to replace it with another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.admin.widgets import AdminDateInput

from editorial.links.replacement import clean_url
from publishing.clock import get_london_date

# A year, leap years too; whoever vouches for a link for longer says so again.
MAX_IGNORED_PERIOD = timedelta(days=366)


class IgnoreLinkForm(forms.Form):
    """Until when a link is known to be fine."""

    until = forms.DateField(
        label="Ignore until",
        widget=AdminDateInput,
        help_text="The site does not report this link until after this day (one year at most). It "
        "keeps checking it.",
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Say until when, such as 31/03/2027."
        ),
    )

    def clean_until(self) -> date:
        """Return the day.

        Raises:
            ValidationError: it has passed, or is too far away.
        """
        day = self.cleaned_data["until"]
        today = get_london_date(timezone.now())
        if day < today:
            raise ValidationError("This day has passed. Choose a later one.")
        if day > today + MAX_IGNORED_PERIOD:
            latest = format_date(today + MAX_IGNORED_PERIOD, "j F Y")
            raise ValidationError(f"This is too far away. Choose a day up to {latest}.")
        return day


class ReplaceLinkForm(forms.Form):
    """The address to put in place of another."""

    new = forms.CharField(
        label="Replace with",
        widget=forms.URLInput(attrs={"spellcheck": "false"}),
        help_text="The whole address of the page, starting with https://",
        error_messages={"required": "Enter the new address."},
    )

    def __init__(self, *args: Any, old: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old

    def clean_new(self) -> str:
        """Return the address as it is to be stored."""
        return clean_url(self.cleaned_data["new"], self.old)
