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

from content.editing.admin_views import is_admin_path
from publishing.approval.people_to_ask import describe_people_to_ask, find_people_to_ask

# What Wagtail says whatever was refused (8.0.1).
PERMISSION_DENIED_MESSAGE = "Sorry, you do not have permission to access this area."


def find_publishers_or_admins(user: Any) -> QuerySet:
    """Return publishers, or administrators if the user is a publisher or there is nobody else."""
    is_publisher: dict[str, Any] = {
        "groups__page_permissions__permission__codename": "publish_page"
    }
    if get_user_model().objects.filter(pk=user.pk, **is_publisher).exists():
        is_publisher = {"is_superuser": True}
    return find_people_to_ask({user.pk}, **is_publisher)


class PeopleToAskMiddleware:
    """Adds to a refusal of the admin which people to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; where that is a redirect with a refusal, name the people."""
        response = self.get_response(request)
        if response.status_code == 302 and is_admin_path(request):
            self.add_people_to_ask(request)
        return response

    def add_people_to_ask(self, request: HttpRequest) -> None:
        """Add the people to ask to each refusal that waits to be shown."""
        storage: Any = messages.get_messages(request)
        waiting = list(storage)
        refusal = conditional_escape(gettext(PERMISSION_DENIED_MESSAGE))
        # What is no markup may quote a title.
        shown = [conditional_escape(message.message) for message in waiting]
        if not any(refusal in text for text in shown):
            # Reading is not showing: they wait for the next page as they are.
            storage.used = False
            return
        advice = conditional_escape(describe_people_to_ask(find_publishers_or_admins(request.user)))
        for message, text in zip(waiting, shown, strict=True):
            if refusal in text:
                text = mark_safe(text.replace(refusal, f"{refusal} {advice}"))  # noqa: S308
                messages.add_message(request, message.level, text, message.extra_tags)
            else:
                messages.add_message(request, message.level, message.message, message.extra_tags)
