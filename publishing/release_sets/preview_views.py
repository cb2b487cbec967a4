"""A release set as readers will get it, for those who work on it; drafts of sets as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing import release_sets
from publishing.clock import format_datetime
from publishing.embargo import preview_views as answers
from publishing.embargo.preview import EmbargoPreview
from publishing.models import ReleaseSet
from publishing.permissions import can_see
from publishing.upcoming import get_revision_content

View = Callable[..., HttpResponse]


def require_set_preview(view: View) -> View:
    """Call `view` with what the set holds in place of its number.

    Raises:
        Http404: there is no such set that the user may know, or nothing in it.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, pk: int, **places: object) -> HttpResponse:
        release_set = get_object_or_404(release_sets.visible_to(request.user), pk=pk)
        return view(request, _build_preview(release_set, request.user), **places)

    return answer


@require_set_preview
def show_index_or_page(request: HttpRequest, preview: EmbargoPreview) -> HttpResponse:
    """List what is in the set."""
    return answers.show_index(request, preview)


@require_set_preview
def show_set_preview_page(
    request: HttpRequest, preview: EmbargoPreview, page_pk: int
) -> HttpResponse:
    """Show a page of the set."""
    return answers.show(request, preview, preview.get_page(page_pk))


@require_set_preview
def show_set_preview_snippet(
    request: HttpRequest, preview: EmbargoPreview, kind: str, key: str
) -> HttpResponse:
    """Show a piece of shared content of the set."""
    return answers.show(request, preview, preview.get_snippet(kind, key))


@require_set_preview
def serve_preview_document(
    request: HttpRequest, preview: EmbargoPreview, document_pk: int, filename: str
) -> HttpResponse:
    """Send a document that the set refers to."""
    return answers.send_document(request, preview, document_pk, filename)


@require_set_preview
def serve_preview_rendition(
    request: HttpRequest, preview: EmbargoPreview, name: str
) -> HttpResponse:
    """Send a picture that the set refers to."""
    return answers.send_picture(request, preview, name)


def _build_preview(release_set: ReleaseSet, user: Any) -> EmbargoPreview:
    moment = release_set.go_live_at
    return EmbargoPreview(
        tuple(_get_contents(release_set, user)),
        reverse("release_set_preview", args=[release_set.pk]),
        label="Preview",
        notice=f"Preview of release set “{release_set}”.",
        terms_of_use=(
            f"Goes live {format_datetime(moment)}." if moment else "It has no go-live time yet."
        ),
        is_set=True,
    )


def _get_contents(release_set: ReleaseSet, user: Any) -> list[Any]:
    """Return what goes or went live of what the user works on; of a draft set, the latest."""
    contents = []
    for item in release_set.items.select_related("revision"):
        revision = release_sets.get_item_revision(item)
        contents.append(
            get_revision_content(revision, release_set.go_live_at)
            if revision
            else item.content_object
        )
    knows_all = user.has_perm(release_sets.PUBLISH)
    return [content for content in contents if content and (knows_all or can_see(user, content))]
