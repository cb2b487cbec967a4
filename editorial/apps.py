"""The app of the team's desk: dashboard, checklist, manual, links, roles and outgoing mail."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """Connects what keeps the list of outbound links as it is on the pages that readers see."""

    name = "editorial"

    def ready(self) -> None:
        """Connect the receivers."""
        from editorial.links import index

        index.connect()
