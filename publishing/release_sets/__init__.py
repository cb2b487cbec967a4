"""Release sets: things that go live in one transaction, or none does."""

from publishing.permissions import (
    ADD,
    CHANGE,
    PUBLISH,
    can_edit_or_publish,
    can_publish,
    describe_set,
    fully_visible_to,
    get_visible_events,
    visible_to,
)
from publishing.release_sets.amendments import amend_set
from publishing.release_sets.checks import check_set, find_reference_problems
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
    reschedule,
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
    "check_set",
    "find_reference_problems",
    "visible_to",
    "get_visible_events",
    "can_publish",
    "can_edit_or_publish",
    "reschedule",
    "describe_set",
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
