"""The lists of explainers and of reports."""

from __future__ import annotations

from policy.models.policy_explainer import PolicyExplainer
from policy.models.report_page import ReportPage
from snippets.listings import ListingPage
from snippets.pages import ContentPageQuerySet


class PolicyIndexPage(ListingPage):
    """All explainers, the most recently reviewed first."""

    subpage_types = ["policy.PolicyExplainer"]

    class Meta:
        verbose_name = "policy index"

    def listed(self) -> ContentPageQuerySet:
        """Return the explainers that readers may see."""
        return PolicyExplainer.objects.live().public().child_of(self)


class ReportIndexPage(ListingPage):
    """All reports, newest first."""

    subpage_types = ["policy.ReportPage"]

    class Meta:
        verbose_name = "report index"

    def listed(self) -> ContentPageQuerySet:
        """Return the reports that readers may see."""
        return ReportPage.objects.live().public().child_of(self)
