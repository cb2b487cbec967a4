"""The program that opens a PDF: apart from the site, short of memory and time, and expendable.

`snippets.media.pdf` runs it by its path, so it imports nothing of the site. The file is its
standard input. `facts` prints JSON, an object a line, each as soon as it is known: what is printed
holds, whatever ends the program afterwards. `cover` prints a PNG.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfBitmap, PdfDocument

# Bytes, of everything the program may address. A colour scan of A4 at 600 dpi needs a third.
MAX_MEMORY_BYTES = 300 * 1024 * 1024
# Of processor time. The site waits less than that by the clock; this ends what outlives the site.
MAX_CPU_SECONDS = 10
# Pixels: wide enough for a cover on a dense screen, 3:4 at 900 pixels.
COVER_WIDTH = 900
# A page that is taller than this many widths is no cover, and drawing it would take all memory.
MAX_COVER_RATIO = 4
# In how many bytes a PDF has to say that it is one; some programs write lines of their own first.
HEADER_BYTES = 1024
# So many pages at most, spread evenly, speak for all, and for so many seconds.
MAX_SAMPLED_PAGES = 30
MAX_READING_SECONDS = 3
# A scan with a typed title page is still a scan: one page in five must have text.
MAX_PAGES_PER_TEXT_PAGE = 5


def limit() -> None:
    """Allow the program so much and no more; and no copy of the file where it crashes."""
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        # Of these macOS limits no memory; there the clock alone stands guard.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def write_json(**facts: object) -> None:
    """Print what is known so far."""
    sys.stdout.write(f"{json.dumps(facts)}\n")
    sys.stdout.flush()


def write_metadata() -> None:
    """Tell why readers could not open the file, or what it says of itself, then what it shows."""
    from pypdfium2 import PdfDocument, PdfiumError, raw

    if b"%PDF-" not in sys.stdin.buffer.read(HEADER_BYTES):
        write_json(refusal="no_pdf")
        return
    try:
        document = PdfDocument(sys.stdin.buffer)
        # Fails where there is no first page, and looks at nothing that is on it.
        document.get_page_size(0)
    except PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        write_json(refusal="locked" if locked else "broken")
        return
    write_json(
        pages=len(document),
        language=read_pdfium_string(lambda *room: raw.FPDFCatalog_GetLanguage(document, *room)),
        title=read_pdfium_string(lambda *room: raw.FPDF_GetMetaText(document, b"Title", *room)),
        is_tagged=document.is_tagged(),
        is_encrypted=raw.FPDF_GetSecurityHandlerRevision(document) >= 0,
    )
    write_json(has_text=has_text(document))
    with contextlib.suppress(PdfiumError):
        render_cover(document)
    write_json(is_whole=True)


def read_pdfium_string(ask: Callable[[object, int], int]) -> str:
    """Return a text that PDFium writes into a buffer of the length that it first tells.

    Half characters are replaced, which pypdfium2 would fail at.
    """
    buffer = ctypes.create_string_buffer(ask(None, 0))
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer))
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def has_text(document: PdfDocument) -> bool:
    """Return whether enough pages have words that can be searched and read aloud."""
    from pypdfium2 import PdfiumError

    started, pages = time.monotonic(), len(document)
    seen = with_text = 0
    for number in range(0, pages, -(-pages // MAX_SAMPLED_PAGES)):
        if seen and time.monotonic() - started > MAX_READING_SECONDS:
            break
        seen += 1
        with contextlib.suppress(PdfiumError):
            page = document[number]
            with_text += bool(page.get_textpage().get_text_range().strip())
            page.close()
    return with_text * MAX_PAGES_PER_TEXT_PAGE >= seen


def write_cover_png() -> None:
    """Print the first page as a PNG, or nothing where it makes no cover."""
    from pypdfium2 import PdfDocument, PdfiumError

    with contextlib.suppress(PdfiumError):
        if picture := render_cover(PdfDocument(sys.stdin.buffer)):
            png = BytesIO()
            picture.to_pil().convert("RGB").save(png, "PNG", optimize=True)
            sys.stdout.buffer.write(png.getvalue())


def render_cover(document: PdfDocument) -> PdfBitmap | None:
    """Return the first page in a width of COVER_WIDTH, or None where it makes no cover."""
    page = document[0]
    width, height = page.get_size()
    if not width or height > width * MAX_COVER_RATIO:
        return None
    return page.render(scale=COVER_WIDTH / width)


if __name__ == "__main__":
    limit()
    {"facts": write_metadata, "cover": write_cover_png}[sys.argv[1]]()
