"""Lists that readers page through, filtered by what the address asks for."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as ResultPage
from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, QueryDict
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.url_routing import RouteResult

from content.admin_titles import AdminTitleMixin
from content.blocks.text import RICH_TEXT_FEATURES
from content.editing.forms import ContentPageForm
from content.fields import ProseField
from content.validation.publication_rules import PublicationRulesMixin
from content.validation.slugs import FreeSlugMixin
from content.visibility import PublicPageManager, q_not_expired
from pages.content_page import ContentPage, ContentPageQuerySet
from snippets.models import Topic

RESULTS_PER_LISTING_PAGE = 20


def get_positive_int(parameters: QueryDict, name: str) -> int | None:
    """Return the whole number of a parameter, or None when it is absent or empty.

    Raises:
        Http404: it is not a positive number; such an address was never linked to.
    """
    text = parameters.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or int(text) < 1:
        raise Http404(f"“{name}” is not a number")
    return int(text)


def get_results_page(
    results: QuerySet, parameters: QueryDict, per_page: int = RESULTS_PER_LISTING_PAGE
) -> ResultPage:
    """Return the page of `results` that the address asks for; the first when it asks for none.

    Raises:
        Http404: there is no such page.
    """
    try:
        return Paginator(results, per_page).page(get_positive_int(parameters, "page") or 1)
    except InvalidPage as error:
        raise Http404("There is no such page") from error


class ListingPage(AdminTitleMixin, FreeSlugMixin, PublicationRulesMixin, Page):
    """All pages of a kind below this one, newest first, by year and topic."""

    introduction: Any = ProseField(blank=True, features=RICH_TEXT_FEATURES)

    base_form_class = ContentPageForm

    parent_page_types = ["home.HomePage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    objects = PageManager()
    public = PublicPageManager()

    # What an address may say after its question mark. No page has one of these for a slug.
    list_parameters = ("year", "topic", "page")

    # The kind of page that is listed.
    lists: type[ContentPage]
    # What one of them is called where they are counted, if not by its `verbose_name`.
    noun = ""

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a listed page in one query, since all pages below are of one kind.

        Raises:
            Http404: there is no such page, or it is not live.
        """
        if not path_components:
            return super().route(request, path_components)
        slug, *rest = path_components
        # Of all pages: a private one asks for a login.
        pages = self.lists.objects.child_of(self).select_related("share_image")
        page = pages.filter(slug=slug).first()
        if page is None:
            raise Http404("There is no such page")
        # Wagtail's own routing leaves the parent there too, so that nobody asks for it again.
        page._cached_parent_obj = self
        return page.route(request, rest)

    def prefetch_listing(self, pages: ContentPageQuerySet) -> ContentPageQuerySet:
        """Return `pages` with what each line of the list shows, fetched for all of them at once."""
        return pages.defer_streamfields()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of results, filtered as the address asks, and the filters' counts.

        Counts of years are within the chosen topic, and of topics within the chosen year, so
        that a number says how many results its link leads to.

        Raises:
            Http404: the year, topic or page number is nonsense or unknown.
        """
        context = super().get_context(request, *args, **kwargs)
        year = get_positive_int(request.GET, "year")
        if year and not 1900 <= year <= 9999:
            raise Http404("There is no such year")
        topic = _get_topic(request.GET.get("topic", ""))
        everything = self.lists.public.for_request(request).child_of(self)
        in_topic = everything.about(topic) if topic else everything
        in_year = everything.in_year(year) if year else everything
        results = in_topic.in_year(year) if year else in_topic
        context.update(
            noun=self.noun or self.lists._meta.verbose_name,
            year=year,
            topic=topic,
            years=_count_years(in_topic),
            topics=_count_topics(in_year),
            results=get_results_page(self.prefetch_listing(results.newest_first()), request.GET),
        )
        return context


def _get_topic(slug: str) -> Topic | None:
    if not slug:
        return None
    topic = Topic.public.filter(slug=slug.replace("\x00", "")).first()
    if topic is None:
        raise Http404("There is no such topic")
    return topic


def _count_years(pages: ContentPageQuerySet) -> list[dict[str, int]]:
    return list(
        pages.order_by()
        .values(year=ExtractYear(pages.model.date_field))
        .annotate(count=Count("pk"))
        .order_by("-year")
    )


def _count_topics(pages: ContentPageQuerySet) -> list[dict[str, Any]]:
    return list(
        pages.order_by()
        .filter(q_not_expired("topics__"), topics__live=True)
        .values(topic=F("topics__slug"), name=F("topics__name"))
        .annotate(count=Count("pk"))
        .order_by("name")
    )
