"""What a PDF says of itself, and a picture of its first page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

# Wide enough for a cover on a dense screen: 3:4 at 900 pixels.
COVER_WIDTH = 900
# A page that is taller than this many widths is no cover, and drawing it would take all memory.
TALLEST = 4

# PDFium may be used by one thread at a time; a second one brings the process down.
_pdfium = Lock()


@dataclass(frozen=True)
class PdfFacts:
    """Read from a file, never typed. `language` is a BCP 47 tag or empty; `tagged` is PDF/UA's."""

    pages: int
    language: str
    tagged: bool


def read_pdf(file: BinaryIO) -> PdfFacts | None:
    """Return what the PDF says of itself, or None when it cannot be opened as a PDF."""
    with _pdfium:
        try:
            document = pdfium.PdfDocument(file.read())
        except pdfium.PdfiumError:
            return None
        try:
            return PdfFacts(len(document), _language(document), bool(document.is_tagged()))
        finally:
            document.close()


def draw_cover(file: BinaryIO) -> bytes | None:
    """Return the first page as a PNG of COVER_WIDTH pixels, or None where it cannot be drawn."""
    with _pdfium:
        try:
            document = pdfium.PdfDocument(file.read())
        except pdfium.PdfiumError:
            return None
        try:
            return _draw_first_page(document)
        except pdfium.PdfiumError:
            return None
        finally:
            document.close()


def _draw_first_page(document: pdfium.PdfDocument) -> bytes | None:
    if not len(document):
        return None
    page = document[0]
    width, height = page.get_size()
    if not width or height > width * TALLEST:
        return None
    png = BytesIO()
    page.render(scale=COVER_WIDTH / width).to_pil().convert("RGB").save(png, "PNG", optimize=True)
    return png.getvalue()


def _language(document: pdfium.PdfDocument) -> str:
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFCatalog_GetLanguage(
        document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return buffer.raw.decode("utf-16-le").rstrip("\x00")
