"""Find what is published under a topic, for the topic's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from content.visibility import get_page_for_reader
from pages.content_page import ContentPage
from pages.registry import get_content_page_models
from snippets.models import Topic

MAX_PAGES_OF_A_TYPE = 6


@dataclass(frozen=True)
class TopicSection:
    """The newest pages of one type under a topic."""

    label: str
    pages: list[ContentPage]
    has_covers: bool
    # The list with all of them, if the page shows some and readers may open it.
    more_url: str


def get_topic_url(topic: Topic) -> str:
    """Return the address of the topic's page."""
    return reverse("topic", args=[topic.slug])


def iter_topic_sections(topic: Topic, request: HttpRequest | None = None) -> Iterator[TopicSection]:
    """Yield a section for each type that has public pages under the topic."""
    for model in get_content_page_models():
        newest = model.public.for_request(request).about(topic).newest_first()
        if model.has_cover:
            newest = newest.select_related("cover")
        pages = list(newest.defer_streamfields()[: MAX_PAGES_OF_A_TYPE + 1])
        if pages:
            yield TopicSection(
                label=capfirst(model.search_label or model._meta.verbose_name_plural),
                pages=pages[:MAX_PAGES_OF_A_TYPE],
                has_covers=model.has_cover,
                more_url=_get_list_url(topic, pages, request),
            )


def _get_list_url(topic: Topic, pages: list[ContentPage], request: HttpRequest | None) -> str:
    if len(pages) <= MAX_PAGES_OF_A_TYPE:
        return ""
    listing = get_page_for_reader(pages[0].get_parent(), request)
    return f"{listing.url}?topic={topic.slug}" if listing else ""


class TopicSitemap(Sitemap):
    """The pages of topics."""

    def items(self) -> QuerySet[Topic]:
        """Return the published topics, in the order of their names."""
        return Topic.public.all()

    def location(self, topic: Topic) -> str:
        """Return the address of a topic's page, from the root of the site."""
        return get_topic_url(topic)
