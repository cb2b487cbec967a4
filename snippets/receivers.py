"""What happens when a page is published or unpublished, or a picture is deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, Revision, RevisionMixin
from wagtail.signals import page_published, page_unpublished, published

from snippets import ledger
from snippets.draft_references import forget_published_drafts, record_draft_references
from snippets.models import ChangeNote, DocumentVersion, SiteImage, SiteRendition
from snippets.pages import ContentPage
from snippets.together import once_out


def keep_change_note(
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
        _ask_anew(instance, revision)


def _ask_anew(page: ContentPage, revision: Revision) -> None:
    """Forget what was said of this change: the next one needs its own note or tick."""
    nothing = {"change_note": "", "minor_change": False}
    type(page).objects.filter(pk=page.pk).update(**nothing)
    revision.content.update(nothing)
    revision.save(update_fields=["content"])


def keep_quotations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Enter in the ledger what a page quotes, once readers see it.

    Wagtail sends the signal already when a page is scheduled; `index_pages` passes that over.
    """
    once_out(ledger.index_pages, instance)


def leave_quotations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Note that readers see nothing of the page any more."""
    ledger.leave(instance)


def delete_original(sender: type[SiteImage], instance: SiteImage, **kwargs: Any) -> None:
    """Delete a picture as it was uploaded, once the picture is deleted."""
    if instance.original:
        storage, name = instance.original.storage, instance.original.name
        transaction.on_commit(lambda: storage.delete(name))


def hand_image_on(
    sender: type[SiteRendition], instance: SiteRendition, origin: Any = None, **kwargs: Any
) -> None:
    """Give a drawn picture the image that is deleted with it, which is `origin` or one of it.

    Wagtail asks for it as each of the two dozen is deleted, to take that from the cache.
    """
    if isinstance(origin, QuerySet) and origin.model is SiteImage:
        if not hasattr(origin, "_by_pk"):
            origin._by_pk = {image.pk: image for image in origin}
        image = origin._by_pk.get(instance.image_id)
    else:
        image = origin if isinstance(origin, SiteImage) else None
    if image is not None and image.pk == instance.image_id:
        instance.image = image


def delete_version_file(
    sender: type[DocumentVersion], instance: DocumentVersion, **kwargs: Any
) -> None:
    """Delete the file of an earlier version, once its document is deleted."""
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name))


def record_version(
    sender: type[Revision],
    instance: Revision,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    """Record what a draft or scheduled version refers to, whenever it is saved."""
    if raw or (update_fields and not {"content", "approved_go_live_at"} & set(update_fields)):
        return
    record_draft_references(instance)


def forget_draft(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Forget the references of a draft that has gone live: the index holds them by now."""
    if instance.live and isinstance(instance, RevisionMixin):
        once_out(forget_published_drafts, instance)


def connect() -> None:
    """Listen to the publication of pages, to versions, and to the deletion of pictures."""
    post_save.connect(record_version, sender=Revision)
    published.connect(forget_draft)
    pre_delete.connect(hand_image_on, sender=SiteRendition)
    post_delete.connect(delete_original, sender=SiteImage)
    post_delete.connect(delete_version_file, sender=DocumentVersion)
    page_published.connect(keep_change_note)
    page_published.connect(keep_quotations)
    page_unpublished.connect(leave_quotations)
