"""Register the list of releases, its bulk actions and the probes of the embargo seal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.signals import init_new_page

from content.visibility import filter_listed
from pressroom.bulk_actions import ChangeMediaContactAction
from pressroom.feeds import MAX_FEED_ENTRIES
from pressroom.listing import PressReleaseViewSet
from pressroom.models import PressRelease
from pressroom.new_release import fill_in_new_release
from pressroom.views import DuplicateReleaseView, can_duplicate
from publishing.embargo_audit.leak_markers import ADDRESS, SUMMARY, TITLE
from publishing.embargo_audit.probes import Probe, is_among_newest


@hooks.register("register_embargo_probes")
def register_feed_probes(content: Any) -> list[Probe]:
    """Look into the feed, where the newest releases show."""
    shows: frozenset[str] = frozenset()
    if isinstance(content, PressRelease):
        releases = filter_listed(PressRelease.objects.all())
        if is_among_newest(content, releases, MAX_FEED_ENTRIES):
            shows = frozenset({ADDRESS, TITLE, SUMMARY})
    return [Probe("The feed of press releases", reverse("press_feed"), contains=shows)]


@hooks.register("register_admin_urls")
def register_press_room_urls() -> list[URLPattern]:
    """Give an address to what makes a release like another."""
    return [
        path(
            "press/<int:pk>/new_like_this/",
            DuplicateReleaseView.as_view(),
            name="press_release_duplicate",
        )
    ]


@hooks.register("register_page_header_buttons")
def add_duplicate_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Offer, where a release is edited, to begin another one that is built like it."""
    if page.specific_class is PressRelease and can_duplicate(page, user):
        url = reverse("press_release_duplicate", args=[page.pk])
        yield Button("New release like this one", url, icon_name="copy", priority=55)


@hooks.register("register_admin_viewset")
def register_press_release_viewset() -> PressReleaseViewSet:
    """List press releases with their own columns and filters."""
    return PressReleaseViewSet()


hooks.register("register_bulk_action", ChangeMediaContactAction)

init_new_page.connect(fill_in_new_release)
