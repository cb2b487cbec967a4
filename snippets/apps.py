"""The app of reusable content."""

from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    """Connects the receivers that note changes on live pages."""

    name = "snippets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        from snippets import receivers, slugs

        receivers.connect()
        slugs.connect()
