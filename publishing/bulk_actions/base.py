"""The base of the bulk actions on pages: each page by itself, and a line for each in the answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from publishing.lost_links import MAX_LOST_LINKS, find_links_to
from publishing.models.subjects import title_of

NOT_ALLOWED = "You may not do this with this page. Ask a publisher."
IS_DELETED = "It has been deleted."
IS_NEEDED = "A release set or another page needs it. Take it out of the set first."


class PageOutcomesMixin:
    """Acts on each selected page in a transaction of its own and says what happened to it.

    A page that is refused keeps no other from being changed, and the answer gives the reason.
    """

    respects_locks = True

    def act(self, page: Page, user: Any, **context: Any) -> str:
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

    def execute_action(self, objects: list[Page], **context: Any) -> tuple[int, int]:
        """Act on each page; remember what happened. Wagtail calls it on the instance."""
        self.done: list[tuple[Any, Any]] = []
        self.refused: list[tuple[Any, Any]] = []
        for page in objects:
            self.act_or_refuse(page, **context)
        return len(self.done), 0

    def act_or_refuse(self, page: Page, user: Any, **context: Any) -> None:
        """Act on one page, locked and as it is stored now, and remember the outcome."""
        title = title_of(page)
        try:
            with transaction.atomic():
                lock_row(page)
                # Somebody may have saved it since it was read.
                page = Page.objects.get(pk=page.pk).specific
                if self.respects_locks:
                    validate_not_locked(page, user)
                self.done.append((title, self.act(page, user, **context)))
        except ValidationError as error:
            self.refused.append((title, get_reason(error)))
        except Page.DoesNotExist:
            self.refused.append((title, IS_DELETED))
        except PermissionDenied:
            self.refused.append((title, NOT_ALLOWED))
        except ProtectedError:
            self.refused.append((title, IS_NEEDED))

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> None:
        """Say for each page what was done, and for each that was refused, why."""
        total = len(self.done) + len(self.refused)
        if self.done:
            messages.success(
                self.request, build_report(self.done, f"Done: {len(self.done)}", total)
            )
        if self.refused:
            heading = f"Not done: {len(self.refused)}"
            messages.error(self.request, build_report(self.refused, heading, total))


class LostLinksMixin:
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


class PageFormAction(PageOutcomesMixin, PageBulkAction):
    """A bulk action that asks for something in a form first."""

    template_name = "publishing/bulk_actions/confirm.html"
    # What the button says that does it.
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
        """Hand what the form says to `act`."""
        return {"user": self.request.user, "data": self.cleaned_form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says around the form."""
        context = super().get_context_data(**kwargs)
        return {**context, "heading": self.display_name, "button": self.button, "note": self.note}


def lock_row(page: Page) -> None:
    """Have everybody else who saves or publishes the page wait until the transaction ends."""
    list(Page.objects.select_for_update(no_key=True).filter(pk=page.pk).values_list("pk"))


def validate_not_locked(page: Page, user: Any) -> None:
    """Refuse a page that is locked for the user.

    Raises:
        ValidationError: says what locks the page.
    """
    lock = page.get_lock()
    if lock and lock.for_user(user):
        raise ValidationError(lock.get_message(user) or lock.get_description(user))


def get_reason(error: ValidationError) -> SafeString:
    """Return why something was refused, with the links that a lock's message has."""
    return format_html_join(" ", "{}", ((reason,) for reason in error.messages))


def build_report(outcomes: list[tuple[Any, Any]], heading: str, total: int) -> SafeString:
    """Return a heading and a line for each page."""
    lines = format_html_join("", "<li><b>{}</b>: {}</li>", outcomes)
    return format_html('{} of {} pages.<ul class="bulk-outcomes">{}</ul>', heading, total, lines)
