"""What a PDF says of itself, and a picture of its first page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

# Wide enough for a cover on a dense screen: 3:4 at 900 pixels.
COVER_WIDTH = 900


@dataclass(frozen=True)
class PdfFacts:
    """Read from a file, never typed. `language` is a BCP 47 tag or empty; `tagged` is PDF/UA's."""

    pages: int
    title: str
    language: str
    tagged: bool


def read_pdf(file: BinaryIO) -> PdfFacts | None:
    """Return what the PDF says of itself, or None when it cannot be opened as a PDF."""
    try:
        document = pdfium.PdfDocument(file.read())
    except pdfium.PdfiumError:
        return None
    try:
        return PdfFacts(
            pages=len(document),
            title=document.get_metadata_value("Title").strip(),
            language=_language(document),
            tagged=bool(document.is_tagged()),
        )
    finally:
        document.close()


def draw_cover(file: BinaryIO) -> bytes | None:
    """Return the first page as a PNG of COVER_WIDTH pixels, or None for a file without pages."""
    try:
        document = pdfium.PdfDocument(file.read())
    except pdfium.PdfiumError:
        return None
    try:
        if not len(document):
            return None
        page = document[0]
        picture = page.render(scale=COVER_WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    png = BytesIO()
    picture.convert("RGB").save(png, "PNG", optimize=True)
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
