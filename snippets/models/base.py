"""Define the base of reusable content: drafts, revisions, locks, workflow, preview."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    Site,
    WorkflowMixin,
)

from content.editing.forms import BaseSnippetForm
from content.validation.publication_rules import PublicationRulesMixin
from content.visibility import get_page_for_reader, is_live_now, q_not_expired
from snippets.change_log import get_live_object, record_changes


def get_previewed_drafts(request: HttpRequest | None, kind: type) -> list[Any]:
    """Return the drafts of a kind that this request shows in place of what readers see today."""
    drafts = getattr(request, "previewed_content", ())
    return [draft for draft in drafts if isinstance(draft, kind)]


def get_base_snippet_models() -> list[type[BaseSnippet]]:
    """Return the kinds of shared content there are."""
    return [model for model in apps.get_models() if issubclass(model, BaseSnippet)]


class BaseSnippetQuerySet(models.QuerySet):
    """Shared content has no protection of its own: ask for what readers may see."""

    def live(self) -> Self:
        """Return what has been published, and neither withdrawn nor past its expiry."""
        return self.filter(q_not_expired(), live=True)


_SnippetManager: Any = models.Manager.from_queryset(BaseSnippetQuerySet)


class PublicSnippetManager(_SnippetManager):
    """Finds what readers may see, so that whoever forgets to ask shows no draft."""

    def get_queryset(self) -> BaseSnippetQuerySet:
        """Return what is live."""
        snippets: Any = super().get_queryset()
        return snippets.live()


class BaseSnippet(
    PublicationRulesMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """Content that pages reuse and that is itself drafted, approved, scheduled and previewed."""

    # Django and Wagtail take the first one where they ask for all rows.
    objects = BaseSnippetQuerySet.as_manager()
    public = PublicSnippetManager()
    base_form_class = BaseSnippetForm

    class Meta:
        abstract = True

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Publish or schedule `revision`; the history says what changed for readers."""
        before = get_live_object(self)
        super().publish(revision, user=user, **kwargs)
        record_changes(before, user)

    @property
    def is_live_now(self) -> bool:
        """Whether readers may be told of it now."""
        return is_live_now(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template that shows this piece of content on a page of the site."""
        return f"snippets/{self._meta.model_name}_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        """Return the draft under the name its template uses."""
        return {"request": request, "object": self}


class SiteWideSnippet(BaseSnippet):
    """Content of the frame around every page; its draft is previewed on the real home page."""

    class Meta:
        abstract = True

    def serve_preview(self, request: Any, mode_name: str) -> HttpResponse:
        """Serve the home page with this draft in place of what readers see today.

        Drafts that the request shows already go on showing.
        """
        others = [
            draft for draft in get_previewed_drafts(request, SiteWideSnippet) if draft != self
        ]
        request.previewed_content = [self, *others]
        # Wagtail's bar for editors would look for this draft among the versions of the home page.
        request.revision_id = None
        home = Site.find_for_request(request).root_page
        home = (get_page_for_reader(home, request) or home).specific
        self.apply_to_home(home)
        response = home.serve(request)
        return response.render() if hasattr(response, "render") else response

    def apply_to_home(self, home: Page) -> None:
        """Have `home` show this draft, if the home page chooses among things of its kind."""

    @property
    def shows_at_go_live(self) -> bool:
        """Whether readers see this draft once it is live."""
        return True
