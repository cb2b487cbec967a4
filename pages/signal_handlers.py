"""React to the publication of pages: keep their change notes."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision
from wagtail.signals import page_published

from pages.content_page import ContentPage
from pages.models import ChangeNote


def save_change_note(
    sender: type[Page], instance: Page, revision: Revision | None = None, **kwargs: Any
) -> None:
    """Keep the note of a change to a live page, once the change itself is live.

    Wagtail sends the signal already when a page is scheduled, and for aliases as well.
    """
    if not (isinstance(instance, ContentPage) and instance.live and revision):
        return
    if instance.live_revision_id != revision.pk:
        return
    first_publication = instance.first_published_at == instance.last_published_at
    if instance.change_note and not first_publication:
        ChangeNote.objects.get_or_create(
            revision=revision,
            defaults={
                "page": instance,
                "published_at": instance.last_published_at,
                "text": instance.change_note,
            },
        )
    if instance.change_note or instance.minor_change:
        _reset_change_note(instance, revision)


def _reset_change_note(page: ContentPage, revision: Revision) -> None:
    """Forget what was said of this change: the next one needs its own note or tick."""
    nothing = {"change_note": "", "minor_change": False}
    type(page).objects.filter(pk=page.pk).update(**nothing)
    revision.content.update(nothing)
    revision.save(update_fields=["content"])


def connect() -> None:
    """Listen to the publication of pages."""
    page_published.connect(save_change_note)
