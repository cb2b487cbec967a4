"""List the pages of the site for search engines."""

from __future__ import annotations

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import PageQuerySet

from content.visibility import listed


class PageSitemap(Sitemap):
    """The pages that everybody may open, at the moment of asking."""

    def items(self) -> PageQuerySet:
        """Return the site's public pages, in the order of the tree."""
        pages = self.get_wagtail_site().root_page.get_descendants(inclusive=True)
        return listed(pages, self.request).order_by("path").defer_streamfields().specific()
