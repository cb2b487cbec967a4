"""What a journalist opens with an embargo link.

A token that is wrong, expired, revoked or of something no longer promised gets the very same
answer, so that nobody learns from it what there is or was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from publishing import embargo
from publishing.ahead import DRAWN, Ahead, sealed
from publishing.embargo import WorkingLink
from publishing.moments import london
from publishing.views import ahead as answers

View = Callable[..., HttpResponse]
LIST_OF_CONTENTS = "List of contents"


def with_working_link(view: View) -> View:
    """Call `view` with the link in place of its token; answer whatever is not found alike."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, token: str, **places: object) -> HttpResponse:
        try:
            working = embargo.find_working(token)
            if working is None:
                raise Http404("There is no such link")
            response = view(request, working, **places)
        except Http404 as error:
            response = page_not_found(request, error)
            if embargo.fails_too_often(request):
                response = _too_often(request)
        # Django would write the address of a refusal, and so the token, into the process log.
        response._has_been_logged = True
        return sealed(response)

    return answer


@with_working_link
def subject(request: HttpRequest, working: WorkingLink) -> HttpResponse:
    """Show the page that the link is for, or list what is in the set."""
    if working.planned is None:
        return redirect(embargo.public_address(working.subject, request))
    ahead = _ahead_of(request, working)
    if ahead.has_index:
        return _opened(
            request, working, LIST_OF_CONTENTS, lambda: answers.show_index(request, ahead)
        )
    return _shown(request, working, ahead, ahead.contents[0])


@with_working_link
def page(request: HttpRequest, working: WorkingLink, pk: int) -> HttpResponse:
    """Show a page."""
    if working.planned is None:
        return redirect(embargo.public_address(working.subject, request, pk))
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
        return redirect(reverse("wagtaildocs_serve", args=[pk, filename]))
    ahead = _ahead_of(request, working)
    return _opened(
        request,
        working,
        f"Document {filename}",
        lambda: answers.send_document(request, ahead, pk, filename),
    )


@with_working_link
def picture(request: HttpRequest, working: WorkingLink, name: str) -> HttpResponse:
    """Send a picture. Pages bring theirs along, so pictures are neither counted nor kept."""
    if working.planned is None:
        return redirect(default_storage.url(f"{DRAWN}{name}"))
    return answers.send_picture(request, _ahead_of(request, working), name)


def _ahead_of(request: HttpRequest, working: WorkingLink) -> Ahead:
    """Return what the link lets read.

    Raises:
        Http404: nothing is left of it.
    """
    planned = working.planned
    contents = tuple(planned.contents())
    if not contents:
        raise Http404("There is nothing left to read")
    return Ahead(
        contents,
        reverse("publishing:embargo", args=[request.resolver_match.kwargs["token"]]),
        label="Under embargo",
        notice=f"Under embargo until {london(planned.go_live_at)}.",
        terms=f"For {working.link.outlet} only.",
        is_set=planned.is_set,
    )


def _shown(request: HttpRequest, working: WorkingLink, ahead: Ahead, content: Any) -> HttpResponse:
    return _opened(request, working, str(content), lambda: answers.show(request, ahead, content))


def _opened(
    request: HttpRequest, working: WorkingLink, what: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the answer and keep that `what` was opened, unless it was opened too often."""
    if embargo.is_opened_too_often(working.link):
        return _too_often(request)
    response = answer()
    embargo.record_opening(working.link, what, request)
    return response


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "publishing/too_often.html", status=429)
    response["Retry-After"] = int(embargo.A_MINUTE.total_seconds())
    return response
