"""Say why somebody cannot approve something, and who can."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.components import Component

from publishing.approval.people_to_ask import describe_people_to_ask, find_people_to_ask
from publishing.models import SignOffTask
from publishing.models.sign_off import SELF_APPROVAL_MESSAGE, find_contributor_pks, is_contributor

NOT_AN_APPROVER_MESSAGE = "Your account cannot approve this."
NO_APPROVER_MESSAGE = (
    "Nobody else can approve this. Ask an administrator to give another person that right."
)


def find_approvers(content: Any) -> QuerySet:
    """Return who may approve `content` as it waits, members of the chosen groups first."""
    task = content.current_workflow_task.specific
    return find_people_to_ask(find_contributor_pks(content), groups__in=task.groups.all())


def describe_obstacle(content: Any, user: Any) -> str:
    """Return why `user` cannot approve what waits, and whom to ask; empty if they can."""
    task = content.current_workflow_task
    if not (task and isinstance(task.specific, SignOffTask)):
        return ""
    if "approve" in {name for name, _label, _modal in task.specific.get_actions(content, user)}:
        return ""
    reason = SELF_APPROVAL_MESSAGE if is_contributor(content, user) else NOT_AN_APPROVER_MESSAGE
    return f"{reason} {describe_approvers(content)}"


def describe_approvers(content: Any) -> str:
    """Return a sentence that names whom to ask for approval."""
    return describe_people_to_ask(find_approvers(content)) or NO_APPROVER_MESSAGE


class ApprovalObstacle(Component):
    """Stands in the menu of actions in the place of “Approve”, with the reason beside it."""

    template_name = "publishing/approval_obstacle.html"
    name = "approval-obstacle"
    order = 10

    def __init__(self, reason: str) -> None:
        self.label = "Approve"
        self.reason = reason

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Pass on the reason."""
        return {"reason": self.reason}


def add_obstacle(menu_items: list[Any], content: Any, user: Any) -> None:
    """Add to a menu of actions why “Approve” is not among them; never as its main button."""
    if menu_items and content and content.pk and (reason := describe_obstacle(content, user)):
        menu_items.insert(1, ApprovalObstacle(reason))
