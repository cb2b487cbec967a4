"""The publication calendar: what goes live and comes down, when, and what stands in the way."""

from publishing.publication_calendar.entries import CalendarEntry, DateTimeRange, EntryState
from publishing.publication_calendar.queries import DRAFTS_FUTURE_PERIOD, PublicationCalendar

__all__ = [
    "DRAFTS_FUTURE_PERIOD",
    "CalendarEntry",
    "DateTimeRange",
    "EntryState",
    "PublicationCalendar",
]
