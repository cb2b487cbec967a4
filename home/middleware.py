"""Set the security policy of every response, and show refusals as messages."""

import logging
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from publishing.models import ReleaseSetItem
from publishing.outages import CONNECTION_ERRORS, OutageLog, is_connection_lost
from publishing.sets import name_of_set
from snippets.admin_titles import asking_user
from snippets.renditions import drawing_disabled

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


class QueryNulMiddleware:
    """Replace NUL in queries by a space: PostgreSQL refuses it, and no keyboard has it.

    Forms refuse it by themselves; views that read a query without a form would answer 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, what was asked without NUL."""
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "%20")
        return self.get_response(request)


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


class DatabaseOutageMiddleware:
    """Answer 503 while the database is away, and log the outage once for this process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.outage = OutageLog()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; the first answer that the database gave ends an outage."""
        response = self.get_response(request)
        if self.outage.is_open and not is_connection_lost():
            self.outage.record_success()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a lost connection; leave every other exception alone."""
        if not (isinstance(exception, CONNECTION_ERRORS) and is_connection_lost()):
            return None
        self.outage.record_failure(exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        response["Cache-Control"] = "no-store"
        return response


class RenditionMiddleware:
    """Draw no picture while a reader waits: what is not drawn yet shows a placeholder."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; the admin draws what an editor looks at."""
        if is_admin_path(request):
            return self.get_response(request)
        with drawing_disabled():
            return self.get_response(request)


def reasons_of(exception: Exception) -> list[str]:
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
            f"{name_of_set(release_set, asking_user())}, so it cannot be deleted. Remove it "
            f"from the set first, or cancel the set."
            for release_set in promised
        ]
    return []


class RefusalMiddleware:
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
        reasons = reasons_of(exception)
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
