"""The app of reusable content."""

from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    """Connects the signal handlers, and has drafts indexed."""

    name = "snippets"

    def ready(self) -> None:
        """Connect the signal handlers; have Wagtail index what drafts refer to."""
        from wagtail.models import ReferenceIndex

        from snippets import signal_handlers
        from snippets.models import DraftReferences

        ReferenceIndex.register_model(DraftReferences)
        signal_handlers.connect()
