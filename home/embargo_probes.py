"""Name the places where the embargo seal looks: home page, search and sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.models import Page
from wagtail.search.query import And, PlainText

from content.visibility import filter_listed, filter_public
from home.models import HomePage
from home.models.home_page import MAX_COVERS, MAX_LATEST_UPDATES, latest_updates
from home.search import get_search_filters, split_words
from home.topics import MAX_PAGES_OF_A_TYPE, get_topic_url
from pages.content_page import ContentPage
from publishing.embargo_audit.leak_markers import ADDRESS, SUMMARY, TEXT, TITLE
from publishing.embargo_audit.probes import (
    Probe,
    ResultCount,
    get_url_path,
    is_among_newest,
)
from snippets.models.base import SiteWideSnippet

SEARCH_PROBE_SUMMARY_WORDS = 6


def iter_site_probes(content: Any) -> Iterator[Probe]:
    """Yield the routes on which `content` could show, or will."""
    for home in filter_public(HomePage.objects.all()):
        yield Probe(
            "The home page",
            get_url_path(home),
            contains=_get_marker_kinds_on_home_page(content, home),
        )
    yield Probe(
        "The sitemap",
        reverse("sitemap"),
        contains=frozenset({ADDRESS}) if isinstance(content, Page) else frozenset(),
    )
    if isinstance(content, Page):
        yield from _iter_search_probes(content)
    if isinstance(content, ContentPage):
        yield from _iter_topic_probes(content)


def _get_marker_kinds_on_home_page(content: Any, home: HomePage) -> frozenset[str]:
    """Return what of it the home page will show: what every page does, its newest and its menu."""
    if isinstance(content, SiteWideSnippet):
        return frozenset({TEXT})
    if not isinstance(content, Page):
        return frozenset()
    is_shown = content.pk == home.featured_page_id or content.depth == home.depth + 1
    if isinstance(content, ContentPage) and content.in_updates and content.display_date:
        others = [page for page in latest_updates(MAX_LATEST_UPDATES + 1) if page.pk != content.pk]
        newer = [p for p in others if p.display_date and p.display_date >= content.display_date]
        is_shown = is_shown or len(newer) < MAX_LATEST_UPDATES
    if isinstance(content, ContentPage) and content.has_cover:
        others_with_cover = filter_listed(type(content).objects.all())
        is_shown = is_shown or is_among_newest(content, others_with_cover, MAX_COVERS)
    return frozenset({ADDRESS, TITLE} if is_shown else ())


def _iter_topic_probes(page: ContentPage) -> Iterator[Probe]:
    for topic in page.live_topics:
        others = filter_listed(type(page).objects.about(topic))
        is_shown = is_among_newest(page, others, MAX_PAGES_OF_A_TYPE)
        yield Probe(
            f"The page of the topic “{topic}”",
            get_topic_url(topic),
            contains=frozenset({ADDRESS, TITLE} if is_shown else ()),
        )


def _iter_search_probes(page: Page) -> Iterator[Probe]:
    """Yield searches for its title and for the beginning of its summary, of all kinds and its own.

    The query is repeated above the results, so there only the address gives the page away.
    """
    filters = get_search_filters()
    kinds = [slug for slug, entry in filters.items() if isinstance(page, entry.model)]
    summary = " ".join(getattr(page, "summary", "").split()[:SEARCH_PROBE_SUMMARY_WORDS])
    echoed_kinds = frozenset({TITLE, SUMMARY, TEXT})
    for what, query in (("its title", page.title), ("its summary", summary)):
        for kind in ("", *kinds):
            if split_words(query):
                yield Probe(
                    f"Search for {what}{f' among {filters[kind].label.lower()}' if kind else ''}",
                    f"{reverse('search')}?{urlencode({'q': query, 'type': kind})}",
                    contains=frozenset({ADDRESS} if kinds and query == page.title else ()),
                    echoed_kinds=echoed_kinds,
                    result_counts=(
                        ResultCount("the number of results", partial(_count_hits, query, kind)),
                    ),
                )


def _count_hits(query: str, kind: str) -> int:
    """Return how many public pages contain the words, whatever search itself hides."""
    words = split_words(query)
    wanted = And([PlainText(word) for word in words]) if len(words) > 1 else PlainText(words[0])
    filters = get_search_filters()
    models = [entry.model for slug, entry in filters.items() if kind in ("", slug)]
    found = [page.pk for page in Page.objects.type(*models).search(wanted)]
    return filter_listed(Page.objects.filter(pk__in=found)).count()
