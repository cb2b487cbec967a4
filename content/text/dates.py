"""Dates that are known to the day, the month or only the year; hours that London skips."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dateformat
from django.utils.timezone import get_default_timezone


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


PRINTED_DATE_FORMATS = {
    DatePrecision.DAY: "j F Y",
    DatePrecision.MONTH: "F Y",
    DatePrecision.YEAR: "Y",
}
MACHINE_DATE_FORMATS = {
    DatePrecision.DAY: "Y-m-d",
    DatePrecision.MONTH: "Y-m",
    DatePrecision.YEAR: "Y",
}


def print_date(value: date, precision: str = DatePrecision.DAY) -> str:
    """Return a date as readers see it, no more exact than it is known: “May 2012”."""
    return dateformat.format(value, PRINTED_DATE_FORMATS[DatePrecision(precision)])


def format_machine_date(value: date, precision: str = DatePrecision.DAY) -> str:
    """Return a date for `<time datetime>`, no more exact than it is known: “2012-05”."""
    return dateformat.format(value, MACHINE_DATE_FORMATS[DatePrecision(precision)])


def get_first_day(value: date, precision: str = DatePrecision.DAY) -> date:
    """Return the first day that a date, known to the month or year, may stand for."""
    if precision == DatePrecision.YEAR:
        return value.replace(month=1, day=1)
    return value.replace(day=1) if precision == DatePrecision.MONTH else value


def get_last_day(value: date, precision: str = DatePrecision.DAY) -> date:
    """Return the last day that a date, known to the month or year, may stand for."""
    if precision == DatePrecision.YEAR:
        return value.replace(month=12, day=31)
    if precision == DatePrecision.MONTH:
        return value.replace(day=monthrange(value.year, value.month)[1])
    return value


def validate_unambiguous_time(naive: datetime) -> None:
    """Check that a clock time happens exactly once in London.

    Raises:
        ValidationError: it is skipped in March or happens twice in October.
    """
    zone = get_default_timezone()
    moments = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    first, second = (moment.utcoffset() or timedelta() for moment in moments)
    if first == second:
        return
    shown = f"{naive:%H:%M on %-d %B %Y}"
    if first < second:
        raise ValidationError(
            f"{shown} does not exist: clocks in London go forward that night. Choose a time "
            f"before 01:00 or from 02:00."
        )
    raise ValidationError(
        f"{shown} happens twice: clocks in London go back that night. Choose a time before 01:00 "
        f"or from 02:00."
    )
