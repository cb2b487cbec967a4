"""The bulk action that adds or replaces topics, and how a bulk action edits a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.models import Page, Revision

from pages.content_page import ContentPage
from publishing.bulk_actions.base import PageFormBulkAction
from publishing.permissions import can_publish
from snippets.models import Topic

PUBLISHED_MESSAGE = "Published as a minor change."


def save_and_publish_if_allowed(page: Page, draft: Page, user: Any) -> str:
    """Store `draft`, an edited version of `page`, and return what became of it.

    It is published as a minor change if the user may publish the page and nothing else was waiting
    in it. Otherwise it stays a draft.
    """
    reason = _get_reason_to_stay_draft(page, user)
    was_minor = draft.minor_change
    if not reason:
        draft.minor_change = True
    # A draft may have gaps. Publishing asks for what is missing.
    revision = draft.save_revision(user=user, log_action=True, clean=False)
    if reason:
        return f"Saved as a draft: {reason}"
    try:
        revision.publish(user=user)
    except ValidationError as error:
        _set_minor_change(revision, was_minor)
        return f"Saved as a draft. {' '.join(error.messages)}"
    return PUBLISHED_MESSAGE


def _get_reason_to_stay_draft(page: Page, user: Any) -> str:
    if not page.live:
        return "the page is not live."
    if page.has_unpublished_changes:
        return "it has other changes that are not published."
    if page.workflow_in_progress:
        return "it is waiting for approval."
    if not can_publish(user, page):
        return "you may not publish this page. Submit it for approval."
    return ""


def _set_minor_change(revision: Revision, value: bool) -> None:
    """Have whoever publishes the draft later be asked for a change note again."""
    revision.content["minor_change"] = value
    revision.save(update_fields=["content"])


class TopicsForm(forms.Form):
    """The topics, and whether they come in the place of those that the pages have."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.live().order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one topic."},
    )
    replace = forms.BooleanField(
        required=False,
        label="Remove all other topics",
        help_text="If not ticked, the pages keep the topics that they have.",
    )


class TopicsAction(PageFormBulkAction):
    """Adds topics to pages, or sets them."""

    display_name = "Topics"
    aria_label = "Set or add topics of selected pages"
    action_type = "topics"
    # Wagtail shows four buttons and puts the others below “More”: its own begin at 10.
    action_priority = 2
    form_class = TopicsForm
    button = "Save topics"
    note = (
        "Live pages without other changes are published if you may publish them. "
        "All other pages get a draft."
    )

    def check_perm(self, page: Page) -> bool:
        """Leave out pages that have no topics."""
        return isinstance(page, ContentPage) and super().check_perm(page)

    def run_on_page(self, page: ContentPage, user: Any, **context: Any) -> str:
        """Set the topics of one page."""
        chosen = list(context["data"]["topics"])
        draft = page.get_latest_revision_as_object()
        before = list(draft.topics.all())
        kept = [] if context["data"]["replace"] else before
        topics = [*kept, *(topic for topic in chosen if topic not in kept)]
        if {topic.pk for topic in topics} == {topic.pk for topic in before}:
            return "Nothing to change: it has these topics already."
        draft.topics = topics
        return save_and_publish_if_allowed(page, draft, user)
