"""The admin's page about the seal of a page, piece of shared content or set."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from publishing.embargo_audit import ask
from publishing.embargo_audit.audit import LEAK, PUBLIC, SEALED
from publishing.embargo_audit.status import NOT_CHECKED, format_audit
from publishing.lookups import get_content_object_or_404, get_seal_url
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.release_sets import can_edit_or_publish, wholly_visible_to
from snippets.models.base import BaseSnippet

# Only what goes live has a seal.
SEALED_KINDS = (Page, ReleaseSet, BaseSnippet)
SHOWN_CHECKS = 20
# What an editor must see first.
GOOD = (SEALED, PUBLIC)


def may_see_seal(user: Any, subject: Any) -> bool:
    """Return whether the user works on the page, shared content or set."""
    if isinstance(subject, ReleaseSet):
        return wholly_visible_to(user).filter(pk=subject.pk).exists()
    return can_edit_or_publish(user, subject)


class SealView(WagtailAdminTemplateMixin, TemplateView):
    """The latest check route by route, those before it, and a button that asks for another."""

    template_name = "publishing/seal.html"
    page_title = "Embargo seal"
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer those who work on it.

        Raises:
            PermissionDenied: the user does not.
        """
        if not may_see_seal(request.user, self.subject):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a check, unless one is under way."""
        if not self.checks.filter(checked_at=None).exists():
            ask(self.subject)
        messages.success(request, "It is being checked. That takes some seconds.")
        return redirect(get_seal_url(self.subject))

    @cached_property
    def subject(self) -> Any:
        """What the address names.

        Raises:
            Http404: there is no such thing, or nothing of its kind is ever sealed.
        """
        return get_content_object_or_404(
            self.kwargs["content_type_id"], self.kwargs["object_id"], SEALED_KINDS
        )

    @property
    def checks(self) -> Any:
        """All checks of it, the latest first."""
        return EmbargoAudit.objects.about(self.subject)

    def get_page_subtitle(self) -> str:
        """Name what is checked."""
        return self._name

    @cached_property
    def _name(self) -> str:
        draft_title = getattr(self.subject, "draft_title", "")
        return draft_title or str(self.subject)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the form of the page, shared content or set."""
        return [
            *self.breadcrumbs_items,
            {"url": AdminURLFinder().get_edit_url(self.subject) or "", "label": self._name},
            {"url": get_seal_url(self.subject), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the latest finished check with its routes, leaks first, and the history."""
        checks = list(self.checks[:SHOWN_CHECKS])
        latest = next((check for check in checks if check.checked_at), None)
        routes = sorted(latest.routes, key=lambda route: _urgency(route)) if latest else []
        return super().get_context_data(
            **kwargs,
            latest=latest,
            line=format_audit(latest) if latest else NOT_CHECKED,
            level=_level(latest) if latest else "info",
            is_waiting=any(check.checked_at is None for check in checks),
            routes=[
                # Search addresses hold a whole title, which nobody reads in its coded form.
                {
                    **route,
                    "address": unquote_plus(route["address"]),
                    "is_good": route["outcome"] in GOOD,
                }
                for route in routes
            ],
            history=[(check, format_audit(check)) for check in checks],
        )


def _urgency(route: dict[str, str]) -> int:
    return (route["outcome"] != LEAK) + (route["outcome"] in GOOD)


def _level(check: EmbargoAudit) -> str:
    """Return how Wagtail marks a message of that importance."""
    if check.leaks:
        return "critical"
    return "warning" if check.problem else "success"
