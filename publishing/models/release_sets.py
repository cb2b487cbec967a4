"""Sets: what goes live in one transaction, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Revision

from publishing.models.content_objects import ContentObjectMixin, ContentObjectQuerySet


class ReleaseSetQuerySet(models.QuerySet):
    """Finds sets by their state."""

    def active(self) -> Self:
        """Return the sets that hold their items: promised, and not out yet."""
        return self.filter(state__in=ReleaseSet.ACTIVE_STATES)

    def due(self, now: datetime) -> Self:
        """Return the active sets whose moment has come, the earliest first."""
        return self.active().filter(go_live_at__lte=now).order_by("go_live_at", "pk")


class ReleaseSet(models.Model):
    """Pages and shared content that readers get at the same moment, all of it or none."""

    class State(models.TextChoices):
        """How far the set has come."""

        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    # In these states the items are locked and the scheduler publishes the set when it is due.
    ACTIVE_STATES = (State.APPROVED, State.FAILED)

    title = models.CharField(max_length=120, help_text="For the team, such as “Report launch”")
    # None in drafts alone: from the approval on, everything counts on it.
    go_live_at: Any = models.DateTimeField(
        "goes live",
        null=True,
        blank=True,
        help_text="London time. Everything in the set goes live at this time.",
    )
    notes = models.TextField(blank=True, help_text="For the team; readers never see them")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = ReleaseSetQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-go_live_at", "-pk"]
        permissions = [("publish_releaseset", "Can approve, publish and cancel release sets")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        """Whether the set holds its items."""
        return self.state in self.ACTIVE_STATES

    @property
    def is_open(self) -> bool:
        """Whether items may still be put in."""
        return self.state == self.State.DRAFT

    def set_state(self, state: str) -> None:
        """Store the set with another state."""
        self.state = state
        self.save()

    def log_event(
        self, action: str, user: Any = None, note: str = "", about: ReleaseSetItem | None = None
    ) -> ReleaseSetEvent:
        """Add a line to the set's log; `about` is the item whose title it names."""
        event = ReleaseSetEvent(release_set=self, action=action, user=user, note=note)
        if about:
            event.content_type, event.object_id = about.content_type, about.object_id
        event.save()
        return event


class ReleaseSetItem(ContentObjectMixin):
    """One page or piece of shared content in a set."""

    release_set = models.ForeignKey(ReleaseSet, on_delete=models.CASCADE, related_name="items")
    # The one that was approved; before that, the latest is meant.
    revision = models.ForeignKey(
        Revision, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # The same while the set is active, so that no tidying up takes it away.
    protected_revision = models.ForeignKey(
        Revision, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    # Set while the set is active: the database lets only one active set have an item.
    is_locked = models.BooleanField(default=False, editable=False)
    sort_order = models.PositiveIntegerField(default=0)
    # For the log and the list, should the thing itself be deleted.
    title = models.TextField(editable=False)

    objects = ContentObjectQuerySet.as_manager()

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release_set", "content_type", "object_id"], name="once_in_a_release_set"
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(is_locked=True),
                name="held_by_one_release_set",
            ),
        ]

    def __str__(self) -> str:
        return str(self.content_object or f"{self.title} (deleted)")


class ReleaseSetEvent(ContentObjectMixin):
    """A line of a set's log; lines are added, never changed.

    It is about the thing whose title it names, if it names one.
    """

    content_type: Any = models.ForeignKey(
        ContentType, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    object_id = models.CharField(max_length=255, blank=True, editable=False)

    release_set = models.ForeignKey(ReleaseSet, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Names titles and outlets, so it has no limit.
    action = models.TextField()
    note = models.TextField(blank=True)
    # Whether the note is shown to those who hold an embargo link.
    is_for_outlets = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.action
