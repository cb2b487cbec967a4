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

from publishing.embargo_audit import enqueue_audit
from publishing.embargo_audit.audit import LEAK, PUBLIC, SEALED
from publishing.embargo_audit.status import AUDIT_NOT_RUN_LABEL, format_audit
from publishing.lookups import get_audit_url, get_content_object_or_404
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.release_sets import can_edit_or_publish, fully_visible_to
from snippets.models.base import BaseSnippet

# Only what goes live has a seal.
AUDITED_MODELS = (Page, ReleaseSet, BaseSnippet)
MAX_SHOWN_AUDITS = 20
# What an editor must see first.
GOOD_AUDIT_OUTCOMES = (SEALED, PUBLIC)


def can_see_audit(user: Any, content_object: Any) -> bool:
    """Return whether the user works on the page, shared content or set."""
    if isinstance(content_object, ReleaseSet):
        return fully_visible_to(user).filter(pk=content_object.pk).exists()
    return can_edit_or_publish(user, content_object)


class EmbargoAuditView(WagtailAdminTemplateMixin, TemplateView):
    """The latest check route by route, those before it, and a button that asks for another."""

    template_name = "publishing/embargo_audit.html"
    page_title = "Embargo seal"
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer those who work on it.

        Raises:
            PermissionDenied: the user does not.
        """
        if not can_see_audit(request.user, self.content_object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a check, unless one is under way."""
        if not self.checks.filter(checked_at=None).exists():
            enqueue_audit(self.content_object)
        messages.success(request, "It is being checked. That takes some seconds.")
        return redirect(get_audit_url(self.content_object))

    @cached_property
    def content_object(self) -> Any:
        """What the address names.

        Raises:
            Http404: there is no such thing, or nothing of its kind is ever sealed.
        """
        return get_content_object_or_404(
            self.kwargs["content_type_id"], self.kwargs["object_id"], AUDITED_MODELS
        )

    @property
    def checks(self) -> Any:
        """All checks of it, the latest first."""
        return EmbargoAudit.objects.about(self.content_object)

    def get_page_subtitle(self) -> str:
        """Name what is checked."""
        return self._name

    @cached_property
    def _name(self) -> str:
        draft_title = getattr(self.content_object, "draft_title", "")
        return draft_title or str(self.content_object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the form of the page, shared content or set."""
        return [
            *self.breadcrumbs_items,
            {"url": AdminURLFinder().get_edit_url(self.content_object) or "", "label": self._name},
            {"url": get_audit_url(self.content_object), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the latest finished check with its routes, leaks first, and the history."""
        checks = list(self.checks[:MAX_SHOWN_AUDITS])
        latest = next((check for check in checks if check.checked_at), None)
        routes = sorted(latest.results, key=lambda route: _get_urgency(route)) if latest else []
        return super().get_context_data(
            **kwargs,
            latest=latest,
            line=format_audit(latest) if latest else AUDIT_NOT_RUN_LABEL,
            level=_get_message_level(latest) if latest else "info",
            is_waiting=any(check.checked_at is None for check in checks),
            routes=[
                # Search addresses hold a whole title, which nobody reads in its coded form.
                {
                    **route,
                    "address": unquote_plus(route["address"]),
                    "is_good": route["outcome"] in GOOD_AUDIT_OUTCOMES,
                }
                for route in routes
            ],
            history=[(check, format_audit(check)) for check in checks],
        )


def _get_urgency(route: dict[str, str]) -> int:
    return (route["outcome"] != LEAK) + (route["outcome"] in GOOD_AUDIT_OUTCOMES)


def _get_message_level(check: EmbargoAudit) -> str:
    """Return how Wagtail marks a message of that importance."""
    if check.leaks:
        return "critical"
    return "warning" if check.error else "success"
