"""The app of reusable content."""

from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    """Connects the receivers that note changes on live pages, and has text cleaned."""

    name = "snippets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers; clean what forms read and exports write; index drafts."""
        from wagtail.models import ReferenceIndex

        from snippets import cleaning, copies, exports, receivers, slugs
        from snippets.models import DraftReferences

        ReferenceIndex.register_model(DraftReferences)
        receivers.connect()
        slugs.connect()
        copies.connect()
        cleaning.clean_forms()
        exports.make_exports_safe()
