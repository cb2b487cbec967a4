"""Answers to whoever may read ahead: a list of what there is, a piece of it, a file of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.documents.views import serve as documents
from wagtail.models import Page

from publishing.ahead import Ahead, read_ahead
from publishing.files import drawn_image


def show_index(request: HttpRequest, ahead: Ahead) -> HttpResponse:
    """List the contents."""
    entries = [
        {
            "title": str(content),
            "kind": _kind(content),
            "summary": getattr(content, "summary", ""),
            "address": ahead.address_of(content),
        }
        for content in ahead.contents
    ]
    return read_ahead(
        request,
        ahead,
        lambda: TemplateResponse(request, "publishing/ahead_index.html", {"entries": entries}),
    )


def show(request: HttpRequest, ahead: Ahead, content: Any) -> HttpResponse:
    """Show a page; or shared content, on the home page if every page shows it, else on its own."""

    def answer() -> HttpResponse:
        if isinstance(content, Page):
            return content.serve(request)
        return content.serve_preview(request, content.default_preview_mode)

    return read_ahead(request, ahead, answer)


def send_document(request: HttpRequest, ahead: Ahead, pk: int, filename: str) -> HttpResponse:
    """Send a document that the contents refer to, or that is public anyway.

    Raises:
        Http404: it is neither, or does not exist.
    """
    return read_ahead(request, ahead, lambda: documents.serve(request, pk, filename))


def send_picture(request: HttpRequest, ahead: Ahead, name: str) -> HttpResponse:
    """Send a drawn picture that the contents refer to, or that is public anyway.

    Raises:
        Http404: it is neither, or does not exist.
    """
    return read_ahead(request, ahead, lambda: drawn_image(request, name))


def _kind(content: Any) -> str:
    return getattr(content, "kicker", "") or content._meta.verbose_name.capitalize()
