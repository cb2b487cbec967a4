"""Putting another address in the place of one, in all content that a user may edit."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils.html import strip_tags
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from editorial.links.addresses import MAX_URL_LENGTH, is_public_url
from editorial.links.extraction import is_outbound, replace_address
from editorial.links.report import get_edit_link, get_uses_visible_to
from editorial.models import LinkUse, OutboundLink
from publishing.models.content_objects import get_title
from publishing.permissions import can_publish

LINK_REPLACED_LOG_ACTION = "editorial.replace_link"
# Each is a transaction of its own; a link of hundreds of pages is replaced in several goes.
MAX_REPLACED_AT_ONCE = 50

_validate_http_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class LinkReplacementTarget:
    """A page or piece of shared content that links to an address, and what replacing it does."""

    content_object: Any
    # In how many places of its latest draft the address stands.
    count: int
    # Why nothing can be replaced there, if so.
    blocked_reason: str = ""
    # Why the change would stay a draft, if so.
    reason: str = ""

    @property
    def name(self) -> str:
        """What editors call it."""
        return get_title(self.content_object)

    @property
    def edit_url(self) -> str:
        """Where it is edited."""
        return get_edit_link(self.content_object)


@dataclass(frozen=True)
class LinkReplacementResult:
    """What became of one page or piece of shared content."""

    place: LinkReplacementTarget
    is_published: bool = False


def clean_url(text: str, old: str) -> str:
    """Return an address as it is to be stored.

    Raises:
        ValidationError: it is none, none for readers, or the one that is to be replaced.
    """
    address = text.strip()
    if not is_outbound(address):
        raise ValidationError(
            f"Enter a web address that begins with https:// and has at most {MAX_URL_LENGTH} "
            f"characters."
        )
    try:
        _validate_http_url(address)
    except ValidationError as error:
        raise ValidationError(
            "This is not written as a web address is. Open the page in a browser and copy the "
            "address from there."
        ) from error
    if not is_public_url(address):
        raise ValidationError(
            "Readers cannot open this: it leads into a private network, to a port that is not a "
            "website’s, or into the admin. Enter the address that the public uses."
        )
    if address == old:
        raise ValidationError("This is the address that is there already. Enter another one.")
    return address


def get_replacement_targets(
    link: OutboundLink, user: Any, after: int = 0
) -> list[LinkReplacementTarget]:
    """Return what one go at replacing a link would do, for the uses that the user knows.

    The go begins after the use of the number `after`.
    """
    places = [
        _find_target(use.content_object, link.url, user) for use in _get_uses(link, user, after)
    ]
    return [place for place in places if place.content_object is not None]


def get_next_replacement_batch(link: OutboundLink, user: Any, after: int = 0) -> tuple[int, int]:
    """Return after which use the next go begins, and how many uses are left for it.

    What cannot be changed stays in use, and would hide the rest if each go began at the first.
    """
    keys = [use.pk for use in _get_uses(link, user, after)]
    last = keys[-1] if keys else after
    return last, get_uses_visible_to(user).filter(link=link, pk__gt=last).count()


def replace_link(
    link: OutboundLink, new: str, user: Any, after: int = 0
) -> list[LinkReplacementResult]:
    """Replace a link where the user may edit, and publish where that adds nothing else.

    Each page gets a new draft revision. It is published as a minor change if the user may publish
    it and it had no unpublished changes; otherwise it stays a draft, and the result says why.
    """
    done = [_replace_link_in_use(use, link.url, new, user) for use in _get_uses(link, user, after)]
    return [result for result in done if result.place.content_object is not None]


def _get_uses(link: OutboundLink, user: Any, after: int) -> models.QuerySet[LinkUse]:
    return (
        get_uses_visible_to(user)
        .filter(link=link, pk__gt=after)
        .order_by("pk")[:MAX_REPLACED_AT_ONCE]
    )


@transaction.atomic
def _replace_link_in_use(use: LinkUse, old: str, new: str, user: Any) -> LinkReplacementResult:
    place = _find_target(_lock_and_reload(use.content_object), old, user)
    content_object = place.content_object
    if content_object is None or place.blocked_reason:
        return LinkReplacementResult(place)
    draft = content_object.get_latest_revision_as_object()
    try:
        replace_address(draft, old, new)
    except ValidationError as error:
        return LinkReplacementResult(
            LinkReplacementTarget(content_object, place.count, " ".join(error.messages))
        )
    is_minor = getattr(draft, "minor_change", None)
    if is_minor is not None and not place.reason:
        draft.minor_change = True
    # A draft may have gaps; publishing asks for what is missing.
    revision = draft.save_revision(user=user, clean=False)
    log(
        instance=content_object,
        action=LINK_REPLACED_LOG_ACTION,
        user=user,
        revision=revision,
        content_changed=True,
        data={"old": old, "new": new},
    )
    if place.reason:
        return LinkReplacementResult(place)
    try:
        revision.publish(user=user)
    except ValidationError as error:
        if is_minor is False:
            # Whoever publishes the draft with changes of their own is asked for a note again.
            revision.content["minor_change"] = False
            revision.save(update_fields=["content"])
        return LinkReplacementResult(
            LinkReplacementTarget(content_object, place.count, reason=" ".join(error.messages))
        )
    return LinkReplacementResult(place, is_published=True)


def _find_target(content_object: Any, old: str, user: Any) -> LinkReplacementTarget:
    """Return what replacing an address in `content_object` would do."""
    if content_object is None:
        return LinkReplacementTarget(None, 0)
    if not _may_edit(user, content_object):
        return LinkReplacementTarget(content_object, 0, "You may not edit it now.")
    lock = content_object.get_lock()
    if lock and lock.for_user(user):
        return LinkReplacementTarget(
            content_object, 0, _strip_tags(lock.get_message(user) or lock.get_description(user))
        )
    # What is looked for is replaced by itself, in memory.
    count = replace_address(content_object.get_latest_revision_as_object(), old, old)
    if not count:
        return LinkReplacementTarget(
            content_object, 0, "Its latest draft does not have this link any more. Publish it."
        )
    if content_object.has_unpublished_changes:
        return LinkReplacementTarget(
            content_object, count, reason="It has other changes that are not published."
        )
    if content_object.workflow_in_progress:
        return LinkReplacementTarget(
            content_object, count, reason="It waits for somebody’s approval."
        )
    if not can_publish(user, content_object):
        return LinkReplacementTarget(
            content_object, count, reason="You may not publish it. Submit it for approval."
        )
    return LinkReplacementTarget(content_object, count)


def _may_edit(user: Any, content_object: Any) -> bool:
    if isinstance(content_object, Page):
        return content_object.permissions_for_user(user).can_edit()
    policy = policy_registry.get(content_object)
    return policy.user_has_permission_for_instance(user, "change", content_object)


def _lock_and_reload(content_object: Any) -> Any:
    """Return `content_object` as it is once whoever publishes it is done; None if it was deleted.

    They lock what is scheduled of it first, then its row.
    """
    if content_object is None:
        return None
    scheduled = content_object.revisions.filter(approved_go_live_at__isnull=False)
    list(scheduled.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    model = Page if isinstance(content_object, Page) else type(content_object)
    list(
        model._base_manager.select_for_update(no_key=True)
        .filter(pk=content_object.pk)
        .values_list("pk")
    )
    return type(content_object)._base_manager.filter(pk=content_object.pk).first()


def _strip_tags(message: str) -> str:
    return " ".join(html.unescape(strip_tags(str(message))).split())
