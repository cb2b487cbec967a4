"""React to saved versions, to publication and to deleted files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import ReferenceIndex, Revision, RevisionMixin
from wagtail.signals import published

from content.validation.batching import run_once_per_batch
from snippets.draft_references import delete_published_references, record_draft_references
from snippets.models import DocumentVersion, SiteIdentity, SiteImage, SiteRendition


def delete_original_file(sender: type[SiteImage], instance: SiteImage, **kwargs: Any) -> None:
    """Delete a picture as it was uploaded, once the picture is deleted."""
    if instance.original:
        storage, name = instance.original.storage, str(instance.original.name)
        transaction.on_commit(lambda: storage.delete(name))


def share_image_with_renditions(
    sender: type[SiteRendition], instance: SiteRendition, origin: Any = None, **kwargs: Any
) -> None:
    """Give a drawn picture the image that is deleted with it, which is `origin` or one of it.

    Wagtail asks for it as each of the two dozen is deleted, to take that from the cache.
    """
    if isinstance(origin, QuerySet) and origin.model is SiteImage:
        kept = vars(origin)
        if "_by_pk" not in kept:
            kept["_by_pk"] = {image.pk: image for image in origin}
        image = kept["_by_pk"].get(instance.image_id)
    else:
        image = origin if isinstance(origin, SiteImage) else None
    if image is not None and image.pk == instance.image_id:
        instance.image = image


def delete_version_file(
    sender: type[DocumentVersion], instance: DocumentVersion, **kwargs: Any
) -> None:
    """Delete the file of an earlier version, once its document is deleted."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name))


def record_version_references(
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


def delete_references_of_published_draft(
    sender: type[Model], instance: Model, **kwargs: Any
) -> None:
    """Forget the references of a draft that has gone live: the index holds them by now."""
    if isinstance(instance, RevisionMixin) and instance.live:
        run_once_per_batch(delete_published_references, instance)


def index_identity(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Record at once what the site's identity refers to: readers get its images from now on."""
    ReferenceIndex.create_or_update_for_object(instance)


def connect() -> None:
    """Listen to versions, to publication, to the identity, and to the deletion of files."""
    post_save.connect(index_identity, sender=SiteIdentity)
    post_save.connect(record_version_references, sender=Revision)
    published.connect(delete_references_of_published_draft)
    pre_delete.connect(share_image_with_renditions, sender=SiteRendition)
    post_delete.connect(delete_original_file, sender=SiteImage)
    post_delete.connect(delete_version_file, sender=DocumentVersion)
