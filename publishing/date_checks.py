"""Compare the date printed on a page with the day it goes live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from content.checks.publication_checks import PublicationCheck
from content.text.dates import DatePrecision, print_date
from content.validation.problems import Problems
from pages.content_page import ContentPage
from publishing.clock import get_london_date
from publishing.upcoming import find_intended_go_live, find_upcoming_release_sets

DIFFERENT_DAY_WARNING = (
    "The date on the page is {printed}, but the page goes live on {goes_live}. "
    "Make the two days the same{or_leave_them}."
)
DIFFERENT_DATES_ALLOWED_HINT = ", or leave them if that is what you mean"


def describe_printed_date_mismatch(content: Any, moment: datetime | None) -> str:
    """Return a warning if the date on a page is not the day of `moment`, else an empty string."""
    if not is_unpublished_page_with_date(content) or moment is None or moment <= timezone.now():
        return ""
    printed, goes_live = content.display_date, get_london_date(moment)
    if printed in (None, goes_live):
        return ""
    # A date to come is refused unless it is the day of the go-live.
    return DIFFERENT_DAY_WARNING.format(
        printed=print_date(printed),
        goes_live=print_date(goes_live),
        or_leave_them=DIFFERENT_DATES_ALLOWED_HINT
        if printed <= get_london_date(timezone.now())
        else "",
    )


def find_date_problems(content: Any, problems: Problems, user: Any) -> None:
    """Warn of a date that is not the day of the go-live."""
    moment = find_intended_go_live(content, find_upcoming_release_sets(content))
    if message := describe_printed_date_mismatch(content, moment):
        problems.add(content.date_field, message)


def is_unpublished_page_with_date(content: Model) -> bool:
    """Return whether this is a page with a day of publication to come."""
    return (
        isinstance(content, ContentPage)
        and content.is_dated_for_publication
        and content.date_precision == DatePrecision.DAY
        and not content.first_published_at
    )


PUBLICATION_DATE_CHECK = PublicationCheck(
    "The date on the page fits the day it goes live.",
    find_date_problems,
    is_unpublished_page_with_date,
)
