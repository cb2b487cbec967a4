"""What content refers to before it is stored as what readers see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex


def referred_to(contents: Iterable[Any], kind: type[Model]) -> set[int]:
    """Return the numbers of the things of a kind that drafts refer to.

    Wagtail's index holds what is stored, which for a draft may be nothing yet; how it looks into
    an object is private to Wagtail, and tests/snippets/test_references.py keeps watch over it.
    """
    kind_id = ContentType.objects.get_for_model(kind).pk
    return {
        int(number)
        for content in contents
        for found_kind, number, *_ in ReferenceIndex._extract_references_from_object(content)
        # A text may hold a link that was never whole.
        if found_kind == kind_id and str(number).isdecimal()
    }


def fields_that_refer(content: Any, kind: type[Model]) -> dict[int, set[str]]:
    """Return the numbers of the things of a kind that a draft refers to, with the fields it is in.

    The rows of a page are named as a whole, such as “downloads”.
    """
    kind_id = ContentType.objects.get_for_model(kind).pk
    found: dict[int, set[str]] = {}
    for found_kind, number, _model, place in ReferenceIndex._extract_references_from_object(
        content
    ):
        if found_kind == kind_id:
            found.setdefault(int(number), set()).add(place.partition(".")[0])
    return found
