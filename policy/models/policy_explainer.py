"""An explainer: a convention or law, its dates, what it obliges to, who monitors it."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from content.blocks import ExplainerBodyBlock
from content.validation.problems import Problems
from pages.panels import content_page_tabs
from pages.reviewed_page import ReviewedPage
from snippets.models import Instrument, KeyDate
from snippets.models.reference import add_missing_label_problem


class PolicyExplainer(ReviewedPage):
    """What an instrument says, what it obliges the UK to do, and who checks."""

    parent_page_types = ["policy.PolicyIndexPage"]
    subpage_types: list[str] = []
    kicker = "Policy explainer"
    date_field = "last_reviewed"
    search_type = "policy"
    is_kept_current = True
    written_by = ("Contributor", "Policy")

    instrument = models.ForeignKey(
        Instrument,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="explainers",
        help_text="The treaty or law. Its name and key dates come from there.",
    )
    body = StreamField(ExplainerBodyBlock())
    last_reviewed = models.DateField(
        null=True, help_text="When somebody last checked every statement; shown to readers"
    )
    review_on = models.DateField(null=True, help_text="When to check it again")

    edit_handler = content_page_tabs(
        content=[
            FieldPanel("instrument"),
            FieldPanel("body"),
            InlinePanel(
                "key_dates",
                heading="Key dates of this page alone",
                label="date",
                help_text="Add dates for this page only. Edit treaty dates under Instruments.",
            ),
        ],
        dates=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("review_on")]),
                    FieldPanel("owner", heading="Owner", help_text="Who keeps the page right"),
                ],
                heading="Review",
            )
        ],
        people_and_topics=[],
    )
    search_fields = [*ReviewedPage.search_fields, index.FilterField("last_reviewed")]

    class Meta:
        verbose_name = "policy explainer"

    @property
    def timeline(self) -> list[KeyDate]:
        """The instrument's key dates and the page's own, in order of time."""
        dates = list(self.key_dates.all())
        if self.instrument and self.instrument.is_live_now:
            dates += self.instrument.key_dates.all()
        return sorted((d for d in dates if d.date), key=lambda d: d.date)

    def find_problems(self, problems: Problems) -> None:
        """Ask for somebody who keeps the page right."""
        super().find_problems(problems)
        add_missing_label_problem(self.key_dates.all(), problems)
        problems.require(self.owner, "owner", "Choose who keeps this page right.")
        if self.instrument and not self.instrument.live:
            problems.add(
                "instrument",
                f"“{self.instrument}” is not published, so its dates would not show. Publish it.",
            )


class ExplainerDate(KeyDate):
    """A key date that belongs to one explainer."""

    page = ParentalKey(PolicyExplainer, on_delete=models.CASCADE, related_name="key_dates")
