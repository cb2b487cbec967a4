"""List the missing content when a form is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from content.editing.forms import PublicationRulesFormMixin
from editorial.checklist.form_errors import find_form_problems
from publishing.approval.approvers import describe_obstacle

REFUSED_ACTION_MESSAGES = {
    "action-submit": "Not submitted for approval yet.",
    "action-restart-workflow": "Not submitted for approval yet.",
    "action-publish": "Not published yet.",
    "action-workflow-action": "No decision was made.",
}
NOT_SAVED_MESSAGE = "Not saved."
MAX_NAMED_PROBLEMS = 8
# What Wagtail adds to a refused form of a page (8.0.1); that of a snippet is replaced alike.
WAGTAIL_ERROR_MESSAGES = (
    "The page could not be saved due to validation errors.",
    # Since 8.1.
    "The workflow action could not be performed as the workflow state has changed.",
)


def replace_form_error_message(
    request: HttpRequest, text: str, level: int = messages.ERROR
) -> None:
    """Replace Wagtail's message that the form was refused with `text`, or add `text`."""
    known = [gettext(message) for message in WAGTAIL_ERROR_MESSAGES]
    for message in messages.get_messages(request):
        if any(part in message.message for part in known):
            message.message, message.level = text, level
            return
    messages.add_message(request, level, text)


def show_approval_obstacle(request: HttpRequest, content: Any) -> None:
    """Say why somebody cannot approve what they sent with “Approve”, if they cannot.

    Wagtail 8.0 saves the content of such a form; 8.1 refuses it.
    """
    is_approval = request.POST.get("workflow-action-name") == "approve"
    if is_approval and (obstacle := describe_obstacle(content, request.user)):
        replace_form_error_message(request, f"Not approved. {obstacle}")


class MissingContentMiddleware:
    """Lists what a form refused, in place of Wagtail's message that it could not be saved.

    The draft may well be saved: the editor saves it while somebody types.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Add the list to the form that comes back."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and isinstance(form, PublicationRulesFormMixin):
            # A conflict with another editor has a notice of its own.
            if conflict := getattr(form.instance, "edit_conflict", None):
                if not conflict.notice:
                    # Since Wagtail 8.1, a decision on a snippet is refused before its form is read.
                    form.is_valid()
                if conflict.notice:
                    replace_form_error_message(request, conflict.notice, messages.WARNING)
            else:
                show_approval_obstacle(request, form.instance)
            problems = [] if conflict else find_form_problems(form)
            if problems:
                pressed = next(
                    (
                        text
                        for name, text in REFUSED_ACTION_MESSAGES.items()
                        if name in request.POST
                    ),
                    "",
                )
                shown = [
                    (problem.place, problem.message) for problem in problems[:MAX_NAMED_PROBLEMS]
                ]
                more = len(problems) - len(shown)
                replace_form_error_message(
                    request,
                    format_html(
                        '{} Fix these first:<ul class="missing"{}>{}{}</ul>',
                        pressed or NOT_SAVED_MESSAGE,
                        # The checklist, which is about publication, says what is left of it.
                        mark_safe(" data-for-publication") if pressed else "",
                        format_html_join("", "<li><b>{}</b> {}</li>", shown),
                        format_html('<li class="missing__more">and {} more</li>', more)
                        if more
                        else "",
                    ),
                )
        return response
