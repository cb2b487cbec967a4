"""What reusable content adds to the admin, and to running text."""

from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from snippets import document_views, ledger
from snippets.checks import Check
from snippets.fields import LondonDateTimeField
from snippets.ledger.marks import MARKED, MarkFormatter
from snippets.ledger.viewset import QuotationViewSet
from snippets.pdf_checks import PDFS
from snippets.reading_level import READING_LEVEL
from snippets.rich_text import PublicPageLinkHandler
from snippets.viewsets import FactsGroup, SiteWideGroup

register_snippet(SiteWideGroup)
register_snippet(FactsGroup)
# Schedules say which hours of the year no clock shows once.
register_form_field_override(
    models.DateTimeField,
    override={"form_class": LondonDateTimeField, "widget": AdminDateTimeInput},
)


@hooks.register("register_rich_text_features", order=1)
def link_to_public_pages_only(features: FeatureRegistry) -> None:
    """Render links to pages that readers may not see as plain text."""
    features.register_link_type(PublicPageLinkHandler)


@hooks.register("register_checks")
def look_over_content() -> list[Check]:
    """Look at what texts ask of their readers, and at the PDFs that a page offers."""
    return [READING_LEVEL, PDFS]


@hooks.register("register_admin_viewset")
def ledger_of_quotations() -> QuotationViewSet:
    """Show the ledger among the reports."""
    return QuotationViewSet("quotations")


@hooks.register("register_log_actions")
def log_marks(actions: LogActionRegistry) -> None:
    """Say in histories how a quotation was marked."""
    actions.register_action(MARKED)(MarkFormatter)


@hooks.register("after_convert_alias_page")
def enter_former_alias(request: HttpRequest, page: Page) -> None:
    """Enter in the ledger what an alias quotes once it is a page of its own."""
    ledger.adopt(page.specific)


# Before Wagtail's own views of the same addresses, which these extend.
@hooks.register("register_admin_urls", order=-10)
def warn_where_documents_are_uploaded() -> list[URLPattern | URLResolver]:
    """Say what is wrong with a PDF right where it is uploaded."""
    return [path("documents/", include(document_views.urlpatterns))]
