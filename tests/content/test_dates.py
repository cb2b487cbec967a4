from datetime import date

import pytest

from content.text.dates import (
    DatePrecision,
    format_machine_date,
    get_first_day,
    get_last_day,
    print_date,
)

DAY = date(2012, 2, 9)


@pytest.mark.parametrize(
    ("precision", "printed", "machine"),
    [
        (DatePrecision.DAY, "9 February 2012", "2012-02-09"),
        (DatePrecision.MONTH, "February 2012", "2012-02"),
        (DatePrecision.YEAR, "2012", "2012"),
    ],
)
def test_a_date_is_printed_no_more_exactly_than_it_is_known(precision, printed, machine):
    assert print_date(DAY, precision) == printed
    assert format_machine_date(DAY, precision) == machine


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        (DatePrecision.DAY, DAY, DAY),
        (DatePrecision.MONTH, date(2012, 2, 1), date(2012, 2, 29)),
        (DatePrecision.YEAR, date(2012, 1, 1), date(2012, 12, 31)),
    ],
)
def test_an_inexact_date_stands_for_all_days_of_its_month_or_year(precision, first, last):
    assert get_first_day(DAY, precision) == first
    assert get_last_day(DAY, precision) == last
