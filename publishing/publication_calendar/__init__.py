"""The publication calendar: what goes live and comes down, when, and what stands in the way."""

from publishing.publication_calendar.entries import DateTimeRange, Entry, State
from publishing.publication_calendar.queries import DRAFTS_AHEAD, Calendar

__all__ = ["DRAFTS_AHEAD", "Calendar", "Entry", "DateTimeRange", "State"]
