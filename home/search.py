"""Finding pages by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from wagtail.models import Page
from wagtail.search.query import And, PlainText

from content.visibility import filter_searchable
from home.models import InformationPage
from pages.content_page import ContentPage
from pages.registry import get_content_page_models

MAX_SEARCH_QUERY_LENGTH = 200
MAX_SEARCH_QUERY_WORDS = 12


@dataclass(frozen=True)
class SearchFilter:
    """What readers may narrow a search to: pages of one model, by a label."""

    label: str
    model: type[ContentPage | InformationPage]


@dataclass(frozen=True)
class SearchResults:
    """Results of a search: a lazy sequence of pages and how many there are of each kind."""

    pages: Any
    kinds: list[dict[str, Any]]
    total: int


@cache
def get_search_filters() -> dict[str, SearchFilter]:
    """Return the filters by the word that stands for each in an address."""
    searched: list[Any] = [*get_content_page_models(), InformationPage]
    return {
        model.search_type or model._meta.model_name: SearchFilter(
            model.search_label or capfirst(model._meta.verbose_name_plural), model
        )
        for model in searched
    }


def split_words(query: str) -> list[str]:
    """Return the words to look for, whatever was typed: at most MAX_SEARCH_QUERY_WORDS of them."""
    return re.findall(r"\w+(?:['’]\w+)*", query[:MAX_SEARCH_QUERY_LENGTH])[:MAX_SEARCH_QUERY_WORDS]


def search_public_pages(query: str, kind: str = "") -> SearchResults | None:
    """Return the live, public pages that contain every word of `query`; None without words."""
    words = split_words(query)
    if not words:
        return None
    filters = get_search_filters()
    models = [entry.model for entry in filters.values()]
    types = ContentType.objects.get_for_models(*models)
    pages_to_find = filter_searchable(Page.objects.all())
    wanted = And([PlainText(word) for word in words]) if len(words) > 1 else PlainText(words[0])
    counts = pages_to_find.type(*models).search(wanted).facet("content_type_id")
    kinds = [
        {"slug": slug, "label": entry.label, "count": counts.get(types[entry.model].pk, 0)}
        for slug, entry in filters.items()
    ]
    chosen = [filters[kind].model] if kind else models
    pages = pages_to_find.type(*chosen).specific(defer=False).defer_streamfields().search(wanted)
    return SearchResults(pages, kinds, sum(entry["count"] for entry in kinds))
