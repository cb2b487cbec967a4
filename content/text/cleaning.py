"""Remove from text the characters that nobody sees and that formats, databases and searches refuse.

Presentations, PDFs and chat programs put them on the clipboard. Every form of the site removes them
as it reads a text field, pages and snippets do so again whenever they are validated, and what
writes XML, spreadsheets or calendars does so for rows that are older than these rules.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.db import models
from wagtail.fields import StreamField

# Nothing below needs a look at text without these, and most text has none.
PLAIN_TEXT_PATTERN = re.compile(
    r"[\t\n\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
LINE_END_PATTERN = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\u2028\u2029]")
# Windows' own quotation marks and dashes, taken for control characters; HTML reads them the same.
WINDOWS_1252_PATTERN = re.compile(r"[\x80-\x9f]")
SURROGATE_PAIR_PATTERN = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
# Controls, halves of characters, code points that are none, and characters without a shape or
# an effect: soft hyphens, zero-width spaces, invisible operators, fillers, placeholders of objects.
HARMFUL_CHARACTERS_PATTERN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u115f\u1160\u200b\u2060-\u2065\u206a-\u206f\u3164"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# Characters that join or part letters of Persian or Hindi, and the parts of one emoji. Between
# letters of other scripts they do nothing but keep words from being found.
JOINING_SCRIPTS = r"\u0590-\u1fff\u2190-\u2bff\u2e80-\U0010ffff"
STRAY_JOINER_PATTERN = re.compile(
    rf"(?<![{JOINING_SCRIPTS}])[\u180e\u200c\u200d]|[\u180e\u200c\u200d](?![{JOINING_SCRIPTS}])"
)
# Letters of a flag are written with tags; anywhere else these are hidden text.
TAG_CHARACTERS_PATTERN = re.compile(
    r"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]"
)
DIRECTION_MARKS_PATTERN = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OVERRIDES, POP_OVERRIDE = "\u202a\u202b\u202d\u202e", "\u202c"
ISOLATES, POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
# Hebrew, Arabic and the other scripts that are written from right to left.
RIGHT_TO_LEFT_PATTERN = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    r"\U0001e800-\U0001efff]"
)
# Where a direction ends by itself, in plain text and in rich text (Unicode Annex 9, P1).
PARAGRAPH_BREAK_PATTERN = re.compile(r"(\n|</?(?:blockquote|br|h[1-6]|hr|li|ol|p|ul)\b[^>]*>)")


def clean_text(text: str) -> str:
    """Return plain or rich text without what is harmful; every line end is a line feed."""
    if PLAIN_TEXT_PATTERN.fullmatch(text):
        return text
    text = WINDOWS_1252_PATTERN.sub(_read_as_windows, LINE_END_PATTERN.sub("\n", text))
    text = SURROGATE_PAIR_PATTERN.sub(_join_surrogate_pair, text)
    text = TAG_CHARACTERS_PATTERN.sub(r"\1", HARMFUL_CHARACTERS_PATTERN.sub("", text)).replace(
        "\u2800", " "
    )
    text = STRAY_JOINER_PATTERN.sub("", text)
    if DIRECTION_MARKS_PATTERN.search(text):
        text = "".join(map(_remove_unpaired_direction_marks, PARAGRAPH_BREAK_PATTERN.split(text)))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return text of one line without what is harmful; line ends and tabs become spaces."""
    return re.sub(r"[\t\n]+", " ", clean_text(text))


def clean_stream_data(value: Any) -> Any:
    """Return the stored form of a stream, lists and dictionaries of texts, with clean texts."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: clean_stream_data(part) for key, part in value.items()}
    return [clean_stream_data(part) for part in value] if isinstance(value, list) else value


def clean_content(content: models.Model) -> None:
    """Clean every text of a page or snippet in memory, streams included."""
    for field in content._meta.concrete_fields:
        value = vars(content).get(field.attname)
        if isinstance(field, StreamField) and value:
            stored = field.stream_block.get_prep_value(value)
            clean = clean_stream_data(stored)
            if clean != stored:
                setattr(content, field.attname, field.stream_block.to_python(clean))
        elif isinstance(value, str) and not field.primary_key:
            clean = clean_text(value)
            if clean != value:
                setattr(content, field.attname, clean)


def patch_form_fields_to_clean_text() -> None:
    """Have every form and every block clean the text that it reads, once for the process.

    Passwords, which do not have their spaces removed either, are taken as typed.
    """
    read = forms.CharField.to_python

    def to_python(self: forms.CharField, value: Any) -> Any:
        if isinstance(value, str) and self.strip:
            one_line = isinstance(self.widget, forms.TextInput)
            value = clean_line(value) if one_line else clean_text(value)
        return read(self, value)

    # Django has no hook for every text that a form reads.
    forms.CharField.to_python = to_python  # type: ignore[method-assign]


def _read_as_windows(found: re.Match[str]) -> str:
    return found.group().encode("latin-1").decode("cp1252", "ignore")


def _join_surrogate_pair(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")


def _remove_unpaired_direction_marks(paragraph: str) -> str:
    """Return a paragraph without marks of direction that have no effect or have no end."""
    if not RIGHT_TO_LEFT_PATTERN.search(paragraph):
        return DIRECTION_MARKS_PATTERN.sub("", paragraph)
    opened: list[int] = []
    unpaired: set[int] = set()
    for found in DIRECTION_MARKS_PATTERN.finditer(paragraph):
        mark, place = found.group(), found.start()
        if mark in OVERRIDES + ISOLATES:
            opened.append(place)
        elif mark == POP_OVERRIDE:
            # It ends nothing outside the isolate that it stands in.
            if opened and paragraph[opened[-1]] in OVERRIDES:
                opened.pop()
            else:
                unpaired.add(place)
        elif mark == POP_ISOLATE:
            while opened and paragraph[opened[-1]] in OVERRIDES:
                unpaired.add(opened.pop())
            if opened:
                opened.pop()
            else:
                unpaired.add(place)
    unpaired.update(opened)
    return "".join(c for place, c in enumerate(paragraph) if place not in unpaired)
