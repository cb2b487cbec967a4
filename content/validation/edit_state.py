"""Compare the state of content with the state that an editor's form was opened on."""

from __future__ import annotations

import json
import re
import secrets
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page, RevisionMixin

EDIT_STATE_FIELD = "edit_state"
# A hook of layers above: takes the content and returns what they decided about it, as JSON.
FIND_DECISIONS_HOOK_NAME = "find_decisions"
LATEST_REVISION_STATE = "latest"
# The name that tells the windows of one browser apart.
WINDOW_PATTERN = re.compile(r"[\w-]{1,64}", re.ASCII)


def get_edit_state(content: RevisionMixin) -> dict[str, Any]:
    """Return the newest version and every decision about `content`, read from the database."""
    model = Page if isinstance(content, Page) else type(content)
    row = (
        model._base_manager.filter(pk=content.pk)
        .values("latest_revision", "latest_revision__created_at", "live", "live_revision", "locked")
        .first()
    )
    if row is None:
        return {}
    scheduled = content.revisions.filter(approved_go_live_at__isnull=False)
    workflow = content.workflow_states.order_by("-pk").values_list(
        "pk", "status", "current_task_state", "current_task_state__status"
    )
    state = {
        LATEST_REVISION_STATE: [row["latest_revision"], row["latest_revision__created_at"]],
        "live": [row["live"], row["live_revision"]],
        "locked": row["locked"],
        "schedule": list(scheduled.order_by("pk").values_list("pk", "approved_go_live_at")),
        "workflow": workflow.first(),
        "at": timezone.now(),
        "decisions": [find(content) for find in hooks.get_hooks(FIND_DECISIONS_HOOK_NAME)],
    }
    return json.loads(json.dumps(state, default=str))


def format_edit_state(content: RevisionMixin, sent: str | None = None, **more: Any) -> str:
    """Return the state as the form's hidden field holds it; empty for what is not stored yet.

    `sent` is the state that a form was sent with, if it stays open; any other gets a `window` of
    its own, which tells the windows of one browser apart.
    """
    if not content.pk:
        return ""
    window = parse_edit_state(sent).get("window") or secrets.token_urlsafe(8)
    return json.dumps(get_edit_state(content) | {"window": window} | more)


def parse_edit_state(text: str | None) -> dict[str, Any]:
    """Return the state that a form was sent with; empty if it has none that can be read."""
    try:
        state = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(state, dict) or parse_moment(state.get("at")) is None:
        return {}
    window = state.get("window")
    if not (isinstance(window, str) and WINDOW_PATTERN.fullmatch(window)):
        state.pop("window", None)
    match state.get(LATEST_REVISION_STATE):
        case [None, None]:
            return state
        case [number, at] if type(number) is int and number > 0 and parse_moment(at):
            return state
    return {}


def parse_moment(text: Any) -> datetime | None:
    """Return a moment that a form was sent with; nothing for what is no moment."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def find_changed_edit_state_keys(before: dict[str, Any], now: dict[str, Any]) -> set[str]:
    """Return the parts of the state that differ; when the form was opened is none."""
    return {name for name, value in now.items() if name != "at" and before.get(name) != value}
