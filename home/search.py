"""Finding pages by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page
from wagtail.search.query import And, PlainText

from content.visibility import searchable
from home.models import InformationPage
from policy.models import PolicyExplainer, ReportPage
from pressroom.models import PressRelease

LONGEST_QUERY = 200
MOST_WORDS = 12

# What readers may narrow a search to: the address's word, its label, the pages it stands for.
KINDS: dict[str, tuple[str, type[Page]]] = {
    "press": ("Press releases", PressRelease),
    "policy": ("Policy explainers", PolicyExplainer),
    "reports": ("Reports", ReportPage),
    "information": ("About us", InformationPage),
}


@dataclass(frozen=True)
class Found:
    """Results of a search: a lazy sequence of pages and how many there are of each kind."""

    pages: Any
    kinds: list[dict[str, Any]]
    total: int


def words_of(query: str) -> list[str]:
    """Return the words to look for, whatever was typed: at most MOST_WORDS of them."""
    return re.findall(r"\w+(?:['’]\w+)*", query[:LONGEST_QUERY])[:MOST_WORDS]


def find(query: str, kind: str = "") -> Found | None:
    """Return the live, public pages that contain every word of `query`; None without words."""
    words = words_of(query)
    if not words:
        return None
    models = [model for _, model in KINDS.values()]
    types = ContentType.objects.get_for_models(*models)
    pages_to_find = searchable(Page.objects.all())
    wanted = And([PlainText(word) for word in words]) if len(words) > 1 else PlainText(words[0])
    counts = pages_to_find.type(*models).search(wanted).facet("content_type_id")
    kinds = [
        {"slug": slug, "label": label, "count": counts.get(types[model].pk, 0)}
        for slug, (label, model) in KINDS.items()
    ]
    chosen = [KINDS[kind][1]] if kind else models
    pages = pages_to_find.type(*chosen).specific(defer=False).defer_streamfields().search(wanted)
    return Found(pages, kinds, sum(entry["count"] for entry in kinds))
