"""The admin's pages about the embargo links of a page or a set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.fields import LondonDateTimeField
from publishing.clock import format_datetime, get_time_help_text
from publishing.embargo import services
from publishing.models import EmbargoLink, ReleaseSet
from publishing.models.content_objects import get_base_content_type, get_title
from publishing.upcoming import get_upcoming_publication

OPENINGS_PER_PAGE = 50


class EmbargoLinkForm(forms.Form):
    """Whom a link is for, and how long it works."""

    outlet = forms.CharField(
        label="Outlet or person",
        max_length=120,
        help_text="For example “The Example Times”. The name appears at the top of every page they "
        "open.",
        error_messages={"required": "Say which outlet or person the link is for."},
    )
    expires_at = LondonDateTimeField(
        label="Works until",
        required=False,
        help_text=get_time_help_text(
            "18:00",
            "If left empty, the link works until 24 hours after go-live. If you reschedule the "
            "page, make new links.",
        ),
    )

    def __init__(self, *args: Any, is_set: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_set:
            self.fields["expires_at"].help_text = get_time_help_text(
                "18:00",
                "If left empty, the link works until 24 hours after go-live, also if you "
                "reschedule the set.",
            )

    def clean_expires_at(self) -> datetime | None:
        """Return the moment at which the link ends, if one was chosen.

        Raises:
            ValidationError: it has passed.
        """
        moment = self.cleaned_data["expires_at"]
        if moment and moment <= timezone.now():
            raise ValidationError(
                "This time has passed, so the link would not work. Choose a later one, or leave "
                "it empty."
            )
        return moment


def can_create_embargo_links(user: Any, content_object: Any) -> bool:
    """Return whether the user may make embargo links, and answers for the page or the set.

    That is who publishes it, or has the right to change it: for a set, everything in it. To have
    begun a page oneself, or to be asked about it in a workflow, is not enough.
    """
    if not user.has_perm("publishing.add_embargolink"):
        return False
    if not isinstance(content_object, ReleaseSet):
        return _can_change_or_publish(user, content_object)
    if user.has_perm("publishing.publish_releaseset"):
        return True
    contents = [item.content_object for item in content_object.items.all()]
    may_change = user.has_perm("publishing.change_releaseset")
    return may_change and all(
        _can_change_or_publish(user, content) for content in filter(None, contents)
    )


def get_embargo_links_url(content_object: Any) -> str:
    """Return where the embargo links of a page or a set are made."""
    return reverse(
        "embargo_links", args=[get_base_content_type(content_object).pk, content_object.pk]
    )


class EmbargoLinksMixin(WagtailAdminTemplateMixin):
    """A view about the links of one item, for those who may change or publish it."""

    header_icon = "mail"
    page_title = "Embargo links"
    further_breadcrumbs: tuple[dict[str, str], ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer those who may.

        Raises:
            PermissionDenied: they may not.
        """
        if not can_create_embargo_links(request.user, self.content_object):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        # An address shown once must not come back from the browser's memory.
        response["Cache-Control"] = "private, no-store"
        return response

    @cached_property
    def content_object(self) -> Any:
        """The page or the set."""
        raise NotImplementedError

    @property
    def links_url(self) -> str:
        """Where all links of the page or set are."""
        return get_embargo_links_url(self.content_object)

    def get_page_subtitle(self) -> str:
        """Name the page or the set."""
        return get_title(self.content_object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the form of the page or set."""
        edit = AdminURLFinder(self.request.user).get_edit_url(self.content_object)
        return [
            *self.breadcrumbs_items,
            {"url": edit or "", "label": get_title(self.content_object)},
            {"url": self.links_url, "label": "Embargo links"},
            *self.further_breadcrumbs,
        ]


class EmbargoLinksView(EmbargoLinksMixin, FormView):
    """All links of a page or a set, and the form that makes another.

    A new link is shown in the answer to the form itself: its token is kept nowhere, so no later
    page could show it.
    """

    form_class = EmbargoLinkForm
    template_name = "publishing/embargo_links.html"

    @cached_property
    def content_object(self) -> Any:
        """The page or the set that the address names.

        Raises:
            Http404: there is none.
        """
        kind = get_object_or_404(ContentType, pk=self.kwargs["content_type_id"])
        model: Any = kind.model_class()
        if model not in (Page, ReleaseSet):
            raise Http404("Only pages and sets have embargo links")
        content_object = get_object_or_404(model, pk=self.kwargs["object_id"])
        return content_object.specific if isinstance(content_object, Page) else content_object

    @cached_property
    def planned(self) -> Any:
        """What is promised now."""
        return get_upcoming_publication(self.content_object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say to the form what the links are for."""
        return super().get_form_kwargs() | {"is_set": self.is_set}

    @property
    def is_set(self) -> bool:
        """Whether the links are for a release set."""
        return isinstance(self.content_object, ReleaseSet)

    def get_reason_against_links(self) -> str:
        """Return why no embargo link can be made now; empty if one can."""
        if self.planned:
            return ""
        if not self.is_set:
            if self.content_object.live and not self.content_object.has_unpublished_changes:
                return "This page is live. It needs no embargo links."
            return "Schedule the page before you make embargo links."
        match self.content_object.state:
            case ReleaseSet.State.PUBLISHED:
                return "This set is published. It needs no embargo links."
            case ReleaseSet.State.CANCELLED:
                return "This set is cancelled. To make embargo links, reopen and approve it."
            case _:
                return "Approve the set before you make embargo links."

    def form_valid(self, form: EmbargoLinkForm) -> HttpResponse:
        """Make the link, unless nothing is promised any more, and show its address."""
        if self.planned is None:
            form.add_error(None, self.get_reason_against_links())
            return self.form_invalid(form)
        link, token = services.create_embargo_link(
            self.content_object, user=self.request.user, **form.cleaned_data
        )
        made = {
            "link": link,
            "address": services.get_embargo_url(token),
            "message": self.build_message(link, services.get_embargo_url(token)),
        }
        fresh = self.form_class(is_set=self.is_set)
        return self.render_to_response(self.get_context_data(form=fresh, made=made))

    def build_message(self, link: EmbargoLink, address: str) -> str:
        """Return what to write to whoever the link is for."""
        # The title of a set is for the team alone.
        titles = "\n".join(str(content) for content in self.planned.contents())
        return (
            f"Under embargo until {format_datetime(self.planned.go_live_at)}.\n\n"
            f"{titles}\n{address}\n\n"
            f"This link is for {link.outlet} only: please do not pass it on. It works until "
            f"{format_datetime(services.get_link_expiry(link))}."
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the links with what became of them."""
        links = (
            EmbargoLink.objects.about(self.content_object)
            .annotate(times=Count("openings"), last_opened=Max("openings__at"))
            .select_related("created_by", "revoked_by")
        )
        return super().get_context_data(
            **kwargs,
            planned=self.planned,
            no_links=self.get_reason_against_links(),
            rows=[{"link": link, "working": services.build_working_link(link)} for link in links],
        )


class EmbargoLinkMixin(EmbargoLinksMixin):
    """A view about one of the links."""

    @cached_property
    def link(self) -> EmbargoLink:
        """The link that the address names.

        Raises:
            Http404: there is none, or what it was for was deleted.
        """
        link = get_object_or_404(EmbargoLink, pk=self.kwargs["pk"])
        if link.content_object is None:
            raise Http404("What this link was for was deleted")
        return link

    @cached_property
    def content_object(self) -> Any:
        """The page or the set that the link is for."""
        return self.link.content_object


class RevokeLinkView(EmbargoLinkMixin, TemplateView):
    """Asks once more, and shuts a link out."""

    template_name = "publishing/embargo_link_revoke.html"
    page_title = "Revoke an embargo link"
    further_breadcrumbs = ({"url": "", "label": "Revoke"},)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Revoke the link and go back to the list."""
        services.revoke(self.link, request.user)
        messages.success(request, f"The link for {self.link.outlet} does not work any more.")
        return redirect(self.links_url)


class LinkOpeningsView(EmbargoLinkMixin, TemplateView):
    """When a link was opened, and what was read."""

    template_name = "publishing/embargo_link_openings.html"
    page_title = "Openings of an embargo link"
    further_breadcrumbs = ({"url": "", "label": "Openings"},)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the log, the newest first."""
        pages = WagtailPaginator(self.link.openings.all(), OPENINGS_PER_PAGE)
        openings = pages.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            openings=openings,
            page_range=pages.get_elided_page_range(openings.number),
        )


def _can_change_or_publish(user: Any, content: Any) -> bool:
    """Return whether the user may change or publish a page or shared content by a right to it."""
    if not isinstance(content, Page):
        policy = policy_registry.get(content)
        return policy.user_has_any_permission(user, ("change", "publish"))
    rights = content.permissions_for_user(user)
    # Wagtail's `can_edit()` also lets in whoever began the page, and whom a workflow asks.
    return user.is_superuser or bool({"change", "publish"} & rights.permissions)
