"""Real, small PDF files, written when the content is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from fpdf import FPDF, TextStyle
from fpdf.enums import XPos, YPos

# Three to four, as the covers are: the first page is nothing but the cover.
PAGE_SIZE_MM = (189, 252)
MARGIN_MM = 22
# The fonts that every PDF reader has know no typographer's marks.
PLAIN_QUOTATION_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}
)
SAMPLE_NOTICES = {
    "en-GB": "Sample file, written for the demonstration of this website. It is not the published "
    "report of the same name and must not be cited as such.",
    "cy": "Ffeil enghreifftiol ar gyfer arddangos y wefan hon. Nid hwn yw'r adroddiad cyhoeddedig.",
}


@dataclass(frozen=True)
class DemoPdf:
    """A PDF to be written: a section a page, each a heading and its paragraphs.

    `tagged` files carry a structure for screen readers and name their language; others do neither.
    """

    title: str
    printed: str
    sections: Sequence[tuple[str, Sequence[str]]]
    language: str = "en-GB"
    tagged: bool = True
    cover_alt: str = ""


class _Document(FPDF):
    """A page with its number at the foot, save the cover."""

    def footer(self) -> None:
        """Print the number of the page."""
        if self.page_no() == 1:
            return
        self.set_y(-16)
        self.set_font("Helvetica", size=9)
        self.cell(0, 6, str(self.page_no()), align="R")


def write_paper(paper: DemoPdf, cover: bytes | None) -> bytes:
    """Return the PDF; `cover` is a PNG that fills its first page."""
    pdf = _Document(format=PAGE_SIZE_MM)
    pdf.set_creation_date(datetime(2017, 1, 9, 9, 0, tzinfo=UTC))
    pdf.set_title(paper.title.translate(PLAIN_QUOTATION_MARKS))
    pdf.set_author("ECPAT UK")
    pdf.set_margins(MARGIN_MM, MARGIN_MM)
    pdf.set_auto_page_break(auto=True, margin=MARGIN_MM)
    if paper.tagged:
        pdf.set_lang(paper.language)
    pdf.set_section_title_styles(
        TextStyle("Helvetica", "B", 20, (60, 26, 91), b_margin=5, t_margin=0)
    )
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    if cover:
        alt = paper.cover_alt.translate(PLAIN_QUOTATION_MARKS) if paper.tagged else None
        pdf.image(BytesIO(cover), x=0, y=0, w=PAGE_SIZE_MM[0], alt_text=alt)
    else:
        _heading(pdf, paper.title, paper.tagged)
        _paragraph(pdf, paper.printed)
    for heading, paragraphs in paper.sections:
        pdf.add_page()
        _heading(pdf, heading, paper.tagged)
        for text in paragraphs:
            _paragraph(pdf, text)
        if heading == paper.sections[0][0]:
            pdf.set_text_color(92, 88, 105)
            _paragraph(pdf, SAMPLE_NOTICES[paper.language], size=9)
            pdf.set_text_color(0)
    return bytes(pdf.output())


def _heading(pdf: FPDF, text: str, tagged: bool) -> None:
    text = text.translate(PLAIN_QUOTATION_MARKS)
    if tagged:
        # Sections are what fpdf2 builds the structure from.
        pdf.start_section(text)
        return
    pdf.set_font("Helvetica", "B", 20)
    pdf.multi_cell(0, 9, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(5)


def _paragraph(pdf: FPDF, text: str, size: int = 11) -> None:
    pdf.set_font("Helvetica", size=size)
    pdf.multi_cell(
        0,
        size * 0.52,
        text.translate(PLAIN_QUOTATION_MARKS),
        align="L",
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    pdf.ln(3.5)
