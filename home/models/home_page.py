"""The first page of the site."""

from __future__ import annotations

import re
from heapq import nlargest
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page, PageManager

from content.admin_titles import AdminTitleMixin
from content.editing.forms import ContentPageForm
from content.validation.publication_rules import PublicationRulesMixin
from content.validation.slugs import FreeSlugMixin
from content.visibility import PublicPageManager, get_page_for_reader
from pages.content_page import ContentPage
from pages.registry import get_content_page_models
from snippets.models import Promo, Statistic, Topic
from snippets.models.base import get_previewed_drafts

MAX_LATEST_UPDATES = 6
# How many of them stand below the lead.
MAX_UPDATES_BELOW_LEAD = 2
MAX_COVERS = 4


def latest_updates(
    count: int = MAX_LATEST_UPDATES, request: HttpRequest | None = None
) -> list[ContentPage]:
    """Return the newest public pages that inform readers, by the date that readers see."""
    pages: list[ContentPage] = []
    for model in (model for model in get_content_page_models() if model.in_updates):
        pages += model.public.for_request(request).newest_first().defer_streamfields()[:count]
    return nlargest(count, pages, key=lambda page: (page.display_date, page.pk))


def latest_covers(request: HttpRequest | None = None) -> list[ContentPage]:
    """Return the newest public pages that have a cover."""
    pages: list[ContentPage] = []
    for model in (model for model in get_content_page_models() if model.has_cover):
        newest = model.public.for_request(request).newest_first().defer_streamfields()
        pages += newest.select_related("cover")[:MAX_COVERS]
    return nlargest(MAX_COVERS, pages, key=lambda page: (page.display_date, page.pk))


class ContentPageChooserPanel(PageChooserPanel):
    """Offers pages of every type that informs readers."""

    def get_form_options(self) -> dict[str, Any]:
        """Ask for the types when the form is made: apps above `home` may bring some."""
        self.page_type = get_content_page_models()
        return super().get_form_options()


class HomePage(AdminTitleMixin, FreeSlugMixin, PublicationRulesMixin, Page):
    """What is new, what matters most, and where to go."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    objects = PageManager()
    public = PublicPageManager()
    is_kept_current = True
    base_form_class = ContentPageForm

    strapline = models.CharField(max_length=160, help_text="Who we are, in one sentence")
    featured_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown first and largest; the newest release if none is chosen",
    )
    key_figure = models.ForeignKey(
        Statistic,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown large, with its source. A count of up to 2,000 is drawn in strokes.",
    )
    promo = models.ForeignKey(
        Promo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("strapline"),
        MultiFieldPanel(
            [
                ContentPageChooserPanel("featured_page"),
                FieldPanel("key_figure"),
                FieldPanel("promo"),
            ],
            heading="Promoted",
        ),
    ]

    class Meta:
        verbose_name = "home page"

    @property
    def strapline_parts(self) -> tuple[str, str]:
        """The first sentence of the strapline, and the rest."""
        first, *rest = re.split(r"(?<=\.) (?=[A-Z])", self.strapline, maxsplit=1)
        return first, "".join(rest)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lead, the latest updates without it, and the other parts of the page."""
        context = super().get_context(request, *args, **kwargs)
        updates = latest_updates(MAX_LATEST_UPDATES + 1, request)
        chosen = get_page_for_reader(self.featured_page, request)
        featured = chosen.specific if chosen else next(iter(updates), None)
        context["featured"] = featured
        others = [page for page in updates if page != featured][:MAX_LATEST_UPDATES]
        context["updates"] = others[:-MAX_UPDATES_BELOW_LEAD] or others
        context["below_lead"] = others[len(context["updates"]) :]
        context["reports"] = latest_covers(request)
        context["topics"] = Topic.public.all()
        figure = self.key_figure
        context["figure"] = figure if figure and figure.is_live_now else None
        drafts = get_previewed_drafts(request, Promo)
        promo = next((draft for draft in drafts if draft == self.promo), self.promo)
        context["promo"] = promo if promo and (promo.is_live_now or promo in drafts) else None
        return context
