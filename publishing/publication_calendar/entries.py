"""An entry of the publication calendar: something, its moment, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from publishing.clock import format_datetime, format_time, get_london_date


class CalendarEntryState(models.TextChoices):
    """How sure it is that something happens at its moment."""

    OVERDUE = "overdue", "Overdue"
    SCHEDULED = "scheduled", "Scheduled"
    APPROVED = "approved", "Approved"
    NOT_SCHEDULED = "not-scheduled", "Not scheduled"
    NOT_APPROVED = "not-approved", "Not approved"
    EXPIRES = "comes-down", "Comes down"
    PUBLISHED = "published", "Published"


# What the scheduler does by itself. What it has not done by then is overdue.
AUTOMATIC_STATES = (
    CalendarEntryState.SCHEDULED,
    CalendarEntryState.APPROVED,
    CalendarEntryState.EXPIRES,
)


@dataclass(frozen=True)
class CalendarEntry:
    """Something at a moment."""

    content_object: Any
    title: str
    # What it is, for the team: “Press release”, “Release set of 3”.
    kind: str
    # None only for a page in a set that has no date yet.
    moment: Any
    state: CalendarEntryState
    # None if this user may not edit it.
    edit_url: str | None
    # Why it is overdue, or why nothing will happen.
    reason: str = ""
    needs_attention: bool = False
    is_expiry: bool = False
    # What the set is called, when the entry is about something in it.
    set_title: str = ""
    # Where this user has it tried again, if it failed and they may.
    retry_url: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether it gets a red line."""
        return self.state == CalendarEntryState.OVERDUE

    @property
    def is_automatic(self) -> bool:
        """Whether the scheduler will do it by itself."""
        return self.state in AUTOMATIC_STATES

    @property
    def is_unscheduled(self) -> bool:
        """Whether it has a date and nothing will happen then: what editors misread most."""
        return self.state in (CalendarEntryState.NOT_SCHEDULED, CalendarEntryState.NOT_APPROVED)

    @property
    def when(self) -> str:
        """The moment in words."""
        return format_datetime(self.moment)

    @property
    def day(self) -> date:
        """The day in London."""
        return get_london_date(self.moment)

    @property
    def clock(self) -> str:
        """The time of day in London."""
        return format_time(self.moment)


@dataclass(frozen=True)
class DateTimeRange:
    """From a moment up to, not including, another; either may be open."""

    start: datetime | None = None
    end: datetime | None = None

    def to_q(self, field: str) -> Q:
        """Return the condition that a date lies within."""
        within = Q(**{f"{field}__isnull": False})
        if self.start:
            within &= Q(**{f"{field}__gte": self.start})
        if self.end:
            within &= Q(**{f"{field}__lt": self.end})
        return within

    def __contains__(self, moment: datetime) -> bool:
        return not (self.start and moment < self.start) and not (self.end and moment >= self.end)
