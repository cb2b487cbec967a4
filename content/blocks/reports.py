"""Blocks that offer a report or a single document."""

from __future__ import annotations

from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructValue
from wagtail.documents.blocks import DocumentChooserBlock

from content.blocks.base import ValidatedBlock
from content.blocks.images import ComparableImageBlock, add_alt_text_problem
from content.blocks.links import ReadMoreLinkBlock
from content.validation.problems import Problems


class ReportCoverBlock(ValidatedBlock):
    """A report: one of ours, or one that only its picture, title and links describe."""

    report = PageChooserBlock(
        "policy.ReportPage",
        required=False,
        help_text="A report of this site: cover, title, date, publishers and downloads come along",
    )
    cover = ComparableImageBlock(required=False, help_text="For a report that is not on this site")
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
        add_alt_text_problem(problems, "cover", value["cover"], value["title"])

    class Meta:
        icon = "doc-full"
        template = "blocks/report_cover_block.html"
        description = "A report with its cover, title and download links"
        preview_template = "blocks/previews/report_cover_block.html"


class DocumentBlock(ValidatedBlock):
    """A file, with what it is: format, size, pages and language are read from it."""

    document = DocumentChooserBlock()
    title = CharBlock(
        required=False, max_length=160, help_text="Instead of the title kept with the document"
    )

    class Meta:
        icon = "download"
        label = "Document"
        template = "blocks/document_block.html"
        description = "A file to download"
        preview_template = "blocks/previews/document_block.html"
