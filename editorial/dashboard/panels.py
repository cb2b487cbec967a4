"""Panels of the dashboard below what goes out next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from editorial.dashboard.attention import AttentionReport
from editorial.dashboard.recently_published import get_recently_published_rows
from editorial.dashboard.rows import DashboardGroup
from editorial.dashboard.waiting import get_workflow_groups
from pressroom.new_release import get_new_release_url
from publishing.permissions import can_see

# “Approvals and changes” says what the first two do, and asks the database as often for many as
# for one. The others name pages to whoever once edited or locked them, whatever their rights are
# today.
REPLACED_PANELS = (
    WorkflowObjectsToModeratePanel,
    UserObjectsInWorkflowModerationPanel,
    RecentEditsPanel,
    LockedPagesPanel,
)


class DashboardGroupsPanel(Component):
    """Groups of rows under a heading."""

    template_name = "editorial/dashboard/rows_panel.html"
    heading = ""
    # What is said when there is nothing; without it, the panel is left out then.
    empty_message = ""

    def groups(self, request: HttpRequest) -> list[DashboardGroup]:
        """Return what the panel shows to whoever asks."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the groups, and what the panel is called."""
        return {
            "id": self.name.replace("_", "-"),
            "heading": self.heading,
            "nothing": self.empty_message,
            "groups": self.groups(parent_context["request"]),
        }


class NewReleasePanel(Component):
    """Leads to the form of a new press release."""

    name = "new_release"
    template_name = "editorial/dashboard/new_release.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return where a release is made, if this user may make one."""
        return {"url": get_new_release_url(parent_context["request"].user)}


class ApprovalsAndChangesPanel(DashboardGroupsPanel):
    """What waits for this user, and what they wait for."""

    name = "waiting"
    heading = "Approvals and changes"
    empty_message = "Nothing to approve or change."
    order = 60

    def groups(self, request: HttpRequest) -> list[DashboardGroup]:
        """Return what is to approve and to change."""
        return get_workflow_groups(request.user)


class AttentionPanel(DashboardGroupsPanel):
    """What is wrong, or soon will be."""

    name = "needs_attention"
    heading = "Needs attention"
    empty_message = "Nothing of yours needs attention."
    order = 70

    def groups(self, request: HttpRequest) -> list[DashboardGroup]:
        """Return what is wrong with what the user works on."""
        return AttentionReport(request.user).groups()


class RecentlyPublishedPanel(DashboardGroupsPanel):
    """What went live last."""

    name = "recently_published"
    heading = "Recently published"
    order = 80

    def groups(self, request: HttpRequest) -> list[DashboardGroup]:
        """Return the last pages, under no heading of their own."""
        rows = get_recently_published_rows(request)
        return [DashboardGroup("", rows)] if rows else []


class VisibleRecentEditsPanel(RecentEditsPanel):
    """Wagtail's list of the user's last edits, without pages that they do not work on any more."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Leave out what the user is not to know of."""
        context = super().get_context_data(parent_context)
        user = parent_context["request"].user
        edits = [(at, page) for at, page in context["last_edits"] if can_see(user, page)]
        return {**context, "last_edits": edits}


class VisibleLockedPagesPanel(LockedPagesPanel):
    """Wagtail's list of the pages that the user locked, without those of others by now."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Leave out what the user is not to know of."""
        context = super().get_context_data(parent_context)
        user = parent_context["request"].user
        pages = [page for page in context["locked_pages"] if can_see(user, page)]
        return {**context, "locked_pages": pages}


def replace_panels(shown: list[Component]) -> None:
    """Put these panels among Wagtail's, in place of what they replace."""
    shown[:] = [panel for panel in shown if not isinstance(panel, REPLACED_PANELS)]
    shown += [
        NewReleasePanel(),
        ApprovalsAndChangesPanel(),
        AttentionPanel(),
        RecentlyPublishedPanel(),
        VisibleRecentEditsPanel(),
        VisibleLockedPagesPanel(),
    ]
