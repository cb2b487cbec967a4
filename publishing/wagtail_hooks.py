"""Register what publication adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.locks import BaseLock
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, PageQuerySet

from content.checks.publication_checks import PublicationCheck
from publishing import admin_urls, buttons, date_checks, dependents, history, locks
from publishing.access import admin_visibility, files
from publishing.access.public_collections import PublicCollectionViewSet
from publishing.approval import action_menu, approvers, refusals
from publishing.bulk_actions import decisions, edits
from publishing.clock import format_datetime
from publishing.models.sign_off import SELF_APPROVAL_MESSAGE, is_contributor
from publishing.notifications import subscribe_to_comments
from publishing.publication_calendar import panels
from publishing.unpublishing.lost_links import LOST_LINK_LOG_ACTION
from publishing.viewsets import PageViewSetWithGoLive, ReleaseSetViewSet
from snippets.models import SiteDocument
from snippets.models.base import BaseSnippet


@hooks.register("get_content_lock")
def get_publication_lock(content: Any) -> BaseLock | None:
    """Lock what is scheduled or in an approved set."""
    return locks.find_publication_lock(content)


@hooks.register("before_publication")
def validate_not_locked_by_active_set(content: Any) -> None:
    """Refuse to publish or withdraw by itself what an approved set has promised."""
    locks.validate_not_locked_by_set(content, "published or unpublished by itself")


@hooks.register("register_publication_checks")
def register_date_checks() -> list[PublicationCheck]:
    """Compare the date printed on a page with the day it goes live."""
    return [date_checks.PUBLICATION_DATE_CHECK]


@hooks.register("find_decisions")
def get_release_set_memberships(content: Any) -> list[list[Any]]:
    """Name the release sets that something is in: an editor's form is refused once they change."""
    return locks.find_release_set_memberships(content)


@hooks.register("register_log_actions")
def register_set_log_action(actions: LogActionRegistry) -> None:
    """Name publication with a release set in the history."""
    history.register_set_action(actions)


@hooks.register("find_problems_elsewhere")
def find_broken_dependents(content: BaseSnippet) -> list[str]:
    """Refuse to publish shared content without what something else needs of it."""
    found = dependents.find_dependents_of_change(content)
    return [f"This change would break {line}" for line in dependents.describe(found)]


# These two come before Wagtail's own hooks, which would ask for a login to what is not there.
@hooks.register("before_serve_page", order=-10)
def raise_404_for_expired_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Answer for a page past its expiry as for one that does not exist."""
    files.raise_404_if_expired(page)


@hooks.register("before_serve_document", order=-10)
def authorize_document(document: SiteDocument, request: HttpRequest) -> None:
    """Send a document only to those who may have it at this moment."""
    files.authorize_file(document, request)


@hooks.register("construct_page_chooser_queryset")
def filter_page_chooser(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave out of the chooser what readers do not see and the editor does not work on."""
    return admin_visibility.filter_choosable_pages(pages, request)


@hooks.register("register_admin_viewset")
def register_public_collections_viewset() -> PublicCollectionViewSet:
    """Show under Settings which collections are public."""
    return PublicCollectionViewSet("public_collections")


@hooks.register("register_admin_viewset")
def register_release_set_viewset() -> ReleaseSetViewSet:
    """Show the release sets in the menu."""
    return ReleaseSetViewSet("release_sets")


@hooks.register("register_page_header_buttons")
def add_page_release_set_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Offer, where a page is edited, to put it in a set."""
    yield from buttons.iter_set_buttons(page, user)


@hooks.register("register_snippet_listing_buttons")
def add_snippet_release_set_buttons(
    snippet: Any, user: Any, next_url: str = ""
) -> Iterator[Button]:
    """Offer, where shared content is listed, to put it in a set."""
    yield from buttons.iter_set_buttons(snippet, user)


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def arrange_buttons(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Make Approve the main button, or say why it is missing; say when publishing asks nobody."""
    content = context.get("page") or context.get("instance")
    action_menu.arrange_menu_items(items, content)
    approvers.add_obstacle(items, content, request.user)


