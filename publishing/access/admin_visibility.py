"""Keep addresses of the admin from naming what an editor does not work on.

Most views of Wagtail check what an editor may do. The page chooser and a few others do not: they
name a page by its number or list all of them, drafts of other sections included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import ResolverMatch, reverse
from wagtail.models import Page, PageQuerySet, UploadedFile, Workflow
from wagtail.permissions import policy_registry

from content.admin_titles import DRAFT_TITLE_PERMISSION_ACTIONS, can_work_on, is_asked_to_approve
from content.visibility import filter_public
from publishing.access.admin_url_objects import find_url_parameter_models, get_view_model
from publishing.access.files import FILE_ACTIONS
from publishing.lookups import parse_pk_or_404
from publishing.models import ReleaseSet
from publishing.permissions import visible_to
from snippets.models import SiteDocument, SiteImage
from snippets.models.base import BaseSnippet

# Whoever may do one of these knows of a page, a file or shared content.
CHOSEN_VIEW_NAMES = ("chosen", "chosen_multiple")
VISIBILITY_PERMISSION_ACTIONS = {*FILE_ACTIONS, *DRAFT_TITLE_PERMISSION_ACTIONS, "view"}


def filter_choosable_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Return those of `pages` that readers see or that the editor works on.

    Search filters by declared fields only; a page's id is one.
    """
    public = filter_public(Page.objects.all(), request)
    return pages.filter(
        Q(pk__in=public.values("pk")) | Q(pk__in=_get_editable_pages(request).values("pk"))
    )


def validate_admin_url_access(request: HttpRequest, values: dict[str, Any]) -> None:
    """Refuse an address of the admin that names what the editor does not work on.

    An address that `publishing.access.admin_url_objects` does not know, such as one of a newer
    Wagtail, is for administrators alone.

    Raises:
        PermissionDenied: it names what the editor is not to know of, or nobody knows what it names.
        Http404: it names what cannot be the number of anything.
    """
    match: Any = request.resolver_match
    user = request.user
    check = ADMIN_URL_CHECKS.get(match.view_name)
    if not user.is_authenticated or not is_in_admin(match) or (user.is_superuser and not check):
        return
    if not (check or _can_see_named)(request, values) and not user.is_superuser:
        raise PermissionDenied


def has_admin_url_rule(match: ResolverMatch) -> bool:
    """Return whether an address is known here; one that is not is for administrators alone."""
    try:
        return match.view_name in ADMIN_URL_CHECKS or find_url_parameter_models(match) is not None
    except PermissionDenied:
        return False


def is_in_admin(match: ResolverMatch) -> bool:
    """Return whether an address is one of Wagtail's admin."""
    return f"/{match.route}".startswith(reverse("wagtailadmin_home"))


def _get_editable_pages(request: HttpRequest) -> PageQuerySet:
    """Return the pages that the explorer shows this editor."""
    return policy_registry.get_by_type(Page).explorable_instances(request.user)


def _can_see_named(request: HttpRequest, values: dict[str, Any]) -> bool:
    """Return whether the editor works on each thing that the address names."""
    match: Any = request.resolver_match
    named = find_url_parameter_models(match)
    if match.url_name == CHOSEN_VIEW_NAMES[1]:
        keys, model = _get_ids(request), get_view_model(match)
        return all(_can_see_object(request, model, key) for key in keys)
    return all(
        _can_see_object(request, model, values[name]) for name, model in named.items() if model
    )


def _get_ids(request: HttpRequest) -> list[str]:
    """Return what an address names by `id` in its query.

    Raises:
        PermissionDenied: nothing, as if a newer Wagtail called the parameter something else.
    """
    ids = request.GET.getlist("id")
    if not ids:
        raise PermissionDenied("The address names nothing by its “id”")
    return ids


def _can_see_object(request: HttpRequest, model: type[Model] | None, key: Any) -> bool:
    """Return whether the editor works on the thing with this key; what is gone is no secret.

    Shared content that readers see may be chosen by everybody.
    """
    if model is None:
        return False
    thing = model._default_manager.filter(pk=parse_pk_or_404(model, key)).first()
    if thing is None:
        return True
    user = request.user
    if isinstance(thing, ReleaseSet):
        if visible_to(user).filter(pk=thing.pk).exists():
            return True
        raise Http404("There is no such set")
    if isinstance(thing, UploadedFile):
        return thing.uploaded_by_user_id == user.pk
    if isinstance(thing, (Page, BaseSnippet)) and is_asked_to_approve(user, thing):
        return True
    policy = policy_registry.get_by_type(model)
    if isinstance(thing, (Page, SiteDocument, SiteImage)):
        return policy.user_has_any_permission_for_instance(
            user, VISIBILITY_PERMISSION_ACTIONS, thing
        )
    match: Any = request.resolver_match
    if isinstance(thing, BaseSnippet) and match.url_name in CHOSEN_VIEW_NAMES:
        return thing.is_live_now or can_work_on(user, thing)
    return policy.user_has_any_permission(user, VISIBILITY_PERMISSION_ACTIONS)


