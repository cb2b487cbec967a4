"""Release sets: things that go live in one transaction, or none does."""

from publishing.rights import (
    ADD,
    CHANGE,
    PUBLISH,
    known_to,
    log_for,
    may_publish,
    may_work_on,
    name_of_set,
    wholly_known_to,
)
from publishing.sets.amendments import amend
from publishing.sets.checks import check_set, find_reference_problems
from publishing.sets.deeds import (
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
from publishing.sets.plan import NO_RIGHT, revision_of
from publishing.sets.publication import note_failure, publish_set

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
    "known_to",
    "log_for",
    "may_publish",
    "may_work_on",
    "move",
    "name_of_set",
    "note_failure",
    "publish_now",
    "publish_set",
    "put_earlier",
    "reopen",
    "revise",
    "revision_of",
    "take_out",
    "wholly_known_to",
]