@hooks.register("register_admin_urls")
def register_publication_urls() -> list[URLPattern]:
    """Give addresses to the calendar, to sets, embargo links, seals and what is read ahead."""
    return admin_urls.urlpatterns


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let administrators grant to groups the rights to release sets and embargo links."""
    is_about_sets = Q(content_type__model="releaseset")
    return Permission.objects.filter(
        is_about_sets | Q(codename="add_embargolink"), content_type__app_label="publishing"
    )


@hooks.register("register_page_header_buttons")
def add_embargo_link_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Offer embargo links where a scheduled page is edited."""
    yield from buttons.iter_embargo_link_buttons(page, user)


@hooks.register("register_admin_menu_item")
def register_calendar_menu_item() -> MenuItem:
    """Put the calendar into the menu."""
    url = reverse("publication_calendar")
    return MenuItem("Calendar", url, name="calendar", icon_name="calendar-alt", order=204)


@hooks.register("construct_homepage_panels")
def add_upcoming_panel(request: HttpRequest, shown: list[Component]) -> None:
    """Begin the dashboard with what goes out next."""
    shown.append(panels.UpcomingPublicationsPanel())


@hooks.register("register_admin_viewset")
def register_page_viewset() -> PageViewSetWithGoLive:
    """Say in lists of pages when each goes live, and ask before one is taken down."""
    return PageViewSetWithGoLive()


hooks.register("register_bulk_action", edits.TopicsAction)
hooks.register("register_bulk_action", decisions.SubmitAction)
hooks.register("register_bulk_action", decisions.ScheduleAction)
hooks.register("register_bulk_action", decisions.AddToSetAction)
# After Wagtail's own of the same names, which these replace.
hooks.register("register_bulk_action", decisions.PublishAction, order=10)
hooks.register("register_bulk_action", decisions.UnpublishAction, order=10)
hooks.register("register_bulk_action", decisions.DeleteAction, order=10)


@hooks.register("register_log_actions")
def register_removal_log_actions(actions: LogActionRegistry) -> None:
    """Say in the history of a page why it was unpublished, and which links it lost."""

    @actions.register_action(decisions.UNPUBLISH_REASON_LOG_ACTION)
    class UnpublishReason(LogFormatter):
        label = "Give the reason for unpublishing"

        def format_message(self, log_entry: Any) -> str:
            return f"Unpublished because: {log_entry.data.get('reason')}"

    @actions.register_action(LOST_LINK_LOG_ACTION)
    class LostLinkRecord(LogFormatter):
        label = "Lose a link"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            page = f"“{data['title']}”" if data.get("title") else "A page"
            return f"{page} was deleted. “{data.get('place')}” has no link to it now."


@hooks.register("insert_global_admin_css")
def publishing_admin_css() -> str:
    """Style the calendar, and what the dashboard and the lists of pages say of it."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/publishing-admin.css"))


@hooks.register("register_page_header_buttons")
def add_audit_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Offer, where a planned page is edited, to see what was found of it."""
    yield from buttons.iter_audit_buttons(page, user)


@hooks.register("after_edit_page")
def subscribe_submitter_to_comments(request: HttpRequest, page: Page) -> None:
    """E-mail whoever submits a page about comments on it, also if they did not create it."""
    if {"action-submit", "action-restart-workflow"} & request.POST.keys():
        subscribe_to_comments(page, request.user)


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def add_decision_message(request: HttpRequest, content: Any) -> None:
    """Say what a decision did, of which Wagtail says no more than that the content is updated.

    “Approve” only saves for those who have made an edit since, to whom Wagtail offers it as well.
    """
    decision = request.POST.get("workflow-action-name")
    if decision == "reject":
        messages.success(request, "Sent back.")
    elif decision == "approve" and not content.current_workflow_task_state:
        stored = type(content)._default_manager.get(pk=content.pk)
        if planned := stored.scheduled_revision:
            moment = format_datetime(planned.approved_go_live_at)
            messages.success(request, f"Approved. It goes live on {moment}.")
        elif stored.live:
            messages.success(request, "Approved. It is live.")
    elif decision == "approve" and is_contributor(content, request.user):
        whom_to_ask = approvers.describe_approvers(content)
        text = f"Saved, but not approved. {SELF_APPROVAL_MESSAGE} {whom_to_ask}"
        refusals.replace_success_messages(request, text)
