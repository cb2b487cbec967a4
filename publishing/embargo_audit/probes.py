"""The ways on which a visitor could come across content: its own, and those of other pages.

Layers above add theirs with a hook. It is given the content as it will be and returns probes:

    @hooks.register("register_embargo_probes")
    def register_feed_probes(content: Any) -> Iterable[Probe]: ...
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

from content.visibility import filter_listed, filter_public, get_restricted_paths
from pages.content_page import ContentPage, ContentPageQuerySet
from pages.listings import RESULTS_PER_LISTING_PAGE, ListingPage
from pages.registry import get_listing_page_models
from publishing.embargo_audit.audited_items import AuditedItem
from publishing.embargo_audit.hidden_files import File, get_hidden_files, get_newly_published_files
from publishing.embargo_audit.leak_markers import (
    ADDRESS,
    SUMMARY,
    TEXT,
    TITLE,
    LeakMarker,
    find_leak_markers,
    get_rendition_urls,
    get_storage_url,
)
from snippets.models import SiteImage, Topic
from snippets.models.base import BaseSnippet

IF_NONE_MATCH_HEADER = ("If-None-Match", "*")
IF_MODIFIED_SINCE_HEADER = ("If-Modified-Since", "Thu, 31 Dec 2099 23:59:59 GMT")
MISSING_PAGE_URL = "/no-such-page-as-the-seal-asks-for/"
MAX_REFERRERS = 40
# As many as a page shows.
RELATED_PAGES_COUNT = 3


@dataclass(frozen=True)
class ResultCount:
    """A number that readers are shown, such as how many results a year has."""

    label: str
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
    expects_404: bool = False
    # The kinds of leak markers that readers find here from go-live on.
    contains: frozenset[str] = frozenset()
    # The kinds that the answer repeats because they were asked for.
    echoed_kinds: frozenset[str] = frozenset()
    result_counts: tuple[ResultCount, ...] = ()

    @property
    def request(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """What is sent: probes with the same request get the same answer."""
        return self.method, self.address, self.headers


@dataclass(frozen=True)
class AuditPlan:
    """One item with its probes, and the leak markers to look for."""

    item: AuditedItem
    files: list[File]
    markers: list[LeakMarker]
    probes: list[Probe]


def build_plan(item: AuditedItem, is_live: bool) -> AuditPlan:
    """Return where to look for `item` and for what; `is_live` once it has gone live."""
    files = get_newly_published_files(item) if is_live else get_hidden_files(item)
    content = item.new
    closed_urls = _get_urls_opening_at_go_live(item)
    probes = [
        # First: it is what the site prints around every page.
        Probe("A page that does not exist", MISSING_PAGE_URL),
        *(
            _iter_page_probes(item, closed_urls)
            if isinstance(content, Page)
            else _iter_snippet_probes(item)
        ),
        *(probe for file in files for probe in _iter_file_probes(file)),
        *(
            probe
            for listing in _iter_listing_pages()
            for probe in _iter_listing_probes(listing, content)
        ),
        *(probe for add in hooks.get_hooks("register_embargo_probes") for probe in add(content)),
        *_iter_referrer_probes(content),
        *(_iter_parent_probes(content) if isinstance(content, Page) else ()),
    ]
    if isinstance(content, Page) and content.path.startswith(tuple(get_restricted_paths(None))):
        # Readers have to log in first, so nothing shows at go-live either.
        probes = [replace(probe, contains=frozenset()) for probe in probes]
    return AuditPlan(item, files, find_leak_markers(item, files, closed_urls), merge_probes(probes))


def get_url_path(page: Page) -> str:
    """Return a page's address from the root of its site, or nothing if it is on no site."""
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else ""


def _get_urls_opening_at_go_live(item: AuditedItem) -> list[str]:
    """Return the addresses at which there was nothing before: all, or a live page's new one."""
    if not isinstance(item.new, Page):
        return []
    stored = Page.objects.filter(pk=item.new.pk).first()
    parent = stored and stored.get_parent()
    found = [get_url_path(stored)] if stored else []
    if parent and (above := get_url_path(parent)):
        found.append(f"{above}{item.new.slug}/")
        found += [f"{above}{item.old.slug}/"] if item.old else []
    known = f"{get_url_path(parent)}{item.old.slug}/" if item.old and parent else ""
    return [address for address in dict.fromkeys(found) if address not in ("", "/", known)]


