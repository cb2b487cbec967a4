"""List the page types of the site: whatever subclasses `ContentPage` is one."""

from __future__ import annotations

from django.apps import apps

from pages.content_page import ContentPage
from pages.listings import ListingPage


def get_content_page_models() -> list[type[ContentPage]]:
    """Return every type of page that informs readers, in the order of INSTALLED_APPS."""
    return [model for model in apps.get_models() if issubclass(model, ContentPage)]


def get_listing_page_models() -> list[type[ListingPage]]:
    """Return every type of page that lists such pages, in the order of INSTALLED_APPS."""
    return [model for model in apps.get_models() if issubclass(model, ListingPage)]
