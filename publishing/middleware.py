"""Set what caches keep, follow public redirects, and hide titles in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlparse

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from content.admin_titles import use_request_for_admin_titles
from content.visibility import is_public
from publishing.access import admin_visibility

GONE_STATUSES = (404, 410)
SERVED_FILE_STATUSES = (200, 206, 304)


class FileCacheControlMiddleware:
    """Let no cache remember that something is not there: at its go-live it will be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, and say how long a refusal or a file may be kept."""
        response = self.get_response(request)
        audience = getattr(request, "file_audience", None)
        if response.status_code in GONE_STATUSES:
            response["Cache-Control"] = "no-store"
        elif audience:
            sent = response.status_code in SERVED_FILE_STATUSES
            response["Cache-Control"] = audience.value if sent else "no-store"
        return response


class AdminVisibilityMiddleware:
    """Keep the admin from naming what an editor does not work on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, with the titles of pages as this user may know them."""
        with use_request_for_admin_titles(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], values: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse an address that names what the editor is not to know of.

        A page that somebody opens leads to the dashboard, as Wagtail's refusals do. Scripts ask for
        `*/*` or JSON: they would take the dashboard for the answer.

        Raises:
            PermissionDenied: a script asks.
        """
        try:
            admin_visibility.validate_admin_url_access(request, values)
        except PermissionDenied:
            if "text/html" not in request.headers.get("Accept", ""):
                raise
            return permission_denied(request)
        return None


class PublicRedirectMiddleware(RedirectMiddleware):
    """Redirects to a page only once everybody may open it: its address would give it away."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer with the redirect for an address that is not found, if there is one."""
        answer = super().process_response(request, response)
        if answer is response:
            return response
        # Wagtail does not say which redirect it followed.
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        redirect = get_redirect(request, path) or get_redirect(request, urlparse(path).path)
        page = redirect and (redirect.redirect_page or _find_page(redirect.redirect_link, request))
        return answer if page is None or is_public(page, request) else response


def _find_page(address: str, request: HttpRequest) -> Page | None:
    """Return the page that a typed address of this site leads to, live or not."""
    parts, site = urlparse(address), Site.find_for_request(request)
    if site is None or (parts.hostname and parts.hostname != site.hostname):
        return None
    url_path = f"{site.root_page.url_path}{parts.path.strip('/')}/".replace("//", "/")
    return Page.objects.filter(url_path=url_path).first()
