"""Compose the bodies of pages from blocks."""

from __future__ import annotations

from django import forms
from django.templatetags.static import static
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.blocks import (
    CharBlock,
    StreamBlockValidationError,
    StreamValue,
    StructBlock,
    StructValue,
)
from wagtail.blocks.stream_block import StreamBlockAdapter

from content.blocks.base import ThreadSafeStreamBlock
from content.blocks.facts import CoalitionBlock, StatisticBlock
from content.blocks.images import CaptionedImageBlock
from content.blocks.links import ReadMoreBlock
from content.blocks.reports import DocumentBlock, ReportCoverBlock
from content.blocks.text import (
    CalloutBlock,
    FindingsBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    SubheadingBlock,
    TableBlock,
    build_anchor,
    find_heading_problems,
)


class ContentBlock(ThreadSafeStreamBlock):
    """The blocks of every body, without headings, which differ between kinds of page."""

    paragraph = ParagraphBlock(group="Text")
    quote = QuoteBlock(group="Text")
    callout = CalloutBlock(group="Text")
    findings = FindingsBlock(group="Text")
    table = TableBlock(group="Text")
    report_cover = ReportCoverBlock(group="Reports and documents")
    document = DocumentBlock(group="Reports and documents")
    read_more = ReadMoreBlock(group="Reports and documents")
    image = CaptionedImageBlock(group="Pictures and facts")
    statistic = StatisticBlock(group="Pictures and facts")
    coalition = CoalitionBlock(group="Pictures and facts")


class ContentBlockAdapter(StreamBlockAdapter):
    """Lets what is pasted into a paragraph become a block of the same body."""

    js_constructor = "snippets.ContentBlock"

    @cached_property
    def media(self) -> forms.Media:
        """Return Wagtail's scripts for streams, and the list of those in the form."""
        return super().media + forms.Media(js=[static("js/content-streams.js")])


register(ContentBlockAdapter(), ContentBlock)


class BodyBlock(ContentBlock):
    """A body whose headings are blocks among the others, in order and each with its own place."""

    heading = HeadingBlock(group="Text")

    def validate_stream(self, value: StreamValue) -> None:
        """Check the headings against each other.

        Raises:
            StreamBlockValidationError: a level is skipped or a heading stands twice.
        """
        headings = [
            (index, int(child.value["level"]), child.value.anchor)
            for index, child in enumerate(value)
            if child.block_type == "heading"
        ]
        if problems := find_heading_problems(headings):
            raise StreamBlockValidationError(block_errors=problems)


class PressBodyBlock(BodyBlock):
    """The body of a press release: at least one paragraph."""

    def get_missing_block_messages(self, value: StreamValue) -> list[str]:
        """Ask for a paragraph."""
        if any(child.block_type == "paragraph" for child in value):
            return []
        return ["Write at least one paragraph."]


class SectionContentBlock(ContentBlock):
    """What stands in a section, below the section's own heading."""

    heading = SubheadingBlock(group="Text")


class SectionValue(StructValue):
    """A section with the address of its place on the page."""

    @property
    def anchor(self) -> str:
        """The fragment that leads to this section."""
        return build_anchor(self.get("heading") or "")


class SectionBlock(StructBlock):
    """A part of an explainer with its heading, which the contents list names."""

    heading = CharBlock(max_length=120, help_text="A question or a few words, without a full stop")
    content = SectionContentBlock()

    class Meta:
        icon = "folder-open-inverse"
        template = "blocks/section_block.html"
        value_class = SectionValue
        description = "A section with its heading"
        preview_value = {
            "heading": "What is the Convention?",
            "content": [
                {
                    "type": "paragraph",
                    "value": "<p>A treaty that obliges states to protect the victims.</p>",
                }
            ],
        }


class ExplainerBodyBlock(ThreadSafeStreamBlock):
    """The body of an explainer: sections whose headings build the contents list."""

    section = SectionBlock()

    def validate_stream(self, value: StreamValue) -> None:
        """Check all headings of the page against each other.

        Raises:
            StreamBlockValidationError: a level is skipped or a heading stands twice.
        """
        headings: list[tuple[int, int, str]] = []
        for index, section in enumerate(value):
            headings.append((index, 2, section.value.anchor))
            headings.extend(
                (index, int(child.value["level"]), child.value.anchor)
                for child in section.value["content"]
                if child.block_type == "heading"
            )
        if problems := find_heading_problems(headings):
            raise StreamBlockValidationError(block_errors=problems)


class ReadMoreStreamBlock(ThreadSafeStreamBlock):
    """What stands after the text of a page: at most one list of links."""

    read_more = ReadMoreBlock()


class KeyFindingsBlock(ThreadSafeStreamBlock):
    """What a report found: at most one list."""

    findings = FindingsBlock()
