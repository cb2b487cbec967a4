"""Decide which pages, documents and images readers get, at the moment they ask.

Nothing marks a file as public, so no job can be late or forget to unmark it: a file is public while
something that readers see refers to it, or while its collection is marked public.
"""

from __future__ import annotations

import hashlib
from enum import Enum
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.permissions import policy_registry

from content.visibility import filter_public, is_live_now, q_not_expired
from publishing.models import PublicCollection
from snippets.models import SiteBanner, SiteDocument, SiteIdentity, SiteImage, SiteRendition
from snippets.models.base import BaseSnippet

File = SiteDocument | SiteImage
FILE_ACTIONS = ("add", "change", "choose", "delete")


class FileAudience(Enum):
    """Who gets a file; the value is what caches are told of it, lifetimes in seconds."""

    EVERYBODY = "public, max-age=300"
    THIS_VISITOR = "private, no-store"
    NOBODY = "no-store"


def get_audience(file: File, request: HttpRequest) -> FileAudience:
    """Return who gets `file` now: a dozen queries at most, however often it is referred to."""
    preview = getattr(request, "embargo_preview", None)
    if preview and preview.includes(file):
        return FileAudience.THIS_VISITOR
    audience = _get_audience_of_uses(file, request)
    if audience is not FileAudience.NOBODY:
        restrictions = list(file.collection.get_view_restrictions())
        if not restrictions:
            return audience
        # Wagtail asks for the password or login of a document's collection; images it forgets.
        if isinstance(file, SiteDocument) or all(r.accept_request(request) for r in restrictions):
            return FileAudience.THIS_VISITOR
    return FileAudience.THIS_VISITOR if _has_permission(request.user, file) else FileAudience.NOBODY


def is_public_file(file: File) -> bool:
    """Return whether everybody gets `file` now."""
    request: Any = HttpRequest()
    request.user, request.session = AnonymousUser(), {}
    return _get_audience_of_uses(file, request) is FileAudience.EVERYBODY


def authorize_file(file: File, request: Any) -> None:
    """Let the request have `file`, and note for `FileCacheControlMiddleware` what caches are told.

    Raises:
        Http404: it may not. The answer is that for a file which does not exist.
    """
    audience = get_audience(file, request)
    if audience is FileAudience.NOBODY:
        raise Http404("There is no such file")
    request.file_audience = audience


def raise_404_if_expired(page: Page) -> None:
    """Leave a page to Wagtail unless it has expired and the scheduler has not unpublished it yet.

    Raises:
        Http404: it has.
    """
    if not is_live_now(page):
        raise Http404("There is no such page")


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a picture drawn for a page. Uploaded originals have no address.

    Raises:
        Http404: there is no such picture, or the request may not have it.
    """
    rendition = None
    if "\x00" not in name:
        renditions = SiteRendition.objects.select_related("image__collection")
        rendition = renditions.filter(file=f"images/{name}").first()
    if rendition is None:
        raise Http404("There is no such file")
    authorize_file(rendition.image, request)
    # A picture that is drawn anew gets another name.
    etag = quote_etag(hashlib.sha256(name.encode()).hexdigest()[:32])
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        file = rendition.file.open()
    except FileNotFoundError as error:
        raise Http404("There is no such file") from error
    ending = PurePath(name).suffix[1:]
    content_type = f"image/{'jpeg' if ending == 'jpg' else ending}"
    return FileResponse(file, content_type=content_type, headers={"ETag": etag})


def _get_audience_of_uses(file: File, request: HttpRequest) -> FileAudience:
    """Return who gets the file because of what refers to it, or because of its collection."""
    if PublicCollection.objects.filter(collection=file.collection_id).exists():
        return FileAudience.EVERYBODY
    private_pages = []
    for model, keys in _get_referring_pks(file).items():
        if issubclass(model, Page):
            pages = Page.objects.filter(pk__in=keys)
            if filter_public(pages, request).exists():
                return FileAudience.EVERYBODY
            private_pages += pages.live().filter(q_not_expired()).values_list("path", flat=True)
        elif _is_visible(model, keys):
            return FileAudience.EVERYBODY
    if private_pages and _can_open_any(private_pages, request):
        return FileAudience.THIS_VISITOR
    return FileAudience.NOBODY


def _get_referring_pks(file: File) -> dict[type[Any], list[str]]:
    """Return the keys of all that refers to the file, by model; pages of all types are one."""
    users: dict[type[Any], list[str]] = {}
    references = ReferenceIndex.get_references_to(file).order_by()
    for kind, key in references.values_list("base_content_type", "object_id").distinct():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model:
            users.setdefault(model, []).append(key)
    return users


def _is_visible(model: type[Any], keys: list[str]) -> bool:
    """Return whether shared content or the site's identity is among these.

    Other things show readers nothing.
    """
    if issubclass(model, SiteIdentity):
        return True
    if not issubclass(model, BaseSnippet):
        return False
    seen = model.objects.showing() if issubclass(model, SiteBanner) else model.objects.live()
    return seen.filter(pk__in=keys).exists()


def _can_open_any(paths: list[str], request: HttpRequest) -> bool:
    """Return whether the request fulfils every restriction on one of the private pages."""
    restrictions = [
        (restriction.page.path, restriction.accept_request(request))
        for restriction in PageViewRestriction.objects.select_related("page")
        if any(path.startswith(restriction.page.path) for path in paths)
    ]
    return any(
        all(accepted for restricted, accepted in restrictions if path.startswith(restricted))
        for path in paths
    )


def _has_permission(user: Any, file: File) -> bool:
    """Return whether an editor may choose, change or delete this very file."""
    if not user.is_authenticated:
        return False
    policy = policy_registry.get_by_type(type(file))
    return policy.user_has_any_permission_for_instance(user, FILE_ACTIONS, file)
