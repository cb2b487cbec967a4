"""The app of reusable content."""

from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    """Connects the signal handlers, and has drafts and the site's identity indexed."""

    name = "snippets"

    def ready(self) -> None:
        """Connect the signal handlers; have Wagtail index what drafts and the identity refer to."""
        from wagtail.models import ReferenceIndex

        from snippets import signal_handlers
        from snippets.models import DraftReferences, SiteIdentity

        ReferenceIndex.register_model(DraftReferences)
        # Wagtail does so for pages and snippets, not for settings.
        ReferenceIndex.register_model(SiteIdentity)
        signal_handlers.connect()
