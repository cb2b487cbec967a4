"""Register reusable content with the admin, and inserted contacts with running text."""

from datetime import datetime

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.log_actions import LogActionRegistry
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from content.checks.publication_checks import PublicationCheck
from snippets import draft_references
from snippets.change_log import SNIPPET_CHANGED_LOG_ACTION, ChangesFormatter
from snippets.contacts import checks, views
from snippets.contacts.rich_text import (
    CONTACT_CONVERSION,
    CONTACT_ENTITY,
    ContactHandler,
    PublicPageLinkHandler,
)
from snippets.draft_references import DraftURLFinder
from snippets.media import document_views, image_views, renditions
from snippets.media.pdf_checks import PDF_CHECK
from snippets.models import DraftReferences
from snippets.viewsets import PeopleAndReferenceGroup, SiteWideGroup

register_snippet(SiteWideGroup)
register_snippet(PeopleAndReferenceGroup)
register_admin_url_finder(DraftReferences, DraftURLFinder)


@hooks.register("register_rich_text_features", order=1)
def register_public_page_links(features: FeatureRegistry) -> None:
    """Render links to pages that readers may not see as plain text."""
    features.register_link_type(PublicPageLinkHandler)


@hooks.register("register_publication_checks")
def register_snippet_checks() -> list[PublicationCheck]:
    """Look at facts of contact, and at the PDFs offered."""
    return [
        checks.TYPED_CONTACTS_CHECK,
        checks.MISSING_CONTACTS_CHECK,
        checks.STALE_CONTACTS_CHECK,
        PDF_CHECK,
    ]


@hooks.register("register_log_actions")
def register_change_log(actions: LogActionRegistry) -> None:
    """Say in the histories of shared content what changed, with the value before and after."""
    actions.register_action(SNIPPET_CHANGED_LOG_ACTION)(ChangesFormatter)


# Before Wagtail's own views of the same addresses, which these extend.
@hooks.register("register_admin_urls", order=-10)
def register_document_urls() -> list[URLPattern | URLResolver]:
    """Say what is wrong with a PDF right where it is uploaded."""
    return [path("documents/", include(document_views.urlpatterns))]


@hooks.register("register_admin_urls", order=-10)
def register_image_urls() -> list[URLPattern | URLResolver]:
    """Show what a picture's file says of its author, and give an address to the file itself."""
    return [path("images/", include(image_views.urlpatterns))]


@hooks.register("register_daily_tasks")
def enqueue_missing_renditions(now: datetime) -> None:
    """Have the worker draw each day what is missing."""
    renditions.enqueue_daily_renditions(now)


@hooks.register("register_daily_tasks")
def enqueue_draft_references(now: datetime) -> None:
    """Have the worker record what drafts refer to, after the update that records it."""
    draft_references.enqueue_daily_draft_references(now)


@hooks.register("register_rich_text_features")
def register_contact_feature(features: FeatureRegistry) -> None:
    """Let editors insert a fact of contact, which stays right, where they would type it."""
    features.register_embed_type(ContactHandler)
    features.register_converter_rule("contentstate", "contact", CONTACT_CONVERSION)
    entity = EntityFeature(
        {
            "type": CONTACT_ENTITY,
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
def register_contact_urls() -> list[URLPattern]:
    """Give an address to the list of contacts that can be inserted."""
    return [path("insert-contact/", views.insert_contact, name="insert_contact")]


@hooks.register("insert_global_admin_css")
def snippets_admin_css() -> str:
    """Style what is inserted into texts, and the notice of what a change reaches."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/snippets-admin.css"))
