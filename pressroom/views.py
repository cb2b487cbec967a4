"""Begin a press release from an earlier one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Page

from content.editing.admin_views import AdminViewMixin
from pages.content_page import MAX_TITLE_LENGTH
from pressroom.likeness import create_similar_release
from pressroom.models import PressRelease


class NewReleaseTitleForm(forms.Form):
    """Asks what the new release is called."""

    title = forms.CharField(
        max_length=MAX_TITLE_LENGTH, help_text="You can change it until the release is published"
    )


class DuplicateReleaseView(AdminViewMixin, FormView):
    """Makes a draft that is built like a release, and opens it."""

    form_class = NewReleaseTitleForm
    template_name = "pressroom/duplicate_release.html"
    page_title = "New release like this one"
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may add releases to the list, and edit this one."""
        if not can_duplicate(self.release, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def release(self) -> PressRelease:
        """The release to go by, as it was last saved."""
        stored = get_object_or_404(PressRelease, pk=self.kwargs["pk"])
        return stored.get_latest_revision_as_object()

    def get_page_subtitle(self) -> str:
        """Return which release this is."""
        return self.release.get_admin_display_title()

    def get_parent_breadcrumbs(self) -> list[dict[str, str]]:
        """Return the form of the release."""
        url = reverse("wagtailadmin_pages:edit", args=[self.release.pk])
        return [{"url": url, "label": self.release.get_admin_display_title()}]

    def form_valid(self, form: NewReleaseTitleForm) -> HttpResponse:
        """Make the draft and open it."""
        draft = create_similar_release(self.release, form.cleaned_data["title"], self.request.user)
        messages.success(
            self.request,
            "This is a new draft. Structure, topics and contacts were copied; dates, words and "
            "quotations are yours to write.",
        )
        return redirect("wagtailadmin_pages:edit", draft.pk)


def can_duplicate(release: Page, user: Any) -> bool:
    """Return whether the user may read this release as an editor and add another."""
    return (
        release.permissions_for_user(user).can_edit()
        and release.get_parent().permissions_for_user(user).can_add_subpage()
    )
