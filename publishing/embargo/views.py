"""Show a journalist what an embargo link opens.

A token that is wrong, expired, revoked or of something no longer promised gets the very same
answer, so that nobody learns from it what there is or was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from publishing.clock import format_datetime
from publishing.embargo import preview_views, services
from publishing.embargo.preview import RENDITION_PREFIX, EmbargoPreview, PreviewFiles
from publishing.embargo.services import WorkingEmbargoLink
from publishing.embargo.tokens import hash_token
from publishing.embargo.view_decorators import View, private_url_view

CONTENTS_LABEL = "List of contents"


def require_working_link(view: View) -> View:
    """Call `view` with the link in place of its token; answer whatever is not found alike."""

    @private_url_view
    @wraps(view)
    def answer(request: HttpRequest, token: str, **places: object) -> HttpResponse:
        try:
            working = services.get_working_link(token)
            if working is None:
                raise Http404("There is no such link")
            return view(request, working, **places)
        except Http404:
            if services.count_failed_token_and_check_limit(request):
                return _render_rate_limited(request)
            raise

    return answer


@require_working_link
def show_index_or_page(request: HttpRequest, working: WorkingEmbargoLink) -> HttpResponse:
    """Show the page that the link is for, or list what is in the set."""
    if working.planned is None:
        return redirect(services.get_public_url(working.content_object, request))
    preview = _build_embargo_link_preview(request, working)
    if preview.has_index:
        return _render(
            request, working, CONTENTS_LABEL, lambda: preview_views.show_index(request, preview)
        )
    return _show(request, working, preview, preview.contents[0])


@require_working_link
def show_embargoed_page(request: HttpRequest, working: WorkingEmbargoLink, pk: int) -> HttpResponse:
    """Show a page."""
    if working.planned is None:
        return redirect(services.get_public_url(working.content_object, request, pk))
    preview = _build_embargo_link_preview(request, working)
    return _show(request, working, preview, preview.get_page(pk))


@require_working_link
def show_embargoed_snippet(
    request: HttpRequest, working: WorkingEmbargoLink, kind: str, key: str
) -> HttpResponse:
    """Show a piece of shared content."""
    if working.planned is None:
        return redirect("/")
    preview = _build_embargo_link_preview(request, working)
    return _show(request, working, preview, preview.get_snippet(kind, key))


@require_working_link
def serve_embargoed_document(
    request: HttpRequest, working: WorkingEmbargoLink, pk: int, filename: str
) -> HttpResponse:
    """Send a document."""
    if working.planned is None:
        return redirect(_get_public_document_url(pk, filename))
    files = _get_preview_files(request, working)
    return _respond_and_record(
        request,
        working,
        f"Document {filename}",
        lambda: preview_views.send_document(request, files, pk, filename),
    )


@require_working_link
def serve_embargoed_rendition(
    request: HttpRequest, working: WorkingEmbargoLink, name: str
) -> HttpResponse:
    """Send a picture. Pages bring theirs along, so pictures are no openings and are not kept."""
    if working.planned is None:
        # Not the storage's address, which would lead past the question who may have it.
        return redirect(f"{settings.MEDIA_URL}{quote(f'{RENDITION_PREFIX}{name}')}")
    if services.count_rendition_and_check_limit(working.link):
        return _render_rate_limited(request)
    return preview_views.send_picture(request, _get_preview_files(request, working), name)


@require_working_link
def raise_404_below_embargo_url(request: HttpRequest, working: WorkingEmbargoLink) -> HttpResponse:
    """Answer for any other address below a link, which nothing after this would mark.

    Raises:
        Http404: always.
    """
    raise Http404("There is no such place")


def _build_embargo_link_preview(
    request: HttpRequest, working: WorkingEmbargoLink
) -> EmbargoPreview:
    """Return what the link lets read.

    Raises:
        Http404: nothing is left of it.
    """
    planned = working.planned
    match: Any = request.resolver_match
    contents = tuple(planned.contents())
    if not contents:
        raise Http404("There is nothing left to read")
    return EmbargoPreview(
        contents,
        reverse("publishing:embargo", args=[match.kwargs["token"]]),
        label="Under embargo",
        notice=f"Under embargo until {format_datetime(planned.go_live_at)}.",
        terms_of_use=f"For {working.link.outlet} only.",
        is_set=planned.is_set,
        changes=tuple(
            f"Changed on {format_datetime(event.at)}: {event.note}"
            for event in services.find_set_change_notes(working)
        ),
    )


def _get_preview_files(request: HttpRequest, working: WorkingEmbargoLink) -> PreviewFiles:
    """Return which files the link lets have, found out once a minute for all of a page's pictures.

    Raises:
        Http404: nothing is left of what it lets read.
    """
    revisions = ",".join(str(revision.pk) for revision in working.planned.revisions)
    files: Any = cache.get_or_set(
        f"embargo-files:{working.link.pk}:{hash_token(revisions)}",
        lambda: _build_embargo_link_preview(request, working).files,
        int(services.EMBARGO_RATE_LIMIT_PERIOD.total_seconds()),
    )
    return files


def _get_public_document_url(pk: int, filename: str) -> str:
    """Return the address of a document for everybody.

    Raises:
        Http404: no document can have that name.
    """
    try:
        return reverse("wagtaildocs_serve", args=[pk, filename])
    except NoReverseMatch as error:
        raise Http404("There is no such document") from error


def _show(
    request: HttpRequest, working: WorkingEmbargoLink, preview: EmbargoPreview, content: Any
) -> HttpResponse:
    return _render(
        request, working, str(content), lambda: preview_views.show(request, preview, content)
    )


def _render(
    request: HttpRequest, working: WorkingEmbargoLink, what: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer as `_respond_and_record` does; for headers alone no page is rendered."""
    asks_for_headers = request.method == "HEAD"
    return _respond_and_record(request, working, what, HttpResponse if asks_for_headers else answer)


def _respond_and_record(
    request: HttpRequest, working: WorkingEmbargoLink, what: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the answer and keep that `what` was opened, unless it was opened too often."""
    if services.count_opening_and_check_limit(working.link, request):
        return _render_rate_limited(request)
    response = answer()
    services.record_opening(working.link, what, request)
    return response


def _render_rate_limited(request: HttpRequest) -> HttpResponse:
    response = render(request, "publishing/rate_limited.html", status=429)
    response["Retry-After"] = int(services.EMBARGO_RATE_LIMIT_PERIOD.total_seconds())
    return response
