"""Fetch rows that only join a page to something together with what they join."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey


class SelectRelatedManager(models.Manager[Any]):
    """Fetches each row with what it joins to its page, in one query however many rows."""

    def get_queryset(self) -> models.QuerySet:
        """Return all rows, together with what they point to besides their page."""
        joined = [
            field.name
            for field in self.model._meta.fields
            if field.many_to_one and not isinstance(field, ParentalKey)
        ]
        return super().get_queryset().select_related(*joined)
