"""Blocks of running text: headings, paragraphs, quotations, callouts, findings, tables."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.admin.compare import BlockComparison
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructValue,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import RichText

from content.blocks.base import ValidatedBlock
from content.blocks.links import LinkBlock, validate_link_texts
from content.comparisons import ProseBlockComparison, TableBlockComparison
from content.text.traversal import get_searchable_text
from content.text.typography import curl_quotes, find_unbalanced_bracket, format_quotation
from content.validation.problems import Problems

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "contact", "ul", "ol"]


HEADING_LEVELS = {2: "Section", 3: "Subsection", 4: "Part of a subsection"}


def build_anchor(heading: str) -> str:
    """Return the fragment that leads to a heading.

    The templates' own anchors begin with a “_”, which none of these does.
    """
    return slugify(heading, allow_unicode=True)[:60].strip("-_") or "section"


class HeadingValue(StructValue):
    """A heading with the address of its place on the page."""

    @property
    def anchor(self) -> str:
        """The fragment that leads to this heading."""
        return build_anchor(self.get("text") or "")


class HeadingBlock(ValidatedBlock):
    """A heading that readers can link to."""

    text = CharBlock(max_length=120, help_text="Short, without a full stop")
    level = ChoiceBlock(
        choices=[(str(level), name) for level, name in HEADING_LEVELS.items()],
        default="2",
        help_text="A subsection belongs under a section",
    )

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse a heading that is punctuated like a sentence."""
        if value["text"].rstrip().endswith("."):
            problems.add("text", "A heading has no full stop. Remove it.")

    class Meta:
        icon = "title"
        template = "blocks/heading_block.html"
        value_class = HeadingValue
        description = "A heading that readers can link to"
        preview_value = {"text": "What the Convention obliges states to do", "level": "2"}


class SubheadingBlock(HeadingBlock):
    """A heading within a section that has its own."""

    level = ChoiceBlock(
        choices=[(str(level), name) for level, name in HEADING_LEVELS.items() if level > 2],
        default="3",
    )

    class Meta:
        preview_value = {"text": "How a child is referred", "level": "3"}


class ParagraphBlock(RichTextBlock):
    """Running text with bold, italic, lists and links whose words say where they lead."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    def clean(self, value: RichText) -> RichText:
        """Check link texts, unless a draft is being saved.

        Raises:
            ValidationError: a link text says nothing when read alone.
        """
        value = super().clean(value)
        if not self.is_deferred_validation:
            validate_link_texts(value.source)
        return value

    def get_comparison_class(self) -> type[BlockComparison]:
        """Return what keeps paragraphs apart in a comparison."""
        return ProseBlockComparison

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Return the words that are kept, apart from each other where a contact is inserted."""
        return [get_searchable_text(value.source)]

    class Meta:
        icon = "pilcrow"
        template = "blocks/paragraph_block.html"
        description = "Text with bold, italic, links and lists"
        preview_value = (
            "<p>States that ratify the Convention must <b>identify victims</b>, help them to "
            "recover and give them time to reflect before any decision is asked of them.</p>"
        )


class QuoteValue(StructValue):
    """A quotation with its place in the document, as a reader is told it."""

    @property
    def place(self) -> str:
        """The page or column: “page 12”, “column 312”."""
        page = self.get("page") or ""
        return f"page {page}" if page[:1].isdigit() else page


