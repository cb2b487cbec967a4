"""Whether a reader may be told that a page exists."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction


def restricted_paths(request: HttpRequest | None) -> list[str]:
    """Return the tree paths that are not public, asking the database once a request."""
    if request is None:
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))
    if not hasattr(request, "_restricted_paths"):
        request._restricted_paths = restricted_paths(None)
    return request._restricted_paths


def is_public(page: Page | None, request: HttpRequest | None = None) -> bool:
    """Return whether `page` is live and open to everybody."""
    if page is None or not page.live:
        return False
    return not page.path.startswith(tuple(restricted_paths(request)))


def public_only(pages: Iterable[Page], request: HttpRequest | None = None) -> list[Page]:
    """Return those of `pages` that readers may be told of, in the same order."""
    return [page for page in pages if is_public(page, request)]
