"""Register how every form of content is read, guarded, checked and compared."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from phonenumber_field.modelfields import PhoneNumberField
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.telepath import register
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.blocks import ListBlock, StreamBlock

from content import comparisons
from content.blocks import adapters
from content.checks.layout_checks import LAYOUT_CHECK
from content.checks.publication_checks import PublicationCheck
from content.checks.reading_level import READING_LEVEL_CHECK
from content.editing import edit_session
from content.editing.edit_conflicts import detect_edit_conflict
from content.fields import LondonDateTimeField, ProseField
from content.validation.missing_references import describe_missing_references

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
register(adapters.WithoutMinimumListAdapter(), ListBlock)
register(adapters.WithoutMinimumStreamAdapter(), StreamBlock)
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
def refuse_stale_edits(request: HttpRequest, content: models.Model) -> HttpResponse | None:
    """Refuse a save that knows nothing of what was saved or decided since the form was opened."""
    return detect_edit_conflict(request, content)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def add_missing_reference_messages(request: HttpRequest, content: Any) -> None:
    """Say above the form what was chosen in it and deleted since, and what to do."""
    if request.method == "GET":
        for message in describe_missing_references(content):
            messages.warning(request, message)


@hooks.register("register_publication_checks")
def register_text_checks() -> list[PublicationCheck]:
    """Look at how text is laid out, and at what it asks of its readers."""
    return [LAYOUT_CHECK, READING_LEVEL_CHECK]


@hooks.register("insert_global_admin_js")
def date_picker_js() -> str:
    """Leave what is no date to the form, which says so."""
    return format_html('<script src="{}"></script>', static("js/dates.js"))


@hooks.register("insert_editor_js")
def add_move_focus_js() -> str:
    """Keep the focus on a block or a row that is moved by keyboard."""
    return format_html('<script src="{}"></script>', static("js/move-focus.js"))


@hooks.register("insert_editor_js")
def autosave_guard_js() -> str:
    """Keep Wagtail's autosave from saving an untouched form, or after a button was pressed."""
    return format_html('<script src="{}"></script>', static("js/autosave-guard.js"))


@hooks.register("insert_editor_js")
def edit_session_js() -> str:
    """Ask whether the site answers and who is signed in before a button sends a form."""
    return format_html(
        '<script src="{}" data-url="{}" data-login-url="{}"></script>',
        static("js/edit-session.js"),
        reverse("edit_session"),
        reverse("wagtailadmin_login"),
    )


@hooks.register("insert_global_admin_js")
def add_unsaved_text_js() -> str:
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
def record_saved_text_and_window(request: HttpRequest, content: models.Model) -> None:
    """Let the browser forget the text that is stored now, and know the version it saved."""
    edit_session.record_saved_text_id(request, content)
    edit_session.record_revision_browser_window(request, content)


@hooks.register("insert_global_admin_js")
def add_paste_js() -> str:
    """Keep pasted words apart, and name what did not come along."""
    return format_html('<script src="{}"></script>', static("js/paste.js"))
