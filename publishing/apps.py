"""The app that decides when content becomes visible."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Connects what must happen whenever content is published or deleted."""

    name = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        from publishing import receivers

        receivers.connect()
