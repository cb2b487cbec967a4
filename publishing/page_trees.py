"""Find the pages that go when others go: those below them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page, PageQuerySet


def find_topmost(pages: Iterable[Page]) -> list[Page]:
    """Return those of `pages` that stand below no other of them, in the order of the tree."""
    found: list[Page] = []
    for page in sorted(pages, key=lambda page: page.path):
        if not (found and page.path.startswith(found[-1].path)):
            found.append(page)
    return found


def get_pages_with_descendants(pages: Iterable[Page]) -> PageQuerySet:
    """Return `pages` and all below them."""
    topmost = find_topmost(pages)
    # Paths alone would make a condition for each page, which databases limit.
    found = Q(pk__in=[page.pk for page in topmost])
    for page in topmost:
        if page.numchild:
            found |= Q(path__startswith=page.path)
    return Page.objects.filter(found)
