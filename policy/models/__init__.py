"""Explainers, reports and their lists."""

from policy.models.index_pages import PolicyIndexPage, ReportIndexPage
from policy.models.policy_explainer import ExplainerDate, PolicyExplainer
from policy.models.report_page import ReportDownload, ReportPage, ReportPublisher

__all__ = [
    "ExplainerDate",
    "PolicyExplainer",
    "PolicyIndexPage",
    "ReportDownload",
    "ReportIndexPage",
    "ReportPage",
    "ReportPublisher",
]
