"""What every response of the site goes through: its security policy, and refusals as messages."""

import logging
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

logger = logging.getLogger(__name__)


def is_admin_path(request: HttpRequest) -> bool:
    """Return whether the request is for Wagtail's admin, which only editors use."""
    return request.path_info.startswith(reverse("wagtailadmin_home"))


class SiteCSPMiddleware(CSPMiddleware):
    """Send the strict policy to readers and Wagtail's looser one under the admin path only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy for this response, loosened where the editor needs it."""
        parts = super().get_policy_parts(request, response, report_only)
        if is_admin_path(request) and not report_only:
            parts.replace = {**settings.ADMIN_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
        return parts


class DocumentHeadersMiddleware:
    """Drop the header “Content-Encoding: None”, which Wagtail 8.0 sends with every document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, with headers that mean something."""
        response = self.get_response(request)
        if response.headers.get("Content-Encoding") == "None":
            del response.headers["Content-Encoding"]
        return response


class RefusalMiddleware:
    """Turn a rule broken outside a form into a message on the page the editor came from.

    Wagtail publishes from places that show no form (bulk actions, workflow approval); there a
    `ValidationError` would otherwise be a server error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Send the editor back with the reasons; leave every other exception alone."""
        decision = request.method == "POST" and is_admin_path(request)
        if not (decision and isinstance(exception, ValidationError)):
            return None
        logger.warning("Refused %s: %s", request.path, "; ".join(exception.messages))
        for message in exception.messages:
            messages.error(request, message)
        origin = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(origin, {request.get_host()}):
            origin = reverse("wagtailadmin_home")
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What Wagtail's dialogues for workflow actions read when they are done.
            return JsonResponse({"step": "success", "redirect": origin})
        return HttpResponseRedirect(origin)
