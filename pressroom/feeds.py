"""Write the feed of press releases."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from content.text.cleaning import clean_line, clean_text
from pressroom.models import PressRelease, PressReleaseIndexPage
from snippets.models import SiteIdentity

MAX_FEED_ENTRIES = 20


class PressReleaseFeed(Feed):
    """The newest releases, dated as printed on them."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Keep the request: addresses are built for the site that was asked."""
        return request

    def title(self, request: HttpRequest) -> str:
        """Return whose releases these are."""
        return f"{self.author_name(request)} press releases"

    def author_name(self, request: HttpRequest) -> str:
        """Return the organisation's name."""
        return clean_line(SiteIdentity.for_request(request).organisation_name)

    def subtitle(self, request: HttpRequest) -> str:
        """Return what the feed holds."""
        return f"News from {self.author_name(request)}, newest first"

    def link(self, request: HttpRequest) -> str:
        """Return the archive's address."""
        index = PressReleaseIndexPage.public.for_request(request).first()
        return index.get_full_url(request) if index else "/"

    def items(self, request: HttpRequest) -> list[PressRelease]:
        """Return the newest public releases."""
        releases = PressRelease.public.for_request(request).newest_first()
        return list(releases.defer_streamfields()[:MAX_FEED_ENTRIES])

    def item_title(self, release: PressRelease) -> str:
        """Return the title."""
        return clean_line(release.title)

    def item_description(self, release: PressRelease) -> str:
        """Return the summary, the only source of teasers."""
        return clean_text(release.summary)

    def item_link(self, release: PressRelease) -> str:
        """Return the release's address, or the site's where the stored one is none."""
        return release.full_url or "/"

    def item_pubdate(self, release: PressRelease) -> datetime:
        """Return the release date, at midnight in London."""
        # Nothing goes live without a date.
        day: Any = release.release_date
        return timezone.make_aware(datetime.combine(day, time.min))

    def item_updateddate(self, release: PressRelease) -> datetime:
        """Return when the release was last changed, never before its own date."""
        released = self.item_pubdate(release)
        return max(release.last_published_at or released, released)
