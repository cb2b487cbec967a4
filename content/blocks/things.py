"""Blocks that show a thing: a report, a coalition, a picture, a file, a figure."""

from __future__ import annotations

from typing import Any

from wagtail.admin.compare import BlockComparison
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    DateBlock,
    ListBlock,
    PageChooserBlock,
    StructValue,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageBlockComparison
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.base import RuledBlock
from content.blocks.links import ReadMoreLinkBlock
from content.text.dates import Precision
from content.text.typography import alt_text_problem
from content.validation.problems import Problems


def check_alt(problems: Problems, name: str, image: Any, caption: str = "") -> None:
    """Record why the alternative text of an `ImageBlock` value would not help, if so."""
    if (
        image
        and not image.decorative
        and (reason := alt_text_problem(image.contextual_alt_text or "", caption))
    ):
        problems.add(name, reason)


class ComparedImageBlock(ImageBlock):
    """A picture that versions of a page can be compared with, also where it is left out.

    Wagtail's own fails then (8.0.1); tests/home/test_upstream.py says when that is mended.
    """

    def get_comparison_class(self) -> type[BlockComparison]:
        """Return what shows a picture in a comparison."""
        return ComparedImage

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return what migrations know the block as: what is stored is Wagtail's."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageBlock", args, kwargs


class ComparedImage(ImageBlockComparison):
    """A picture with its words, or neither."""

    def htmlvalue(self, val: Any) -> str:
        """Return the picture as one version has it; `val` is the image, its parts, or None."""
        return super().htmlvalue(val or self.block._image_to_struct_value(None))


class ReportCoverBlock(RuledBlock):
    """A report: one of ours, or one that only its picture, title and links describe."""

    report = PageChooserBlock(
        "policy.ReportPage",
        required=False,
        help_text="A report of this site: cover, title, date, publishers and downloads come along",
    )
    cover = ComparedImageBlock(required=False, help_text="For a report that is not on this site")
    title = CharBlock(required=False, max_length=160, help_text="For a report not on this site")
    publisher = CharBlock(required=False, max_length=160, help_text="For a report not on this site")
    links = ListBlock(ReadMoreLinkBlock(), min_num=0, max_num=4, default=[])

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Ask for a report of ours, or all of cover, title and links."""
        own = [name for name in ("cover", "title", "publisher", "links") if value[name]]
        if value["report"]:
            for name in own:
                problems.add(name, "This comes from the report chosen above. Remove it here.")
            return
        if not own:
            problems.add("report", "Choose a report, or describe one with cover, title and links.")
            return
        problems.require(value["cover"], "cover", "Add a picture of the cover.")
        problems.require(value["title"], "title", "Give the report's title.")
        problems.require(value["links"], "links", "Add a link to where it can be read.")
        check_alt(problems, "cover", value["cover"], value["title"])

    class Meta:
        icon = "doc-full"
        template = "blocks/report_cover_block.html"
        description = "A report with its cover, title and download links"
        preview_template = "blocks/previews/report_cover_block.html"


class CoalitionValue(StructValue):
    """A coalition as readers are told of it."""

    @property
    def named_members(self) -> list[Any]:
        """The members that are published; those that are not can be neither named nor counted."""
        return [member for member in self["members"] if member and member.is_live_now]


class CoalitionBlock(RuledBlock):
    """Organisations that act together; how many there are is counted, not typed."""

    name = CharBlock(max_length=120)
    logo = ComparedImageBlock(required=False)
    members = ListBlock(SnippetChooserBlock("snippets.Organisation"), min_num=2)
    as_of = DateBlock(
        help_text="When this was the membership; any day of it, if only a month is known"
    )
    precision = ChoiceBlock(
        choices=Precision.choices, default=Precision.DAY, help_text="How much of the date is known"
    )

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse a member listed twice, and a logo that is not described."""
        members = list(value["members"])
        if len(members) != len(set(members)):
            problems.add("members", "An organisation is listed twice. Remove one of the entries.")
        check_alt(problems, "logo", value["logo"], value["name"])

    class Meta:
        icon = "group"
        template = "blocks/coalition_block.html"
        value_class = CoalitionValue
        description = "The members of a coalition, with the date of the list"
        preview_template = "blocks/previews/coalition_block.html"


class PictureBlock(RuledBlock):
    """A picture with a caption and a credit."""

    image = ComparedImageBlock()
    caption = CharBlock(required=False, max_length=240)
    credit = CharBlock(
        required=False, max_length=120, help_text="Instead of the credit kept with the image"
    )

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse an alternative text that would not help."""
        check_alt(problems, "image", value["image"], value["caption"])

    class Meta:
        icon = "image"
        template = "blocks/picture_block.html"
        description = "A picture with a caption and a credit"
        preview_template = "blocks/previews/picture_block.html"


class DownloadBlock(RuledBlock):
    """A file, with what it is: format, size, pages and language are read from it."""

    document = DocumentChooserBlock()
    title = CharBlock(
        required=False, max_length=160, help_text="Instead of the title kept with the document"
    )

    class Meta:
        icon = "download"
        label = "Document"
        template = "blocks/download_block.html"
        description = "A file to download"
        preview_template = "blocks/previews/download_block.html"


class FigureFactBlock(RuledBlock):
    """A figure with its unit, period, source and date, kept in one place for all pages."""

    statistic = SnippetChooserBlock("snippets.Statistic")

    class Meta:
        icon = "order"
        template = "blocks/figure_fact_block.html"
        description = "A figure with its period and source"
        preview_template = "blocks/previews/figure_fact_block.html"
