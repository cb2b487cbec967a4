"""Store what was due and could not be done."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from publishing.models.content_objects import ContentObjectMixin, ContentObjectQuerySet

MIN_RETRY_DELAY = timedelta(seconds=5)
MAX_RETRY_DELAY = timedelta(minutes=5)
FAILURE_NEEDS_ATTENTION_AFTER = timedelta(hours=1)


class PublicationFailure(ContentObjectMixin):
    """A job that is due and failed: why, how often, and when it is tried again.

    It is deleted in the transaction in which the job succeeds.
    """

    # Names the job, such as “revision/12”: a page that is scheduled anew starts afresh.
    job_key = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField()
    reason = models.TextField()
    attempts = models.PositiveIntegerField(default=0)
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    needs_attention = models.BooleanField(default=False)

    objects = ContentObjectQuerySet.as_manager()

    class Meta:
        ordering = ["first_failed_at"]

    def __str__(self) -> str:
        return self.reason

    @staticmethod
    def get_retry_delay(attempts: int) -> timedelta:
        """Return how long to wait after that many failed attempts: 5 s, doubling, at most 5 min."""
        # Doubled no further than needed: the number of attempts has no limit.
        return min(MIN_RETRY_DELAY * 2 ** min(attempts - 1, 10), MAX_RETRY_DELAY)
