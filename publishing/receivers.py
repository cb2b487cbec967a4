"""What happens when content is published or deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.signals import pre_delete

from publishing.models import ReleaseSetItem
from snippets.rules import PublicationRulesMixin


def keep_what_is_promised(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Refuse to delete what an active release set has promised, or a page above it.

    Raises:
        ValidationError: names the set.
    """
    if not isinstance(instance, PublicationRulesMixin):
        return
    held = ReleaseSetItem.objects.about(instance).filter(held=True).select_related("release_set")
    if item := held.first():
        raise ValidationError(
            f"“{instance}” goes live with the release set “{item.release_set}”, so it cannot be "
            f"deleted. Take it out of the set first, or cancel the set."
        )


def connect() -> None:
    """Listen to publication and deletion."""
    pre_delete.connect(keep_what_is_promised)
