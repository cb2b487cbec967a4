"""The words that an editor typed, wherever in a page or piece of shared content they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing


def texts_of(
    content: models.Model, without: tuple[type[Block], ...] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the name of each field that holds words, with each text in it.

    Blocks of the kinds in `without` are left out with all that is in them. Nothing is asked of the
    database.
    """
    for field in content._meta.concrete_fields:
        if not field.editable or field.choices:
            continue
        value = getattr(content, field.name) if not field.is_relation else None
        if isinstance(field, StreamField):
            found = texts_of_block(field.stream_block, value, without)
        elif isinstance(field, RichTextField):
            found = iter([get_text_for_indexing(value or "")])
        elif type(field) in (models.CharField, models.TextField):
            found = iter([value or ""])
        else:
            continue
        yield from ((field.name, text) for text in found if text.strip())


def texts_of_block(
    block: Block, value: Any, without: tuple[type[Block], ...] = ()
) -> Iterator[str]:
    """Yield the texts in the value of a block, in the order in which they are read."""
    if isinstance(block, without) or value is None:
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from texts_of_block(child.block, child.value, without)
    # Wagtail's block for an image is made of parts, and its value is the image.
    elif isinstance(block, StructBlock) and isinstance(value, Mapping):
        for name, child_block in block.child_blocks.items():
            yield from texts_of_block(child_block, value.get(name), without)
    elif isinstance(block, ListBlock):
        for child in value:
            yield from texts_of_block(block.child_block, child, without)
    else:
        yield from map(str, block.get_searchable_content(value))
