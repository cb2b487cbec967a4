"""List the pages of the site for search engines."""

from __future__ import annotations

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import PageQuerySet

from content.visibility import filter_listed


class PageSitemap(Sitemap):
    """The pages that everybody may open, at the moment of asking."""

    def items(self) -> PageQuerySet:
        """Return the site's public pages, in the order of the tree."""
        root = self.get_wagtail_site().root_page
        pages = filter_listed(root.get_descendants(inclusive=True), self.request)
        return pages.order_by("path").defer_streamfields().specific()
