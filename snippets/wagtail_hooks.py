"""What reusable content adds to the admin, and to running text."""

from datetime import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from phonenumber_field.modelfields import PhoneNumberField
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.telepath import register
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.blocks import ListBlock, StreamBlock
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from snippets import (
    comparisons,
    contact_checks,
    document_views,
    draft_references,
    edit_session,
    image_views,
    ledger,
    renditions,
    views,
)
from snippets.blocks import adapters
from snippets.changed_facts import CHANGED, ChangesFormatter
from snippets.checks import Check
from snippets.draft_references import DraftURLFinder
from snippets.edit_conflicts import check_edit_state
from snippets.fields import LondonDateTimeField, ProseField
from snippets.layout_checks import LAYOUT
from snippets.ledger.marks import MARKED, MarkFormatter
from snippets.ledger.viewset import QuotationViewSet
from snippets.missing import describe_missing_references
from snippets.models import DraftReferences
from snippets.pdf_checks import PDFS
from snippets.reading_level import READING_LEVEL
from snippets.rich_text import CONTACT, CONTACT_CONVERSION, ContactHandler, PublicPageLinkHandler
from snippets.viewsets import FactsGroup, SiteWideGroup

register_snippet(SiteWideGroup)
register_snippet(FactsGroup)
# Schedules say which hours of the year no clock shows once.
register_form_field_override(
    models.DateTimeField,
    override={"form_class": LondonDateTimeField, "widget": AdminDateTimeInput},
)
register_form_field_override(
    models.DateField,
    override={
        "widget": AdminDateInput,
        "error_messages": {
            "invalid": "There is no such day. Write a date such as 24/12/2026 or 24 December 2026."
        },
    },
)
# A new block is not red before anything was typed in it.
register(adapters.PatientListAdapter(), ListBlock)
register(adapters.PatientStreamAdapter(), StreamBlock)
for field, comparison in {
    models.BooleanField: comparisons.YesNoComparison,
    models.DateField: comparisons.DateComparison,
    models.DateTimeField: comparisons.MomentComparison,
    models.TextField: comparisons.LinesComparison,
    PhoneNumberField: comparisons.PhoneComparison,
    ProseField: comparisons.ProseComparison,
}.items():
    register_comparison_class(field, comparison_class=comparison)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def refuse_late_edits(request: HttpRequest, content: models.Model) -> HttpResponse | None:
    """Refuse a save that knows nothing of what was saved or decided since the form was opened."""
    return check_edit_state(request, content)


@hooks.register("register_rich_text_features", order=1)
def link_to_public_pages_only(features: FeatureRegistry) -> None:
    """Render links to pages that readers may not see as plain text."""
    features.register_link_type(PublicPageLinkHandler)


register_admin_url_finder(DraftReferences, DraftURLFinder)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def name_missing_references(request: HttpRequest, content: Any) -> None:
    """Say above the form what was chosen in it and deleted since, and what to do."""
    if request.method == "GET":
        for message in describe_missing_references(content):
            messages.warning(request, message)


@hooks.register("register_checks")
def look_over_content() -> list[Check]:
    """Look at facts of contact, at what texts ask of their readers, and at the PDFs offered."""
    return [
        contact_checks.TYPED,
        contact_checks.MISSING,
        contact_checks.LEFT_BEHIND,
        LAYOUT,
        READING_LEVEL,
        PDFS,
    ]


@hooks.register("register_admin_viewset")
def ledger_of_quotations() -> QuotationViewSet:
    """Show the ledger among the reports."""
    return QuotationViewSet("quotations")


@hooks.register("register_log_actions")
def log_marks(actions: LogActionRegistry) -> None:
    """Say in histories how a quotation was marked."""
    actions.register_action(MARKED)(MarkFormatter)


@hooks.register("register_log_actions")
def log_changed_facts(actions: LogActionRegistry) -> None:
    """Say in the histories of shared content what changed, with the value before and after."""
    actions.register_action(CHANGED)(ChangesFormatter)


