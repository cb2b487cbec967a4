"""Write Wagtail's log so that the history of each page shows each of its publications."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from django.db.models import Model
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from content.visibility import PUBLISHED_WITH_SET_LOG_ACTION

LOG_MODELS = (PageLogEntry, ModelLogEntry)


class PublishedWithSetFormatter(LogFormatter):
    """Names the release set with which something went live."""

    label = "Publish with a release set"

    def format_message(self, log_entry: Any) -> str:
        """Return “Published with the release set “Launch””."""
        return f"Published with the release set “{log_entry.data.get('release_set', '')}”"


def register_set_action(actions: LogActionRegistry) -> None:
    """Give the publication of a set's items a name of its own in the history."""
    actions.register_action(PUBLISHED_WITH_SET_LOG_ACTION)(PublishedWithSetFormatter)


def record_set_in_log_entries(revisions: list[Revision], release_set: Any) -> None:
    """Name the set in the log entries of what went live with it: one query for each model."""
    for model in LOG_MODELS:
        entries = model.objects.filter(action=PUBLISHED_WITH_SET_LOG_ACTION, revision__in=revisions)
        entries.update(data={"release_set": release_set.title})


def set_log_entry_uuid_per_object(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Give the entries about one object a mark of their own within a request.

    Wagtail marks all that a request logs alike, and a history shows one entry for each mark and
    action: of ten pages that are published together, nine would lose theirs (8.0.1).
    """
    shared = get_active_log_context().uuid
    if instance.uuid and instance.uuid == shared:
        instance.uuid = uuid5(shared, f"{instance.content_type_id}:{instance.object_id}")
