"""References of versions that wait, for Wagtail's index of references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Revision


class ReferencesField(models.JSONField):
    """A list of references, each a model's label, a key, and the field or panel it is in.

    Wagtail asks every field that has this method, and indexes what it yields.
    """

    def extract_references(
        self, value: list[list[str]]
    ) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """Yield the model and the key of each reference, and its place as Wagtail writes it."""
        for number, (label, key, place) in enumerate(value):
            try:
                yield apps.get_model(label), key, place, f"{number}.{place}"
            except LookupError:
                # Of an app that has gone since.
                continue


class DraftReferences(models.Model):
    """What a version refers to that its page or shared content, as stored, does not.

    Wagtail's own index holds what is stored: for a live page, what readers see. With these rows it
    counts and lists what the newest draft and the scheduled version use as well. They make no file
    public: that is decided by the rows of pages and shared content alone.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    references = ReferencesField("in a draft or scheduled version", default=list)

    class Meta:
        verbose_name = "draft"

    def __str__(self) -> str:
        return f"{self.revision.object_str} (draft)"

    @property
    def content(self) -> Any:
        """The page or shared content."""
        return self.revision.content_object
