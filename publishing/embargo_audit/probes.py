"""The ways on which a visitor could come across content: its own, and those of other pages.

Layers above add theirs with a hook. It is given the content as it will be and returns routes:

    @hooks.register("seal_routes")
    def register_feed_probes(content: Any) -> Iterable[Route]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from content.visibility import listed, restricted_paths, visible
from pages.content_page import ContentPage, ContentPageQuerySet
from pages.listings import PER_PAGE, ListingPage
from pages.registry import get_listing_page_models
from publishing.embargo_audit.audited_items import Item
from publishing.embargo_audit.hidden_files import File, files_brought, get_hidden_files
from publishing.embargo_audit.leak_markers import (
    ADDRESS,
    SUMMARY,
    TEXT,
    TITLE,
    LeakMarker,
    get_rendition_urls,
    get_storage_url,
    traces_of,
)
from snippets.models import SiteImage, Topic
from snippets.models.base import BaseSnippet

NEVER_MIND = ("If-None-Match", "*")
SINCE_FOREVER = ("If-Modified-Since", "Thu, 31 Dec 2099 23:59:59 GMT")
NO_SUCH_PAGE = "/no-such-page-as-the-seal-asks-for/"
MOST_REFERRERS = 40
# As many as a page shows.
RELATED = 3


@dataclass(frozen=True)
class Count:
    """A number that readers are shown, such as how many results a year has."""

    what: str
    # Asked just before the answer is judged: what is public changes all the time.
    expected: Callable[[], int]
    # It stands in the link with this query, or beside the list if there is none.
    query: str = ""


@dataclass(frozen=True)
class Probe:
    """An address that a visitor asks for, and what it may tell."""

    name: str
    # From the root of the site, with its query; or a full address elsewhere.
    address: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    # Whether the answer must be that of an address at which there is nothing.
    closed: bool = False
    # The kinds of traces that readers find here from go-live on.
    shows: frozenset[str] = frozenset()
    # The kinds that the answer repeats because they were asked for.
    echoes: frozenset[str] = frozenset()
    counts: tuple[Count, ...] = ()

    @property
    def request(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """What is sent: routes with the same request get the same answer."""
        return self.method, self.address, self.headers


@dataclass(frozen=True)
class AuditPlan:
    """One item with its routes, and the traces to look for."""

    item: Item
    files: list[File]
    traces: list[LeakMarker]
    routes: list[Probe]


def plan_for(item: Item, is_out: bool) -> AuditPlan:
    """Return where to look for `item` and for what; `is_out` once it has gone live."""
    files = files_brought(item) if is_out else get_hidden_files(item)
    content = item.new
    closed = _closed_addresses(item)
    routes = [
        # First: it is what the site prints around every page.
        Probe("A page that does not exist", NO_SUCH_PAGE),
        *(_routes_of_page(item, closed) if isinstance(content, Page) else _of_shared(item)),
        *(route for file in files for route in _routes_of_file(file)),
        *(route for listing in _listings() for route in _routes_of_list(listing, content)),
        *(route for add in hooks.get_hooks("seal_routes") for route in add(content)),
        *_referrers(content),
        *(_parent(content) if isinstance(content, Page) else ()),
    ]
    if isinstance(content, Page) and content.path.startswith(tuple(restricted_paths(None))):
        # Readers have to log in first, so nothing shows at go-live either.
        routes = [replace(route, shows=frozenset()) for route in routes]
    return AuditPlan(item, files, traces_of(item, files, closed), merge_probes(routes))


def path_of(page: Page) -> str:
    """Return a page's address from the root of its site, or nothing if it is on no site."""
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else ""


def _closed_addresses(item: Item) -> list[str]:
    """Return the addresses at which there was nothing before: all, or a live page's new one."""
    if not isinstance(item.new, Page):
        return []
    stored = Page.objects.filter(pk=item.new.pk).first()
    parent = stored and stored.get_parent()
    found = [path_of(stored)] if stored else []
    if parent and (above := path_of(parent)):
        found.append(f"{above}{item.new.slug}/")
        found += [f"{above}{item.old.slug}/"] if item.old else []
    known = f"{path_of(parent)}{item.old.slug}/" if item.old and parent else ""
    return [address for address in dict.fromkeys(found) if address not in ("", "/", known)]


