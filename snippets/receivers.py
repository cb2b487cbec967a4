"""What happens when a page is published."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision
from wagtail.signals import page_published

from snippets.models import ChangeNote
from snippets.pages import ContentPage


def keep_change_note(
    sender: type[Page], instance: Page, revision: Revision | None = None, **kwargs: Any
) -> None:
    """Keep the note of a change to a live page, once the change itself is live.

    Wagtail sends the signal already when a page is scheduled, and for aliases as well.
    """
    if not (isinstance(instance, ContentPage) and instance.live and revision):
        return
    first_publication = instance.first_published_at == instance.last_published_at
    if instance.live_revision_id != revision.pk or first_publication or not instance.change_note:
        return
    ChangeNote.objects.get_or_create(
        revision=revision,
        defaults={
            "page": instance,
            "published_at": instance.last_published_at,
            "text": instance.change_note,
        },
    )


def connect() -> None:
    """Listen to the publication of pages."""
    page_published.connect(keep_change_note)
