"""Telling people by e-mail what became of something they are responsible for."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import models, transaction
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, PageSubscription

from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.permissions import can_edit_or_publish, can_see, fully_visible_to
from publishing.upcoming import get_set_items_with_authors, get_upcoming_publication

logger = logging.getLogger(__name__)


def get_recipients(content_object: Any) -> list[Any]:
    """Return the users who must know what became of `content_object`, each with an e-mail address.

    That is its owner and whoever scheduled it, if they work on it; if nobody is left of them who
    has an address, everybody who may publish release sets, and every administrator.
    """
    people = (
        [getattr(content_object, "owner", None)]
        if isinstance(content_object, Page | ReleaseSet)
        else []
    )
    planned = get_upcoming_publication(content_object) if content_object else None
    if planned and not planned.is_set:
        people += [revision.user for revision in planned.revisions]
    found = {user.pk: user for user in people if user and user.is_active and user.email}
    recipients = [user for user in found.values() if _can_receive(user, content_object)]
    return recipients or _get_fallback_recipients()


def _can_receive(user: Any, content_object: Any) -> bool:
    if isinstance(content_object, ReleaseSet):
        return fully_visible_to(user).filter(pk=content_object.pk).exists()
    return can_edit_or_publish(user, content_object)


def _get_fallback_recipients() -> list[Any]:
    publishers = models.Q(is_superuser=True) | models.Q(
        groups__permissions__codename="publish_releaseset"
    )
    users = get_user_model().objects.filter(publishers, is_active=True).exclude(email="")
    return list(users.distinct().order_by("pk"))


def notify_responsible_users(content_object: Any, heading: str, text: str) -> None:
    """Send an e-mail about `content_object`; the worker sends it after this transaction.

    Never raises: what is promised does not wait for anybody to be told of it.
    """
    try:
        with transaction.atomic():
            # A title with a line break would be a forged header.
            heading = " ".join(heading.split())
            body = f"{text}\n\n{get_full_edit_url(content_object)}\n"
            for user in get_recipients(content_object):
                send_mail(heading, body, None, [user.email])
    except Exception:
        logger.exception("Nobody could be told: %s", type(content_object).__name__)


def notify_release_set_users(
    release_set: ReleaseSet,
    news: str,
    text: str,
    brief: str,
    items: Iterable[ReleaseSetItem] | None = None,
    by: Any = None,
) -> None:
    """Tell the owner of a set, and everybody with an item in it, what became of it.

    An item belongs to the owner of its page and to whoever saved the version that goes live. Those
    who may not know of everything in the set get `brief` about their own items alone, without the
    title of the set; nobody is told of an item that they may not know. `items` are those that this
    is about, all by default. Whoever did it, `by`, is not told. Never raises.
    """
    try:
        with transaction.atomic():
            found = _get_people_with_items(release_set.items.all() if items is None else items)
            for user in get_recipients(release_set):
                found.setdefault(user.pk, (user, []))
            for user, contents in found.values():
                if by is None or user.pk != by.pk:
                    _send_about_set(user, contents, release_set, (news, text, brief))
    except Exception:
        logger.exception("Nobody could be told of a release set: %s", release_set.pk)


def _get_people_with_items(items: Iterable[ReleaseSetItem]) -> dict[int, tuple[Any, list[Any]]]:
    """Return by number the users whom items belong to, each with those that they may know."""
    people: dict[int, tuple[Any, list[Any]]] = {}
    for item, content, author in get_set_items_with_authors(items):
        owner = content.owner if isinstance(content, Page) else None
        for user in {user for user in (owner, author) if user}:
            if user.is_active and user.email and can_see(user, content):
                people.setdefault(user.pk, (user, []))[1].append(item.title)
    return people


def _send_about_set(
    user: Any, titles: list[str], release_set: ReleaseSet, words: tuple[str, str, str]
) -> None:
    news, text, brief = words
    own = ", ".join(f"“{title}”" for title in titles)
    if _can_receive(user, release_set):
        heading, body = f"{news}: “{release_set}”", text
        body += f"\n\nYours in this set: {own}." if own else ""
        address = get_full_edit_url(release_set)
    else:
        heading, body = f"{news}: {own}", f"{own}: {brief}"
        address = get_full_edit_url(None)
    send_mail(" ".join(heading.split()), f"{body}\n\n{address}\n", None, [user.email])


def get_full_edit_url(content_object: Any) -> str:
    """Return the full address of the admin view that edits it, or of the admin itself."""
    path = AdminURLFinder().get_edit_url(content_object) if content_object else None
    return settings.BASE_URL.rstrip("/") + (path or reverse("wagtailadmin_home"))


def subscribe_to_comments(page: Page, user: Any) -> None:
    """E-mail the user about comments on the page.

    Wagtail subscribes people who create a page in its form, not people who copy one.
    """
    PageSubscription.objects.update_or_create(
        page_id=page.pk, user=user, defaults={"comment_notifications": True}
    )
