"""Whether a reader may be told that a page exists."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, PageViewRestriction


def restricted_paths(request: HttpRequest | None) -> list[str]:
    """Return the tree paths that are not public, asking the database once a request."""
    if request is None:
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))
    if not hasattr(request, "_restricted_paths"):
        request._restricted_paths = restricted_paths(None)
    return request._restricted_paths


def visible(pages: PageQuerySet, request: HttpRequest | None = None) -> PageQuerySet:
    """Return `pages.live().public()`, asking for the private ones once a request.

    The paths are constants in the query: a subquery for them makes SQLite compare every page with
    every other one.
    """
    private = Q()
    for path in restricted_paths(request):
        private |= Q(path__startswith=path)
    return pages.live().exclude(private) if private else pages.live()


def is_public(page: Page | None, request: HttpRequest | None = None) -> bool:
    """Return whether `page`, fetched already, is live and open to everybody."""
    if page is None or not page.live:
        return False
    return not page.path.startswith(tuple(restricted_paths(request)))
