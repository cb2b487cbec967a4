"""Explainers, reports and their lists."""

from policy.models.index_pages import PolicyIndexPage, ReportIndexPage
from policy.models.policy_explainer import ExplainerDate, PolicyExplainer
from policy.models.report_page import ReportPage
from policy.models.report_parts import ReportDownload, ReportPublisher

__all__ = [
    "ExplainerDate",
    "PolicyExplainer",
    "PolicyIndexPage",
    "ReportDownload",
    "ReportIndexPage",
    "ReportPage",
    "ReportPublisher",
]
