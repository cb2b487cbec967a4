"""What content refers to before it is stored as what readers see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex

# Digits of the largest number that a database keeps as a key.
MAX_KEY_DIGITS = 18


@dataclass(frozen=True)
class Reference:
    """A reference to a row of `model`, from a field or panel of some content."""

    field: str
    model: type[Model]
    key: str


def is_key(value: Any) -> bool:
    """Return whether a value from a text can be the number of a row."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= MAX_KEY_DIGITS


def references_in(content: Any) -> Iterator[Reference]:
    """Yield what a draft refers to; the rows of a page are named as a whole, such as “downloads”.

    Wagtail's index holds what is stored, which for a draft may be nothing yet; how it looks into
    an object is private to Wagtail, and tests/snippets/test_references.py keeps watch over it.
    """
    for kind, key, _path, place in ReferenceIndex._extract_references_from_object(content):
        model = ContentType.objects.get_for_id(kind).model_class()
        # A text may hold a link that was never whole.
        if model and is_key(key):
            yield Reference(place.partition(".")[0], model, str(key))


def referred_to(contents: Iterable[Any], kind: type[Model]) -> set[int]:
    """Return the numbers of the things of a kind that drafts refer to."""
    return {
        int(reference.key)
        for content in contents
        for reference in references_in(content)
        if reference.model is kind
    }


def fields_that_refer(content: Any, kind: type[Model]) -> dict[int, set[str]]:
    """Return the numbers of what a draft refers to of a kind, each with the fields it is in."""
    found: dict[int, set[str]] = {}
    for reference in references_in(content):
        if reference.model is kind:
            found.setdefault(int(reference.key), set()).add(reference.field)
    return found
