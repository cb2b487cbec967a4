"""Define the records that the texts of the demonstration are written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from demo.pdf_writer import DemoPdf
from demo.stream_data import BlockData

PRESS_RELEASE_BOILERPLATE = """
ECPAT UK is a children's rights charity. It works for an end to child trafficking, slavery and the
exploitation of children across borders.

This release belongs to the demonstration content of this website. Its text was written for that
purpose, and its quotations are samples that nobody said.
"""

ECPAT_PUBLISHER = (("ECPAT UK", "publisher", ""),)
OTHER_FORMATS_TEXT = (
    "Write to info@example.org and say which format you need: large print, braille, audio or "
    "plain text. We answer within five working days, and it costs nothing."
)


@dataclass(frozen=True)
class Picture:
    """A picture of the collection, made by `draw` from `arguments`."""

    title: str
    alt: str
    draw: str
    arguments: tuple
    collection: str = "Press"


@dataclass(frozen=True)
class File:
    """A document of the collection: a PDF to be written, or the text of a CSV file."""

    title: str
    filename: str
    paper: DemoPdf | None = None
    text: str = ""
    collection: str = "Reports"
    cover: str = ""


@dataclass(frozen=True)
class PageSummaryChange:
    """A correction of a page that readers had seen: when, why, and the summary from then on."""

    on: str
    note: str
    summary: str


@dataclass(frozen=True)
class Correction:
    """A correction of what a page quotes: when, whom, and what readers are told."""

    on: str
    speaker: str
    note: str


@dataclass(frozen=True)
class DemoPageEntry:
    """What releases, explainers and reports share. Dates are ISO 8601, topics are slugs."""

    slug: str
    title: str
    date: str
    topics: Sequence[str]
    summary: str
    body: Sequence[BlockData] = ()
    read_more: BlockData | None = None
    share_image: str = ""
    change: PageSummaryChange | None = None


@dataclass(frozen=True)
class Release(DemoPageEntry):
    """A press release."""

    event: str = ""
    location: str = "London"
    contacts: Sequence[str] = ("Press office",)
    issued_with: Sequence[str] = ()
    notes: str = PRESS_RELEASE_BOILERPLATE
    correction: Correction | None = None


@dataclass(frozen=True)
class Explainer(DemoPageEntry):
    """An explainer; `key_dates` are event, label, date, precision and place."""

    instrument: str = ""
    key_dates: Sequence[tuple[str, str, str, str, str]] = ()


@dataclass(frozen=True)
class Report(DemoPageEntry):
    """A report; `publishers` are organisation, part and contribution, `files` kind and target."""

    precision: str = "day"
    cover: str = ""
    publishers: Sequence[tuple[str, str, str]] = ()
    files: Sequence[tuple[str, str, str]] = ()
    findings: BlockData | None = None
    accessible: str = ""
    request: str = ""
    isbn: str = ""


@dataclass(frozen=True)
class Information:
    """A lasting page."""

    slug: str
    title: str
    summary: str
    body: Sequence[BlockData] = field(default_factory=list)
    in_menu: bool = False
