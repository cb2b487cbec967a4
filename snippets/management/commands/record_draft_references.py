"""Record what the drafts and scheduled versions in the database refer to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from wagtail.models import Page, Revision

from snippets.draft_references import record_draft_references
from snippets.models.base import shared_models


class Command(BaseCommand):
    """Records them for versions that were saved before they were recorded; can be repeated."""

    help = "Record what drafts and scheduled versions refer to, so that usage counts name them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the newest version of all that has one, and through all scheduled ones."""
        waiting = Q(approved_go_live_at__isnull=False)
        for model in (Page, *shared_models()):
            drafts = model.objects.filter(has_unpublished_changes=True)
            waiting |= Q(pk__in=drafts.values("latest_revision"))
        versions = Revision.objects.filter(waiting).order_by("pk")
        for revision in versions.iterator():
            record_draft_references(revision)
        self.stdout.write(f"{versions.count()} versions recorded.")
