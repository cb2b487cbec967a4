"""Name the people whom an editor can ask for what they may not do themselves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.admin.utils import get_user_display_name

# More would be a list that nobody reads.
MAX_NAMED_PEOPLE = 5


def find_people_to_ask(without: set[int], **wanted: Any) -> QuerySet:
    """Return the active users that are `wanted`; administrators if there are none."""
    users = get_user_model().objects.filter(is_active=True).exclude(pk__in=without)
    users = users.order_by("first_name", "username")
    found = users.filter(**wanted).distinct()
    return found if found.exists() else users.filter(is_superuser=True)


def describe_people_to_ask(people: QuerySet) -> str:
    """Return a sentence that names whom to ask; empty if there is nobody."""
    names = [get_user_display_name(person) for person in people[: MAX_NAMED_PEOPLE + 1]]
    if not names:
        return ""
    if len(names) > MAX_NAMED_PEOPLE:
        has_publishers = people.filter(is_superuser=False).exists()
        names[MAX_NAMED_PEOPLE:] = [
            "another publisher" if has_publishers else "another administrator"
        ]
    *others, last = names
    return f"Ask {', '.join(others)} or {last}." if others else f"Ask {last}."
