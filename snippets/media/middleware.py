"""Draw no picture for a reader, and mend the headers of documents."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from content.editing.admin_views import is_admin_path
from snippets.media.renditions import rendering_disabled


class RenditionMiddleware:
    """Draw no picture while a reader waits: what is not drawn yet shows a placeholder."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; the admin draws what an editor looks at."""
        if is_admin_path(request):
            return self.get_response(request)
        with rendering_disabled():
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
