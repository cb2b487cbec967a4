"""The app of what all pages that inform readers have in common."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Connects the signal handlers."""

    name = "pages"

    def ready(self) -> None:
        """Keep change notes, and give copied blocks identifiers of their own."""
        from pages import copies, signal_handlers

        signal_handlers.connect()
        copies.connect()
