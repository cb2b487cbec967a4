"""The app of blocks, text, validation and editing, without models."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Has text cleaned wherever it comes in or goes out, and guards slugs."""

    name = "content"

    def ready(self) -> None:
        """Clean what forms read and exports write; check the slugs of what is moved or copied."""
        from content import exports
        from content.text import cleaning
        from content.validation import slugs

        slugs.connect()
        cleaning.patch_form_fields_to_clean_text()
        exports.patch_spreadsheet_exports()
