"""What the press room adds to the embargo seal."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail import hooks

from pressroom.feeds import LENGTH
from pressroom.models import PressRelease
from publishing.seal.routes import Route, is_among_newest
from publishing.seal.traces import ADDRESS, SUMMARY, TITLE
from snippets.visibility import visible


@hooks.register("seal_routes")
def routes_of_the_feed(content: Any) -> list[Route]:
    """Look into the feed, where the newest releases show."""
    shows: frozenset[str] = frozenset()
    if isinstance(content, PressRelease):
        releases = visible(PressRelease.objects.all())
        if is_among_newest(content, releases, LENGTH):
            shows = frozenset({ADDRESS, TITLE, SUMMARY})
    return [Route("The feed of press releases", reverse("press_feed"), shows=shows)]
