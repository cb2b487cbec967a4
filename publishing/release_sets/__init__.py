"""Release sets: things that go live in one transaction, or none does."""

from publishing.permissions import (
    ADD,
    CHANGE,
    PUBLISH,
    can_edit_or_publish,
    can_publish,
    fully_visible_to,
    get_set_name_for_user,
    get_visible_events,
    visible_to,
)
from publishing.release_sets.amendments import amend_set
from publishing.release_sets.checks import find_reference_problems, find_set_approval_problems
from publishing.release_sets.preflight import NO_PERMISSION_MESSAGE, get_item_revision
from publishing.release_sets.publication import publish_set, record_set_failure
from publishing.release_sets.services import (
    add_item,
    approve,
    cancel,
    move_up,
    publish_now,
    remove_item,
    reopen,
    reschedule_release_set,
    update_details,
)

__all__ = [
    "ADD",
    "CHANGE",
    "NO_PERMISSION_MESSAGE",
    "PUBLISH",
    "add_item",
    "amend_set",
    "approve",
    "cancel",
    "find_set_approval_problems",
    "find_reference_problems",
    "visible_to",
    "get_visible_events",
    "can_publish",
    "can_edit_or_publish",
    "reschedule_release_set",
    "get_set_name_for_user",
    "record_set_failure",
    "publish_now",
    "publish_set",
    "move_up",
    "reopen",
    "update_details",
    "get_item_revision",
    "remove_item",
    "fully_visible_to",
]
