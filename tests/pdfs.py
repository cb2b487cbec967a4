"""PDFs that no program would write, by hand: damaged, locked, and made to do harm."""

from __future__ import annotations

import zlib
from functools import cache

from fpdf import FPDF

MEGABYTE = 1 << 20
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF of the objects; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(out))
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return an object of the data as they stand."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def get_page(
    content: bytes, *others: bytes, resources: bytes = b"", box: bytes = b"0 0 595 842"
) -> bytes:
    """Return a PDF of one page; its content stream is object 4 and `others` begin at 5."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>"
    return pdf_of(CATALOG, PAGES, page % (box, resources), content, *others)


def deflated(megabytes: int, pattern: bytes = b"\0") -> bytes:
    """Return what so many megabytes of a repeated pattern shrink to."""
    packer = zlib.compressobj(9)
    chunk = pattern * (MEGABYTE // len(pattern))
    return b"".join(packer.compress(chunk) for _ in range(megabytes)) + packer.flush()


@cache
def content_bomb() -> bytes:
    """Return less than a megabyte of a page that say 600."""
    return get_page(stream(deflated(600), b"/Filter/FlateDecode"))


@cache
def double_bomb() -> bytes:
    """Return a few kilobytes of a page that say 600 megabytes, packed twice."""
    packed = zlib.compress(deflated(600, b"q Q "), 9)
    return get_page(stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


@cache
def image_bomb() -> bytes:
    """Return a page with a picture of 400 megapixels."""
    picture = stream(
        zlib.compress(deflated(400), 9),
        b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter[/FlateDecode/FlateDecode]",
    )
    draw = stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return get_page(draw, picture, resources=b"/XObject<</I 5 0 R>>")


def slow_drawing() -> bytes:
    """Return two kilobytes of a page whose colours are computed, point by point, for minutes."""
    function = stream(
        b"{ %s dup dup }" % (b"sin cos " * 200),
        b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]",
    )
    shading = (
        b"<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]"
        b"/Matrix[595 0 0 842 0 0]/Function 5 0 R>>"
    )
    content = stream(b"/S sh " * 20)
    return get_page(content, function, shading, resources=b"/Shading<</S 6 0 R>>")


def multiplying_forms(depth: int = 8) -> bytes:
    """Return a page with a drawing of twenty drawings of twenty drawings, and so on."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]"
    forms = [
        stream(b"/F Do " * 20, head + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1))
        for number in range(5, 5 + depth)
    ]
    last = stream(b"0 0 m 99 99 l S", head)
    return get_page(stream(b"/F Do"), *forms, last, resources=b"/XObject<</F 5 0 R>>")


def nested_objects(depth: int = 200_000) -> bytes:
    """Return a PDF with a list in a list in a list."""
    nest = b"[" * depth + b"]" * depth
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R/Nest%s>>" % nest, PAGES, page)


def huge_page() -> bytes:
    """Return a PDF with a page of more than ten million kilometres in each direction."""
    return get_page(stream(b""), box=b"0 0 30000000000 30000000000")


def tower() -> bytes:
    """Return a PDF with a page as narrow as a ribbon."""
    return get_page(stream(b""), box=b"0 0 2 14400")


def no_pages() -> bytes:
    """Return a PDF without a page."""
    return pdf_of(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>")


def own_parent() -> bytes:
    """Return a PDF whose list of pages lists itself."""
    return pdf_of(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>")


def scan(pages: int = 1, typed: int = 0) -> bytes:
    """Return a PDF of pictures only, save so many typed pages in front."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=24)
    for number in range(pages):
        pdf.add_page()
        if number < typed:
            pdf.cell(text="Made available by the archive")
        else:
            pdf.rect(20, 20, 100, 150, style="F")
    return bytes(pdf.output())


def protected(user_password: str = "") -> bytes:
    """Return an encrypted PDF that nobody may change, and opens for those with the password."""
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password=user_password)
    pdf.set_font("Helvetica", size=24)
    pdf.add_page()
    pdf.cell(text="Under lock and key")
    return bytes(pdf.output())


def tagged(pdf: bytes) -> bytes:
    """Return a PDF that says of itself that it is tagged, otherwise the same."""
    return pdf.replace(b"/Type /Catalog", b"/MarkInfo <</Marked true>>/Type /Catalog")
