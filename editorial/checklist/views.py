"""Views that check the editor's form without saving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_POST
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.validation.publication_rules import PublicationRulesMixin
from editorial.checklist.builder import build_checklist
from publishing.lookups import parse_pk_or_404
from snippets.models.base import get_base_snippet_models


@require_POST
def check_existing_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over the form of a page that was saved before."""
    stored = get_object_or_404(Page, pk=pk).specific
    if not stored.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    parent = stored.get_parent().specific
    return _render_checklist(
        request,
        type(stored),
        lambda: _build_page_form(request, stored.get_latest_revision_as_object(), parent),
    )


@require_POST
def check_new_page(
    request: HttpRequest, app_label: str, model_name: str, parent: int
) -> HttpResponse:
    """Look over the form of a page that was never saved."""
    place = get_object_or_404(Page, pk=parent).specific
    if not place.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    kinds = {kind._meta.label_lower: kind for kind in type(place).creatable_subpage_models()}
    model: Any = kinds.get(f"{app_label}.{model_name}")
    return _render_checklist(
        request, model, lambda: _build_page_form(request, model(owner=request.user), place)
    )


@require_POST
def check_snippet(request: HttpRequest, model_name: str, key: str = "") -> HttpResponse:
    """Look over the form of shared content, saved before or not."""
    model = {kind._meta.model_name: kind for kind in get_base_snippet_models()}.get(model_name)
    if model is None:
        raise Http404
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_permission(request.user, "change" if key else "add"):
        raise PermissionDenied
    if not key:
        return _render_checklist(request, model, lambda: _build_snippet_form(request, model()))
    stored = get_object_or_404(model, pk=parse_pk_or_404(model, key))
    return _render_checklist(
        request, model, lambda: _build_snippet_form(request, stored.get_latest_revision_as_object())
    )


def _render_checklist(
    request: HttpRequest, model: type[Model] | None, make_form: Callable[[], BaseForm]
) -> HttpResponse:
    if model is None or not issubclass(model, PublicationRulesMixin):
        raise Http404("There is nothing to look over")
    try:
        checklist = build_checklist(make_form(), request.user)
    except (MultiValueDictKeyError, ValueError):
        # Wagtail's blocks count on what their own script sends with them.
        return HttpResponseBadRequest("The form arrived in part only. Check again.")
    return render(request, "editorial/checklist/results.html", {"checklist": checklist})


def _build_page_form(request: HttpRequest, page: Page, parent: Page) -> BaseForm:
    form_class = page.get_edit_handler().get_form_class()
    return form_class(request.POST, instance=page, parent_page=parent, for_user=request.user)


def _build_snippet_form(request: HttpRequest, content: Model) -> BaseForm:
    form_class = get_edit_handler(type(content)).get_form_class()
    return form_class(request.POST, instance=content, for_user=request.user)
