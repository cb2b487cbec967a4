"""Recognise names that cameras, telephones and office programs give to files."""

from __future__ import annotations

import re

# What programs call what nobody has named, and how they number it: “Untitled-2”, “Binder1”.
UNNAMED_PATTERN = (
    "binder|book|cover page|document|dok(?:ument)?|drawing|file|image|layout|new document|"
    "no title|none|page|picture|powerpoint presentation|presentation|print|publication|report|"
    "scan(?:ned document)?|slide|title|unbenannt|unknown|unnamed|untitled|word document"
)
GENERATED_NAME_PATTERN = re.compile(
    # A file name, with what some programs put before it.
    r"(?:microsoft (?:word|powerpoint|excel|publisher)\s*-\s*.*"
    r"|.*\.\w{2,4}\s*-\s*(?:google docs|word|powerpoint|excel))"
    r"|.*\.(?:ai|avif|bmp|docx?|dotx?|eps|gif|hei[cf]|html?|indd|jfif|jpe?g|odt|pages|pdf|png"
    r"|pptx?|pub|qxd|qxp|rtf|svg|tiff?|txt|webp|xlsx?)"
    # What cameras, telephones and messengers write: IMG-20230401-WA0001, PXL_20230401_101112345.
    r"|(?:c?img|dcim|dji|dsc[fn]?|fb_img|gopr|image|mvimg|p|photo|pic|picture|pxl|scan"
    r"|screen ?shot|signal|vid|whatsapp image)[\s_-]*(?:\d|at\b|wa)[\w\s.,:()~-]*"
    r"|\d{6,8}[\s_-]\d{3,9}(?:[\s_-]\w+)?"
    # A checksum or an identifier.
    r"|\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?|[0-9a-f]{16,}"
    rf"|(?:copy of )?(?:{UNNAMED_PATTERN})[\s_#-]*(?:\(?\d+\)?)?(?: copy)?",
    re.I,
)
# Words that were written in one encoding and read in another: “Ã©”, “â€™”, “þÿ”, “ÐŸÑ€”.
MISDECODED_PATTERN = re.compile(
    r"\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080\u20ac][\u0080-\u00bf\u2018-\u2122]"
    r"|^(?:\u00fe\u00ff|\u00ff\u00fe)|(?:[\u00d0\u00d1][\u0080-\u00bf\u0152-\u2122].?){2}"
)


def is_generated_file_name(text: str) -> bool:
    """Return whether a program gave this name, and no person."""
    return bool(GENERATED_NAME_PATTERN.fullmatch(text.strip()))


def is_misdecoded_text(text: str) -> bool:
    """Return whether these words were decoded wrongly."""
    return bool(MISDECODED_PATTERN.search(text))
