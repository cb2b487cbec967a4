"""Addresses elsewhere that live content links to, who links to them, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from publishing.clock import get_london_date
from publishing.models.content_objects import ContentObjectMixin, ContentObjectQuerySet


def hash_url(address: str) -> str:
    """Return what tells addresses apart: they are longer than a database likes to compare."""
    return sha256(address.encode()).hexdigest()


class OutboundLinkQuerySet(models.QuerySet):
    """Finds links by their addresses, and by what became of them."""

    def with_urls(self, addresses: list[str] | set[str]) -> Self:
        """Return the links to these addresses."""
        return self.filter(url_hash__in=[hash_url(address) for address in addresses])

    def actionable(self, now: datetime) -> Self:
        """Return what an editor should do something about: broken or moved, and not ignored."""
        return self.filter(verdict__in=OutboundLink.ACTIONABLE).exclude(
            ignored_until__gte=get_london_date(now)
        )


class OutboundLink(models.Model):
    """One address, however many pages link to it; editorial.links.checking judges it."""

    class Verdict(models.TextChoices):
        """What the checks so far mean."""

        NEW = "new", "Not checked yet"
        FINE = "fine", "Fine"
        MOVED = "moved", "Moved for good"
        BAD_DAY = "bad_day", "Not answering"
        BROKEN = "broken", "Broken"
        UNKNOWN = "unknown", "Cannot be checked"

    ACTIONABLE = (Verdict.BROKEN, Verdict.MOVED)

    url = models.TextField("address")
    url_hash = models.CharField(max_length=64, unique=True, editable=False)
    host = models.CharField("site", max_length=255, db_index=True)
    verdict = models.CharField(
        max_length=7, choices=Verdict.choices, default=Verdict.NEW, db_index=True
    )
    # What the last check found, in words.
    reason = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    # Where the address leads for good, while it does.
    final_url = models.TextField("new address", blank=True)
    # The present run of failures, which only a good answer ends: since when, at how many checks.
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    # Since when each answer says that there is no such page.
    gone_since = models.DateTimeField(null=True)
    last_checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(default=timezone.now, db_index=True)
    ignored_until = models.DateField(null=True)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OutboundLinkQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["url_hash"]

    def __str__(self) -> str:
        return self.url

    @property
    def is_actionable(self) -> bool:
        """Whether another address should be put in its place."""
        return self.verdict in self.ACTIONABLE

    def is_ignored_on(self, day: date) -> bool:
        """Return whether an editor knows that it is well, whatever the checks say."""
        return bool(self.ignored_until and self.ignored_until >= day)


class LinkUse(ContentObjectMixin):
    """A live page, or live shared content, that links to an address."""

    link = models.ForeignKey(OutboundLink, on_delete=models.CASCADE, related_name="uses")
    # The page again, where it is one: rights are asked of many at once.
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    # What editors call the fields it stands in.
    where = models.CharField(max_length=255)

    # Put there by reports: the content, its title and where to edit it.
    found: Any
    name: str
    edit_url: str | None

    objects = ContentObjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id"], name="one_use_of_a_link"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_use_subject")]

    def __str__(self) -> str:
        return f"{self.link} ({self.where})"


class LinkCheck(models.Model):
    """What was found when an address was asked; forgotten after 90 days."""

    link = models.ForeignKey(OutboundLink, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField(db_index=True)
    verdict = models.CharField(max_length=7, choices=OutboundLink.Verdict.choices)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.reason}"


class LatestLinkRun(models.Model):
    """When links were last checked; whichever scheduler moves the day on has the work done."""

    # A single row.
    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}"
