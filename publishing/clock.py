"""Moments as the team speaks of them: London clock time, with the weekday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.timezone import get_default_timezone

# Approving takes a person a moment, and the seal must be checked before go-live.
MIN_GO_LIVE_NOTICE = timedelta(minutes=2)
SATURDAY = 5
EXAMPLE_TIME_OFFSET = timedelta(days=7)


def format_datetime(moment: datetime) -> str:
    """Return a moment in words, such as “Tuesday 24 November 2026, 00:01 London time”."""
    return f"{_convert_to_london(moment):%A %-d %B %Y, %H:%M} London time"


def _build_time_help_text(clock_time: str, more: str = "") -> str:
    day = timezone.localdate(timezone=get_default_timezone()) + EXAMPLE_TIME_OFFSET
    hint = f"London time, such as {day:%d/%m/%Y} {clock_time}"
    return f"{hint}. {more}" if more else hint


# The hint for a field, with an example that is in the future whenever the form is drawn.
get_time_help_text = lazy(_build_time_help_text, str)


def format_time_seconds(moment: datetime) -> str:
    """Return the time of day to the second, such as “00:01:00”."""
    return f"{_convert_to_london(moment):%H:%M:%S}"


def format_countdown(moment: datetime, now: datetime) -> str:
    """Return how far away a moment is, such as “in 2 days 3 hours” or “20 minutes ago”.

    static/js/countdown.js says the same in the browser.
    """
    seconds = int((moment - now).total_seconds())
    words = _format_duration(abs(seconds))
    return f"in {words}" if seconds >= 0 else f"{words} ago"


def get_london_date(moment: datetime) -> date:
    """Return the day it is in London."""
    return _convert_to_london(moment).date()


def format_time(moment: datetime) -> str:
    """Return the time of day in London, such as “00:01”."""
    return f"{_convert_to_london(moment):%H:%M}"


def get_london_midnight(day: date) -> datetime:
    """Return the moment at which a day begins in London."""
    return datetime.combine(day, time(), get_default_timezone())


def validate_notice_period(moment: datetime | None, now: datetime | None = None) -> None:
    """Check that a go-live moment lies far enough ahead.

    Raises:
        ValidationError: there is none, it is past, or it is within two minutes.
    """
    now = now or timezone.now()
    if moment is None:
        raise ValidationError("Say when the set goes live: set a date and time.")
    if moment <= now:
        raise ValidationError(
            f"{format_datetime(moment)} has passed. Choose a later time, or publish the set now."
        )
    if moment < now + MIN_GO_LIVE_NOTICE:
        raise ValidationError(
            f"{format_datetime(moment)} is less than two minutes away. Choose a later time, or "
            "publish "
            f"the set now."
        )


def get_go_live_warnings(moment: datetime) -> list[str]:
    """Return what an editor should think about again: weekends and midnight."""
    local = _convert_to_london(moment)
    found: list[str] = []
    if local.weekday() >= SATURDAY:
        found.append(f"This is a {local:%A}: few newsrooms and no switchboard are at work.")
    if local.time().replace(second=0, microsecond=0) == time(0, 0):
        found.append(
            f"This is midnight, at the very start of {local:%A %-d %B}. People read “midnight” as "
            f"the end of a day; 00:01 cannot be misread."
        )
    return found


def _convert_to_london(moment: datetime) -> datetime:
    return timezone.localtime(moment, get_default_timezone())


def _format_duration(seconds: int) -> str:
    """Return the two largest units of a span of time; seconds only when nothing else is left."""
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60))
    words = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(f"{count} {name}{'' if count == 1 else 's'}")
        elif words:
            break
    if not words:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return " ".join(words[:2])
