"""Links by which a journalist reads something before everybody else."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from publishing.models.content_objects import ContentObjectMixin, ContentObjectQuerySet


class EmbargoLink(ContentObjectMixin):
    """A promise kept by a named outlet: it may read a scheduled page or set under embargo."""

    outlet = models.CharField(
        max_length=120, help_text="The outlet or person it is for, such as “The Example Times”"
    )
    # Only whoever was given the link knows the token.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(
        "works until",
        null=True,
        blank=True,
        help_text="London time; 24 hours after go-live if left empty",
    )
    # The go-live that the link was made for; it moves only with a release set.
    scheduled_for = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ContentObjectQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="embargo_link_subject")]

    def __str__(self) -> str:
        return self.outlet


class EmbargoOpening(models.Model):
    """One opening of a link: when, and what was read."""

    link = models.ForeignKey(EmbargoLink, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    label = models.CharField(max_length=255)
    # Forgotten after 30 days.
    address = models.GenericIPAddressField("IP address", null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.label
