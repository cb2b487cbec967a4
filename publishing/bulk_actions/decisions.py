"""The bulk actions that decide when readers see pages: submit, schedule, publish, unpublish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from publishing import sets
from publishing.bulk_actions.base import LostLinksMixin, PageFormAction, PageOutcomesMixin
from publishing.models import ReleaseSet
from publishing.moments import london
from publishing.sets.forms import ChooseSetForm
from snippets.fields import LondonDateTimeField
from snippets.rules import PublicationRulesMixin

UNPUBLISHED_FOR = "publishing.unpublish_reason"


class SubmitForm(forms.Form):
    """Asks nothing."""


class SubmitAction(PageFormAction):
    """Submits pages for approval."""

    display_name = "Submit for approval"
    aria_label = "Submit selected pages for approval"
    action_type = "submit"
    action_priority = 62
    form_class = SubmitForm
    button = "Submit for approval"

    def act(self, page: Page, user: Any, **context: Any) -> str:
        """Submit the latest draft of one page, if it could be published."""
        validate_has_changes(page)
        if page.workflow_in_progress:
            raise ValidationError("It is waiting for approval already.")
        workflow = page.get_workflow()
        if workflow is None:
            raise ValidationError("Nobody is set to approve this page. Ask an administrator.")
        revision = page.get_latest_revision()
        if reasons := page.reasons_against(revision.as_object(), revision, decided=True):
            raise ValidationError(reasons)
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
        help_text="London time, such as 24/11/2026 00:01. Every page goes live by itself. If all "
        "must go live together or not at all, use a release set.",
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


class ScheduleAction(PageFormAction):
    """Schedules pages for one time, each by itself."""

    display_name = "Schedule"
    aria_label = "Schedule selected pages"
    action_type = "schedule"
    action_priority = 64
    form_class = ScheduleForm
    button = "Schedule"

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may publish the page."""
        return page.permissions_for_user(self.request.user).can_publish()

    def act(self, page: Page, user: Any, **context: Any) -> str:
        """Schedule the latest draft of one page."""
        validate_has_changes(page)
        moment = context["data"]["go_live_at"]
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = moment
        draft.save_revision(user=user, log_action=True, clean=False).publish(user=user)
        return f"Scheduled for {london(moment)}."


class AddToSetAction(PageFormAction):
    """Puts pages into a release set."""

    display_name = "Add to a release set"
    aria_label = "Add selected pages to a release set"
    action_type = "add_to_set"
    action_priority = 66
    form_class = ChooseSetForm
    button = "Add to the set"

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may change both sets and the page."""
        user = self.request.user
        return user.has_perm(sets.CHANGE) and sets.may_work_on(user, page)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the sets that the user knows."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def execute_action(self, objects: list[Page], user: Any, data: Any, **context: Any) -> Any:
        """Make the set first, if it is to be a new one."""
        if not user.has_perm(sets.CHANGE):
            raise PermissionDenied
        release_set = data["release_set"]
        if release_set is None:
            release_set = ReleaseSet.objects.create(title=data["title"], owner=user)
            release_set.record("Made", user)
        super().execute_action(objects, user=user, release_set=release_set, **context)
        if not (self.done or data["release_set"]):
            release_set.delete()
        return len(self.done), 0

    def act(self, page: Page, user: Any, **context: Any) -> str:
        """Put one page at the end of the set."""
        validate_has_changes(page)
        sets.add_item(context["release_set"], page, user)
        return f"In the set “{context['release_set']}” now."


class PublishAction(PageOutcomesMixin, PublishBulkAction):
    """Publishes pages: Wagtail’s action, with an outcome for each."""

    def act(self, page: Page, user: Any, include_descendants: bool = False, **context: Any) -> str:
        """Publish the latest draft of one page, and of those below it if asked to."""
        if page.live and not page.has_unpublished_changes:
            said = "Nothing to publish: it is live without changes."
        else:
            revision = page.get_latest_revision() or page.save_revision(user=user)
            revision.publish(user=user)
            scheduled = type(page).objects.get(pk=page.pk).scheduled_revision
            said = (
                f"Scheduled for {london(scheduled.approved_go_live_at)}, as its draft says."
                if scheduled
                else "Published."
            )
        for below in self._get_drafts_below(page, user) if include_descendants else ():
            self.act_or_refuse(below, user)
        return said

    def _get_drafts_below(self, page: Page, user: Any) -> list[Page]:
        drafts = page.get_descendants().not_live().specific()
        return [draft for draft in drafts if draft.permissions_for_user(user).can_publish()]


class DeleteAction(LostLinksMixin, PageOutcomesMixin, DeleteBulkAction):
    """Deletes pages: Wagtail’s action, with an outcome for each."""

    template_name = "publishing/bulk_actions/confirm_delete.html"
    # Nobody may edit a locked page, but whoever may delete it can.
    respects_locks = False

    def act(self, page: Page, user: Any, **context: Any) -> str:
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


class UnpublishAction(LostLinksMixin, PageFormAction):
    """Takes pages off the site and records why."""

    display_name = "Unpublish"
    aria_label = "Unpublish selected pages"
    action_type = "unpublish"
    action_priority = 50
    form_class = UnpublishForm
    button = "Unpublish"

    def check_perm(self, page: Page) -> bool:
        """Let in whoever may publish the page; what is locked is refused with its reason."""
        return page.permissions_for_user(self.request.user).can_publish()

    def act(self, page: Page, user: Any, **context: Any) -> str:
        """Unpublish one page, and those below it if asked to."""
        data = context["data"]
        if not page.live:
            raise ValidationError("It is not live.")
        page.unpublish(user=user)
        log(page, UNPUBLISHED_FOR, user=user, data={"reason": data["reason"]})
        if data["include_descendants"]:
            for below in page.get_descendants().live().specific():
                if below.permissions_for_user(user).can_publish():
                    self.act_or_refuse(below, user, data={**data, "include_descendants": False})
        return "Unpublished."


def validate_has_changes(page: Page) -> None:
    """Refuse a page of which nothing waits to be published.

    Raises:
        ValidationError: says so.
    """
    if not isinstance(page, PublicationRulesMixin):
        raise ValidationError("Pages of this type cannot be scheduled or submitted for approval.")
    if page.latest_revision_id is None or (page.live and not page.has_unpublished_changes):
        raise ValidationError("It has no unpublished changes.")
