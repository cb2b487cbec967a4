"""The lists of explainers and of reports."""

from __future__ import annotations

from pages.content_page import ContentPageQuerySet
from pages.listings import ListingPage
from policy.models.policy_explainer import PolicyExplainer
from policy.models.report_page import ReportPage


class PolicyIndexPage(ListingPage):
    """All explainers, the most recently reviewed first."""

    subpage_types = ["policy.PolicyExplainer"]
    lists = PolicyExplainer
    noun = "explainer"
    template = "pages/listing_page.html"

    class Meta:
        verbose_name = "policy index"


class ReportIndexPage(ListingPage):
    """All reports, newest first."""

    subpage_types = ["policy.ReportPage"]
    lists = ReportPage

    class Meta:
        verbose_name = "report index"

    def prefetch_listing(self, pages: ContentPageQuerySet) -> ContentPageQuerySet:
        """Return the reports with their covers and publishers."""
        return (
            super()
            .prefetch_listing(pages)
            .select_related("cover")
            .prefetch_related("publishers", "cover__renditions")
        )
