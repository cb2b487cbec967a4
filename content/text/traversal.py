"""Every text that was written into a page or a piece of shared content, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.models import get_all_child_relations
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.blocks import (
    Block,
    CharBlock,
    FieldBlock,
    RichTextBlock,
    StreamValue,
    TextBlock,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.rich_text import get_text_for_indexing
from wagtail.rich_text.rewriters import FIND_EMBED_TAG

from content.streams import walk_stream

# Names and places that the site makes up for itself, and fields that hold one fact alone.
FIELDS_WITHOUT_TEXT = {"draft_title", "path", "url_path"}
FIELD_TYPES_WITHOUT_PROSE = (models.EmailField, models.SlugField, models.URLField, PhoneNumberField)
PARAGRAPH_TAGS = ["p", "li", "h2", "h3", "h4", "blockquote"]


@dataclass(frozen=True)
class TextPart:
    """A text, and the field or panel where an editor finds it."""

    field: str
    source: str
    is_html: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """The text as it is read, with the addresses that its links write to or dial."""
        if not self.is_html:
            return [part for part in self.source.split("\n\n") if part.strip()]
        soup = BeautifulSoup(self.source, "html.parser")
        for line_break in soup.find_all("br"):
            line_break.replace_with("\n")
        for link in soup.find_all("a", href=True):
            scheme, _, target = str(link["href"]).partition(":")
            if scheme in ("mailto", "tel"):
                link.append(f" {target.partition('?')[0]} ")
        return [part.get_text() for part in soup.find_all(PARAGRAPH_TAGS)] or [soup.get_text()]


def get_texts(content: models.Model, without: tuple[type[Block], ...] = ()) -> Iterator[TextPart]:
    """Yield the texts of content as a form holds it, perhaps never saved, with its inline rows.

    Blocks of the kinds in `without` are left out with all that is in them.
    """
    yield from _iter_field_texts(content, without)
    for relation in get_all_child_relations(type(content)):
        panel = relation.get_accessor_name()
        # What editors say to each other is no part of a page.
        if panel == COMMENTS_RELATION_NAME:
            continue
        for row in getattr(content, panel).all():
            for text in _iter_field_texts(row, without):
                yield TextPart(panel, text.source, text.is_html)


def _iter_field_texts(
    content: models.Model, without: tuple[type[Block], ...]
) -> Iterator[TextPart]:
    for field in content._meta.get_fields():
        if (
            not isinstance(field, models.Field)
            or field.name in FIELDS_WITHOUT_TEXT
            or not field.editable
        ):
            continue
        value = field.value_from_object(content)
        if not value:
            continue
        if isinstance(field, StreamField):
            yield from _iter_stream_texts(field, value, without)
        elif isinstance(field, RichTextField):
            yield TextPart(field.name, value, is_html=True)
        elif (
            isinstance(field, models.CharField | models.TextField)
            and not isinstance(field, FIELD_TYPES_WITHOUT_PROSE)
            and not field.choices
        ):
            yield TextPart(field.name, value)


def get_searchable_text(html: str) -> str:
    """Return the words of rich text. An inserted contact, whose words are not kept, parts them."""
    return get_text_for_indexing(FIND_EMBED_TAG.sub("\n", html))


def get_searchable_texts(field: StreamField, value: StreamValue) -> Iterator[str]:
    """Yield the words of each block of a stream, as a search would find them."""
    block = field.stream_block
    for node in walk_stream(block, block.get_prep_value(value)):
        if node.value and isinstance(node.block, RichTextBlock):
            yield get_searchable_text(node.value)
        elif node.value and isinstance(node.block, FieldBlock):
            yield from node.block.get_searchable_content(node.value)


def _iter_stream_texts(
    field: StreamField, value: StreamValue, without: tuple[type[Block], ...]
) -> Iterator[TextPart]:
    """Yield the texts of a stream; what a picture shows is said beside it and not in the text."""
    block = field.stream_block
    for node in walk_stream(block, block.get_prep_value(value), (ImageBlock, *without)):
        if node.value and isinstance(node.block, RichTextBlock | CharBlock | TextBlock):
            yield TextPart(field.name, node.value, isinstance(node.block, RichTextBlock))
