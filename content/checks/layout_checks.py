"""Find paragraphs that stand in for a heading or a table, as text from elsewhere often does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db import models
from wagtail.fields import StreamField

from content.checks.publication_checks import PublicationCheck
from content.text.traversal import get_texts
from content.validation.problems import Problems

# A heading block takes no more.
MAX_HEADING_LENGTH = 120
MAX_HEADING_WORDS = 12
BOLD_TAGS = ("b", "strong")
# What closes a press release is no heading.
END_MARKER_LINES = frozenset({"end", "ends", "ends here"})
# “YearChildren2015982…”: a heading of two cells, and the figures of the next rows.
RUN_TOGETHER_CELLS_PATTERN = re.compile(r"[A-Za-z]*[a-z][A-Z][a-z]+\d[\d.,]{4,}\S*")
# “20161,278”: a comma after more digits than stand before one.
RUN_TOGETHER_FIGURES_PATTERN = re.compile(r"(?<![\d.,])\d{4,}(?:,\d{3})+(?![\d,])")
MAX_QUOTED_LENGTH = 60
HEADING_WARNING = (
    "“{}” is short and all bold, as a heading would be. Make it a heading block, so that readers "
    "can find it and jump to it."
)
TABLE_WARNING = (
    "“{}” looks like a table whose cells have run together: its figures may be false. Remove it "
    "and add a table block."
)
TYPED_TABLE_ROWS_WARNING = (
    "The lines from “{}” on look like rows of a table. Put them into a table block, which can be "
    "read aloud cell by cell."
)


def find_layout_problems(content: models.Model, problems: Problems, user: Any) -> None:
    """Point at paragraphs that should be a heading or a table."""
    streams = {field.name for field in content._meta.fields if isinstance(field, StreamField)}
    for text in get_texts(content):
        found = list(find_run_together_table_cells(text.paragraphs))
        if text.is_html and text.field in streams:
            paragraphs = BeautifulSoup(text.source, "html.parser").find_all("p")
            found += map(HEADING_WARNING.format, find_bold_paragraph_headings(paragraphs))
            found += map(TYPED_TABLE_ROWS_WARNING.format, find_typed_table_rows(text.paragraphs))
        for message in found:
            if message not in problems.get(text.field, []):
                problems.add(text.field, message)


def find_bold_paragraph_headings(paragraphs: list[Tag]) -> Iterator[str]:
    """Yield the paragraphs that are short and all bold."""
    for paragraph in paragraphs:
        words = " ".join(paragraph.get_text().split())
        bold = "".join(part.get_text() for part in paragraph.find_all(BOLD_TAGS))
        is_short = len(words) <= MAX_HEADING_LENGTH and len(words.split()) <= MAX_HEADING_WORDS
        is_bold = bool(words) and "".join(bold.split()) == "".join(words.split())
        is_closing = words.strip(" -–—*#.").casefold() in END_MARKER_LINES
        if is_short and is_bold and not is_closing and not words.endswith((".", ",", ";")):
            yield words


def find_run_together_table_cells(paragraphs: list[str]) -> Iterator[str]:
    """Yield a message for each place where cells of a table seem to have run together."""
    for paragraph in paragraphs:
        found = RUN_TOGETHER_CELLS_PATTERN.search(paragraph) or RUN_TOGETHER_FIGURES_PATTERN.search(
            paragraph
        )
        if found:
            words = found.group()
            yield TABLE_WARNING.format(
                words if len(words) <= MAX_QUOTED_LENGTH else f"{words[:MAX_QUOTED_LENGTH]}…"
            )


def find_typed_table_rows(paragraphs: list[str]) -> Iterator[str]:
    """Yield the first of each two or more lines that have as many cells, parted by “|” or tabs."""
    lines = [line for paragraph in paragraphs for line in paragraph.splitlines()]
    for cells, rows in groupby(lines, lambda line: len(re.findall(r"\t| \| ", line))):
        first, *more = rows
        if cells and more:
            yield first.strip().replace("\t", " ")[:MAX_QUOTED_LENGTH]


def has_stream_field(content: models.Model) -> bool:
    """Return whether content has a body that text can be pasted into."""
    return any(isinstance(field, StreamField) for field in content._meta.fields)


LAYOUT_CHECK = PublicationCheck(
    "No paragraph stands in for a heading or a table.", find_layout_problems, has_stream_field
)
