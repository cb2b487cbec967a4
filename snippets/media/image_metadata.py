"""Read who made a picture, and who holds the rights to it, from what its file says."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, IptcImagePlugin

# Where author, credit, copyright and terms stand in each kind of metadata.
EXIF_FIELDS = {0x013B: "author", 0x8298: "copyright"}
IPTC_FIELDS = {(2, 80): "author", (2, 110): "credit", (2, 116): "copyright"}
XMP_FIELDS = {
    "creator": "author",
    "Credit": "credit",
    "rights": "copyright",
    "UsageTerms": "terms",
}
PNG_FIELDS = {"Author": "author", "Copyright": "copyright", "Credit": "credit"}
MAX_RIGHTS_LENGTH = 120


@dataclass(frozen=True)
class ImageRights:
    """What a picture’s file says of its author and rights; empty where it says nothing."""

    author: str = ""
    credit: str = ""
    copyright: str = ""
    terms: str = ""

    @property
    def credit_line(self) -> str:
        """What may be printed beneath the picture."""
        return self.credit or self.author

    @property
    def note(self) -> str:
        """All of it, in sentences."""
        parts = {
            "Copyright": self.copyright,
            "Author": self.author,
            "Credit": self.credit,
            "Terms": self.terms,
        }
        return " ".join(f"{name}: {text.rstrip('.')}." for name, text in parts.items() if text)


def read_rights(image: Image.Image) -> ImageRights:
    """Return what an open picture says; what agencies write counts before what cameras do."""
    found: dict[str, str] = {}
    for read in (_read_iptc, _read_xmp, _read_png_rights, _read_exif):
        # Metadata is often damaged, and never a reason to refuse a picture.
        with contextlib.suppress(Exception):
            for name, value in read(image):
                if text := _clean_metadata_value(value):
                    found.setdefault(name, text)
    return ImageRights(**found)


def _read_iptc(image: Any) -> Iterator[tuple[str, Any]]:
    records = IptcImagePlugin.getiptcinfo(image) or {}
    for key, name in IPTC_FIELDS.items():
        yield name, records.get(key)


def _read_xmp(image: Image.Image) -> Iterator[tuple[str, Any]]:
    return _find_xmp_fields(image.getxmp())


def _find_xmp_fields(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands under the names of XMP_FIELDS, however deep."""
    if isinstance(tree, list):
        for branch in tree:
            yield from _find_xmp_fields(branch)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key in XMP_FIELDS:
                yield XMP_FIELDS[key], ", ".join(_find_xmp_texts(value))
            else:
                yield from _find_xmp_fields(value)


def _find_xmp_texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list):
        for branch in tree:
            yield from _find_xmp_texts(branch)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key != "lang":
                yield from _find_xmp_texts(value)


def _read_png_rights(image: Image.Image) -> Iterator[tuple[str, Any]]:
    for key, name in PNG_FIELDS.items():
        yield name, image.info.get(key)


def _read_exif(image: Image.Image) -> Iterator[tuple[str, Any]]:
    exif = image.getexif()
    for key, name in EXIF_FIELDS.items():
        yield name, exif.get(key)


def _clean_metadata_value(value: Any) -> str:
    """Return a text in one line, of characters that a database takes."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    printable = "".join(c if c.isprintable() else " " for c in str(value or ""))
    return " ".join(printable.split())[:MAX_RIGHTS_LENGTH].rstrip()
