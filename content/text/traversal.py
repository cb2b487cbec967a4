"""Every text that was written into a page or a piece of shared content, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.models import get_all_child_relations
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.blocks import (
    Block,
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME

# Names and places that the site makes up for itself, and fields that hold one fact alone.
NO_TEXT = {"draft_title", "path", "url_path"}
NO_PROSE = (models.EmailField, models.SlugField, models.URLField, PhoneNumberField)
PARAGRAPHS = ["p", "li", "h2", "h3", "h4", "blockquote"]


@dataclass(frozen=True)
class Text:
    """A text, and the field or panel where an editor finds it."""

    field: str
    source: str
    is_rich: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """The text as it is read, with the addresses that its links write to or dial."""
        if not self.is_rich:
            return [part for part in self.source.split("\n\n") if part.strip()]
        soup = BeautifulSoup(self.source, "html.parser")
        for line_break in soup.find_all("br"):
            line_break.replace_with("\n")
        for link in soup.find_all("a", href=True):
            scheme, _, target = str(link["href"]).partition(":")
            if scheme in ("mailto", "tel"):
                link.append(f" {target.partition('?')[0]} ")
        return [part.get_text() for part in soup.find_all(PARAGRAPHS)] or [soup.get_text()]


def texts_of(content: models.Model, without: tuple[type[Block], ...] = ()) -> Iterator[Text]:
    """Yield the texts of content as a form holds it, perhaps never saved, with its inline rows.

    Blocks of the kinds in `without` are left out with all that is in them.
    """
    yield from _texts_in_fields(content, without)
    for relation in get_all_child_relations(type(content)):
        panel = relation.get_accessor_name()
        # What editors say to each other is no part of a page.
        if panel == COMMENTS_RELATION_NAME:
            continue
        for row in getattr(content, panel).all():
            for text in _texts_in_fields(row, without):
                yield Text(panel, text.source, text.is_rich)


def _texts_in_fields(content: models.Model, without: tuple[type[Block], ...]) -> Iterator[Text]:
    for field in content._meta.get_fields():
        if not isinstance(field, models.Field) or field.name in NO_TEXT or not field.editable:
            continue
        value = field.value_from_object(content)
        if not value:
            continue
        if isinstance(field, StreamField):
            for source, is_rich in _texts_in_block(field.stream_block, value, without):
                yield Text(field.name, source, is_rich)
        elif isinstance(field, RichTextField):
            yield Text(field.name, value, is_rich=True)
        elif (
            isinstance(field, models.CharField | models.TextField)
            and not isinstance(field, NO_PROSE)
            and not field.choices
        ):
            yield Text(field.name, value)


def _texts_in_block(
    block: Block, value: Any, without: tuple[type[Block], ...]
) -> Iterator[tuple[str, bool]]:
    """Yield each text below a block, and whether it is rich text."""
    if not value or isinstance(block, without):
        return
    match block:
        case RichTextBlock():
            yield value.source, True
        case CharBlock() | TextBlock():
            yield value, False
        case _:
            for child, part in _parts_of(block, value):
                yield from _texts_in_block(child, part, without)


def _parts_of(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    match block:
        case StreamBlock():
            yield from ((child.block, child.value) for child in value)
        case ListBlock():
            yield from ((block.child_block, part) for part in value)
        case TypedTableBlock():
            yield from ((cell.block, cell.value) for row in value.rows for cell in row)
        # The value of a picture is the picture.
        case StructBlock() if not isinstance(block, ImageBlock):
            yield from ((child, value.get(name)) for name, child in block.child_blocks.items())
