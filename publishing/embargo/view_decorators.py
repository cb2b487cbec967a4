"""Addresses that are secrets: whoever has one may read, so that it must be noted down nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import page_not_found

from publishing.embargo.preview import add_private_headers

View = Callable[..., HttpResponse]
ALLOWED_METHODS = ("GET", "HEAD")


def private_url_view(view: View) -> View:
    """Let a view answer questions only, and mark every answer, refusals included.

    What is asked in another way changes nothing, so it needs no token against forgery: Django would
    refuse it without the marks.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ALLOWED_METHODS:
            return add_private_headers(HttpResponseNotAllowed(ALLOWED_METHODS))
        try:
            return add_private_headers(view(request, *args, **kwargs))
        except Http404 as error:
            return add_private_headers(page_not_found(request, error))

    return answer
