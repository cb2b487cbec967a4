"""Lock what was promised, and say by what it is locked and until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.locks import BaseLock, ScheduledForPublishLock
from wagtail.models import Page

from content.admin_titles import get_request_user
from publishing.clock import format_datetime
from publishing.embargo_audit import get_audit_status_line
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type
from publishing.permissions import get_set_name_for_user
from publishing.release_sets import PUBLISH, visible_to

# The attribute of a page in a list that holds its item of an active release set, or None.
LOCKING_ITEM_ATTRIBUTE = "_held_item"


class ReleaseSetLock(BaseLock):
    """Keeps the approved revision of an item from being replaced until its set is out."""

    def __init__(self, content: Any, release_set: ReleaseSet) -> None:
        super().__init__(content)
        self.release_set = release_set

    def for_user(self, user: Any) -> bool:
        """Return that it holds for everybody."""
        return True

    def get_message(self, user: Any) -> SafeString:
        """Say which set holds it, until when, and how to get at it."""
        return format_html(
            "“{}” goes live with {} on {}. Nobody can change it until then. {} {}.",
            self.object,
            _build_set_link(self.release_set, user),
            format_datetime(self.release_set.go_live_at),
            "To change it, remove it from the set or cancel the set."
            if user.has_perm(PUBLISH)
            else "To change it, ask a publisher to remove it from the set.",
            get_audit_status_line(self.release_set),
        )

    def get_locked_by(self, user: Any) -> str:
        """Say what holds it."""
        return "Locked by a release set"

    def get_description(self, user: Any) -> str:
        """Say until when."""
        name = get_set_name_for_user(self.release_set, user)
        return f"Part of {name} until {format_datetime(self.release_set.go_live_at)}"


class ScheduledLock(ScheduledForPublishLock):
    """Wagtail's lock on what is scheduled, with the moment as the team speaks of it."""

    def get_message(self, user: Any) -> SafeString:
        """Say when it goes live."""
        return format_html(
            "“{}” goes live on <b>{}</b>. It is locked until then. To edit it, cancel the "
            "schedule. {}.",
            self.object.scheduled_revision.object_str,
            format_datetime(self.object.scheduled_revision.approved_go_live_at),
            get_audit_status_line(self.object),
        )


def attach_locking_items(pages: Iterable[Page]) -> None:
    """Look up in one query for the pages of a list what `find_lock` would ask for each."""
    pages = list(pages)
    items = ReleaseSetItem.objects.filter(
        is_locked=True,
        content_type=get_base_content_type(Page()),
        object_id__in=[str(page.pk) for page in pages],
    )
    held = {item.object_id: item for item in items.select_related("release_set")}
    for page in pages:
        setattr(page, LOCKING_ITEM_ATTRIBUTE, held.get(str(page.pk)))


def find_publication_lock(content: Any) -> BaseLock | None:
    """Return the lock of something promised; None when nothing is."""
    if content.pk is None:
        return None
    if LOCKING_ITEM_ATTRIBUTE in content.__dict__:
        held = content.__dict__[LOCKING_ITEM_ATTRIBUTE]
    else:
        items = ReleaseSetItem.objects.about(content).filter(is_locked=True)
        held = items.select_related("release_set").first()
    if held:
        return ReleaseSetLock(content, held.release_set)
    return ScheduledLock(content) if content.approved_schedule else None


def find_release_set_memberships(content: models.Model) -> list[list[Any]]:
    """Return each release set that something is in, and whether it is promised with it."""
    items = ReleaseSetItem.objects.about(content).order_by("release_set")
    return [list(item) for item in items.values_list("release_set", "is_locked")]


def validate_not_locked_by_set(content: Any, what: str) -> None:
    """Keep what an approved set has promised; `what` says what cannot be done.

    Raises:
        ValidationError: names the set, and says how to get at it.
    """
    held = (
        ReleaseSetItem.objects.about(content).filter(is_locked=True).select_related("release_set")
    )
    if item := held.first():
        raise ValidationError(
            f"“{content}” goes live with "
            f"{get_set_name_for_user(item.release_set, get_request_user())}, so "
            "it "
            f"cannot be {what}. Remove it from the set first, or cancel the set."
        )


def _build_set_link(release_set: ReleaseSet, user: Any) -> SafeString | str:
    known = visible_to(user).filter(pk=release_set.pk).exists()
    url = AdminURLFinder(user).get_edit_url(release_set) if known else None
    if url is None:
        return format_html("<b>{}</b>", get_set_name_for_user(release_set, user))
    return format_html('the release set <b><a href="{}">{}</a></b>', url, release_set)
