"""The app of the first page, the information pages, search, sitemap and newsletter."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Names the app."""

    name = "home"
    default_auto_field = "django.db.models.BigAutoField"
