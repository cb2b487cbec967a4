"""The archive of press releases."""

from __future__ import annotations

from pages.listings import ListingPage
from pressroom.models.press_release import PressRelease


class PressReleaseIndexPage(ListingPage):
    """All press releases, newest first, by year and topic."""

    subpage_types = ["pressroom.PressRelease"]
    lists = PressRelease
    noun = "release"
    template = "pages/listing_page.html"

    class Meta:
        verbose_name = "press release archive"
