"""Find every quotation in the streams of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from content.blocks.text import QuoteBlock, QuoteValue
from content.streams import walk_block_definition, walk_stream
from quotations.models import MAX_NAME_LENGTH, hash_quotation

MAX_BLOCK_ID_LENGTH = 64


@dataclass(frozen=True)
class QuotedPassage:
    """A quotation as a stream holds it."""

    block_id: str
    words: str
    speaker: str
    role: str
    source: str
    source_locator: str
    # The kind of link to the source (page, document, url) and what is linked to, or nothing.
    link: tuple[str, Any] | None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other quotations of its page."""
        return self.block_id, hash_quotation(self.words, self.speaker)


@cache
def get_quoting_streams(model: type[Page]) -> tuple[str, ...]:
    """Return the names of the model's streams that can hold quotations."""
    return tuple(
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        and any(
            isinstance(block, QuoteBlock) for block in walk_block_definition(field.stream_block)
        )
    )


def get_quoting_models() -> list[type[Page]]:
    """Return the types of pages that can hold quotations."""
    return [model for model in get_page_models() if get_quoting_streams(model)]


def get_quotations(page: Page) -> dict[tuple[str, str], QuotedPassage]:
    """Return the quotations of a page, given as its own type, in the order of its streams."""
    found: dict[tuple[str, str], QuotedPassage] = {}
    for name in get_quoting_streams(page.__class__):
        stream = getattr(page, name)
        for node in walk_stream(stream.stream_block, list(stream.raw_data)):
            if isinstance(node.block, QuoteBlock) and isinstance(node.value, Mapping):
                quotation = _parse_quotation(node.value, node.block_id)
                found.setdefault(quotation.key, quotation)
    return found


def _parse_quotation(value: Mapping[str, Any], block_id: str) -> QuotedPassage:
    words, speaker, role, source = (
        str(value.get(name) or "") for name in ("text", "speaker", "role", "source")
    )
    link = next((item for item in value.get("link") or [] if item.get("value")), None)
    return QuotedPassage(
        block_id=block_id[:MAX_BLOCK_ID_LENGTH],
        words=words,
        speaker=speaker[:MAX_NAME_LENGTH],
        role=role[:MAX_NAME_LENGTH],
        source=source[:MAX_NAME_LENGTH],
        source_locator=QuoteValue(None, [("page", value.get("page"))]).place[:MAX_NAME_LENGTH],
        link=(link["type"], link["value"]) if link else None,
    )
