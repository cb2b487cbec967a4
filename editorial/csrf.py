"""Answer a form whose security token is out of date, without losing what was typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

# Fields that only the form itself reads, by the end of their names.
HIDDEN_FIELD_SUFFIXES = (
    "_FORMS",
    "-count",
    "-id",
    "-order",
    "-deleted",
    "-type",
    "edit_state",
    "ORDER",
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show what was sent, with a button to send it again, if it came from this site.

    What another site sent is not shown: one click would carry out what that site wants.
    """
    fields = get_posted_fields(request) if is_sent_by_this_site(request) else []
    context: dict[str, Any] = {
        "fields": fields,
        "shown": [(n, v) for n, v in fields if v.strip() and not n.endswith(HIDDEN_FIELD_SUFFIXES)],
        "has_files": bool(fields and request.FILES),
        "login_url": reverse("wagtailadmin_login"),
    }
    response = render(request, "403_csrf.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def is_sent_by_this_site(request: HttpRequest) -> bool:
    """Return whether the browser says that the form stood on a page of this site."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def get_posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values that were sent, without the old token; nothing if secret."""
    if any("password" in name.lower() for name in request.POST):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
