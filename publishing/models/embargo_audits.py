"""Store what the site found when it looked at itself as a visitor does."""

from __future__ import annotations

from django.db import models

from publishing.models.content_objects import ContentObjectMixin, ContentObjectQuerySet


class EmbargoAuditQuerySet(ContentObjectQuerySet):
    """Finds checks."""

    def mark_as_manual(self) -> None:
        """Let these say nothing of what is promised anew for the same moment.

        They are kept like those that somebody asked for, and the usual ones are made once more.
        """
        self.update(trigger=EmbargoAudit.Trigger.MANUAL, failed_attempts=0)


class EmbargoAudit(ContentObjectMixin):
    """One look over all routes on which something scheduled could show."""

    class Trigger(models.TextChoices):
        """Why the site looked."""

        SCHEDULED = "scheduled", "When it was scheduled"
        BEFORE_GO_LIVE = "before", "Ten minutes before"
        AFTER_GO_LIVE = "after", "After it went live"
        MANUAL = "manual", "When somebody asked"

    trigger = models.CharField(max_length=9, choices=Trigger.choices)
    # The moment promised, so that moving it asks for new checks.
    go_live_at = models.DateTimeField()
    requested_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    # A list of routes: name, address, outcome (“sealed”, “leak”, “public”, “not yet public”,
    # “unreachable”) and detail.
    results = models.JSONField(default=list)
    leaks = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    # How often in a row the site was unreachable; counted no further than it is asked again soon.
    failed_attempts = models.PositiveSmallIntegerField(default=0)

    objects = EmbargoAuditQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            # However many schedulers run, each check is made once.
            models.UniqueConstraint(
                fields=["content_type", "object_id", "trigger", "go_live_at"],
                condition=~models.Q(trigger="manual"),
                name="one_audit_an_occasion",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="embargo_audit_subject")]

    def __str__(self) -> str:
        return f"{self.get_trigger_display()}: {self.content_object}"
