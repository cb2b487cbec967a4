"""Put a page or shared content in a release set, from where it is listed or edited."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from content.editing.admin_views import AdminViewMixin
from publishing import release_sets
from publishing.lookups import get_content_object_or_404
from publishing.models import ReleaseSet
from publishing.release_sets.forms import ChooseSetForm
from snippets.models.base import BaseSnippet


class AddToSetView(AdminViewMixin, FormView):
    """Puts a page or piece of shared content in a set, from where it is listed or edited."""

    form_class = ChooseSetForm
    template_name = "publishing/add_to_set.html"
    page_title = "Add to a release set"
    header_icon = "calendar-check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may change both sets and the thing."""
        if not (
            request.user.has_perm(release_sets.CHANGE)
            and release_sets.can_edit_or_publish(request.user, self.content_object)
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def content_object(self) -> Any:
        """The page or piece of shared content."""
        return get_content_object_or_404(
            self.kwargs["kind"], self.kwargs["key"], (Page, BaseSnippet)
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the sets that the user knows."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_page_subtitle(self) -> str:
        """Return what is put in."""
        return str(self.content_object)

    def get_parent_breadcrumbs(self) -> list[dict[str, str]]:
        """Return the form of what is put in."""
        url = AdminURLFinder(self.request.user).get_edit_url(self.content_object)
        return [{"url": url or "", "label": str(self.content_object)}]

    def form_valid(self, form: ChooseSetForm) -> HttpResponse:
        """Put it in, and go on to the page of the set."""
        user: Any = self.request.user
        release_set = form.cleaned_data["release_set"]
        try:
            with transaction.atomic():
                if release_set is None:
                    title = form.cleaned_data["title"]
                    release_set = ReleaseSet.objects.create(title=title, owner=user)
                    release_set.log_event("Made", user)
                release_sets.add_item(release_set, self.content_object, user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"“{self.content_object}” is in the set now.")
        return redirect(AdminURLFinder(user).get_edit_url(release_set))
