"""The app that decides when content becomes visible."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Connects what must happen whenever content is published or deleted."""

    name = "publishing"

    def ready(self) -> None:
        """Connect the receivers, and compare redirects in one normal form."""
        from publishing import redirect_normalization, signal_handlers

        signal_handlers.connect()
        redirect_normalization.patch_redirect_normalization()
