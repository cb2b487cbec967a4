"""Find what waits for one user, and what that user waits for."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import Page, TaskState, WorkflowState

from editorial.dashboard.rows import (
    DashboardGroup,
    DashboardRow,
    build_group,
    format_day,
    truncate_group,
)
from publishing.clock import format_datetime
from publishing.models import ReleaseSet
from publishing.models.content_objects import get_base_content_type, get_title, get_type_label
from publishing.models.sign_off import find_task_states_left_to_others
from publishing.permissions import PUBLISH, can_see, edit_url


def get_workflow_groups(user: Any) -> list[DashboardGroup]:
    """Return what the user has to approve, to change, and what waits for somebody else."""
    found = (
        get_approvals(user),
        get_release_set_approvals_group(user),
        get_change_requests(user),
        get_waiting_for_others_group(user),
    )
    return [group for group in found if group.rows]


def get_approvals(user: Any) -> DashboardGroup:
    """Return what the user may approve, whoever has waited longest first."""
    waiting = (
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "workflow_state__requested_by")
        .prefetch_related(
            "workflow_state__content_object__latest_revision",
            Prefetch("workflow_state__task_states", find_sent_back_states(), "sent_back"),
        )
        .order_by("started_at", "pk")
    )
    return build_group("To approve", waiting, lambda state: _build_approval_row(user, state))


def get_release_set_approvals_group(user: Any) -> DashboardGroup:
    """Return the drafts of release sets with a go-live time, the earliest first, for publishers."""
    heading = "Release sets to approve"
    if not user.has_perm(PUBLISH):
        return truncate_group(heading, [])
    drafts = ReleaseSet.objects.filter(state=ReleaseSet.State.DRAFT, go_live_at__isnull=False)
    waiting = (
        drafts.annotate(size=Count("items"), is_past=Q(go_live_at__lte=timezone.now()))
        .filter(size__gt=0)
        .select_related("owner")
        .order_by("is_past", "go_live_at", "pk")
    )
    advice = "Nothing in a draft set goes live. Approve each set before its go-live time."
    return build_group(heading, waiting, _build_set_row, advice)


def get_change_requests(user: Any) -> DashboardGroup:
    """Return what came back to the user, with what is asked for."""
    states = _get_submitted_by(user, WorkflowState.STATUS_NEEDS_CHANGES)
    return truncate_group("Changes requested", [_build_change_row(user, state) for state in states])


def get_waiting_for_others_group(user: Any) -> DashboardGroup:
    """Return what the user submitted, or worked on, and somebody else has not decided on yet."""
    worked_on = Q(current_task_state__in=find_task_states_left_to_others(user))
    states = _get_submitted_by(user, WorkflowState.STATUS_IN_PROGRESS, worked_on)
    return truncate_group(
        "Waiting for someone else", [_build_submitted_row(user, state) for state in states]
    )


def _get_submitted_by(user: Any, status: str, extra: Q | None = None) -> list[WorkflowState]:
    """Return what the user submitted or began, or `extra` finds, if they still work on it."""
    own = Page.objects.filter(owner=user, pk=Cast(OuterRef("object_id"), BigIntegerField()))
    # Wagtail keeps the numbers of pages and of all else as text.
    is_own_page = Q(base_content_type=get_base_content_type(Page())) & Exists(own)
    states = (
        WorkflowState.objects.filter(
            is_own_page | Q(requested_by=user) | (extra or Q(pk__in=[])), status=status
        )
        .select_related("current_task_state__finished_by", "current_task_state__task")
        .prefetch_related("content_object__latest_revision")
        .order_by("-current_task_state__started_at", "-pk")
    )
    return [state for state in states if can_see(user, state.content_object)]


def _build_approval_row(user: Any, state: TaskState) -> DashboardRow:
    content = state.workflow_state.content_object
    sender = state.workflow_state.requested_by or state.revision.user
    by = f" by {user_display_name(sender)}" if sender else ""
    again = state.workflow_state.sent_back[-1:]
    if not again:
        detail = f"Submitted{by} on {format_day(state.started_at)}."
        return _build_row(user, content, detail, _get_comparison_link(content, state))
    detail = (
        f"Submitted again{by} on {format_day(state.started_at)}. {format_change_request(again[0])}"
    )
    links = (
        *get_changes_since_rejection_link(content, again[0], state),
        *_get_comparison_link(content, state),
    )
    return _build_row(user, content, detail, links)


def _build_set_row(release_set: Any) -> DashboardRow:
    by = f" by {user_display_name(release_set.owner)}" if release_set.owner else ""
    items = f"{release_set.size} item{pluralize(release_set.size)}"
    meant = "Meant for" if release_set.go_live_at > timezone.now() else "Not approved in time for"
    detail = f"{meant} {format_datetime(release_set.go_live_at)}. {items}, made{by}."
    url = reverse("release_sets:edit", args=[release_set.pk])
    return DashboardRow(release_set.title, url, "Release set", detail)


def find_sent_back_states() -> QuerySet[TaskState]:
    """Return the decisions by which something was sent back, the last one at the end."""
    rejected = TaskState.objects.filter(status=TaskState.STATUS_REJECTED)
    return rejected.select_related("finished_by").order_by("finished_at", "pk")


def get_changes_since_rejection_link(
    content: Any, sent_back: TaskState, now: TaskState
) -> tuple[tuple[str, str], ...]:
    """Return the link to what changed since it was sent back; none if it is as it was."""
    if sent_back.revision_id is None or sent_back.revision_id == now.revision_id:
        return ()
    url = get_comparison_url(content, sent_back.revision_id, now.revision_id)
    return (("Compare with what was sent back", url),)


def format_workflow_change_request(state: WorkflowState) -> str:
    """Return who asked for changes, when and in which words."""
    return format_change_request(state.current_task_state)


def format_change_request(task_state: TaskState) -> str:
    """Return who asked for changes in a decision, when and in which words."""
    reviewer = task_state.finished_by
    asked = f"“{task_state.comment}”" if task_state.comment else "without a comment"
    by = (
        f"{user_display_name(reviewer)}, {format_day(task_state.finished_at)}: " if reviewer else ""
    )
    return by + asked


def _build_change_row(user: Any, state: WorkflowState) -> DashboardRow:
    return _build_row(user, state.content_object, format_workflow_change_request(state))


def _build_submitted_row(user: Any, state: WorkflowState) -> DashboardRow:
    since = format_day(state.created_at)
    return _build_row(user, state.content_object, f"Waiting for approval since {since}.")


def _build_row(
    user: Any, content: Any, detail: str, links: tuple[tuple[str, str], ...] = ()
) -> DashboardRow:
    if content is None:
        # Wagtail keeps what was asked about shared content that is gone.
        return DashboardRow("Something that was deleted", "", "", detail)
    url = edit_url(user, content) or ""
    return DashboardRow(_get_draft_title(content), url, get_type_label(content), detail, links)


def _get_draft_title(content: Any) -> str:
    """Return what it is called in the version that waits, which has been fetched with it."""
    if not isinstance(content, Page) and content.has_unpublished_changes:
        return content.latest_revision.object_str
    return get_title(content)


def _get_comparison_link(content: Any, state: TaskState) -> tuple[tuple[str, str], ...]:
    if not getattr(content, "live_revision_id", None):
        return ()
    return (("Compare with what is live", get_comparison_url(content, "live", state.revision_id)),)


def get_comparison_url(content: Any, before: int | str, after: int) -> str:
    """Return the address at which two versions are compared."""
    name = "wagtailadmin_pages:revisions_compare"
    if not isinstance(content, Page):
        name = content.snippet_viewset.get_url_name("revisions_compare")
    return reverse(name, args=[content.pk, before, after])
