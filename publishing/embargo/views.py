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

from publishing.clock import london
from publishing.embargo import preview_views as answers
from publishing.embargo import services
from publishing.embargo.preview import DRAWN, EmbargoPreview, PreviewFiles
from publishing.embargo.private_urls import View, private_url_view
from publishing.embargo.services import WorkingLink
from publishing.embargo.tokens import hash_of

LIST_OF_CONTENTS = "List of contents"


def with_working_link(view: View) -> View:
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
            if services.count_failed_token(request):
                return _too_often(request)
            raise

    return answer


@with_working_link
def subject(request: HttpRequest, working: WorkingLink) -> HttpResponse:
    """Show the page that the link is for, or list what is in the set."""
    if working.planned is None:
        return redirect(services.public_address(working.subject, request))
    ahead = _ahead_of(request, working)
    if ahead.has_index:
        return _render(
            request, working, LIST_OF_CONTENTS, lambda: answers.show_index(request, ahead)
        )
    return _shown(request, working, ahead, ahead.contents[0])


@with_working_link
def page(request: HttpRequest, working: WorkingLink, pk: int) -> HttpResponse:
    """Show a page."""
    if working.planned is None:
        return redirect(services.public_address(working.subject, request, pk))
    ahead = _ahead_of(request, working)
    return _shown(request, working, ahead, ahead.page(pk))


@with_working_link
def shared(request: HttpRequest, working: WorkingLink, kind: str, key: str) -> HttpResponse:
    """Show a piece of shared content."""
    if working.planned is None:
        return redirect("/")
    ahead = _ahead_of(request, working)
    return _shown(request, working, ahead, ahead.shared(kind, key))


@with_working_link
def document(request: HttpRequest, working: WorkingLink, pk: int, filename: str) -> HttpResponse:
    """Send a document."""
    if working.planned is None:
        return redirect(_public_document(pk, filename))
    files = _files_of(request, working)
    return _respond_and_log(
        request,
        working,
        f"Document {filename}",
        lambda: answers.send_document(request, files, pk, filename),
    )


@with_working_link
def picture(request: HttpRequest, working: WorkingLink, name: str) -> HttpResponse:
    """Send a picture. Pages bring theirs along, so pictures are no openings and are not kept."""
    if working.planned is None:
        # Not the storage's address, which would lead past the question who may have it.
        return redirect(f"{settings.MEDIA_URL}{quote(f'{DRAWN}{name}')}")
    if services.count_rendition(working.link):
        return _too_often(request)
    return answers.send_picture(request, _files_of(request, working), name)


@with_working_link
def nothing(request: HttpRequest, working: WorkingLink) -> HttpResponse:
    """Answer for any other address below a link, which nothing after this would mark.

    Raises:
        Http404: always.
    """
    raise Http404("There is no such place")


def _ahead_of(request: HttpRequest, working: WorkingLink) -> EmbargoPreview:
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
        notice=f"Under embargo until {london(planned.go_live_at)}.",
        terms=f"For {working.link.outlet} only.",
        is_set=planned.is_set,
        changes=tuple(
            f"Changed on {london(event.at)}: {event.note}"
            for event in services.find_changes(working)
        ),
    )


def _files_of(request: HttpRequest, working: WorkingLink) -> PreviewFiles:
    """Return which files the link lets have, found out once a minute for all of a page's pictures.

    Raises:
        Http404: nothing is left of what it lets read.
    """
    revisions = ",".join(str(revision.pk) for revision in working.planned.revisions)
    files: Any = cache.get_or_set(
        f"embargo-files:{working.link.pk}:{hash_of(revisions)}",
        lambda: _ahead_of(request, working).files,
        int(services.A_MINUTE.total_seconds()),
    )
    return files


def _public_document(pk: int, filename: str) -> str:
    """Return the address of a document for everybody.

    Raises:
        Http404: no document can have that name.
    """
    try:
        return reverse("wagtaildocs_serve", args=[pk, filename])
    except NoReverseMatch as error:
        raise Http404("There is no such document") from error


def _shown(
    request: HttpRequest, working: WorkingLink, ahead: EmbargoPreview, content: Any
) -> HttpResponse:
    return _render(request, working, str(content), lambda: answers.show(request, ahead, content))


def _render(
    request: HttpRequest, working: WorkingLink, what: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer as `_respond_and_log` does; for headers alone no page is rendered."""
    asks_for_headers = request.method == "HEAD"
    return _respond_and_log(request, working, what, HttpResponse if asks_for_headers else answer)


def _respond_and_log(
    request: HttpRequest, working: WorkingLink, what: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the answer and keep that `what` was opened, unless it was opened too often."""
    if services.count_opening(working.link, request):
        return _too_often(request)
    response = answer()
    services.record_opening(working.link, what, request)
    return response


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "publishing/too_often.html", status=429)
    response["Retry-After"] = int(services.A_MINUTE.total_seconds())
    return response
