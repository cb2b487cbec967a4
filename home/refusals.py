"""Names the people to ask when Wagtail refuses an editor something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from home.middleware import is_admin_path

# What Wagtail says whatever was refused (8.0.1).
REFUSED = "Sorry, you do not have permission to access this area."
MOST_NAMED = 3


def get_people_to_ask(user: Any) -> QuerySet:
    """Return publishers, or administrators if the user is a publisher or there is nobody else."""
    users = get_user_model().objects.filter(is_active=True).exclude(pk=user.pk).order_by("pk")
    is_publisher = {"groups__page_permissions__permission__codename": "publish_page"}
    publishers = users.filter(**is_publisher).distinct()
    itself = get_user_model().objects.filter(pk=user.pk, **is_publisher)
    if not itself.exists() and publishers.exists():
        return publishers
    return users.filter(is_superuser=True)


def describe_people_to_ask(user: Any) -> str:
    """Return a sentence that says which people can help; empty if there are none."""
    names = [user_display_name(person) for person in get_people_to_ask(user)[:MOST_NAMED]]
    if not names:
        return ""
    *others, last = names
    return f"Ask {', '.join(others)} or {last}." if others else f"Ask {last}."


class PeopleToAskMiddleware:
    """Adds to a refusal of the admin which people to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; where that is a redirect with a refusal, name the people."""
        response = self.get_response(request)
        if response.status_code == 302 and is_admin_path(request):
            self.name_people(request)
        return response

    def name_people(self, request: HttpRequest) -> None:
        """Add the people to ask to each refusal that waits to be shown."""
        storage = messages.get_messages(request)
        waiting = list(storage)
        refusal = conditional_escape(gettext(REFUSED))
        # What is no markup may quote a title.
        shown = [conditional_escape(message.message) for message in waiting]
        if not any(refusal in text for text in shown):
            # Reading is not showing: they wait for the next page as they are.
            storage.used = False
            return
        advice = conditional_escape(describe_people_to_ask(request.user))
        for message, text in zip(waiting, shown, strict=True):
            if refusal in text:
                text = mark_safe(text.replace(refusal, f"{refusal} {advice}"))  # noqa: S308
                messages.add_message(request, message.level, text, message.extra_tags)
            else:
                messages.add_message(request, message.level, message.message, message.extra_tags)
