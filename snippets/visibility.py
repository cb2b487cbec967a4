"""Whether a reader may be told that a page exists."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, PageViewRestriction


def visible(pages: PageQuerySet) -> PageQuerySet:
    """Return `pages.live().public()`, without a query of its own for the private ones."""
    private = PageViewRestriction.objects.annotate(
        asked=Cast(OuterRef("path"), TextField())
    ).filter(asked__startswith=F("page__path"))
    return pages.live().exclude(Exists(private))


def restricted_paths(request: HttpRequest | None) -> list[str]:
    """Return the tree paths that are not public, asking the database once a request."""
    if request is None:
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))
    if not hasattr(request, "_restricted_paths"):
        request._restricted_paths = restricted_paths(None)
    return request._restricted_paths


def is_public(page: Page | None, request: HttpRequest | None = None) -> bool:
    """Return whether `page`, fetched already, is live and open to everybody."""
    if page is None or not page.live:
        return False
    return not page.path.startswith(tuple(restricted_paths(request)))
