"""Finding every quotation in the streams of a page, however deep it lies.

Only the stored form is read: to turn blocks into objects would ask the database for each picture
and link on the page, on every publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from content.blocks.text import QuoteBlock, QuoteValue
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
        if isinstance(field, StreamField) and _holds_quotations(field.stream_block)
    )


def get_quoting_models() -> list[type[Page]]:
    """Return the types of pages that can hold quotations."""
    return [model for model in get_page_models() if get_quoting_streams(model)]


def get_quotations(page: Page) -> dict[tuple[str, str], Found]:
    """Return the quotations of a page, given as its own type, in the order of its streams."""
    found: dict[tuple[str, str], Found] = {}
    for name in get_quoting_streams(page.__class__):
        stream = getattr(page, name)
        for quotation in _quotations(stream.stream_block, list(stream.raw_data), ""):
            found.setdefault(quotation.key, quotation)
    return found


def _holds_quotations(block: Block) -> bool:
    if isinstance(block, QuoteBlock):
        return True
    return any(_holds_quotations(child) for child in _parts(block))


def _parts(block: Block) -> list[Block]:
    if isinstance(block, ListBlock):
        return [block.child_block]
    return list(getattr(block, "child_blocks", {}).values())


def _quotations(block: Block, value: Any, block_id: str) -> Iterator[Found]:
    if isinstance(block, QuoteBlock):
        if isinstance(value, Mapping):
            yield _read(value, block_id)
    elif isinstance(block, StructBlock) and isinstance(value, Mapping):
        for name, child in block.child_blocks.items():
            yield from _quotations(child, value.get(name), block_id)
    elif isinstance(block, StreamBlock | ListBlock) and isinstance(value, Sequence):
        for item in value:
            # Lists that were stored before Wagtail gave their items ids hold bare values.
            if not (isinstance(item, Mapping) and {"type", "value"} <= set(item)):
                item = {"type": "item", "value": item}
            child = _child(block, item["type"])
            if child is not None:
                yield from _quotations(child, item["value"], str(item.get("id") or block_id))


def _child(block: StreamBlock | ListBlock, kind: str) -> Block | None:
    return block.child_block if isinstance(block, ListBlock) else block.child_blocks.get(kind)


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
