"""Define the rows and groups of the dashboard's panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.permissions import policy_registry

from publishing.permissions import EDIT_ACTIONS

# More of a kind than this is said as a number.
MAX_ROWS_PER_GROUP = 5


@dataclass(frozen=True)
class DashboardRow:
    """Something that a person has to know of, with the place where they see to it."""

    title: str
    # Where it is seen to; empty if this user may not.
    url: str
    # What it is: “Press release”.
    kind: str
    # What is the matter with this one.
    detail: str
    # Further places, by what they are called.
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DashboardGroup:
    """Rows of one sort, and how many more there are."""

    heading: str
    rows: Sequence[DashboardRow]
    further: int = 0
    # What to do about each.
    advice: str = ""


def format_day(of: date) -> str:
    """Return a day, or the day of a moment in London, as it is written here: 3 May 2017."""
    return date_format(localtime(of) if isinstance(of, datetime) else of, "j F Y")


def build_group(
    heading: str, found: QuerySet, row: Callable[[Any], DashboardRow], advice: str = ""
) -> DashboardGroup:
    """Return the first of `found` as rows that `row` makes, asking twice however many there are."""
    first = list(found[: MAX_ROWS_PER_GROUP + 1])
    further = found.count() - MAX_ROWS_PER_GROUP if len(first) > MAX_ROWS_PER_GROUP else 0
    return DashboardGroup(
        heading, [row(thing) for thing in first[:MAX_ROWS_PER_GROUP]], further, advice
    )


def truncate_group(heading: str, rows: Sequence[DashboardRow], advice: str = "") -> DashboardGroup:
    """Return the first rows, and how many there are besides."""
    return DashboardGroup(
        heading, rows[:MAX_ROWS_PER_GROUP], max(len(rows) - MAX_ROWS_PER_GROUP, 0), advice
    )


def get_editable_objects(user: Any, model: type[Any]) -> Any:
    """Return the pages, or the shared content, of a model that the user edits or publishes."""
    things = model._default_manager.all()
    if user.is_superuser:
        return things
    policy = policy_registry.get_by_type(model)
    own = policy.instances_user_has_any_permission_for(user, EDIT_ACTIONS)
    return things.filter(pk__in=own.order_by().values("pk"))
