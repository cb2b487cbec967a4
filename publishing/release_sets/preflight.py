"""List the items of a release set in the order in which they go live, and what is in the way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from wagtail.models import DraftStateMixin, Page, Revision

from content.validation.missing_references import find_missing_in_versions
from content.validation.publication_rules import PublicationRulesMixin
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type, get_title
from publishing.permissions import PUBLISH, can_edit_or_publish, can_publish, get_set_name_for_user
from publishing.release_sets.references import find_dangling_references
from publishing.upcoming import get_revision_content, get_scheduled_revisions

NO_PERMISSION_MESSAGE = "You may not approve, publish or cancel release sets. Ask a publisher."

DATABASE_ERROR_MESSAGE = (
    "“{}”: A technical fault stops it from going live. Save it and check again. If the fault "
    "returns, ask the site administrator to look in the log."
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PublicationStep:
    """One item in the order of publication: what it is about, and what goes live of it."""

    item: ReleaseSetItem
    content_object: Any
    # None once the content is deleted, which no set is approved with.
    revision: Any


def get_item_revision(item: ReleaseSetItem) -> Revision | None:
    """Return the revision of an item that goes or went live; of a draft set, the latest."""
    if item.revision_id:
        return item.revision
    content_object = item.content_object
    return content_object.latest_revision if content_object else None


def lock_and_get_publication_steps(release_set: ReleaseSet) -> list[PublicationStep]:
    """Return the items with what goes live of each, their rows locked until the transaction ends.

    Whoever publishes or schedules one of them at the same moment waits, and is refused then.
    """
    items = list(release_set.items.select_related("revision"))
    lock_content_rows((item.content_type_id, item.object_id) for item in items)
    return [PublicationStep(item, item.content_object, get_item_revision(item)) for item in items]


def lock_set(release_set: ReleaseSet, *states: str) -> ReleaseSet:
    """Return the set as it is stored, locked until the transaction ends.

    Raises:
        ValidationError: it is in none of `states`: somebody was quicker.
    """
    stored = ReleaseSet.objects.select_for_update().get(pk=release_set.pk)
    if stored.state not in states:
        raise ValidationError(
            f"The set is now {stored.get_state_display().lower()}, so this cannot be done. "
            f"Reload the page."
        )
    return stored


def place_item(
    release_set: ReleaseSet,
    content_object: Any,
    user: Any,
    instead_of: ReleaseSetItem | None = None,
) -> ReleaseSetItem:
    """Put something in a locked set, at the end or in the place of an item.

    Raises:
        ValidationError: the set has it already, or cannot hold it, or the user does not work on it.
    """
    if not can_edit_or_publish(user, content_object):
        # Without its name: the user is not to know of it.
        raise ValidationError("You may not edit that, so you cannot put it in a set.")
    raise_validation_error_if_any(get_set_exclusion_reasons(content_object))
    title = get_title(content_object)
    if release_set.items.about(content_object).exists():
        raise ValidationError(f"“{title}” is in this set already.")
    last = release_set.items.aggregate(last=models.Max("sort_order"))["last"] or 0
    order = instead_of.sort_order if instead_of else last + 1
    item = ReleaseSetItem(release_set=release_set, sort_order=order, title=title)
    item.content_object = content_object
    item.save()
    return item


def lock_items(plan: list[PublicationStep]) -> None:
    """Keep what goes live of each item as it is, and lock the items."""
    for step in plan:
        step.item.revision = step.item.protected_revision = step.revision
        step.item.is_locked = True
        step.item.save(update_fields=["revision", "protected_revision", "is_locked"])


def lock_content_rows(keys: Iterable[tuple[int, str]]) -> None:
    """Keep everybody else from publishing, moving or deleting pages and shared content.

    `keys` are pairs of the number of a content type and a key. Rows are always locked in the same
    order, so that two transactions cannot wait for each other.
    """
    by_kind: dict[int, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    for kind in sorted(by_kind):
        if model := ContentType.objects.get_for_id(kind).model_class():
            rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=by_kind[kind])
            list(rows.order_by("pk").values_list("pk"))


def raise_validation_error_if_any(problems: Iterable[str]) -> None:
    """Do nothing unless there is a problem.

    Raises:
        ValidationError: with all of them.
    """
    if found := list(problems):
        raise ValidationError(found)


def find_problems(plan: list[PublicationStep], user: Any, moment: datetime | None) -> list[str]:
    """Return what keeps the items from being published at `moment`, or now without one."""
    if not user.has_perm(PUBLISH):
        return [NO_PERMISSION_MESSAGE]
    return find_content_problems(plan, user, moment)


def find_content_problems(
    plan: list[PublicationStep], user: Any, moment: datetime | None, needs_rights: bool = True
) -> list[str]:
    """Return what is wrong with the items and with what they refer to, if they go live at `moment`.

    Without `needs_rights`, somebody who may not publish the items can ask as well.
    """
    if not plan:
        return ["The set is empty. Put in at least one page or piece of shared content."]
    problems = [
        problem for step in plan for problem in _find_item_problems(step, user, needs_rights)
    ]
    revisions = [step.revision for step in plan if step.content_object and step.revision]
    problems += [problem for problem, _is_needed in describe_missing_references(revisions)]
    return problems or dry_run(
        [step.revision for step in plan],
        moment,
        lambda contents: find_dangling_references(contents, moment, user, plan[0].item.release_set),
    )


def describe_missing_references(revisions: list[Revision]) -> list[tuple[str, bool]]:
    """Return a sentence for each thing that was deleted and that a version still refers to.

    With it comes whether the version cannot be published without it.
    """
    versions = [(revision.content_type.model_class(), revision.content) for revision in revisions]
    return [
        (
            f"“{revision.object_str}”: {model().get_field_label(reference.field)}: "
            f"{reference.message}",
            reference.is_needed,
        )
        for revision, (model, _content), missing in zip(
            revisions, versions, find_missing_in_versions(versions), strict=True
        )
        for reference in missing
    ]


def _find_item_problems(step: PublicationStep, user: Any, needs_rights: bool) -> list[str]:
    content_object = step.content_object
    if content_object is None:
        return [f"“{step.item.title}” was deleted. Remove it from the set."]
    problems = get_set_exclusion_reasons(content_object)
    if needs_rights and not can_publish(user, content_object):
        problems.append(
            f"You may not publish “{content_object}”. Ask someone who may, or remove it from the "
            "set."
        )
    if get_scheduled_revisions().filter(
        base_content_type=get_base_content_type(content_object), object_id=str(content_object.pk)
    ):
        problems.append(
            f"“{content_object}” is scheduled on its own. Cancel its schedule or remove it from "
            "the set."
        )
    if content_object.workflow_in_progress:
        problems.append(
            f"“{content_object}” is waiting for approval. Send it back or cancel the submission "
            "first."
        )
    others = (
        ReleaseSetItem.objects.about(content_object).filter(is_locked=True).exclude(pk=step.item.pk)
    )
    problems += [
        f"“{content_object}” is in {get_set_name_for_user(other.release_set, user)} as well. "
        "Remove it "
        "from one."
        for other in others.select_related("release_set")
    ]
    if step.revision is None:
        problems.append(f"“{content_object}” was never saved as a draft. Open it and save it once.")
    elif content_object.live and not content_object.has_unpublished_changes:
        problems.append(
            f"“{content_object}” has no unpublished changes. Edit it or remove it from the set."
        )
    return problems


def get_set_exclusion_reasons(content_object: Any) -> list[str]:
    """Return why no set can hold `content_object`, now or later."""
    if not isinstance(content_object, PublicationRulesMixin) or not isinstance(
        content_object, DraftStateMixin
    ):
        return [f"“{content_object}” has no drafts, so it cannot wait in a set."]
    if isinstance(content_object, Page) and content_object.alias_of_id:
        return [
            f"“{content_object}” is an alias: it goes live with its original. Put in the "
            "original instead."
        ]
    return []


def dry_run(
    revisions: Iterable[Revision],
    moment: datetime | None,
    find_more: Callable[[list[Any]], list[str]] | None = None,
) -> list[str]:
    """Return why these cannot be published at `moment`, one after the other, as they will be.

    Each is stored as if live before the next is asked, then all is undone: a banner may print a
    number that the contact details have only since the item before it. If all can be published,
    `find_more` is asked about them before it is undone.
    """
    problems: list[str] = []
    contents: list[Any] = []
    with transaction.atomic():
        for revision in revisions:
            content = get_revision_content(revision)
            if content is None:
                problems.append(f"“{revision.object_str}” was deleted.")
                continue
            contents.append(content)
            content.go_live_at = moment
            try:
                with transaction.atomic():
                    problems += _dry_run_one(revision, content)
            except ValidationError as error:
                problems.append(f"“{content}”: {' '.join(error.messages)}")
            except DatabaseError:
                logger.exception("Refused by the database: %s", content)
                problems.append(DATABASE_ERROR_MESSAGE.format(content))
        if find_more and not problems:
            problems = find_more(contents)
        transaction.set_rollback(True)
    return problems


def _dry_run_one(revision: Revision, content: Any) -> list[str]:
    reasons = revision.content_object.get_publication_errors(content, revision, decided=True)
    if content.expire_at and content.go_live_at and content.expire_at <= content.go_live_at:
        reasons.append("It expires before it goes live. Change its expiry date.")
    if not reasons:
        content.live = True
        content.save()
    return [f"“{content}”: {reason}" for reason in reasons]
