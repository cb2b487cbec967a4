"""Ways from what is edited to what publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail.admin.widgets import Button
from wagtail.models import Page

from publishing.models.subjects import kind_of
from snippets.rules import PublicationRulesMixin


def add_to_set(subject: Any, user: Any) -> Iterator[Button]:
    """Offer to put something that has a draft in a release set."""
    if not isinstance(
        subject.specific if isinstance(subject, Page) else subject, PublicationRulesMixin
    ):
        return
    if subject.has_unpublished_changes and user.has_perm("publishing.change_releaseset"):
        url = reverse("publishing_add_to_set", args=[kind_of(subject).pk, subject.pk])
        yield Button("Add to a release set", url, icon_name="calendar-check", priority=60)
