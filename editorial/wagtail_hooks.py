"""Register the dashboard, checklist, manual, mail list and report of links with the admin."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter

from content.checks.publication_checks import PublicationCheck
from editorial.checklist import views as checklist
from editorial.dashboard import panels
from editorial.dashboard.waiting import (
    find_sent_back_states,
    format_change_request,
    format_workflow_change_request,
    get_changes_since_rejection_link,
)
from editorial.links import report_view, tasks
from editorial.links import views as link_views
from editorial.links.publication_checks import LINK_PUBLICATION_CHECK
from editorial.links.replacement import LINK_REPLACED_LOG_ACTION
from editorial.mail import outbox
from editorial.mail import views as mail_views
from editorial.manual import views as manual_views


@hooks.register("construct_homepage_panels")
def replace_dashboard_panels(request: HttpRequest, shown: list[Component]) -> None:
    """Go on, on the dashboard, with what waits, what is wrong and what went live."""
    panels.replace_panels(shown)


@hooks.register("register_admin_urls")
def register_manual_urls() -> list[URLPattern]:
    """Give addresses to the manual and its pictures."""
    return [
        path("manual/", manual_views.ManualView.as_view(), name="manual"),
        path("manual/images/<str:name>", manual_views.manual_image, name="manual_image"),
    ]


@hooks.register("register_admin_menu_item")
def add_manual_menu_item() -> MenuItem:
    """Lead from every page of the admin to the chapter about it."""
    url = reverse("manual")
    return manual_views.ManualMenuItem("Manual", url, name="manual", icon_name="help", order=8900)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def add_change_request_message(request: HttpRequest, content: Any) -> None:
    """Begin the form with the changes that were requested, and whether they were made."""
    state = getattr(content, "current_workflow_state", None)
    if request.method != "GET" or not state:
        return
    if state.status == state.STATUS_NEEDS_CHANGES:
        messages.warning(request, f"Changes requested. {format_workflow_change_request(state)}")
    elif again := find_sent_back_states().filter(workflow_state=state).last():
        since = get_changes_since_rejection_link(content, again, state.current_task_state)
        changed = "" if since else " Nothing has changed since."
        messages.warning(
            request,
            "Submitted again after changes were requested. "
            f"{format_change_request(again)}{changed}",
            [messages.button(url, text) for text, url in since],
        )


@hooks.register("register_admin_urls")
def register_checklist_urls() -> list[URLPattern]:
    """Give an address to what looks over a form."""
    return [
        path("checklist/pages/<int:pk>/", checklist.check_existing_page, name="checklist_page"),
        path(
            "checklist/pages/<str:app_label>/<str:model_name>/below/<int:parent>/",
            checklist.check_new_page,
            name="checklist_new_page",
        ),
        path(
            "checklist/shared/<str:model_name>/", checklist.check_snippet, name="checklist_snippet"
        ),
        path(
            "checklist/shared/<str:model_name>/<str:key>/",
            checklist.check_snippet,
            name="checklist_snippet",
        ),
    ]


@hooks.register("register_daily_tasks")
def enqueue_daily_link_checks(now: datetime) -> None:
    """Have the worker ask whether links to other sites still lead somewhere."""
    tasks.enqueue_daily_run(now)


@hooks.register("register_daily_tasks")
def maintain_mail_queue(now: datetime) -> None:
    """Take up messages whose task was lost."""
    outbox.maintain_email_queue(now)


@hooks.register("register_admin_urls")
def register_undelivered_email_urls() -> list[URLPattern]:
    """Give addresses to the list of messages that no mail server took."""
    return [
        path(
            "undelivered-emails/",
            mail_views.UndeliveredEmailsView.as_view(),
            name="undelivered_emails",
        ),
        path(
            "undelivered-emails/<int:pk>/<str:action>/",
            mail_views.resend_or_delete_email,
            name="undelivered_email",
        ),
    ]


@hooks.register("register_publication_checks")
def register_link_checks() -> list[PublicationCheck]:
    """Warn of links that readers could not follow."""
    return [LINK_PUBLICATION_CHECK]


@hooks.register("register_admin_urls")
def register_link_urls() -> list[URLPattern]:
    """Give addresses to the report of links, and to what belongs to it."""
    report = report_view.LinksReport
    return [
        path("reports/links/", report.as_view(), name="link_report"),
        path(
            "reports/links/results/",
            report.as_view(results_only=True),
            name="link_report_results",
        ),
        path("reports/links/<int:pk>/", link_views.OutboundLinkView.as_view(), name="link_detail"),
        path(
            "reports/links/<int:pk>/replace/",
            link_views.ReplaceLinkView.as_view(),
            name="link_replace",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_links_menu_item() -> MenuItem:
    """Put the report of links among the others."""
    return MenuItem("Links", reverse("link_report"), name="links", icon_name="link", order=650)


@hooks.register("register_log_actions")
def register_replaced_link_log(actions: LogActionRegistry) -> None:
    """Name the addresses in the history of a page."""

    @actions.register_action(LINK_REPLACED_LOG_ACTION)
    class ReplacedLink(LogFormatter):
        label = "Replace a link"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return f"Replaced the link {data.get('old')} by {data.get('new')}"


@hooks.register("insert_editor_js")
def character_count_js() -> str:
    """Say in forms how long a text is where its length is limited."""
    return format_html('<script src="{}"></script>', static("js/character-count.js"))


@hooks.register("insert_global_admin_css")
def editorial_admin_css() -> str:
    """Style the dashboard, the checklist, comparisons and the report of links."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/editorial-admin.css"))
