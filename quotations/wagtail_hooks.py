"""Register the ledger of quotations with the admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from quotations import index
from quotations.corrections import QUOTATION_MARK_LOG_ACTION, CorrectionFormatter
from quotations.viewsets import QuotationViewSet


@hooks.register("register_admin_viewset")
def register_quotation_viewset() -> QuotationViewSet:
    """Show the ledger among the reports."""
    return QuotationViewSet("quotations")


@hooks.register("register_log_actions")
def register_correction_log(actions: LogActionRegistry) -> None:
    """Say in histories how a quotation was marked."""
    actions.register_action(QUOTATION_MARK_LOG_ACTION)(CorrectionFormatter)


@hooks.register("after_convert_alias_page")
def index_converted_alias(request: HttpRequest, page: Page) -> None:
    """Enter in the ledger what an alias quotes once it is a page of its own."""
    index.index_former_alias_quotations(page.specific)
