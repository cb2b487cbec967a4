"""Titles of pages in the admin: the draft's for whoever works on a page, else what readers see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.models import Page, WorkflowMixin
from wagtail.permissions import policy_registry

from content.mixins import ModelMixinBase
from content.visibility import is_public

# Whoever may do one of these with a page, or with shared content, knows of its drafts.
DRAFT_TITLE_PERMISSION_ACTIONS = {
    "add",
    "change",
    "publish",
    "delete",
    "bulk_delete",
    "lock",
    "unlock",
}
HIDDEN_DRAFT_TITLE = "A page of another team"

_request: ContextVar[HttpRequest | None] = ContextVar("_request", default=None)


def can_work_on(user: Any, content: models.Model) -> bool:
    """Return whether the user works on a page or shared content; no query once rights are read."""
    policy = policy_registry.get_by_type(type(content))
    if isinstance(content, Page):
        return policy.user_has_any_permission_for_instance(
            user, DRAFT_TITLE_PERMISSION_ACTIONS, content
        )
    return policy.user_has_any_permission(user, DRAFT_TITLE_PERMISSION_ACTIONS)


def filter_choosable_snippets(things: Any, user: Any) -> Any:
    """Return those of some shared content that the user may choose: drafts only of their own."""
    return things if can_work_on(user, things.model()) else things.live()


def is_asked_to_approve(user: Any, content: WorkflowMixin) -> bool:
    """Return whether a page or shared content waits for the user's approval."""
    task = content.current_workflow_task
    return bool(task and task.user_can_access_editor(content, user))


@contextmanager
def use_request_for_admin_titles(request: HttpRequest) -> Iterator[None]:
    """Name pages inside this block as the user of `request` may know them."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def get_request_user() -> Any:
    """Return whoever sent the request that is being answered; None outside requests."""
    request = _request.get()
    return request.user if request else None


class AdminTitleMixin(ModelMixinBase):
    """A page whose unpublished title shows in the admin only to those who work on it."""

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        """Return the draft's title, the public one, or neither, as the user may know.

        Outside requests, in mails and in commands, it is the draft's.
        """
        request = _request.get()
        if request is None or can_work_on(request.user, self):
            return super().get_admin_display_title()
        if is_public(self, request):
            return self.title
        return (
            super().get_admin_display_title()
            if is_asked_to_approve(request.user, self)
            else HIDDEN_DRAFT_TITLE
        )
