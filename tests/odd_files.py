"""Pictures that break programs, or carry what readers must not see, each drawn by code.

`PICTURES` are accepted and shown, `REFUSED` are refused with a sentence. Whatever says where or by
whom a picture was taken contains `MARKER`, or `LATITUDE` where it is a number.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

MARKER = "Wolframius"
# Written into files as a number of degrees that stands for nothing else.
LATITUDE = 51_234_577
RED = (232, 31, 24)
SIZE = (120, 80)
XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{MARKER} Agency">
<dc:creator><rdf:Seq><rdf:li>{MARKER} Example</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">2016 {MARKER} Agency</rdf:li></rdf:Alt></dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def draw(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a red field with a dark square in its upper left corner."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(20, 20, 60))
    return image.convert(mode)


def save(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the bytes of a file of that kind, such as PNG."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def make_exif(orientation: int = 1) -> Image.Exif:
    """Return the position, author and comment that a camera writes."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = f"{MARKER} at the door of the shelter"
    exif[0x013B] = f"{MARKER} Example"
    exif[0x8298] = f"2016 {MARKER} Agency"
    exif[0x9C9D] = f"{MARKER}".encode("utf-16-le")
    exif[0x8825] = {
        1: "N",
        2: (IFDRational(51, 1), IFDRational(0, 1), IFDRational(LATITUDE, 1_000_000)),
        3: "W",
        4: (IFDRational(0, 1), IFDRational(7, 1), IFDRational(LATITUDE, 1_000_000)),
    }
    return exif


def make_iptc() -> bytes:
    """Return the segment of a JPEG in which agencies write by-line, credit and copyright."""
    records = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text
        for number, text in (
            (80, f"{MARKER} Example".encode()),
            (110, f"{MARKER} Agency".encode()),
            (116, f"2016 {MARKER} Agency".encode()),
        )
    )
    padded = records + b"\0" * (len(records) % 2)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + padded
    body = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def make_profile() -> bytes:
    """Return a colour profile with a word in it that says whose machine it comes from."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"s\0R\0G\0B", b"W\0o\0l\0f")


def with_segment(jpeg: bytes, segment: bytes) -> bytes:
    """Return a JPEG with a segment after its first two bytes."""
    return jpeg[:2] + segment + jpeg[2:]


def with_chunk(png: bytes, kind: bytes, body: bytes) -> bytes:
    """Return a PNG with a chunk before its last."""
    chunk = struct.pack(">I", len(body)) + kind + body
    chunk += struct.pack(">I", zlib.crc32(kind + body))
    return png[:-12] + chunk + png[-12:]


@cache
def make_png_of(width: int, height: int, colour: int = 0, rows: int = 0) -> bytes:
    """Return a small PNG of many pixels, of one grey; cut off after so many `rows`, if given."""
    packer = zlib.compressobj(9)
    row = bytes([0]) + bytes([colour]) * width
    pixels = b"".join(packer.compress(row) for _ in range(rows or height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", header), (b"IDAT", pixels + packer.flush()), (b"IEND", b"")):
        png += struct.pack(">I", len(body)) + kind + body
        png += struct.pack(">I", zlib.crc32(kind + body))
    return png


def png_with_text() -> bytes:
    """Return a PNG whose text chunks, plain, compressed and international, name somebody."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", f"{MARKER} Example")
    text.add_text("Comment", f"{MARKER} " * 40, zip=True)
    text.add_itxt("Copyright", f"2016 {MARKER} Agency", lang="en", tkey="Copyright")
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return save(draw(), "PNG", pnginfo=text, exif=make_exif(), icc_profile=make_profile())


def jpeg_with_everything(**options: Any) -> bytes:
    """Return a photograph with all that cameras and agencies write into one."""
    jpeg = save(
        draw(),
        "JPEG",
        exif=make_exif(),
        xmp=XMP,
        comment=f"{MARKER} in a comment",
        icc_profile=make_profile(),
        **options,
    )
    # A program's own segment, and words behind the end of the picture.
    own = f"{MARKER}".encode()
    segment = b"\xff\xec" + struct.pack(">H", len(own) + 2) + own
    return with_segment(with_segment(jpeg, segment), make_iptc()) + own


