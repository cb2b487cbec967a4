"""The app of the ledger of quotations."""

from django.apps import AppConfig


class QuotationsConfig(AppConfig):
    """Connects the signal handlers."""

    name = "quotations"

    def ready(self) -> None:
        """Keep the ledger as pages are published and unpublished."""
        from quotations import signal_handlers

        signal_handlers.connect()
