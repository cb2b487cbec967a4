"""A published report with its cover and files."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import models
from django.utils.functional import cached_property
from stdnum import isbn
from stdnum.exceptions import ValidationError as NumberError
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Revision
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from content.blocks import BodyBlock, KeyFindingsBlock
from content.text.dates import DatePrecision
from content.text.typography import describe_alt_text_problem
from content.validation.problems import Problems
from pages.panels import content_page_tabs
from pages.reviewed_page import ReviewedPage
from policy.models.report_parts import ReportDownload, ReportPublisher
from snippets.models import SiteDocument, SiteImage


def validate_isbn(value: str) -> None:
    """Check an ISBN's digits against its check digit (ISO 2108).

    Raises:
        ValidationError: the number cannot be an ISBN.
    """
    try:
        isbn.validate(value)
    except NumberError as error:
        raise ValidationError(
            "This is not an ISBN: its last digit does not fit the others. Check for a slip."
        ) from error


class ReportPage(ReviewedPage):
    """Cover, full report, executive summary, and how to get another format."""

    parent_page_types = ["policy.ReportIndexPage"]
    subpage_types: list[str] = []
    kicker = "Report"
    date_field = "published"
    has_cover = True
    is_dated_for_publication = True
    schema_type = "Report"
    search_type = "reports"
    reading_level_fields = (*ReviewedPage.reading_level_fields, "key_findings")
    written_by = ("Contributor", "Policy")

    published = models.DateField(
        null=True,
        db_index=True,
        help_text="Enter any day of the month or year if only that is known",
    )
    published_precision = models.CharField(
        "known to the", max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    cover = models.ForeignKey(
        SiteImage,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Leave empty and save the draft to use the first page of the PDF",
    )
    cover_alt = models.CharField(
        "what the cover shows",
        max_length=200,
        help_text="For those who cannot see it, such as “A child’s shadow on a brick wall”",
    )
    body = StreamField(BodyBlock(required=False), blank=True)
    key_findings = StreamField(KeyFindingsBlock(required=False), blank=True, max_num=1)
    accessible_version = models.ForeignKey(
        SiteDocument,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A tagged PDF or a Word file that screen readers read well",
    )
    accessible_request = models.TextField(
        "how to ask for another format",
        blank=True,
        help_text="Needed if there is no accessible version",
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True)

    edit_handler = content_page_tabs(
        content=[
            MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading="Cover"),
            InlinePanel(
                "downloads",
                heading="Downloads",
                label="file",
                min_num=1,
                help_text="Pages, size, language and tagging are read from the file",
            ),
            FieldPanel("key_findings"),
            FieldPanel("body"),
            MultiFieldPanel(
                [FieldPanel("accessible_version"), FieldPanel("accessible_request")],
                heading="Other formats",
            ),
        ],
        dates=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("published"), FieldPanel("published_precision")]),
                    FieldPanel("isbn"),
                ],
                heading="Publication of the report",
            ),
        ],
        publication=[
            MultiFieldPanel(
                [
                    HelpPanel(
                        "<p>Needed if this page says what will not stay true, such as “latest” or "
                        "“this year”.</p>"
                    ),
                    FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("review_on")]),
                ],
                heading="Review",
            ),
        ],
        people_and_topics=[
            InlinePanel("publishers", heading="Publishers", label="organisation", min_num=1)
        ],
    )
    search_fields = [
        *ReviewedPage.search_fields,
        index.SearchField("key_findings"),
        index.SearchField("isbn"),
        index.FilterField("published"),
    ]

    class Meta:
        verbose_name = "report"

    @property
    def date_precision(self) -> str:
        """How much of the date of publication is known."""
        return self.published_precision

    def get_untagged_documents(self) -> list[ReportDownload]:
        """Return the PDFs that screen readers will struggle with, as the files themselves say."""
        return [d for d in self.files if d.document and d.document.is_tagged is False]

    def get_publishers(self) -> list[ReportPublisher]:
        """Return who published it, among the organisations that readers may be told of."""
        return [
            entry for entry in self._live_publishers if entry.part == ReportPublisher.Part.PUBLISHER
        ]

    def get_contributions(self) -> list[ReportPublisher]:
        """Return who contributed to it or wrote a part of it, as far as readers are told."""
        contributor = ReportPublisher.Part.CONTRIBUTOR
        return [e for e in self._live_publishers if e.part == contributor or e.contribution]

    @cached_property
    def _live_publishers(self) -> list[ReportPublisher]:
        return [
            entry
            for entry in self.publishers.all()
            if entry.organisation and entry.organisation.is_live_now
        ]

    @cached_property
    def files(self) -> list[ReportDownload]:
        """Return the downloads with their documents, in the editor's order."""
        return list(self.downloads.all())

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Keep a draft; where it has no cover yet, offer the first page of its PDF."""
        if not self.cover_id:
            self.cover = self.get_or_create_cover(kwargs.get("user"))
        return super().save_revision(*args, **kwargs)

    def get_or_create_cover(self, user: Any = None) -> SiteImage | None:
        """Return an image of the first page of the first PDF, or None without a PDF.

        It is kept once, and seldom drawn twice: an open editor saves itself again and again.
        """
        for download in self.downloads.all():
            if document := download.document:
                key = f"cover-of-{document.get_file_hash()}"
                known = cache.get(key)
                drawn = SiteImage.objects.filter(file_hash=known).first() if known else None
                cover = drawn or self._draw_cover(document, user)
                if cover:
                    cache.set(key, cover.file_hash)
                    return cover
        return None

    def _draw_cover(self, document: SiteDocument, user: Any) -> SiteImage | None:
        png = document.draw_cover()
        if not png:
            return None
        if drawn := SiteImage.objects.filter(file_hash=hash_filelike(BytesIO(png))).first():
            return drawn
        image = SiteImage(title=f"{self.title} (first page)", uploaded_by_user=user)
        name = f"{document.filename.rsplit('.', 1)[0]}.png"
        image.file = ImageFile(BytesIO(png), name=name)
        image.save()
        image.get_file_hash()
        return image

    def find_problems(self, problems: Problems) -> None:
        """Check cover, files and the way to an accessible version."""
        super().find_problems(problems)
        problems.require(self.cover, "cover", "Choose a cover, or save the draft to use the PDF’s.")
        if reason := describe_alt_text_problem(self.cover_alt, self.title):
            problems.add("cover_alt", reason)
        if not (self.accessible_version or self.accessible_request.strip()):
            problems.add(
                "accessible_request",
                "Add an accessible version above, or say here how to ask for another format.",
            )
        self._check_files(problems)
        self._check_publishers(problems)
        if self.isbn:
            problems.check("isbn", validate_isbn, self.isbn)

    def _check_publishers(self, problems: Problems) -> None:
        entries = [entry for entry in self.publishers.all() if entry.organisation]
        problems.require(entries, "publishers", "Say which organisation published the report.")
        if entries and not any(e.part == ReportPublisher.Part.PUBLISHER for e in entries):
            problems.add("publishers", "Mark at least one organisation as publisher.")
        for entry in entries:
            if not entry.organisation.live:
                problems.add(
                    "publishers",
                    f"“{entry.organisation}” is not published, so readers would not see it. "
                    f"Publish the organisation or choose another.",
                )

    def _check_files(self, problems: Problems) -> None:
        downloads = list(self.downloads.all())
        problems.require(downloads, "downloads", "Add at least one file or address to download.")
        if not all(download.identity for download in downloads):
            problems.add("downloads", "Choose a document or enter an address for every file.")
        if any(download.document and download.url for download in downloads):
            problems.add(
                "downloads", "Choose a document or enter an address, not both. Remove one."
            )
        counts = Counter(download.identity for download in downloads if download.identity)
        for download in downloads:
            if counts[download.identity] > 1:
                counts[download.identity] = 0
                problems.add(
                    "downloads",
                    f"“{download.name}” is listed twice: the files are the same. Remove one.",
                )