def png_with_profile_and_16_bits() -> bytes:
    """Return 16 bits of grey in each pixel: from black to white."""
    grey = Image.new("I;16", SIZE)
    grey.putdata([x * 65535 // (SIZE[0] - 1) for _ in range(SIZE[1]) for x in range(SIZE[0])])
    return save(grey, "PNG")


def moving(kind: str) -> bytes:
    """Return a picture of two frames."""
    return save(draw(), kind, save_all=True, append_images=[draw("L").convert("RGB")], duration=90)


# What is accepted, by the name of the file that is uploaded.
PICTURES: dict[str, Callable[[], bytes]] = {
    "1-bit-transparent.png": lambda: save(draw("1"), "PNG", transparency=1),
    "1-bit.png": lambda: save(draw("1"), "PNG"),
    "16-bit-grey.png": png_with_profile_and_16_bits,
    "alpha-grey.png": lambda: save(draw("LA"), "PNG"),
    "camera.jfif": jpeg_with_everything,
    "camera.jpg": jpeg_with_everything,
    "cmyk.jpg": lambda: save(draw("CMYK"), "JPEG", quality=95),
    "grey-transparent.png": lambda: save(draw("L"), "PNG", transparency=20),
    "grey-with-profile-of-colours.png": lambda: save(draw("L"), "PNG", icc_profile=make_profile()),
    "metadata.avif": lambda: save(
        draw(), "AVIF", exif=make_exif(), xmp=XMP, icc_profile=make_profile()
    ),
    "metadata.png": png_with_text,
    "metadata.webp": lambda: save(
        draw(), "WEBP", exif=make_exif(), xmp=XMP, icc_profile=make_profile()
    ),
    "named-as-a-jpeg.jpg": lambda: save(draw(), "WEBP", xmp=XMP),
    "one-pixel.png": lambda: save(draw(size=(1, 1)), "PNG"),
    "palette-transparent.gif": lambda: save(
        draw("P"), "GIF", transparency=0, comment=MARKER.encode()
    ),
    "palette-transparent.png": lambda: save(draw("P"), "PNG", transparency=b"\0\x80" * 8),
    "private-chunk.png": lambda: with_chunk(save(draw(), "PNG"), b"prVt", MARKER.encode()),
    "profile-that-is-none.jpg": lambda: save(draw(), "JPEG", icc_profile=b"none"),
    "progressive.jpeg": lambda: jpeg_with_everything(progressive=True),
    "rgb-transparent.png": lambda: save(draw(), "PNG", transparency=RED),
    "sideways.jpg": lambda: save(draw(), "JPEG", exif=make_exif(orientation=6), quality=95),
    "thin.png": lambda: save(draw(size=(4000, 1)), "PNG"),
    "two-pictures.jpg": lambda: save(draw(), "MPO", save_all=True, append_images=[draw()]),
}
# What is refused, with a word of the sentence that says why.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.png": (lambda: make_png_of(11_000, 11_000), "million"),
    "empty.png": (lambda: b"", "empty"),
    "huge.png": (lambda: make_png_of(60_000, 60_000, rows=1), "million"),
    "moving.avif": (lambda: moving("AVIF"), "animated"),
    "moving.gif": (lambda: moving("GIF"), "animated"),
    "moving.png": (lambda: moving("PNG"), "animated"),
    "moving.webp": (lambda: moving("WEBP"), "animated"),
    "page.gif": (lambda: b"<html><body><p>Not found</p></body></html>", "cannot be opened"),
    "broken-page.gif": (lambda: b"<html><body><p>Not found", "cannot be opened"),
    "photoshop.jpg": (lambda: b"8BPS\0\1" + b"\0" * 60, "cannot be opened"),
    "scripted.png": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        "cannot be opened",
    ),
    "truncated.avif": (lambda: save(draw(), "AVIF")[:-60], "cannot be opened"),
    "truncated.gif": (lambda: save(draw("P"), "GIF")[:200], "cannot be opened"),
    "truncated.jpg": (lambda: jpeg_with_everything()[:-400], "cannot be opened"),
    "truncated.png": (lambda: save(draw(), "PNG")[:-60], "cannot be opened"),
    "truncated.webp": (lambda: save(draw(), "WEBP")[:-60], "cannot be opened"),
    "zeros.jpg": (lambda: b"\0" * 500, "cannot be opened"),
}


def find_markers(content: bytes) -> list[str]:
    """Return what in a file says where or by whom a picture was taken."""
    forms = {
        MARKER: MARKER.encode(),
        f"{MARKER} in UTF-16": MARKER.encode("utf-16-le"),
        f"{MARKER} in UTF-16, the other way round": MARKER.encode("utf-16-be"),
        "the latitude": struct.pack(">I", LATITUDE),
        "the latitude, the other way round": struct.pack("<I", LATITUDE),
        "Exif": b"Exif\0",
        "XMP": b"adobe:ns:meta",
        "a profile of the sender's": b"W\0o\0l\0f",
    }
    return [name for name, form in forms.items() if form in content]
