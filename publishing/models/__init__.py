"""Store what is promised, to whom, and how it ended."""

from publishing.models.calendar_feeds import CalendarFeed
from publishing.models.embargo_audits import EmbargoAudit
from publishing.models.embargo_links import EmbargoLink, EmbargoOpening
from publishing.models.failures import PublicationFailure
from publishing.models.public_collections import PublicCollection
from publishing.models.release_sets import ReleaseSet, ReleaseSetEvent, ReleaseSetItem
from publishing.models.sign_off import SignOffTask

__all__ = [
    "CalendarFeed",
    "EmbargoLink",
    "EmbargoOpening",
    "PublicCollection",
    "PublicationFailure",
    "ReleaseSet",
    "ReleaseSetEvent",
    "ReleaseSetItem",
    "EmbargoAudit",
    "SignOffTask",
]
