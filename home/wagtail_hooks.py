"""Register the views, panels and checks that `home` adds to the admin, and its seal checks."""

from collections.abc import Iterable
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
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter

from home import mail_queue, mail_views, manual_views, seal
from home.checklist import views as checklist
from home.dashboard import panels
from home.dashboard.waiting import asked_for, asked_in, get_changes_since, sent_back_states
from home.links import listing, runs, views
from home.links.before_publishing import LINKS_LEAD_SOMEWHERE
from home.links.replacing import LOG_ACTION
from home.models import NewsletterSubscription
from publishing.seal.routes import Route
from snippets.checks import Check


class NewsletterViewSet(ModelViewSet):
    """Who is on the newsletter's list: to export, and to remove whoever asks to leave."""

    model = NewsletterSubscription
    icon = "mail"
    menu_label = "Newsletter"
    menu_order = 230
    add_to_admin_menu = True
    form_fields = ["email"]
    list_display = ["email", "confirmed_at"]
    list_export = ["email", "confirmed_at"]
    search_fields = ["email"]
    copy_view_enabled = False
    inspect_view_enabled = True


@hooks.register("register_admin_viewset")
def newsletter_viewset() -> NewsletterViewSet:
    """Show the list in the admin."""
    return NewsletterViewSet("newsletter")


@hooks.register("construct_homepage_panels")
def say_what_to_see_to(request: HttpRequest, shown: list[Component]) -> None:
    """Go on, on the dashboard, with what waits, what is wrong and what went live."""
    panels.compose(shown)


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
def show_what_is_asked_for(request: HttpRequest, content: Any) -> None:
    """Begin the form with the changes that were requested, and whether they were made."""
    state = getattr(content, "current_workflow_state", None)
    if request.method != "GET" or not state:
        return
    if state.status == state.STATUS_NEEDS_CHANGES:
        messages.warning(request, f"Changes requested. {asked_for(state)}")
    elif again := sent_back_states().filter(workflow_state=state).last():
        since = get_changes_since(content, again, state.current_task_state)
        changed = "" if since else " Nothing has changed since."
        messages.warning(
            request,
            f"Submitted again after changes were requested. {asked_in(again)}{changed}",
            [messages.button(url, text) for text, url in since],
        )


@hooks.register("register_admin_urls")
def addresses_of_the_checklist() -> list[URLPattern]:
    """Give an address to what looks over a form."""
    return [
        path("checklist/pages/<int:pk>/", checklist.existing_page, name="checklist_page"),
        path(
            "checklist/pages/<str:app_label>/<str:model_name>/below/<int:parent>/",
            checklist.new_page,
            name="checklist_new_page",
        ),
        path("checklist/shared/<str:model_name>/", checklist.shared, name="checklist_shared"),
        path(
            "checklist/shared/<str:model_name>/<str:key>/",
            checklist.shared,
            name="checklist_shared",
        ),
    ]


@hooks.register("seal_routes")
def routes_of_the_site(content: Any) -> Iterable[Route]:
    """Look at the home page, the search and the sitemap."""
    return seal.routes_of(content)


@hooks.register("daily_upkeep")
def check_links_each_day(now: datetime) -> None:
    """Have the worker ask whether links to other sites still lead somewhere."""
    runs.begin_day(now)


@hooks.register("daily_upkeep")
def maintain_mail_queue(now: datetime) -> None:
    """Take up messages whose task was lost."""
    mail_queue.maintain_queue(now)


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
            mail_views.resolve_undelivered,
            name="undelivered_email",
        ),
    ]


@hooks.register("register_checks")
def checks_of_links() -> list[Check]:
    """Warn of links that readers could not follow."""
    return [LINKS_LEAD_SOMEWHERE]


@hooks.register("register_admin_urls")
def addresses_of_links() -> list[URLPattern]:
    """Give addresses to the report of links, and to what belongs to it."""
    report = listing.LinksReport
    return [
        path("reports/links/", report.as_view(), name="links_report"),
        path(
            "reports/links/results/",
            report.as_view(results_only=True),
            name="links_report_results",
        ),
        path("reports/links/<int:pk>/", views.LinkView.as_view(), name="links_link"),
        path("reports/links/<int:pk>/replace/", views.ReplaceView.as_view(), name="links_replace"),
    ]


@hooks.register("register_reports_menu_item")
def links_menu_item() -> MenuItem:
    """Put the report of links among the others."""
    return MenuItem("Links", reverse("links_report"), name="links", icon_name="link", order=650)


@hooks.register("register_log_actions")
def say_what_was_replaced(actions: LogActionRegistry) -> None:
    """Name the addresses in the history of a page."""

    @actions.register_action(LOG_ACTION)
    class ReplacedLink(LogFormatter):
        label = "Replace a link"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return f"Replaced the link {data.get('old')} by {data.get('new')}"


@hooks.register("insert_editor_js")
def count_characters() -> str:
    """Say in forms how long a text is where its length is limited."""
    return format_html('<script src="{}"></script>', static("js/character-count.js"))


@hooks.register("insert_global_admin_css")
def style_of_the_top() -> str:
    """Style the dashboard, the checklist, comparisons and the report of links."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/home-admin.css"))
