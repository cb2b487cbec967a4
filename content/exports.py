"""Make every table that the admin exports safe to open, Wagtail's own reports included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from content.text.cleaning import clean_text

# With one of these a cell begins a formula for a spreadsheet that reads CSV, after blanks as well.
FORMULA_PREFIXES = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Without it, Excel takes a CSV file for one in an encoding of Windows and garbles quotation marks.
BYTE_ORDER_MARK = "\ufeff"


def patch_spreadsheet_exports() -> None:
    """Have every export write what a spreadsheet takes for text or a date, and nothing else.

    Anybody may have written what is exported: editors, other sites, visitors. Wagtail takes care of
    formulas in XLSX alone, and fails on characters that XML cannot hold.
    """
    read_value = SpreadsheetExportMixin.preprocess_field_value
    write_lines = SpreadsheetExportMixin.stream_csv

    def preprocess_field_value(
        self: SpreadsheetExportMixin, field: str, value: Any, export_format: str
    ) -> Any:
        value = read_value(self, field, value, export_format)
        if not isinstance(value, str):
            return value
        value = clean_text(value)
        is_formula = export_format == self.FORMAT_CSV and value.lstrip().startswith(
            FORMULA_PREFIXES
        )
        return f"'{value}" if is_formula else value

    def stream_csv(self: SpreadsheetExportMixin, queryset: QuerySet) -> Iterator[str]:
        yield BYTE_ORDER_MARK
        yield from write_lines(self, queryset)

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
    SpreadsheetExportMixin.stream_csv = stream_csv
