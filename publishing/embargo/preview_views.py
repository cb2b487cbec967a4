"""Answers to whoever may read ahead: a list of what there is, a piece of it, a file of it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from wagtail.models import Page

from publishing.access.files import FileAudience, get_audience, serve_rendition
from publishing.embargo.preview import (
    EmbargoPreview,
    PreviewFiles,
    add_private_headers,
    render_preview,
)
from snippets.models import SiteDocument


def show_index(request: HttpRequest, preview: EmbargoPreview) -> HttpResponse:
    """List the contents."""
    entries = [
        {
            "title": str(content),
            "kind": _get_type_label(content),
            "summary": getattr(content, "summary", ""),
            "address": preview.get_preview_url(content),
        }
        for content in preview.contents
    ]
    return render_preview(
        request,
        preview,
        lambda: TemplateResponse(request, "publishing/preview_index.html", {"entries": entries}),
    )


def show(request: HttpRequest, preview: EmbargoPreview, content: Any) -> HttpResponse:
    """Show a page; or shared content, on the home page if every page shows it, else on its own."""

    def answer() -> HttpResponse:
        if isinstance(content, Page):
            return content.serve(request)
        return content.serve_preview(request, content.default_preview_mode)

    return render_preview(request, preview, answer)


def send_document(
    request: HttpRequest, files: EmbargoPreview | PreviewFiles, pk: int, filename: str
) -> HttpResponse:
    """Send a document that the contents refer to, or that is public anyway.

    Wagtail's own view would ask for the login or password of the document's collection, which
    nobody has who reads ahead, and carry the secret address to where it asks.

    Raises:
        Http404: it is neither, or does not exist.
    """
    document = get_object_or_404(SiteDocument, pk=pk)
    may_have = files.includes(document) or get_audience(document, request) is FileAudience.EVERYBODY
    if document.filename != filename or not may_have:
        raise Http404("There is no such document")
    try:
        file = document.file.open()
    except FileNotFoundError as error:
        raise Http404("There is no such document") from error
    headers = {
        "Content-Disposition": document.content_disposition,
        # As Wagtail: what was uploaded must neither run nor be taken for something else.
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return add_private_headers(
        FileResponse(file, content_type=document.content_type, headers=headers)
    )


def send_picture(request: Any, files: EmbargoPreview | PreviewFiles, name: str) -> HttpResponse:
    """Send a drawn picture that the contents refer to, or that is public anyway.

    Raises:
        Http404: it is neither, or does not exist.
    """
    request.embargo_preview = files
    try:
        return add_private_headers(serve_rendition(request, name))
    finally:
        del request.embargo_preview


def _get_type_label(content: Any) -> str:
    return getattr(content, "kicker", "") or content._meta.verbose_name.capitalize()