def _iter_page_probes(item: AuditedItem, closed_urls: list[str]) -> Iterator[Probe]:
    page = item.new
    here = frozenset({ADDRESS})
    for address in closed_urls:
        yield Probe("Its address", address, expects_404=True, contains=here)
        yield Probe("Its address, headers only", address, "HEAD", expects_404=True, contains=here)
        yield Probe(
            "Its address, unless a cache has it",
            address,
            headers=(IF_NONE_MATCH_HEADER,),
            expects_404=True,
        )
        yield Probe(
            "Its address, if it has changed",
            address,
            headers=(IF_MODIFIED_SINCE_HEADER,),
            expects_404=True,
        )
        yield Probe("Its address without the last slash", address.rstrip("/"), expects_404=True)
    if item.old and (address := get_url_path(page)) and address not in closed_urls:
        yield Probe("The page", address, contains=frozenset({TITLE, SUMMARY, TEXT}))
    for alias in page.aliases.all() if page.pk else ():
        yield Probe("An alias of it", get_url_path(alias), expects_404=item.old is None)
    leads_here = Q(redirect_page=page.pk)
    for address in closed_urls:
        leads_here |= Q(redirect_link__contains=address.rstrip("/"))
    for redirect in Redirect.objects.filter(leads_here):
        yield Probe(f"The redirect from {redirect.old_path}", redirect.old_path, contains=here)
    if isinstance(page, ContentPage):
        yield from _iter_related_probes(page)


def _iter_parent_probes(page: Page) -> Iterator[Probe]:
    parent = page.get_parent()
    if (
        parent
        and get_url_path(parent)
        and filter_public(Page.objects.filter(pk=parent.pk)).exists()
    ):
        yield Probe(f"The page above it, “{parent.title}”", get_url_path(parent))


def _iter_snippet_probes(item: AuditedItem) -> Iterator[Probe]:
    """Yield the list of a topic that is new."""
    if isinstance(item.new, Topic) and item.old is None:
        for listing in _iter_listing_pages():
            address = f"{get_url_path(listing)}?topic={item.new.slug}"
            yield Probe(
                f"“{listing.title}” on it", address, expects_404=True, contains=frozenset({ADDRESS})
            )


def _iter_file_probes(file: File) -> Iterator[Probe]:
    here = frozenset({ADDRESS})
    if isinstance(file, SiteImage):
        for address in get_rendition_urls(file):
            yield Probe(f"A drawn copy of “{file}”", address, expects_404=True, contains=here)
            yield Probe(
                f"A drawn copy of “{file}”, if it has changed",
                address,
                headers=(IF_MODIFIED_SINCE_HEADER,),
                expects_404=True,
            )
    else:
        yield Probe(f"The document “{file}”", file.url, expects_404=True, contains=here)
        yield Probe(f"The document “{file}”, headers only", file.url, "HEAD", expects_404=True)
        for name, header in (
            ("unless a cache has it", IF_NONE_MATCH_HEADER),
            ("if it has changed", IF_MODIFIED_SINCE_HEADER),
            ("its first bytes", ("Range", "bytes=0-99")),
        ):
            yield Probe(
                f"The document “{file}”, {name}", file.url, headers=(header,), expects_404=True
            )
    # Served to nobody, before go-live and after it.
    stored = get_storage_url(file.file.storage, file.file.name, settings.MEDIA_URL)
    yield Probe(f"The stored file of “{file}”", stored, expects_404=True)


def _iter_listing_pages() -> Iterator[ListingPage]:
    for model in get_listing_page_models():
        yield from filter_public(model.objects.all())


