"""Refuse what a form sends if the content has changed since the form was opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, Revision, RevisionMixin

from content.editing.edit_forms import FIELDS_KEEPING_SUBMITTED_VALUE
from content.editing.edit_session import get_revision_pks_saved_in_window
from content.references import is_key
from content.validation.edit_state import (
    EDIT_STATE_FIELD,
    LATEST_REVISION_STATE,
    find_changed_edit_state_keys,
    get_edit_state,
    parse_edit_state,
    parse_moment,
)
from content.validation.publication_rules import PublicationRulesMixin

# Wagtail's code for a save that would overwrite a newer version; its script then stops saving.
INVALID_REVISION_CODE = "invalid_revision"
CONFLICT_UNDECIDED_MESSAGE = "Choose what to take over above, then choose a button to save."
MAX_SHOWN_VALUE_LENGTH = 200
# Wagtail's field with the version that a form shows.
LOADED_REVISION_FIELD = "loaded_revision_id"


@dataclass
class EditConflict:
    """What happened to content while somebody had its form open, and how it can be solved."""

    request: HttpRequest
    content: RevisionMixin
    before: dict[str, Any]
    revision: Any
    # What to show the editor, once a form was compared.
    notice: str = ""

    @cached_property
    def summary(self) -> str:
        """Say who did what, and when."""
        said = [self._describe_version()] if self.revision else []
        said += [
            f"{label} by {get_user_display_name(user) or 'the site'} on {_format_moment(at)}."
            for label, user, at in self._find_log_entries_since_opened()
        ]
        return " ".join(["This was changed while your form was open.", *said])

    def build_notice(self, form: Any) -> None:
        """Build the notice that lists what differs and offers to take the newer values.

        `editorial.checklist.middleware` shows it in place of Wagtail's own message.
        """
        fields = [name for name in form.changed_data if name not in FIELDS_KEEPING_SUBMITTED_VALUE]
        panels = [
            name for name in form.get_changed_panels() if name not in FIELDS_KEEPING_SUBMITTED_VALUE
        ]
        mine = self._find_own_changes(form)
        described = [_describe_field(form, name) for name in fields] + [
            {"name": name, "label": self.content.get_field_label(name)} for name in panels
        ]
        context = {
            "form_id": "page-edit-form" if isinstance(self.content, Page) else "w-editor-form",
            "summary": self.summary,
            "fields": [field | {"is_theirs": field["name"] not in mine} for field in described],
            "compare_url": self._get_compare_url(),
        }
        self.notice = render_to_string("content/edit_conflict.html", context)

    def _find_own_changes(self, form: Any) -> set[str]:
        """Return the fields and panels that were changed in the form since it was opened.

        Without the version that it was opened with, everything counts as changed.
        """
        opened, _at = self.before[LATEST_REVISION_STATE]
        revision = self.content.revisions.filter(pk=opened).first() if opened else None
        if revision is None:
            return {*form.fields, *form.formsets}
        more = {"parent_page": form.parent_page} if isinstance(self.content, Page) else {}
        then = type(form)(form.data, instance=revision.as_object(), for_user=form.for_user, **more)
        return {*then.changed_data, *then.get_changed_panels()}

    def _describe_version(self) -> str:
        at = _format_moment(self.revision.created_at)
        if self.revision.user == self.request.user:
            return f"You saved a newer version in another tab or window on {at}."
        who = get_user_display_name(self.revision.user) or "The site"
        return f"{who} saved a newer version on {at}."

    def _find_log_entries_since_opened(self) -> list[tuple[str, Any, datetime]]:
        """Return label, person and moment of what was decided, oldest first."""
        opened = parse_moment(self.before["at"])
        logs = log_registry.get_logs_for_instance(self.content).select_related("user")
        decisions = logs.filter(timestamp__gt=opened).exclude(
            action__in=["wagtail.edit", "wagtail.create", "wagtail.revert"]
        )
        return [
            (str(log_registry.get_action_label(entry.action)), entry.user, entry.timestamp)
            for entry in decisions.order_by("timestamp")
        ]

    def _get_compare_url(self) -> str:
        """Return where the version that was opened stands beside the newest; empty without one."""
        opened, _at = self.before[LATEST_REVISION_STATE]
        if not self.revision or opened in (None, self.revision.pk):
            return ""
        if isinstance(self.content, Page):
            name = "wagtailadmin_pages:revisions_compare"
        else:
            name = self.content.snippet_viewset.get_url_name("revisions_compare")
        return reverse(name, args=[quote(self.content.pk), opened, self.revision.pk])


def detect_edit_conflict(request: HttpRequest, content: RevisionMixin) -> HttpResponse | None:
    """Compare a form that is sent with what is stored; answer an autosave that comes too late.

    A form whose state is missing or unreadable is compared by the version that it was opened with.
    An autosave is compared once more when it is stored, under the row's lock. Anything else is
    checked by the form, which keeps every word.
    """
    if request.method != "POST" or not isinstance(content, PublicationRulesMixin):
        return None
    is_autosave = not request.accepts("text/html")
    now = get_edit_state(content)
    before = parse_edit_state(
        request.POST.get(EDIT_STATE_FIELD)
    ) or _get_edit_state_of_loaded_revision(request, now)
    if not before:
        return None
    if is_autosave and before.get("undecided"):
        return _refuse_autosave(CONFLICT_UNDECIDED_MESSAGE)
    if is_autosave:
        content.autosave_state = before
        content.loaded_revision_pk = request.POST.get(LOADED_REVISION_FIELD)
    changed = find_changed_edit_state_keys(before, now)
    revision = None
    if LATEST_REVISION_STATE in changed:
        newer = find_newer_versions(content, *before[LATEST_REVISION_STATE])
        revision = (
            newer.first()
            if is_autosave
            else _find_conflicting_revision(request, content, newer, before)
        )
        # What an editor saved a moment ago in the same window is no conflict.
        if not is_autosave and revision is None and newer.exists():
            changed.remove(LATEST_REVISION_STATE)
    if not changed:
        return None
    conflict = EditConflict(request, content, before, revision)
    if is_autosave:
        return _refuse_autosave(conflict.summary)
    content.edit_conflict = conflict
    return None


def _find_conflicting_revision(
    request: HttpRequest,
    content: RevisionMixin,
    newer: QuerySet[Revision],
    before: dict[str, Any],
) -> Revision | None:
    """Return the newest version of somebody else, or else one of the editor's other windows."""
    others = newer.exclude(user=request.user)
    if others.exists() or not (window := before.get("window")):
        return others.first()
    saved_here = get_revision_pks_saved_in_window(content, window)
    return newer.exclude(pk__in=saved_here).first()


