"""Store who published a report, and the files that readers may have of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.models import Orderable

from content.managers import SelectRelatedManager
from snippets.models import Organisation, SiteDocument


class ReportPublisher(Orderable):
    """An organisation's part in a report."""

    class Part(models.TextChoices):
        """What the organisation did."""

        PUBLISHER = "publisher", "Published it"
        CONTRIBUTOR = "contributor", "Contributed to it"

    page = ParentalKey("policy.ReportPage", on_delete=models.CASCADE, related_name="publishers")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=11, choices=Part.choices, default=Part.PUBLISHER)
    contribution = models.CharField(
        max_length=160, blank=True, help_text="Such as “the chapter on child trafficking”"
    )

    objects = SelectRelatedManager()

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("part")]),
        FieldPanel("contribution"),
    ]

    def __str__(self) -> str:
        return str(self.organisation)


class ReportDownload(Orderable):
    """One file of a report, kept here or published elsewhere."""

    class Kind(models.TextChoices):
        """What the file is."""

        FULL_REPORT = "full_report", "Full report"
        EXECUTIVE_SUMMARY = "executive_summary", "Executive summary"
        BRIEFING = "briefing", "Briefing"
        DATA = "data", "Data"
        EASY_READ = "easy_read", "Easy read"
        TRANSLATION = "translation", "Translation"

    page = ParentalKey("policy.ReportPage", on_delete=models.CASCADE, related_name="downloads")
    kind = models.CharField(max_length=17, choices=Kind.choices, default=Kind.FULL_REPORT)
    document = models.ForeignKey(
        SiteDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    url = models.URLField("or its address elsewhere", blank=True)
    language = models.CharField(
        max_length=35,
        blank=True,
        help_text="Only for a file that does not say itself, such as “Welsh”",
    )

    objects = SelectRelatedManager()

    panels = [
        HelpPanel("<p>Choose a document, or enter the address of one that is not kept here.</p>"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
        FieldPanel("language"),
    ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the file is called on the page."""
        return self.get_kind_display()

    @property
    def other_language(self) -> str:
        """The language an editor named, unless it is that of the site."""
        return "" if self.language.strip().casefold() == "english" else self.language

    @property
    def identity(self) -> str:
        """The same for two downloads that lead to the same file; empty before either is set."""
        if self.document:
            return self.document.get_file_hash()
        parts = urlsplit(self.url)
        # Of an address only scheme and host may be written in either case.
        host = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower())
        return host.geturl().rstrip("/")

    @property
    def href(self) -> str:
        """Where the file is."""
        return self.document.url if self.document else self.url
