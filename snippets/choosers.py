"""Choosers of shared content: they offer drafts only to those who work on that kind of content."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)

from content.admin_titles import filter_choosable_snippets
from content.mixins import MixinBase


class ChoosableContentMixin(MixinBase):
    """Lists what the editor may choose."""

    results_template_name = "snippets/chooser_results.html"

    def get_object_list(self) -> QuerySet:
        """Leave out drafts of a kind that the editor does not work on."""
        return filter_choosable_snippets(super().get_object_list(), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the editor may make one, should there be none."""
        policy = policy_registry.get_by_type(self.model)
        may_add = policy.user_has_permission(self.request.user, "add")
        return super().get_context_data(may_add=may_add, **kwargs)


class SnippetChooseView(ChoosableContentMixin, ChooseView):
    """The dialogue."""


class SnippetChooseResultsView(ChoosableContentMixin, ChooseResultsView):
    """Its list, when it is searched or turned over."""


class SnippetChooserCreateView(SnippetCreateView):
    """The form in the dialogue with which one is made; shared content has none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer that there is no such form; Wagtail fails at a post to it.

        Raises:
            Http404: always, for kinds without one.
        """
        self.request = request
        if self.get_creation_form_class() is None:
            raise Http404("Nothing of this kind is made in a chooser")
        return super().dispatch(request, *args, **kwargs)


class BaseSnippetChooserViewSet(SnippetChooserViewSet):
    """The chooser of a kind of shared content."""

    choose_view_class = SnippetChooseView
    choose_results_view_class = SnippetChooseResultsView
    create_view_class = SnippetChooserCreateView