def _iter_listing_probes(listing: ListingPage, content: Any) -> Iterator[Probe]:
    """Yield the list, and what each filter shows that the content would pass."""
    everything = filter_listed(listing.lists.objects.child_of(listing))
    topics = [topic for topic in _get_topics(content) if topic.live]
    mine = isinstance(content, listing.lists) and content.path.startswith(listing.path)
    year = content.display_date.year if mine and content.display_date else None
    for chosen_year in dict.fromkeys((None, year)):
        for topic in (None, *topics):
            results = _filter_listing(everything, chosen_year, topic)
            result_counts = [ResultCount("the number of results", results.count)]
            if year:
                result_counts.append(_build_count(f"the count for {year}", everything, year, topic))
            result_counts += [
                _build_count(f"the count for “{each}”", everything, chosen_year, each)
                for each in topics
            ]
            query = _build_query(chosen_year, topic)
            told = ", ".join(str(value) for value in (chosen_year, topic) if value)
            contains = mine and is_among_newest(content, results, RESULTS_PER_LISTING_PAGE)
            yield Probe(
                f"The list “{listing.title}”{f', {told}' if told else ''}",
                f"{get_url_path(listing)}{'?' if query else ''}{query}",
                contains=frozenset({ADDRESS, TITLE, SUMMARY} if contains else ()),
                result_counts=tuple(result_counts),
            )


def _filter_listing(
    pages: ContentPageQuerySet, year: int | None, topic: Topic | None
) -> ContentPageQuerySet:
    pages = pages.in_year(year) if year else pages
    return pages.about(topic) if topic else pages


def _build_query(year: int | None, topic: Topic | None) -> str:
    filters = {"year": year, "topic": topic.slug if topic else None}
    return urlencode({name: value for name, value in filters.items() if value})


def _build_count(
    what: str, pages: ContentPageQuerySet, year: int | None, topic: Topic | None
) -> ResultCount:
    return ResultCount(what, _filter_listing(pages, year, topic).count, _build_query(year, topic))


def _get_topics(content: Any) -> list[Topic]:
    return list(content.topics.all()) if isinstance(content, ContentPage) else []


def is_among_newest(page: ContentPage, others: ContentPageQuerySet, most: int) -> bool:
    """Return whether `page` will be among the first `most` of a list by the date readers see."""
    if page.display_date is None:
        return False
    field = page.date_field
    newer = Q(**{f"{field}__gt": page.display_date})
    newer |= Q(**{field: page.display_date, "pk__gt": page.pk})
    return others.exclude(pk=page.pk).filter(newer).count() < most


def _iter_related_probes(page: ContentPage) -> Iterator[Probe]:
    """Yield the pages that could name it at their foot: the newest on each of its topics."""
    same_kind = filter_listed(type(page).objects.exclude(pk=page.pk))
    for topic in _get_topics(page):
        for other in (
            same_kind.about(topic).newest_first().defer_streamfields()[: RELATED_PAGES_COUNT + 1]
        ):
            shared = [each.pk for each in other.topics.all() if each.live]
            rivals = same_kind.filter(topics__in=shared).exclude(pk=other.pk).distinct()
            contains = topic.live and is_among_newest(page, rivals, RELATED_PAGES_COUNT)
            yield Probe(
                f"“{other.title}”, on the same topic",
                get_url_path(other),
                contains=frozenset({ADDRESS, TITLE}) if contains else frozenset(),
            )


def _iter_referrer_probes(content: Any, is_direct: bool = True) -> Iterator[Probe]:
    """Yield the public pages that refer to the content, or to shared content that does."""
    references = ReferenceIndex.get_references_to(content).order_by()
    uses = references.values_list("base_content_type", "object_id").distinct()[:MAX_REFERRERS]
    for kind, key in uses:
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        if issubclass(model, Page):
            for page in filter_public(Page.objects.filter(pk=key)):
                yield Probe(
                    f"“{page.title}”, which refers to it",
                    get_url_path(page),
                    contains=frozenset({ADDRESS if isinstance(content, Page) else TEXT}),
                )
        elif is_direct and issubclass(model, BaseSnippet):
            for shared in model.objects.filter(pk=key, live=True):
                yield from _iter_referrer_probes(shared, is_direct=False)


def merge_probes(probes: Iterable[Probe]) -> list[Probe]:
    """Return every request once, under its first name, with all that its answer may show."""
    found: dict[Any, Probe] = {}
    for probe in probes:
        known = found.setdefault(probe.request, probe)
        if known is not probe:
            found[probe.request] = replace(
                known,
                expects_404=known.expects_404 or probe.expects_404,
                contains=known.contains | probe.contains,
                echoed_kinds=known.echoed_kinds | probe.echoed_kinds,
                result_counts=known.result_counts + probe.result_counts,
            )
    return list(found.values())