def _routes_of_page(item: Item, closed: list[str]) -> Iterator[Probe]:
    page = item.new
    here = frozenset({ADDRESS})
    for address in closed:
        yield Probe("Its address", address, closed=True, shows=here)
        yield Probe("Its address, headers only", address, "HEAD", closed=True, shows=here)
        yield Probe(
            "Its address, unless a cache has it", address, headers=(NEVER_MIND,), closed=True
        )
        yield Probe(
            "Its address, if it has changed", address, headers=(SINCE_FOREVER,), closed=True
        )
        yield Probe("Its address without the last slash", address.rstrip("/"), closed=True)
    if item.old and (address := path_of(page)) and address not in closed:
        yield Probe("The page", address, shows=frozenset({TITLE, SUMMARY, TEXT}))
    for alias in page.aliases.all() if page.pk else ():
        yield Probe("An alias of it", path_of(alias), closed=item.old is None)
    leads_here = Q(redirect_page=page.pk)
    for address in closed:
        leads_here |= Q(redirect_link__contains=address.rstrip("/"))
    for redirect in Redirect.objects.filter(leads_here):
        yield Probe(f"The redirect from {redirect.old_path}", redirect.old_path, shows=here)
    if isinstance(page, ContentPage):
        yield from _related(page)


def _parent(page: Page) -> Iterator[Probe]:
    parent = page.get_parent()
    if parent and path_of(parent) and visible(Page.objects.filter(pk=parent.pk)).exists():
        yield Probe(f"The page above it, “{parent.title}”", path_of(parent))


def _of_shared(item: Item) -> Iterator[Probe]:
    """Yield the list of a topic that is new."""
    if isinstance(item.new, Topic) and item.old is None:
        for listing in _listings():
            address = f"{path_of(listing)}?topic={item.new.slug}"
            yield Probe(
                f"“{listing.title}” on it", address, closed=True, shows=frozenset({ADDRESS})
            )


def _routes_of_file(file: File) -> Iterator[Probe]:
    here = frozenset({ADDRESS})
    if isinstance(file, SiteImage):
        for address in get_rendition_urls(file):
            yield Probe(f"A drawn copy of “{file}”", address, closed=True, shows=here)
            yield Probe(
                f"A drawn copy of “{file}”, if it has changed",
                address,
                headers=(SINCE_FOREVER,),
                closed=True,
            )
    else:
        yield Probe(f"The document “{file}”", file.url, closed=True, shows=here)
        yield Probe(f"The document “{file}”, headers only", file.url, "HEAD", closed=True)
        for name, header in (
            ("unless a cache has it", NEVER_MIND),
            ("if it has changed", SINCE_FOREVER),
            ("its first bytes", ("Range", "bytes=0-99")),
        ):
            yield Probe(f"The document “{file}”, {name}", file.url, headers=(header,), closed=True)
    # Served to nobody, before go-live and after it.
    stored = get_storage_url(file.file.storage, file.file.name, settings.MEDIA_URL)
    yield Probe(f"The stored file of “{file}”", stored, closed=True)


def _listings() -> Iterator[ListingPage]:
    for model in get_listing_page_models():
        yield from visible(model.objects.all())


