"""Set the security policy, clean queries, and answer while the database is away."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from content.editing.admin_views import is_admin_path
from publishing.outages import DATABASE_CONNECTION_ERRORS, OutageLog, is_connection_lost


class SiteCSPMiddleware(CSPMiddleware):
    """Send the strict policy to readers and Wagtail's looser one under the admin path only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
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
        if not (isinstance(exception, DATABASE_CONNECTION_ERRORS) and is_connection_lost()):
            return None
        self.outage.record_failure(exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        response["Cache-Control"] = "no-store"
        return response
