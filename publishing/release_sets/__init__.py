"""Release sets: things that go live in one transaction, or none does."""

from publishing.permissions import (
    ADD,
    CHANGE,
    PUBLISH,
    can_edit_or_publish,
    get_visible_events,
    may_publish,
    name_of_set,
    visible_to,
    wholly_visible_to,
)
from publishing.release_sets.amendments import amend
from publishing.release_sets.checks import check_set, find_reference_problems
from publishing.release_sets.preflight import NO_RIGHT, get_item_revision
from publishing.release_sets.publication import note_failure, publish_set
from publishing.release_sets.services import (
    add_item,
    approve,
    cancel,
    move,
    publish_now,
    put_earlier,
    reopen,
    revise,
    take_out,
)

__all__ = [
    "ADD",
    "CHANGE",
    "NO_RIGHT",
    "PUBLISH",
    "add_item",
    "amend",
    "approve",
    "cancel",
    "check_set",
    "find_reference_problems",
    "visible_to",
    "get_visible_events",
    "may_publish",
    "can_edit_or_publish",
    "move",
    "name_of_set",
    "note_failure",
    "publish_now",
    "publish_set",
    "put_earlier",
    "reopen",
    "revise",
    "get_item_revision",
    "take_out",
    "wholly_visible_to",
]
