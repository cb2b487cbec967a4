"""Tables to take away, as a spreadsheet can open them and without anything it would carry out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# With one of these a cell begins a formula for a spreadsheet that reads CSV, after blanks as well.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Without it, Excel takes a CSV file for one in an encoding of Windows and garbles quotation marks.
BYTE_ORDER_MARK = "\ufeff"


class SafeExportMixin(SpreadsheetExportMixin):
    """Exports what anybody may have written: editors, other sites, visitors."""

    def stream_csv(self, queryset: QuerySet) -> Iterator[str]:
        """Yield the table line by line."""
        yield BYTE_ORDER_MARK
        yield from super().stream_csv(queryset)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return a value that a spreadsheet takes for text or a date, and for nothing else.

        Wagtail sees to formulas in XLSX alone, and fails on characters that XML cannot hold.
        """
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        if export_format == self.FORMAT_XLSX:
            return ILLEGAL_CHARACTERS_RE.sub(" ", value)
        return f"'{value}" if value.lstrip().startswith(FORMULA) else value
