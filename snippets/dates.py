"""Dates that are known to the day, the month or only the year."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import dateformat


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


PRINTED = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
MACHINE = {Precision.DAY: "Y-m-d", Precision.MONTH: "Y-m", Precision.YEAR: "Y"}


def print_date(value: date, precision: str = Precision.DAY) -> str:
    """Return a date as readers see it, no more exact than it is known: “May 2012”."""
    return dateformat.format(value, PRINTED[Precision(precision)])


def machine_date(value: date, precision: str = Precision.DAY) -> str:
    """Return a date for `<time datetime>`, no more exact than it is known: “2012-05”."""
    return dateformat.format(value, MACHINE[Precision(precision)])
