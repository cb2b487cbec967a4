"""Check a release set as approval would, without approving it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from publishing.clock import validate_notice_period
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.permissions import can_see
from publishing.release_sets.preflight import (
    PublicationStep,
    dry_run,
    find_content_problems,
    lock_and_get_publication_steps,
)
from publishing.release_sets.references import find_dangling_references

OTHER_TEAM_MESSAGE = "An item of another team is not ready. Ask a publisher to check the set."


@transaction.atomic
def find_set_approval_problems(release_set: ReleaseSet, user: Any) -> list[str]:
    """Return what would keep the set from being approved, and what it points at that is not public.

    This is the dry run of approval, for anybody who works on the set: nothing is stored, and the
    right to approve is not asked for. What `user` may not know of is not named.
    """
    problems: list[str] = []
    if not release_set.is_active:
        try:
            validate_notice_period(release_set.go_live_at)
        except ValidationError as error:
            problems += error.messages
    plan = lock_and_get_publication_steps(release_set)
    found = find_content_problems(plan, user, release_set.go_live_at, needs_rights=False)
    known = [
        step for step in plan if step.content_object is None or can_see(user, step.content_object)
    ]
    if len(known) < len(plan):
        # Each sentence begins with what it is about.
        names = {_quote(name) for step in known for name in _get_names(step)}
        named = [problem for problem in found if problem.startswith(tuple(names))]
        found = [*named, OTHER_TEAM_MESSAGE] if len(named) < len(found) else named
    return problems + found


@transaction.atomic
def find_reference_problems(
    release_set: ReleaseSet, user: Any, without: ReleaseSetItem | None = None
) -> list[str]:
    """Return what an approved set, or the rest of it `without` an item, points at in vain."""
    steps = [step for step in lock_and_get_publication_steps(release_set) if step.item != without]
    moment = release_set.go_live_at
    found: list[str] = []

    def find_dangling(contents: list[Any]) -> list[str]:
        found.extend(find_dangling_references(contents, moment, user, release_set))
        return []

    others = dry_run([step.revision for step in steps if step.revision], moment, find_dangling)
    return found or others


def _get_names(step: PublicationStep) -> list[Any]:
    """Return what sentences call an item: its title, also that of the version to come."""
    names = [step.item.title, step.content_object]
    return [*names, step.revision.object_str] if step.revision else names


def _quote(name: Any) -> str:
    return f"“{name}”"
