"""Pages that stay: about, training, contact, privacy, accessibility."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from content.admin_titles import AdminTitleMixin
from content.editing.forms import ContentPageForm
from content.validation.problems import Problems
from content.validation.publication_rules import PublicationRulesMixin
from content.validation.slugs import FreeSlugMixin
from content.visibility import PublicPageManager
from home.blocks import InformationBodyBlock
from pages.panels import build_character_count_attrs


class InformationPage(AdminTitleMixin, FreeSlugMixin, PublicationRulesMixin, Page):
    """Something about the organisation that is not news."""

    parent_page_types = ["home.HomePage", "home.InformationPage"]
    subpage_types = ["home.InformationPage"]

    summary = models.TextField(
        max_length=300, help_text="One or two sentences: shown in search results and shared links"
    )
    body = StreamField(InformationBodyBlock())

    objects = PageManager()
    public = PublicPageManager()
    base_form_class = ContentPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary", attrs=build_character_count_attrs(300)),
        FieldPanel("body"),
    ]
    promote_panels = [
        # Made from the title where it is left empty, so a draft needs none.
        FieldPanel("slug", required_on_save=False),
        FieldPanel("seo_title"),
        FieldPanel("show_in_menus"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
    ]

    kicker = ""
    search_label = "About us"
    search_type = "information"
    is_kept_current = True

    class Meta:
        verbose_name = "information page"

    def find_problems(self, problems: Problems) -> None:
        """Refuse a title set as a sentence."""
        super().find_problems(problems)
        if self.title.rstrip().endswith("."):
            problems.add("title", "A title has no full stop at the end. Remove it.")
