"""The archive of press releases."""

from __future__ import annotations

from pressroom.models.press_release import PressRelease
from snippets.listings import ListingPage
from snippets.pages import ContentPageQuerySet


class PressReleaseIndexPage(ListingPage):
    """All press releases, newest first, by year and topic."""

    subpage_types = ["pressroom.PressRelease"]

    class Meta:
        verbose_name = "press release archive"

    def listed(self) -> ContentPageQuerySet:
        """Return the releases that readers may see."""
        return PressRelease.objects.live().public().child_of(self)