def _routes_of_list(listing: ListingPage, content: Any) -> Iterator[Probe]:
    """Yield the list, and what each filter shows that the content would pass."""
    everything = listed(listing.lists.objects.child_of(listing))
    topics = [topic for topic in _topics(content) if topic.live]
    mine = isinstance(content, listing.lists) and content.path.startswith(listing.path)
    year = content.date_shown.year if mine and content.date_shown else None
    for chosen_year in dict.fromkeys((None, year)):
        for topic in (None, *topics):
            results = _filtered(everything, chosen_year, topic)
            counts = [Count("the number of results", results.count)]
            if year:
                counts.append(_count(f"the count for {year}", everything, year, topic))
            counts += [
                _count(f"the count for “{each}”", everything, chosen_year, each) for each in topics
            ]
            query = _query(chosen_year, topic)
            told = ", ".join(str(value) for value in (chosen_year, topic) if value)
            shows = mine and is_among_newest(content, results, PER_PAGE)
            yield Probe(
                f"The list “{listing.title}”{f', {told}' if told else ''}",
                f"{path_of(listing)}{'?' if query else ''}{query}",
                shows=frozenset({ADDRESS, TITLE, SUMMARY} if shows else ()),
                counts=tuple(counts),
            )


def _filtered(
    pages: ContentPageQuerySet, year: int | None, topic: Topic | None
) -> ContentPageQuerySet:
    pages = pages.in_year(year) if year else pages
    return pages.about(topic) if topic else pages


def _query(year: int | None, topic: Topic | None) -> str:
    filters = {"year": year, "topic": topic.slug if topic else None}
    return urlencode({name: value for name, value in filters.items() if value})


def _count(what: str, pages: ContentPageQuerySet, year: int | None, topic: Topic | None) -> Count:
    return Count(what, _filtered(pages, year, topic).count, _query(year, topic))


def _topics(content: Any) -> list[Topic]:
    return list(content.topics.all()) if isinstance(content, ContentPage) else []


def is_among_newest(page: ContentPage, others: ContentPageQuerySet, most: int) -> bool:
    """Return whether `page` will be among the first `most` of a list by the date readers see."""
    if page.date_shown is None:
        return False
    field = page.date_field
    newer = Q(**{f"{field}__gt": page.date_shown})
    newer |= Q(**{field: page.date_shown, "pk__gt": page.pk})
    return others.exclude(pk=page.pk).filter(newer).count() < most


def _related(page: ContentPage) -> Iterator[Probe]:
    """Yield the pages that could name it at their foot: the newest on each of its topics."""
    same_kind = listed(type(page).objects.exclude(pk=page.pk))
    for topic in _topics(page):
        for other in same_kind.about(topic).newest_first().defer_streamfields()[: RELATED + 1]:
            shared = [each.pk for each in other.topics.all() if each.live]
            rivals = same_kind.filter(topics__in=shared).exclude(pk=other.pk).distinct()
            shows = topic.live and is_among_newest(page, rivals, RELATED)
            yield Probe(
                f"“{other.title}”, on the same topic",
                path_of(other),
                shows=frozenset({ADDRESS, TITLE}) if shows else frozenset(),
            )


def _referrers(content: Any, is_direct: bool = True) -> Iterator[Probe]:
    """Yield the public pages that refer to the content, or to shared content that does."""
    references = ReferenceIndex.get_references_to(content).order_by()
    uses = references.values_list("base_content_type", "object_id").distinct()[:MOST_REFERRERS]
    for kind, key in uses:
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        if issubclass(model, Page):
            for page in visible(Page.objects.filter(pk=key)):
                yield Probe(
                    f"“{page.title}”, which refers to it",
                    path_of(page),
                    shows=frozenset({ADDRESS if isinstance(content, Page) else TEXT}),
                )
        elif is_direct and issubclass(model, BaseSnippet):
            for shared in model.objects.filter(pk=key, live=True):
                yield from _referrers(shared, is_direct=False)


def merge_probes(routes: Iterable[Probe]) -> list[Probe]:
    """Return every request once, under its first name, with all that its answer may show."""
    found: dict[Any, Probe] = {}
    for route in routes:
        known = found.setdefault(route.request, route)
        if known is not route:
            found[route.request] = replace(
                known,
                closed=known.closed or route.closed,
                shows=known.shows | route.shows,
                echoes=known.echoes | route.echoes,
                counts=known.counts + route.counts,
            )
    return list(found.values())
