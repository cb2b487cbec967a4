"""Links inside running text, as readers get them."""

from __future__ import annotations

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from snippets.visibility import visible


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that readers may not see stays text: its address would give it away."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        """Return the live, public pages that the links name, None for every other."""
        wanted = [attrs.get("id") for attrs in attrs_list]
        pages = visible(Page.objects.filter(pk__in=wanted))
        by_id = {str(page.pk): page for page in pages}
        return [by_id.get(str(pk)) for pk in wanted]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return an opening tag for each link."""
        return [
            f'<a href="{escape(page.url)}">' if page and page.url else "<a>"
            for page in cls.get_many(attrs_list)
        ]
