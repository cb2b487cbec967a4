"""Record what the drafts and scheduled versions in the database refer to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from snippets.draft_references import record_all_draft_references


class Command(BaseCommand):
    """Records them for versions that were saved before they were recorded; can be repeated."""

    help = "Record what drafts and scheduled versions refer to, so that usage counts name them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the newest version of all that has one, and through all scheduled ones."""
        self.stdout.write(f"{record_all_draft_references()} versions recorded.")
