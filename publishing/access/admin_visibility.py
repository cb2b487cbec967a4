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
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page, PageQuerySet, UploadedFile, Workflow
from wagtail.permissions import policy_registry

from content.admin_titles import KNOW, is_asked, works_on
from content.visibility import visible
from publishing.access.admin_url_objects import find_models, model_of_view
from publishing.access.files import RIGHTS
from publishing.lookups import clean_pk_or_404
from publishing.models import ReleaseSet
from publishing.permissions import visible_to
from snippets.models import SiteDocument, SiteImage
from snippets.models.base import BaseSnippet

# Whoever may do one of these knows of a page, a file or shared content.
CHOSEN = ("chosen", "chosen_multiple")
WORK = {*RIGHTS, *KNOW, "view"}


def filter_choosable_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Return those of `pages` that readers see or that the editor works on.

    Search filters by declared fields only; a page's id is one.
    """
    public = visible(Page.objects.all(), request)
    return pages.filter(Q(pk__in=public.values("pk")) | Q(pk__in=_own(request).values("pk")))


def check_admin_url(request: HttpRequest, values: dict[str, Any]) -> None:
    """Refuse an address of the admin that names what the editor does not work on.

    An address with a parameter that `publishing.access.admin_url_objects` does not list, such as
    one of a newer Wagtail, is for administrators alone.

    Raises:
        PermissionDenied: it names what the editor is not to know of, or nobody knows what it names.
        Http404: it names what cannot be the number of anything.
    """
    match, user = request.resolver_match, request.user
    check = CHECKS.get(match.view_name)
    if not user.is_authenticated or not is_in_admin(match) or (user.is_superuser and not check):
        return
    if not (check or _knows_named)(request, values) and not user.is_superuser:
        raise PermissionDenied


def is_in_admin(match: ResolverMatch) -> bool:
    """Return whether an address is one of Wagtail's admin."""
    return f"/{match.route}".startswith(reverse("wagtailadmin_home"))


def register_endpoints(router: WagtailAPIRouter) -> None:
    """Put the lists of files that ask for rights in the place of Wagtail's."""
    router.register_endpoint("documents", PermittedDocumentsAPIViewSet)
    router.register_endpoint("images", PermittedImagesAPIViewSet)


class PermittedFilesMixin:
    """Lists the files that the editor may choose or change; Wagtail lists all there are."""

    def get_queryset(self) -> QuerySet:
        """Return the editor's files."""
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, RIGHTS)
        return super().get_queryset().filter(pk__in=own.values("pk"))


class PermittedDocumentsAPIViewSet(PermittedFilesMixin, DocumentsAdminAPIViewSet):
    """Documents that the editor has rights on."""


class PermittedImagesAPIViewSet(PermittedFilesMixin, ImagesAdminAPIViewSet):
    """Images that the editor has rights on."""


def _own(request: HttpRequest) -> PageQuerySet:
    """Return the pages that the explorer shows this editor."""
    return policy_registry.get_by_type(Page).explorable_instances(request.user)


def _knows_named(request: HttpRequest, values: dict[str, Any]) -> bool:
    """Return whether the editor works on each thing that the address names."""
    match = request.resolver_match
    if match.url_name == CHOSEN[1]:
        keys = request.GET.getlist("id")
        return all(_knows(request, model_of_view(match), key) for key in keys)
    return all(
        _knows(request, model, values[name]) for name, model in find_models(match).items() if model
    )


def _knows(request: HttpRequest, model: type[Model] | None, key: Any) -> bool:
    """Return whether the editor works on the thing with this key; what is gone is no secret.

    Shared content that readers see may be chosen by everybody.
    """
    if model is None:
        return False
    thing = model._default_manager.filter(pk=clean_pk_or_404(model, key)).first()
    if thing is None:
        return True
    user = request.user
    if isinstance(thing, ReleaseSet):
        if visible_to(user).filter(pk=thing.pk).exists():
            return True
        raise Http404("There is no such set")
    if isinstance(thing, UploadedFile):
        return thing.uploaded_by_user_id == user.pk
    if isinstance(thing, (Page, BaseSnippet)) and is_asked(user, thing):
        return True
    policy = policy_registry.get_by_type(model)
    if isinstance(thing, (Page, SiteDocument, SiteImage)):
        return policy.user_has_any_permission_for_instance(user, WORK, thing)
    if isinstance(thing, BaseSnippet) and request.resolver_match.url_name in CHOSEN:
        return thing.is_live_now or works_on(user, thing)
    return policy.user_has_any_permission(user, WORK)


