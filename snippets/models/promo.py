"""A call to do something, such as booking a training course."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks.links import LinkBlock
from snippets.models.base import SiteWideSnippet


class Promo(SiteWideSnippet):
    """A heading, a few sentences and a link that works, because it cannot be left out."""

    heading = models.CharField(max_length=80)
    text = models.TextField(max_length=400)
    link = StreamField(LinkBlock(), min_num=1, max_num=1)

    panels = [
        FieldPanel("heading", required_on_save=True),
        FieldPanel("text"),
        FieldPanel("link"),
        PublishingPanel(),
    ]

    def __str__(self) -> str:
        return self.heading

    def apply_to_home(self, home: Page) -> None:
        """Have `home` promote this, whatever it promotes today."""
        home.promo = self
