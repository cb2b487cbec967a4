"""What happens when content is published or deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import pre_delete
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published, published

from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.moments import london
from snippets.rules import PublicationRulesMixin


def keep_what_is_promised(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Refuse to delete an active release set, what it has promised, or a page above that.

    Raises:
        ValidationError: names the set.
    """
    if isinstance(instance, ReleaseSet) and instance.is_active:
        raise ValidationError(
            f"“{instance}” is promised for {london(instance.go_live_at)}. Cancel it first."
        )
    if not isinstance(instance, PublicationRulesMixin):
        return
    held = ReleaseSetItem.objects.about(instance).filter(held=True).select_related("release_set")
    if item := held.first():
        raise ValidationError(
            f"“{instance}” goes live with the release set “{item.release_set}”, so it cannot be "
            f"deleted. Take it out of the set first, or cancel the set."
        )


def note_references(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Record at once what has gone live refers to: readers get its files from this moment on.

    Wagtail's worker does so as well, but later. A page that is merely scheduled sends the signals
    too; only the one for pages is sent for aliases.
    """
    if isinstance(instance, Page) and kwargs["signal"] is not page_published:
        return
    if instance.live and ReferenceIndex.is_indexed(type(instance)):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(instance)


def connect() -> None:
    """Listen to publication and deletion."""
    pre_delete.connect(keep_what_is_promised)
    page_published.connect(note_references)
    published.connect(note_references)
