"""Decide whether a reader may be told that a page or a piece of shared content exists.

What is past its expiry is hidden at the moment it expires: the scheduler, which unpublishes it, may
be late or down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

from content.mixins import MixinBase
from content.reader import get_reader_request

# What the log calls the publication of an item of a release set.
PUBLISHED_WITH_SET_LOG_ACTION = "publishing.publish_with_set"
# What logs call it when readers got something: by hand, as it was scheduled, and with a set.
PUBLISH_LOG_ACTIONS = (
    "wagtail.publish",
    "wagtail.publish.scheduled",
    PUBLISHED_WITH_SET_LOG_ACTION,
)

# By their numbers, the pages that are read before they are live, as they will be. A context
# variable is seen by no other thread.
_previewed_pages: ContextVar[MappingProxyType[int, Page]] = ContextVar(
    "_previewed_pages", default=MappingProxyType({})
)


def get_restricted_paths(request: HttpRequest | None) -> list[str]:
    """Return the tree paths that are not public, asking the database once a request."""
    if request is None:
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))
    kept = vars(request)
    if "_restricted_paths" not in kept:
        kept["_restricted_paths"] = get_restricted_paths(None)
    return kept["_restricted_paths"]


def q_not_expired(of: str = "") -> Q:
    """Return the condition that something has not reached its expiry.

    `of` leads from the queryset's model to the thing, such as “topics__”.
    """
    return Q(**{f"{of}expire_at": None}) | Q(**{f"{of}expire_at__gt": timezone.now()})


def is_live_now(content: Any) -> bool:
    """Return whether a page or shared content, fetched already, is live and not past its expiry."""
    return content.live and not (content.expire_at and content.expire_at <= timezone.now())


def filter_public(pages: PageQuerySet, request: HttpRequest | None = None) -> PageQuerySet:
    """Return those of `pages` that everybody may open."""
    return _filter_live_and_public(pages, request).filter(q_not_expired())


def filter_listed(pages: PageQuerySet, request: HttpRequest | None = None) -> PageQuerySet:
    """Return those of `pages` that lists name: an alias shows its original, which is named."""
    return filter_public(pages, request).filter(alias_of=None)


def filter_searchable(pages: PageQuerySet, request: HttpRequest | None = None) -> PageQuerySet:
    """Return what `filter_listed()` does, in words that Wagtail's search understands.

    Search filters by declared fields only. Wagtail declares a page's id, but not its expiry.
    """
    overdue = Q(expire_at__lte=timezone.now())
    unnamed = Page.objects.filter(overdue | Q(alias_of__isnull=False), live=True)
    return _filter_live_and_public(pages, request).exclude(pk__in=unnamed.values("pk"))


class PublicPagesMixin(MixinBase):
    """Has a manager return what lists name, so that whoever forgets to ask shows no draft.

    Pages that inform and pages that list have it as `public`. What asks for all says `objects`.
    """

    def get_queryset(self) -> PageQuerySet:
        """Return the public pages of the model."""
        return filter_listed(super().get_queryset())

    def for_request(self, request: HttpRequest | None) -> PageQuerySet:
        """Return the same, asking for the private pages once a request."""
        return filter_listed(super().get_queryset(), request)


class PublicPageManager(PublicPagesMixin, PageManager):
    """Finds the public pages of a model."""


def is_public(page: Page | None, request: HttpRequest | None = None) -> bool:
    """Return whether `page`, fetched already, may be opened by everybody."""
    if page is None or not is_live_now(page):
        return False
    return not page.path.startswith(tuple(get_restricted_paths(request)))


def get_page_for_reader(page: Page | None, request: HttpRequest | None = None) -> Page | None:
    """Return `page` as this reader gets it, or None if there is nothing to open."""
    if page is not None and page.pk in _previewed_pages.get():
        return _previewed_pages.get()[page.pk]
    return page if is_public(page, request) else None


def get_canonical_url(page: Page, request: HttpRequest | None = None) -> str:
    """Return the address that search engines keep: an alias has that of its original."""
    original = page
    while original.alias_of_id:
        original = original.alias_of
    original = page if original == page else get_page_for_reader(original, request) or page
    return original.full_url or ""


def get_pages_for_reader(wanted: Iterable[int | str]) -> dict[str, Page]:
    """Return the pages that this reader may open by their numbers, as text."""
    wanted = set(map(str, wanted))
    public = filter_public(Page.objects.filter(pk__in=wanted), get_reader_request())
    found = {str(page.pk): page for page in public}
    ahead = {str(pk): page for pk, page in _previewed_pages.get().items()}
    return found | {pk: page for pk, page in ahead.items() if pk in wanted}


@contextmanager
def show_previews(pages: Iterable[Page]) -> Iterator[None]:
    """Let links lead to `pages`, as they will be, in what is rendered inside this block.

    Lists go on naming what is public today.
    """
    token = _previewed_pages.set(MappingProxyType({page.pk: page for page in pages}))
    try:
        yield
    finally:
        _previewed_pages.reset(token)


def _filter_live_and_public(pages: PageQuerySet, request: HttpRequest | None) -> PageQuerySet:
    """Return `pages.live().public()`, asking for the private ones once a request.

    The paths are constants in the query: a subquery for them makes SQLite compare every page with
    every other one.
    """
    private = Q()
    for path in get_restricted_paths(request):
        private |= Q(path__startswith=path)
    return pages.live().exclude(private) if private else pages.live()