class QuoteBlock(ValidatedBlock):
    """Words a named person or document actually used; a quote nobody said is not a quote."""

    text = TextBlock(help_text="The words only. The quotation marks are added for you.")
    speaker = CharBlock(required=False, max_length=120, help_text="Who said it")
    role = CharBlock(required=False, max_length=160, help_text="Their role at the time")
    source = CharBlock(
        required=False, max_length=200, help_text="The document it is printed in, if it is printed"
    )
    page = CharBlock(required=False, max_length=20, help_text="Page or column of that document")
    link = LinkBlock(required=False, help_text="Where readers can check it")

    def normalize_text(self, value: StructValue) -> StructValue:
        """Remove the outer quotation marks; set the inner ones and every elision."""
        value["text"] = format_quotation(value["text"])
        return value

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Ask who said it and where; refuse brackets without a partner."""
        if not (value["speaker"] or value["source"]):
            problems.add(
                "speaker", "Give the speaker. If a document says it, give the source instead."
            )
        if value["source"] and not value["page"]:
            problems.add("page", "Say on which page it is printed, so that readers can check it.")
        if bracket := find_unbalanced_bracket(value["text"]):
            problems.add(
                "text", f"A bracket “{bracket}” has no partner. Add the other one or remove it."
            )

    class Meta:
        icon = "openquote"
        template = "blocks/quote_block.html"
        value_class = QuoteValue
        description = "A quotation with the person or document it comes from"
        preview_value = {
            "text": "Every child who has been trafficked needs one adult whose only duty is "
            "to that child.",
            "speaker": "A spokesperson, sample quotation",
            "role": "Policy team",
            "source": "",
            "page": "",
            "link": [],
        }


class FindingsBlock(ValidatedBlock):
    """What a report found, in a numbered list."""

    introduction = CharBlock(
        max_length=240, help_text="Such as “The report found that the UK had:”"
    )
    items = ListBlock(TextBlock(rows=2, label="Finding"), min_num=2, max_num=12)
    citation = CharBlock(required=False, max_length=200, help_text="Report and page")

    class Meta:
        icon = "list-ol"
        template = "blocks/findings_block.html"
        description = "Two to twelve findings of a report, numbered"
        preview_value = {
            "introduction": "The report found that safeguards for children were missing:",
            "items": [
                "Nobody was appointed to speak for a child from the start",
                "Decisions were made by officials without training in work with children",
            ],
            "citation": "Sample report, page 12",
        }


class CalloutBlock(ValidatedBlock):
    """One paragraph that must stand out."""

    text = TextBlock(max_length=400)

    def normalize_text(self, value: StructValue) -> StructValue:
        """Set apostrophes and quotation marks."""
        value["text"] = curl_quotes(value["text"].strip())
        return value

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse a second paragraph."""
        if "\n" in value["text"]:
            problems.add("text", "A callout is one paragraph. Move the rest into the text.")

    class Meta:
        icon = "warning"
        template = "blocks/callout_block.html"
        description = "One paragraph that must stand out"
        preview_value = {
            "text": "If you think a child is in danger now, call 999. Do not wait for a referral."
        }


class ComparedTableBlock(TypedTableBlock):
    """Rows and columns that stay apart where two versions are compared."""

    def get_comparison_class(self) -> type[BlockComparison]:
        """Return what shows a table in a comparison."""
        return TableBlockComparison

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return what migrations know the block as: what is stored is Wagtail's."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.contrib.typed_table_block.blocks.TypedTableBlock", args, kwargs


class TableBlock(ValidatedBlock):
    """A table with a caption, whose first row is its header."""

    caption = CharBlock(max_length=160, help_text="What the table shows")
    table = ComparedTableBlock([("text", CharBlock(required=False)), ("number", CharBlock())])
    source = CharBlock(required=False, max_length=200)

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse columns without a heading: a screen reader announces it with every cell."""
        columns = value["table"].columns
        if not columns or not len(value["table"].row_data):
            problems.add("table", "The table is empty. Add columns and rows or remove the block.")
        elif not all(column["heading"].strip() for column in columns):
            problems.add("table", "Give every column a heading.")

    class Meta:
        icon = "table"
        template = "blocks/table_block.html"
        description = "Figures or facts in rows and columns"
        preview_value = {
            "caption": "Children referred, by year (sample figures)",
            "table": {
                "columns": [
                    {"type": "text", "heading": "Year"},
                    {"type": "number", "heading": "Children"},
                ],
                "rows": [{"values": ["2015", "982"]}, {"values": ["2016", "1,278"]}],
            },
            "source": "National Crime Agency",
        }


def find_heading_problems(headings: list[tuple[Any, int, str]]) -> dict[Any, ValidationError]:
    """Return what is wrong with a page's headings, by the key each was given with.

    Each heading is its key, its level (2 is the highest below the title) and its anchor.
    """
    problems: dict[Any, ValidationError] = {}
    seen: set[str] = set()
    previous = 1
    for key, level, anchor in headings:
        if level > previous + 1:
            problems[key] = ValidationError(
                f"This heading skips a level. Choose “{HEADING_LEVELS[previous + 1]}”, "
                f"or add a heading of that level above it."
            )
        elif anchor in seen:
            problems[key] = ValidationError(
                "Another heading on this page says the same. Reword one, so that links "
                "to them lead to different places."
            )
        seen.add(anchor)
        previous = level
    return problems
