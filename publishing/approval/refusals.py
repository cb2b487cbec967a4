"""Show an editor why something was refused outside a form."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from content.admin_titles import get_request_user
from content.editing.admin_views import is_admin_path
from publishing.models import ReleaseSetItem
from publishing.permissions import get_set_name_for_user

logger = logging.getLogger(__name__)


def get_error_messages(exception: Exception) -> list[str]:
    """Return why something was refused, in words for an editor; nothing if this is no refusal."""
    if isinstance(exception, ValidationError):
        return exception.messages
    if isinstance(exception, ProtectedError):
        promised = {
            item.release_set
            for item in exception.protected_objects
            if isinstance(item, ReleaseSetItem)
        }
        return [
            f"What you chose, or a page below it, goes live with "
            f"{get_set_name_for_user(release_set, get_request_user())}, so it cannot be deleted. "
            "Remove it "
            f"from the set first, or cancel the set."
            for release_set in promised
        ]
    return []


def replace_success_messages(request: HttpRequest, text: str) -> None:
    """Replace messages of success with the error `text`, or add it."""
    shown: Any = messages.get_messages(request)
    done = [message for message in shown if message.level == messages.SUCCESS]
    # Reading marks messages as shown; these still have to be, after a redirect.
    shown.used = False
    if not done:
        messages.error(request, text)
    for message in done:
        message.message, message.level = text, messages.ERROR


class AdminErrorMessageMiddleware:
    """Turn a rule broken outside a form into a message on the page the editor came from.

    Wagtail publishes and deletes from places that show no form (bulk actions, workflow approval);
    a refusal would otherwise be a server error there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Send the editor back with the reasons; leave every other exception alone."""
        reasons = get_error_messages(exception)
        if not (reasons and request.method == "POST" and is_admin_path(request)):
            return None
        logger.warning("Refused %s: %s", request.path, "; ".join(reasons))
        for reason in reasons:
            messages.error(request, reason)
        origin = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(origin, {request.get_host()}):
            origin = reverse("wagtailadmin_home")
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What Wagtail's dialogues for workflow actions read when they are done.
            return JsonResponse({"step": "success", "redirect": origin})
        return HttpResponseRedirect(origin)