@hooks.register("after_convert_alias_page")
def enter_former_alias(request: HttpRequest, page: Page) -> None:
    """Enter in the ledger what an alias quotes once it is a page of its own."""
    ledger.adopt(page.specific)


# Before Wagtail's own views of the same addresses, which these extend.
@hooks.register("register_admin_urls", order=-10)
def warn_where_documents_are_uploaded() -> list[URLPattern | URLResolver]:
    """Say what is wrong with a PDF right where it is uploaded."""
    return [path("documents/", include(document_views.urlpatterns))]


@hooks.register("register_admin_urls", order=-10)
def read_credits_where_pictures_are_uploaded() -> list[URLPattern | URLResolver]:
    """Show what a picture's file says of its author, and give an address to the file itself."""
    return [path("images/", include(image_views.urlpatterns))]


@hooks.register("daily_upkeep")
def draw_missing_pictures(now: datetime) -> None:
    """Have the worker draw each day what is missing."""
    renditions.begin_day(now)


@hooks.register("daily_upkeep")
def record_drafts_of_an_older_version(now: datetime) -> None:
    """Have the worker record what drafts refer to, after the update that records it."""
    draft_references.begin_day(now)


@hooks.register("register_rich_text_features")
def insert_contacts(features: FeatureRegistry) -> None:
    """Let editors insert a fact of contact, which stays right, where they would type it."""
    features.register_embed_type(ContactHandler)
    features.register_converter_rule("contentstate", "contact", CONTACT_CONVERSION)
    entity = EntityFeature(
        {
            "type": CONTACT,
            "icon": "mail",
            "label": "Contact",
            "description": "Insert contact",
            "attributes": ["fact", "id", "label"],
            "chooserUrls": {"contactChooser": reverse_lazy("insert_contact")},
        },
        js=["js/insert-contact.js"],
    )
    features.register_editor_plugin("draftail", "contact", entity)


@hooks.register("register_admin_urls")
def address_of_contacts() -> list[URLPattern]:
    """Give an address to the list of contacts that can be inserted."""
    return [path("insert-contact/", views.insert_contact, name="insert_contact")]


@hooks.register("insert_global_admin_js")
def leave_dates_as_typed() -> str:
    """Leave what is no date to the form, which says so."""
    return format_html('<script src="{}"></script>', static("js/dates.js"))


@hooks.register("insert_editor_js")
def add_move_focus_js() -> str:
    """Keep the focus on a block or a row that is moved by keyboard."""
    return format_html('<script src="{}"></script>', static("js/move-focus.js"))


@hooks.register("insert_editor_js")
def guard_autosave() -> str:
    """Keep Wagtail's autosave from saving an untouched form, or after a button was pressed."""
    return format_html('<script src="{}"></script>', static("js/autosave-guard.js"))


@hooks.register("insert_editor_js")
def check_edit_session() -> str:
    """Ask whether the site answers and who is signed in before a button sends a form."""
    return format_html(
        '<script src="{}" data-url="{}" data-login-url="{}"></script>',
        static("js/edit-session.js"),
        reverse("edit_session"),
        reverse("wagtailadmin_login"),
    )


@hooks.register("insert_global_admin_js")
def keep_typed_text() -> str:
    """Keep what is typed in the browser until the site has stored it."""
    return format_html(
        '<script src="{}" data-url="{}" defer></script>',
        static("js/kept-text.js"),
        reverse("edit_session"),
    )


@hooks.register("register_admin_urls")
def register_edit_session_url() -> list[URLPattern]:
    """Give an address to what an open form asks of the site."""
    return [path("edit-session/", edit_session.edit_session, name="edit_session")]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def record_saved_text(request: HttpRequest, content: models.Model) -> None:
    """Let the browser forget the text that is stored now."""
    edit_session.record_saved_text(request, content)


@hooks.register("insert_global_admin_js")
def add_paste_js() -> str:
    """Keep pasted words apart, and name what did not come along."""
    return format_html('<script src="{}"></script>', static("js/paste.js"))


@hooks.register("insert_global_admin_css")
def style_of_shared_content() -> str:
    """Style what is inserted into texts, and the notice of what a change reaches."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/snippets-admin.css"))