def _can_see_edited(request: HttpRequest, values: dict[str, Any]) -> bool:
    try:
        model = apps.get_model(values["app_label"], values["model_name"])
    except LookupError:
        return True
    return _can_see_object(request, model, values["object_id"])


def _can_edit_workflows(request: HttpRequest, values: dict[str, Any]) -> bool:
    return policy_registry.get_by_type(Workflow).user_has_any_permission(
        request.user, VISIBILITY_PERMISSION_ACTIONS
    )


def _can_list_children(request: HttpRequest, values: dict[str, Any]) -> bool:
    named = Page.objects.filter(pk=values["parent_page_id"])
    return not named.exists() or filter_choosable_pages(named, request).exists()


def _can_explore(request: HttpRequest, values: dict[str, Any]) -> bool:
    """Return whether the editor works on the page, or on one below it.

    Wagtail lets whoever works on two sections explore all that is below what both have in common,
    and leads back to there from elsewhere.
    """
    key = values.get("parent_page_id", values.get("page_id"))
    named = Page.objects.filter(pk=key).first()
    root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if named is None or root is None or not named.path.startswith(root.path):
        return True
    return _get_editable_pages(request).filter(pk=named.pk).exists()


def _can_choose(request: HttpRequest, values: dict[str, Any]) -> bool:
    # Wagtail asks the database for whatever stands there, and for the page above it.
    keys = [parse_pk_or_404(Page, key) for key in _get_ids(request)]
    named = Page.objects.filter(pk__in=keys)
    if named.filter(depth=1).exists():
        raise Http404("Nothing is above the root of all pages")
    return filter_choosable_pages(named, request).count() == named.count()


def _can_move(request: HttpRequest, values: dict[str, Any]) -> bool:
    named = {values["page_to_move_id"], values["destination_id"]}
    return _get_editable_pages(request).filter(pk__in=named).count() == len(named)


def _can_select_for_bulk_action(request: HttpRequest, values: dict[str, Any]) -> bool:
    """Return whether the editor works on all that is selected for a bulk action.

    Wagtail changes nothing that the editor may not change, and lists it by its title instead.
    """
    try:
        model = apps.get_model(values["app_label"], values["model_name"])
    except LookupError:
        return True
    keys = _get_ids(request)
    if "all" in keys:
        selected = _get_select_all_queryset(request, model)
    else:
        selected = model._default_manager.filter(
            pk__in=[parse_pk_or_404(model, key) for key in keys]
        )
    if issubclass(model, Page):
        known = _get_editable_pages(request)
    else:
        policy = policy_registry.get_by_type(model)
        known = policy.instances_user_has_any_permission_for(
            request.user, VISIBILITY_PERMISSION_ACTIONS
        )
    return not selected.exclude(pk__in=known.values("pk")).exists()


def _get_select_all_queryset(request: HttpRequest, model: type[Model]) -> QuerySet:
    """Return what “all” selects, or more: of pages, those below the one that is listed."""
    if not issubclass(model, Page):
        return model._default_manager.all()
    parent = request.GET.get("childOf")
    if parent is None:
        return Page.objects.filter(depth__gt=1)
    listed = get_object_or_404(Page, pk=parse_pk_or_404(Page, parent))
    return listed.get_descendants() if request.GET.get("q") else listed.get_children()


def _can_see_all(request: HttpRequest, values: dict[str, Any]) -> bool:
    return (
        not Page.objects.filter(depth__gt=1)
        .exclude(pk__in=_get_editable_pages(request).values("pk"))
        .exists()
    )


ADMIN_URL_CHECKS: dict[str, Callable[[HttpRequest, dict[str, Any]], bool]] = {
    "wagtail_bulk_action": _can_select_for_bulk_action,
    "wagtailadmin_editing_sessions:ping": _can_see_edited,
    # Lists of these are for whoever arranges workflows; Wagtail opens them to all.
    "wagtailadmin_workflows:task_chooser": _can_edit_workflows,
    "wagtailadmin_workflows:task_chooser_results": _can_edit_workflows,
    "wagtailadmin_workflows:task_chooser_create": _can_edit_workflows,
    "wagtailadmin_workflows:task_chosen": _can_edit_workflows,
    "wagtailadmin_choose_page_child": _can_list_children,
    "wagtailadmin_explore": _can_explore,
    "wagtailadmin_explore_results": _can_explore,
    "wagtailadmin_choose_page_chosen_multiple": _can_choose,
    # What the menu of pages asks for, since Wagtail 8.1.
    "wagtailadmin_api:explorer": _can_explore,
    "wagtailadmin_pages:move_confirm": _can_move,
    # Names the page that was edited last, of every type.
    "wagtailadmin_reports:page_types_usage": _can_see_all,
    "wagtailadmin_reports:page_types_usage_results": _can_see_all,
}
