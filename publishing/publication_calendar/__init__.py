"""The publication calendar: what goes live and comes down, when, and what stands in the way."""

from publishing.publication_calendar.entries import CalendarEntry, CalendarEntryState, DateTimeRange
from publishing.publication_calendar.queries import UPCOMING_DRAFTS_PERIOD, PublicationCalendar

__all__ = [
    "UPCOMING_DRAFTS_PERIOD",
    "CalendarEntry",
    "DateTimeRange",
    "CalendarEntryState",
    "PublicationCalendar",
]
