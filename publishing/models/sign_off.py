"""The step of a workflow at which somebody else has to agree."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.forms import TaskStateCommentForm
from wagtail.models import (
    AbstractGroupApprovalTask,
    Page,
    PageLogEntry,
    Revision,
    TaskState,
)

from publishing.models.content_objects import get_base_content_type

SELF_APPROVAL_MESSAGE = (
    "You submitted this, or worked on it since it was last published, so somebody else has to "
    "approve it."
)
COPY_LOG_ACTION = "wagtail.copy"
# The dates, which whoever approves settles, and what Wagtail notes in each version.
FIELDS_IGNORED_IN_COMPARISON = frozenset(
    {
        "go_live_at",
        "expire_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }
)
# Kind and number, as Wagtail keeps them in a version.
ContentKey = tuple[int, str]


class ChangeRequestForm(TaskStateCommentForm):
    """What is asked of whoever sends work back."""

    comment = forms.CharField(
        label="What should change",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what should change: whoever wrote it reads this first."},
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
        if actions and is_contributor(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Return the form of the dialogue; who asks for changes says for which."""
        return ChangeRequestForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or ask for changes, as long as the user has no part in what is approved.

        Raises:
            ValidationError: they have, perhaps by an edit that was sent with the approval.
        """
        content = task_state.workflow_state.content_object
        if action_name == "approve" and is_contributor(content, user):
            raise ValidationError(SELF_APPROVAL_MESSAGE)
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """Return what waits for this user, without what others have to approve."""
        waiting = super().get_task_states_user_can_moderate(user, **kwargs)
        return waiting.exclude(pk__in=_get_own_task_pks(waiting, user))


def find_task_states_left_to_others(user: Any) -> models.QuerySet[TaskState]:
    """Return what the user could approve, were it not for their own part in it."""
    tasks = SignOffTask.objects.filter(active=True)
    if not user.is_superuser:
        tasks = tasks.filter(groups__in=user.groups.all())
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=tasks)
    return waiting.filter(pk__in=_get_own_task_pks(waiting, user))


def _get_own_task_pks(waiting: models.QuerySet[TaskState], user: Any) -> list[int]:
    """Return the keys of the states whose content the user has a part in; see `is_contributor`."""
    states = list(
        waiting.select_related("workflow_state").prefetch_related("workflow_state__content_object")
    )
    contents = [state.workflow_state.content_object for state in states]
    worked_on = _get_edited_keys([content for content in contents if content], user)
    return [
        state.pk
        for state, content in zip(states, contents, strict=True)
        if state.workflow_state.requested_by_id == user.pk
        or (content and _get_key(content) in worked_on)
    ]


def is_contributor(content: Any, user: Any) -> bool:
    """Return whether the user submitted `content`, or worked on it since the live version."""
    if content is None:
        return False
    state = content.current_workflow_state
    if state and state.requested_by_id == user.pk:
        return True
    return bool(_get_edited_keys([content], user))


def find_contributor_pks(content: Any) -> set[int]:
    """Return the numbers of all who submitted `content` or worked on it; as `is_contributor`."""
    state = content.current_workflow_state
    participants = {author for _key, author in _find_changes([content])}
    return participants | ({state.requested_by_id} if state and state.requested_by_id else set())


def _get_edited_keys(contents: list[Any], user: Any) -> set[ContentKey]:
    """Return the keys of what the user changed since it was last published, or copied."""
    return {key for key, author in _find_changes(contents, user.pk) if author == user.pk}


def _find_changes(contents: list[Any], author: int | None = None) -> set[tuple[ContentKey, int]]:
    """Return what was changed by whom since it was last published, or copied.

    Asks as often for many as for one. With an `author`, the changes of others are not compared.
    """
    changes = {
        (key, version, before, changed_by)
        for key, history in _get_histories(contents).items()
        for (before, _), (version, changed_by) in pairwise(history)
        if changed_by is not None and author in (None, changed_by)
    }
    numbers = {number for _key, *pair, _author in changes for number in pair if number}
    said = dict(Revision.objects.filter(pk__in=numbers).values_list("pk", "content"))
    return {
        (key, changed_by)
        for key, version, before, changed_by in changes
        if before is None or _get_compared_text(said[before]) != _get_compared_text(said[version])
    }


def _get_histories(contents: list[Any]) -> dict[ContentKey, list[tuple[int | None, int | None]]]:
    """Return the versions of each by number and author, from the last one that counts no more.

    What was published has been agreed to. The versions that a copy takes along were written for
    the page that was copied; whoever copied it saved one more.
    """
    by_key = {_get_key(content): content for content in contents}
    copied = dict(
        PageLogEntry.objects.filter(
            action=COPY_LOG_ACTION,
            page__in=[content.pk for content in contents if isinstance(content, Page)],
        ).values_list("page", "timestamp")
    )
    histories: dict[ContentKey, list[tuple[int | None, int | None]]] = {
        key: [(None, None)] for key in by_key
    }
    versions = Revision.objects.filter(
        base_content_type__in={kind for kind, _number in by_key},
        object_id__in={number for _kind, number in by_key},
    ).order_by("pk")
    for kind, number, pk, author, at in versions.values_list(
        "base_content_type", "object_id", "pk", "user", "created_at"
    ):
        content = by_key.get((kind, number))
        if content is None:
            continue
        history = histories[kind, number]
        copied_at = copied.get(content.pk) if isinstance(content, Page) else None
        if pk <= (content.live_revision_id or 0):
            history[:] = [(pk, None)]
        elif copied_at and at <= copied_at:
            history[:] = [(None, None), (pk, author)]
        else:
            history.append((pk, author))
    return histories


def _get_key(content: Any) -> ContentKey:
    return get_base_content_type(content).pk, str(content.pk)


def _get_compared_text(version: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in version.items() if name not in FIELDS_IGNORED_IN_COMPARISON
    }
