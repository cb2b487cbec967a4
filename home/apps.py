"""The app at the top of the site."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Connects what keeps the list of outbound links as it is on the pages that readers see."""

    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        from home.links import index

        index.connect()
