"""Define a page type that no app of the site knows, as somebody would who adds one."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from content.blocks.base import ThreadSafeStreamBlock
from content.blocks.text import ParagraphBlock, QuoteBlock
from pages.listings import ListingPage
from pages.panels import content_page_tabs
from pages.reviewed_page import ReviewedPage


def get_leaf_blocks() -> list[tuple[str, object]]:
    """Return one block of every kind that holds a value of its own."""
    return [
        ("words", CharBlock(required=False)),
        ("prose", RichTextBlock(required=False)),
        ("url", URLBlock(required=False)),
        ("page", PageChooserBlock(required=False)),
    ]


class EveryKindBlock(StructBlock):
    """Hold a block of every kind, a quotation, and a table whose cells are of every kind."""

    words, prose, url, page = (block for _, block in get_leaf_blocks())
    quote = QuoteBlock(required=False)
    table = TypedTableBlock([*get_leaf_blocks(), ("quote", QuoteBlock())], required=False)


class NestedBlock(StructBlock):
    """Hold blocks of every kind in a list in a stream in a struct."""

    parts = StreamBlock([("rows", ListBlock(EveryKindBlock()))], required=False)


class ResponseBodyBlock(ThreadSafeStreamBlock):
    """Compose the body of a consultation response."""

    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    nested = NestedBlock()


class ConsultationResponse(ReviewedPage):
    """What the organisation told somebody who asked for its opinion."""

    parent_page_types = ["fourth_page_type.ConsultationIndexPage"]
    subpage_types: list[str] = []
    kicker = "Consultation response"
    date_field = "sent_on"
    written_by = ("Policy",)

    sent_on = models.DateField(null=True)
    body = StreamField(ResponseBodyBlock())

    edit_handler = content_page_tabs(
        content=[FieldPanel("body")],
        dates=[
            FieldPanel("sent_on"),
            FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("review_on")]),
        ],
        people_and_topics=[],
    )


class ConsultationIndexPage(ListingPage):
    """All consultation responses."""

    subpage_types = ["fourth_page_type.ConsultationResponse"]
    lists = ConsultationResponse
    template = "pages/listing_page.html"