def _knows_edited(request: HttpRequest, values: dict[str, Any]) -> bool:
    try:
        model = apps.get_model(values["app_label"], values["model_name"])
    except LookupError:
        return True
    return _knows(request, model, values["object_id"])


def _arranges_workflows(request: HttpRequest, values: dict[str, Any]) -> bool:
    return policy_registry.get_by_type(Workflow).user_has_any_permission(request.user, WORK)


def _knows_opened(request: HttpRequest, values: dict[str, Any]) -> bool:
    named = Page.objects.filter(pk=values["parent_page_id"])
    return not named.exists() or filter_choosable_pages(named, request).exists()


def _knows_explored(request: HttpRequest, values: dict[str, Any]) -> bool:
    """Return whether the editor works on the page, or on one below it.

    Wagtail lets whoever works on two sections explore all that is below what both have in common,
    and leads back to there from elsewhere.
    """
    named = Page.objects.filter(pk=values.get("parent_page_id")).first()
    root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if named is None or root is None or not named.path.startswith(root.path):
        return True
    return _own(request).filter(pk=named.pk).exists()


def _knows_chosen(request: HttpRequest, values: dict[str, Any]) -> bool:
    # Wagtail asks the database for whatever stands there, and for the page above it.
    keys = [clean_pk_or_404(Page, key) for key in request.GET.getlist("id")]
    named = Page.objects.filter(pk__in=keys)
    if named.filter(depth=1).exists():
        raise Http404("Nothing is above the root of all pages")
    return filter_choosable_pages(named, request).count() == named.count()


def _knows_moved(request: HttpRequest, values: dict[str, Any]) -> bool:
    named = {values["page_to_move_id"], values["destination_id"]}
    return _own(request).filter(pk__in=named).count() == len(named)


def _knows_selected(request: HttpRequest, values: dict[str, Any]) -> bool:
    """Return whether the editor works on all that is selected for a bulk action.

    Wagtail changes nothing that the editor may not change, and lists it by its title instead.
    """
    try:
        model = apps.get_model(values["app_label"], values["model_name"])
    except LookupError:
        return True
    keys = request.GET.getlist("id")
    if "all" in keys:
        selected = _listed(request, model)
    else:
        selected = model._default_manager.filter(
            pk__in=[clean_pk_or_404(model, key) for key in keys]
        )
    if issubclass(model, Page):
        known = _own(request)
    else:
        policy = policy_registry.get_by_type(model)
        known = policy.instances_user_has_any_permission_for(request.user, WORK)
    return not selected.exclude(pk__in=known.values("pk")).exists()


def _listed(request: HttpRequest, model: type[Model]) -> QuerySet:
    """Return what “all” selects, or more: of pages, those below the one that is listed."""
    if not issubclass(model, Page):
        return model._default_manager.all()
    parent = request.GET.get("childOf")
    if parent is None:
        return Page.objects.filter(depth__gt=1)
    listed = get_object_or_404(Page, pk=clean_pk_or_404(Page, parent))
    return listed.get_descendants() if request.GET.get("q") else listed.get_children()


def _knows_all(request: HttpRequest, values: dict[str, Any]) -> bool:
    return not Page.objects.filter(depth__gt=1).exclude(pk__in=_own(request).values("pk")).exists()


CHECKS: dict[str, Callable[[HttpRequest, dict[str, Any]], bool]] = {
    "wagtail_bulk_action": _knows_selected,
    "wagtailadmin_editing_sessions:ping": _knows_edited,
    # Lists of these are for whoever arranges workflows; Wagtail opens them to all.
    "wagtailadmin_workflows:task_chooser": _arranges_workflows,
    "wagtailadmin_workflows:task_chooser_results": _arranges_workflows,
    "wagtailadmin_workflows:task_chooser_create": _arranges_workflows,
    "wagtailadmin_workflows:task_chosen": _arranges_workflows,
    "wagtailadmin_choose_page_child": _knows_opened,
    "wagtailadmin_explore": _knows_explored,
    "wagtailadmin_explore_results": _knows_explored,
    "wagtailadmin_choose_page_chosen_multiple": _knows_chosen,
    "wagtailadmin_pages:move_confirm": _knows_moved,
    # Names the page that was edited last, of every type.
    "wagtailadmin_reports:page_types_usage": _knows_all,
    "wagtailadmin_reports:page_types_usage_results": _knows_all,
}
