"""Find every quotation in the streams of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from content.blocks.text import QuoteBlock, QuoteValue
from content.streams import walk_definition, walk_stream
from quotations.models import LONGEST, fingerprint

LONGEST_ID = 64


@dataclass(frozen=True)
class Found:
    """A quotation as a stream holds it."""

    block_id: str
    words: str
    speaker: str
    role: str
    source: str
    source_place: str
    # The kind of link to the source (page, document, url) and what is linked to, or nothing.
    link: tuple[str, Any] | None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other quotations of its page."""
        return self.block_id, fingerprint(self.words, self.speaker)


@cache
def get_quoting_streams(model: type[Page]) -> tuple[str, ...]:
    """Return the names of the model's streams that can hold quotations."""
    return tuple(
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        and any(isinstance(block, QuoteBlock) for block in walk_definition(field.stream_block))
    )


def get_quoting_models() -> list[type[Page]]:
    """Return the types of pages that can hold quotations."""
    return [model for model in get_page_models() if get_quoting_streams(model)]


def get_quotations(page: Page) -> dict[tuple[str, str], Found]:
    """Return the quotations of a page, given as its own type, in the order of its streams."""
    found: dict[tuple[str, str], Found] = {}
    for name in get_quoting_streams(page.__class__):
        stream = getattr(page, name)
        for node in walk_stream(stream.stream_block, list(stream.raw_data)):
            if isinstance(node.block, QuoteBlock) and isinstance(node.value, Mapping):
                quotation = _read(node.value, node.block_id)
                found.setdefault(quotation.key, quotation)
    return found


def _read(value: Mapping[str, Any], block_id: str) -> Found:
    words, speaker, role, source = (
        str(value.get(name) or "") for name in ("text", "speaker", "role", "source")
    )
    link = next((item for item in value.get("link") or [] if item.get("value")), None)
    return Found(
        block_id=block_id[:LONGEST_ID],
        words=words,
        speaker=speaker[:LONGEST],
        role=role[:LONGEST],
        source=source[:LONGEST],
        source_place=QuoteValue(None, [("page", value.get("page"))]).place[:LONGEST],
        link=(link["type"], link["value"]) if link else None,
    )
