"""Links inside running text, as readers get them."""

from __future__ import annotations

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from snippets.visibility import readable_among


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that readers may not see stays text: its address would give it away."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        """Return the pages that the links name and this reader may open, None for every other."""
        wanted = [attrs["id"] for attrs in attrs_list if attrs.get("id")]
        by_id = readable_among(wanted)
        return [by_id.get(str(attrs.get("id"))) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return an opening tag for each link."""
        return [
            f'<a href="{escape(page.url)}">' if page and page.url else "<a>"
            for page in cls.get_many(attrs_list)
        ]
