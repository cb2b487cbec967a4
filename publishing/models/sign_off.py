"""The step of a workflow at which somebody else has to agree."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState, WorkflowState

OWN_WORK = (
    "You submitted this, or worked on it since it was last published, so somebody else has to "
    "approve it."
)


class SignOffTask(AbstractGroupApprovalTask):
    """Approval by a member of a group who has no part in what is approved."""

    class Meta:
        verbose_name = "sign-off by somebody else"
        verbose_name_plural = "sign-offs by somebody else"

    @classmethod
    def get_description(cls) -> str:
        """Say what tells it from Wagtail's own approval."""
        return (
            "Members of the chosen groups can approve, but nobody approves what they submitted or "
            "worked on since it was last published"
        )

    def get_actions(self, obj: models.Model, user: Any) -> list[tuple[str, str, bool]]:
        """Return what the user may do; who has a part in the work may only ask for changes."""
        actions = super().get_actions(obj, user)
        if actions and has_part_in(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or ask for changes, as long as the user has no part in what is approved.

        Raises:
            ValidationError: they have, perhaps by an edit that was sent with the approval.
        """
        content = task_state.workflow_state.content_object
        if action_name == "approve" and has_part_in(content, user):
            raise ValidationError(OWN_WORK)
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """Return what waits for this user, without what others have to approve."""
        waiting = super().get_task_states_user_can_moderate(user, **kwargs)
        return waiting.exclude(pk__in=_own_work(waiting, user))


def _own_work(waiting: models.QuerySet[TaskState], user: Any) -> list[int]:
    """Return the numbers of the states whose content the user has a part in; as `has_part_in`.

    Asks once for the content of each kind and once for the user's versions, however many wait.
    """
    states = list(
        waiting.select_related("workflow_state").prefetch_related("workflow_state__content_object")
    )
    keys = {state.pk: _key(state.workflow_state) for state in states}
    latest = {
        (kind, number): pk
        for kind, number, pk in Revision.objects.filter(
            user=user,
            base_content_type__in={kind for kind, _number in keys.values()},
            object_id__in={number for _kind, number in keys.values()},
        )
        .order_by()
        .values_list("base_content_type", "object_id")
        .annotate(latest=models.Max("pk"))
    }
    return [
        state.pk
        for state in states
        if state.workflow_state.requested_by_id == user.pk
        or _is_later(latest.get(keys[state.pk]), state.workflow_state.content_object)
    ]


def _key(state: WorkflowState) -> tuple[int, str]:
    return state.base_content_type_id, state.object_id


def _is_later(version: int | None, content: Any) -> bool:
    return bool(version and content and version > (content.live_revision_id or 0))


def has_part_in(content: Any, user: Any) -> bool:
    """Return whether the user submitted `content`, or saved a version since the live one."""
    if content is None:
        return False
    state = content.current_workflow_state
    if state and state.requested_by_id == user.pk:
        return True
    versions = Revision.objects.for_instance(content).filter(user=user)
    if content.live_revision_id:
        versions = versions.filter(pk__gt=content.live_revision_id)
    return versions.exists()
