"""The base of the bulk actions on pages: each page by itself, and a line for each in the answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from content.mixins import MixinBase
from publishing.models.content_objects import get_title
from publishing.unpublishing.lost_links import MAX_LOST_LINKS, find_links_to

PAGE_ACTION_NOT_ALLOWED_MESSAGE = "You may not do this with this page. Ask a publisher."
PAGE_DELETED_MESSAGE = "It has been deleted."
PAGE_IS_ALIAS_MESSAGE = (
    "It is an alias, which changes only with the page that it copies. Select that page."
)
NEEDED_MESSAGE = "A release set or another page needs it. Remove it from the set first."
BULK_ACTION_FAULT_MESSAGE = (
    "A technical fault. Try again. If it returns, ask the site administrator to read the log."
)

logger = logging.getLogger(__name__)


class PerPageBulkActionMixin(MixinBase):
    """Acts on each selected page in a transaction of its own and says what happened to it.

    A page that is refused keeps no other from being changed, and the answer gives the reason.
    """

    respects_locks = True
    # An alias has no versions of its own.
    allows_aliases = False

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Do it with one page and return in a sentence what was done.

        Raises:
            ValidationError: it is refused; the message says why.
            PermissionDenied: the user may not do it.
        """
        raise NotImplementedError

    @classmethod
    def get_queryset(cls, model: type[models.Model], object_ids: Any) -> list[Page]:
        """Return the selected pages, each as its own type, in a fixed number of queries."""
        pages = super().get_queryset(model, object_ids)
        keys = [page.pk for page in pages]
        return list(Page.objects.filter(pk__in=keys).order_by("path").specific())

    def prepare_action(self, pages: list[Page], without_access: list[Page]) -> HttpResponse:
        """Act on each page and say what happened, before Wagtail begins one transaction for all."""
        super().prepare_action(pages, without_access)
        self.done: list[tuple[Any, Any]] = []
        self.refused: list[tuple[Any, Any]] = []
        self.run_on_all(pages, **self.get_execution_context())
        total = len(self.done) + len(self.refused)
        for outcomes, heading, say in (
            (self.done, "Done", messages.success),
            (self.refused, "Not done", messages.error),
        ):
            if outcomes:
                say(self.request, build_report(outcomes, f"{heading}: {len(outcomes)}", total))
        return redirect(self.next_url)

    def run_on_all(self, pages: Iterable[Page], **context: Any) -> None:
        """Act on each page, and remember what happened."""
        for page in pages:
            self.run_or_refuse(page, **context)

    def run_or_refuse(self, page: Page, user: Any, **context: Any) -> bool:
        """Act on one page, locked and as it is stored now; return whether it was done."""
        title = get_title(page)
        try:
            with transaction.atomic():
                lock_page_row(page)
                # Somebody may have saved it since it was read.
                page = Page.objects.get(pk=page.pk).specific
                if page.alias_of_id and not self.allows_aliases:
                    raise ValidationError(PAGE_IS_ALIAS_MESSAGE)
                if self.respects_locks:
                    validate_page_not_locked(page, user)
                said = self.run_on_page(page, user, **context)
        except ValidationError as error:
            self.refused.append((title, describe_refusal(error)))
        except Page.DoesNotExist:
            self.refused.append((title, PAGE_DELETED_MESSAGE))
        except PermissionDenied:
            self.refused.append((title, PAGE_ACTION_NOT_ALLOWED_MESSAGE))
        except ProtectedError:
            self.refused.append((title, NEEDED_MESSAGE))
        except DatabaseError:
            logger.exception("Refused by the database: %s", title)
            self.refused.append((title, BULK_ACTION_FAULT_MESSAGE))
        else:
            self.done.append((title, said))
            return True
        return False


class DescendantsMixin(MixinBase):
    """Acts on the pages below each page as well, once that is done, if the user asks for it."""

    # Which of the pages below the action is for.
    needs_live_descendants: bool

    def run_on_all(self, pages: Iterable[Page], **context: Any) -> None:
        """Act on each page, then on those below it that the user may publish.

        A page that is both selected and below another is acted on once.
        """
        user = context["user"]
        seen: set[int] = set()
        for page in pages:
            if page.pk in seen:
                continue
            seen.add(page.pk)
            is_done = self.run_or_refuse(page, **context)
            if is_done and self.cleaned_form.cleaned_data["include_descendants"]:
                below = page.get_descendants().filter(live=self.needs_live_descendants).specific()
                own = [
                    found
                    for found in below
                    if found.pk not in seen and found.permissions_for_user(user).can_publish()
                ]
                seen.update(found.pk for found in own)
                super().run_on_all(own, **context)


class LostLinksMixin(MixinBase):
    """Names what readers lose elsewhere before the selected pages are taken down."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the links that will be lost."""
        context = super().get_context_data(**kwargs)
        pages = [entry["item"] for entry in context["items"]]
        links = find_links_to(pages, self.request.user)
        return {
            **context,
            "lost_links": links[:MAX_LOST_LINKS],
            "has_more_links": len(links) > MAX_LOST_LINKS,
            "is_taken_down": True,
        }


class PageFormBulkAction(PerPageBulkActionMixin, PageBulkAction):
    """A bulk action that asks for something in a form first."""

    template_name = "publishing/bulk_actions/confirm.html"
    form_class: type[forms.Form] = forms.Form
    # What the button says that does it; the name of the action if it is empty.
    button = ""
    # What the user should know before they do it.
    note = ""

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may edit the page."""
        return page.permissions_for_user(self.request.user).can_edit()

    def object_context(self, obj: Page) -> dict[str, Any]:
        """Return the page, which is of its own type already."""
        return {"item": obj}

    def get_execution_context(self) -> dict[str, Any]:
        """Hand what the form says to `run_on_page`."""
        return {"user": self.request.user, "data": self.cleaned_form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says around the form."""
        context = super().get_context_data(**kwargs)
        button = self.button or self.display_name
        return {**context, "heading": self.display_name, "button": button, "note": self.note}


def lock_page_row(page: Page) -> None:
    """Have everybody else who saves or publishes the page wait until the transaction ends."""
    list(Page.objects.select_for_update(no_key=True).filter(pk=page.pk).values_list("pk"))


def validate_page_not_locked(page: Page, user: Any) -> None:
    """Refuse a page that is locked for the user.

    Raises:
        ValidationError: says what locks the page.
    """
    lock = page.get_lock()
    if lock and lock.for_user(user):
        raise ValidationError(lock.get_message(user) or lock.get_description(user))


def describe_refusal(error: ValidationError) -> SafeString:
    """Return why something was refused, with the links that a lock's message has."""
    return format_html_join(" ", "{}", ((reason,) for reason in error.messages))


def build_report(outcomes: list[tuple[Any, Any]], heading: str, total: int) -> SafeString:
    """Return a heading and a line for each page."""
    lines = format_html_join("", "<li><b>{}</b>: {}</li>", outcomes)
    return format_html('{} of {} pages.<ul class="bulk-outcomes">{}</ul>', heading, total, lines)
