"""The admin's pages that change what is in an approved release set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages

from content.editing.admin_views import AdminViewMixin
from publishing import release_sets
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.release_sets.forms import AmendSetForm, OutletNoteForm


class ActiveSetView(AdminViewMixin, FormView):
    """A form about an approved set, for those who may approve it."""

    header_icon = "calendar-check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may approve; lead to the set's page once it is not approved any more."""
        if not request.user.has_perm(release_sets.PUBLISH):
            raise PermissionDenied
        if not self.release_set.is_active:
            messages.error(request, "The set is not approved any more. Change it on this page.")
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def release_set(self) -> ReleaseSet:
        """The set."""
        return get_object_or_404(release_sets.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return the title of the set."""
        return str(self.release_set)

    def get_parent_breadcrumbs(self) -> list[dict[str, str]]:
        """Return the list of sets and the page of this one."""
        return [
            {"url": reverse("release_sets:index"), "label": "Release sets"},
            {"url": self.get_success_url(), "label": str(self.release_set)},
        ]

    def get_success_url(self) -> str:
        """Return the page of the set."""
        return reverse("release_sets:edit", args=[self.release_set.pk])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do what the form says, and go on to the set; say on the form why that is refused."""
        try:
            self.change_set(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.get_success_url())


class AmendSetView(ActiveSetView):
    """Adds or exchanges an item, or moves the end of a banner, and approves the set again."""

    form_class = AmendSetForm
    template_name = "publishing/amend_set.html"
    page_title = "Amend an approved set"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the user may put in."""
        return {
            **super().get_form_kwargs(),
            "user": self.request.user,
            "release_set": self.release_set,
        }

    def form_invalid(self, form: AmendSetForm) -> HttpResponse:
        """Show the form with all that was typed, except a page that the user may not know.

        The chooser would show its title; it also fails for what is no key (8.0.1).
        """
        page = form.cleaned_data.get("page")
        if page is None or not release_sets.can_edit_or_publish(self.request.user, page):
            sent: Any = form.data
            form.data = {**sent.dict(), "page": ""}
        return super().form_invalid(form)

    def change_set(self, form: AmendSetForm) -> None:
        """Amend the set.

        Raises:
            ValidationError: it could not be approved as it would be.
        """
        release_sets.amend_set(self.release_set, form.get_amendment(), self.request.user)
        messages.success(self.request, "The set is amended and approved again.")


class RemoveItemView(ActiveSetView):
    """Asks before an item is taken out of an approved set, and says what comes of it."""

    form_class = OutletNoteForm
    template_name = "publishing/remove_item.html"
    page_title = "Remove from an approved set"

    @cached_property
    def item(self) -> ReleaseSetItem:
        """The item."""
        return get_object_or_404(self.release_set.items, pk=self.kwargs["item_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the rest would point at in vain."""
        problems = release_sets.find_reference_problems(
            self.release_set, self.request.user, self.item
        )
        return super().get_context_data(**kwargs, problems=problems, back=self.get_success_url())

    def change_set(self, form: OutletNoteForm) -> None:
        """Take the item out.

        Raises:
            ValidationError: it is the last one.
        """
        user, title = self.request.user, str(self.item)
        release_sets.remove_item(self.item, user, form.cleaned_data["note"])
        self.release_set.refresh_from_db()
        if self.release_set.is_active:
            messages.success(
                self.request, f"“{title}” was removed from the set. The set is still approved."
            )
        else:
            messages.warning(
                self.request,
                f"“{title}” was removed, so the set is no longer approved. Fix the problems in the "
                "log, then approve the set again.",
            )


def get_amend_url(release_set: ReleaseSet) -> str:
    """Return where an approved set is amended."""
    return reverse("release_set_amend", args=[release_set.pk])


def get_remove_item_url(item: ReleaseSetItem) -> str:
    """Return where taking an item out of an approved set is confirmed."""
    return reverse("release_set_remove_item", args=[item.release_set_id, item.pk])
