"""The bulk actions that decide when readers see pages: submit, schedule, publish, unpublish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from content.fields import LondonDateTimeField
from content.validation.publication_rules import PublicationRulesMixin
from publishing import release_sets
from publishing.bulk_actions.base import (
    DescendantsMixin,
    LostLinksMixin,
    PageFormBulkAction,
    PerPageBulkActionMixin,
)
from publishing.clock import format_datetime, get_time_help_text
from publishing.models import ReleaseSet
from publishing.notifications import subscribe_to_comments
from publishing.page_trees import find_topmost
from publishing.release_sets.forms import ChooseSetForm

UNPUBLISH_REASON_LOG_ACTION = "publishing.unpublish_reason"


class SubmitAction(PageFormBulkAction):
    """Submits pages for approval."""

    display_name = "Submit for approval"
    aria_label = "Submit selected pages for approval"
    action_type = "submit"
    action_priority = 4

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Submit the latest draft of one page, if it could be published."""
        validate_has_unpublished_changes(page)
        if page.workflow_in_progress:
            raise ValidationError("It is waiting for approval already.")
        workflow = page.get_workflow()
        if workflow is None:
            raise ValidationError("Nobody is set to approve this page. Ask an administrator.")
        revision = page.get_latest_revision()
        if reasons := page.get_publication_errors(revision.as_object(), revision, decided=True):
            raise ValidationError(reasons)
        subscribe_to_comments(page, user)
        state = page.current_workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(user)
            return "Submitted again."
        workflow.start(page, user)
        return "Submitted for approval."


class ScheduleForm(forms.Form):
    """The time at which the pages go live."""

    go_live_at = LondonDateTimeField(
        label="Go-live time",
        help_text=get_time_help_text(
            "00:01",
            "Each page goes live separately. To make them go live together or not at all, use a "
            "release set.",
        ),
    )

    def clean_go_live_at(self) -> datetime:
        """Return the time.

        Raises:
            ValidationError: it is in the past.
        """
        moment = self.cleaned_data["go_live_at"]
        if moment <= timezone.now():
            raise ValidationError("This time is in the past. Choose a later one.")
        return moment


class ScheduleAction(PageFormBulkAction):
    """Schedules pages for one time, each by itself."""

    display_name = "Schedule"
    aria_label = "Schedule selected pages"
    action_type = "schedule"
    action_priority = 6
    form_class = ScheduleForm

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may publish the page."""
        return page.permissions_for_user(self.request.user).can_publish()

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Schedule the latest draft of one page."""
        validate_has_unpublished_changes(page)
        moment = context["data"]["go_live_at"]
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = moment
        draft.save_revision(user=user, log_action=True, clean=False).publish(user=user)
        return f"Scheduled for {format_datetime(moment)}."


class AddToSetAction(PageFormBulkAction):
    """Puts pages into a release set."""

    display_name = "Add to a release set"
    aria_label = "Add selected pages to a release set"
    action_type = "add_to_set"
    action_priority = 8
    form_class = ChooseSetForm
    button = "Add to the set"

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may change both sets and the page."""
        user = self.request.user
        return user.has_perm(release_sets.CHANGE) and release_sets.can_edit_or_publish(user, page)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the sets that the user knows."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Put one page at the end of the set, which is made for the first if it is to be new."""
        validate_has_unpublished_changes(page)
        data = context["data"]
        release_set = data["release_set"]
        if release_set is None:
            release_set = ReleaseSet.objects.create(title=data["title"], owner=user)
            release_set.log_event("Made", user)
        release_sets.add_item(release_set, page, user)
        # Not before: if the page is refused, the set is not made.
        data["release_set"] = release_set
        return f"In the set “{release_set}” now."


class PublishAction(DescendantsMixin, PerPageBulkActionMixin, PublishBulkAction):
    """Publishes pages: Wagtail’s action, with an outcome for each."""

    needs_live_descendants = False

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Publish the latest draft of one page."""
        if page.live and not page.has_unpublished_changes:
            return "Nothing to publish: it is live without changes."
        revision = page.get_latest_revision() or page.save_revision(user=user)
        revision.publish(user=user)
        scheduled = type(page).objects.get(pk=page.pk).scheduled_revision
        if scheduled:
            at = format_datetime(scheduled.approved_go_live_at)
            return f"Scheduled for {at}, as its draft says."
        return "Published."


class DeleteAction(LostLinksMixin, PerPageBulkActionMixin, DeleteBulkAction):
    """Deletes pages: Wagtail’s action, with an outcome for each."""

    template_name = "publishing/bulk_actions/confirm_delete.html"
    # Nobody may edit a locked page, but whoever may delete it can.
    respects_locks = False
    allows_aliases = True

    def run_on_all(self, pages: Iterable[Page], **context: Any) -> None:
        """Delete each page once: what stands below another goes with that."""
        super().run_on_all(find_topmost(pages), **context)

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Delete one page and those below it."""
        below = page.get_descendant_count()
        page.delete(user=user)
        pages = f"{below} page{'' if below == 1 else 's'}"
        return f"Deleted, with {pages} below it." if below else "Deleted."


class UnpublishForm(forms.Form):
    """Why the pages are taken off the site."""

    reason = forms.CharField(
        max_length=300,
        help_text="For the team. Saved in the history of each page.",
        error_messages={"required": "Say why the pages are unpublished."},
    )
    include_descendants = forms.BooleanField(
        required=False, label="Unpublish the pages below these as well"
    )


class UnpublishAction(LostLinksMixin, DescendantsMixin, PageFormBulkAction):
    """Takes pages off the site and records why."""

    display_name = "Unpublish"
    aria_label = "Unpublish selected pages"
    action_type = "unpublish"
    action_priority = 50
    form_class = UnpublishForm
    needs_live_descendants = True
    allows_aliases = True

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may publish the page; what is locked is refused with its reason."""
        return page.permissions_for_user(self.request.user).can_publish()

    def run_on_page(self, page: Page, user: Any, **context: Any) -> str:
        """Unpublish one page."""
        if not page.live:
            raise ValidationError("It is not live.")
        page.unpublish(user=user)
        log(
            page, UNPUBLISH_REASON_LOG_ACTION, user=user, data={"reason": context["data"]["reason"]}
        )
        return "Unpublished."


def validate_has_unpublished_changes(page: Page) -> None:
    """Refuse a page of which nothing waits to be published.

    Raises:
        ValidationError: says so.
    """
    if not isinstance(page, PublicationRulesMixin):
        raise ValidationError("Pages of this type cannot be scheduled or submitted for approval.")
    if page.latest_revision_id is None or (page.live and not page.has_unpublished_changes):
        raise ValidationError("It has no unpublished changes.")