def find_newer_versions(
    content: RevisionMixin, opened: int | None, at: str | None
) -> QuerySet[Revision]:
    """Return the versions saved since the one that a form was opened with, newest first.

    An autosave stores its own version again with a new time.
    """
    versions = content.revisions.select_related("user").defer("content").order_by("-pk")
    if opened is None:
        return versions
    newer = Q(pk__gt=opened)
    if moment := parse_moment(at):
        newer |= Q(pk=opened, created_at__gt=moment)
    return versions.filter(newer)


def _get_edit_state_of_loaded_revision(request: HttpRequest, now: dict[str, Any]) -> dict[str, Any]:
    """Return the present state with the version that Wagtail's own fields say the form shows."""
    if not now or LOADED_REVISION_FIELD not in request.POST:
        return {}
    number, at = request.POST[LOADED_REVISION_FIELD], request.POST.get("loaded_revision_created_at")
    opened = int(number) if is_key(number) else None
    latest, saved_at = now[LATEST_REVISION_STATE]
    if opened == latest and parse_moment(at) in (None, parse_moment(saved_at)):
        return now
    return now | {LATEST_REVISION_STATE: [opened, at]}


def _refuse_autosave(message: str) -> JsonResponse:
    """Answer as Wagtail does, so that its script stops saving and shows the message."""
    error = {"success": False, "error_code": INVALID_REVISION_CODE, "error_message": message}
    return JsonResponse(error, status=400)


def _describe_field(form: Any, name: str) -> dict[str, str]:
    """Return what the editor knows a field as, and what is stored in it if that is short text."""
    value = form[name].initial
    text = value.strip() if isinstance(value, str) else ""
    is_short = text and len(text) <= MAX_SHOWN_VALUE_LENGTH and "<" not in text
    return {"name": name, "label": form[name].label, "stored": text if is_short else ""}


def _format_moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
