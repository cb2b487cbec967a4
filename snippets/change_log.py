"""Records in a history what changed when shared content was published: old value, new value."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import capfirst
from wagtail.admin.compare import comparison_class_registry
from wagtail.fields import StreamField
from wagtail.log_actions import LogFormatter, log
from wagtail.models import (
    BaseLogEntry,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from content.comparisons import FormattedValueComparison

SNIPPET_CHANGED_LOG_ACTION = "snippets.change_facts"
MIXINS_WITH_UNLOGGED_FIELDS = (DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin)
# A longer value is cut in the history; the comparison of two versions shows all of it.
MAX_TEXT_LENGTH = 120


class ChangesFormatter(LogFormatter):
    """Says what changed, with the value before and after."""

    label = "Change a fact"

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return one sentence for each fact."""
        return " ".join(_build_sentence(**change) for change in log_entry.data.get("changes", []))


def _build_sentence(label: str, before: str, after: str) -> str:
    if before and after:
        return f"{label}: {before} became {after}."
    if after:
        return f"{label}: {after} was added."
    return f"{label}: {before} was removed." if before else f"{label} changed."


def get_live_object(content: models.Model) -> models.Model | None:
    """Return what readers see of `content` now, if they see anything."""
    return type(content)._base_manager.filter(pk=content.pk, live=True).first()


def get_changes(before: models.Model, after: models.Model) -> list[dict[str, str]]:
    """Return the facts that differ, each as readers got it before and get it now."""
    kept_by_wagtail = {
        field.name for mixin in MIXINS_WITH_UNLOGGED_FIELDS for field in mixin._meta.get_fields()
    }
    return [
        {
            "label": capfirst(str(field.verbose_name)),
            "before": format_field_value(before, field),
            "after": format_field_value(after, field),
        }
        for field in after._meta.concrete_fields
        if field.name not in kept_by_wagtail
        and field.value_from_object(before) != field.value_from_object(after)
    ]


def format_field_value(content: models.Model, field: models.Field) -> str:
    """Return a value in the words of an editor; an empty text for blocks, which are too long."""
    value = field.value_from_object(content)
    if value in (None, "") or isinstance(field, StreamField):
        return ""
    if field.choices:
        value = getattr(content, f"get_{field.name}_display")()
    elif field.is_relation:
        value = getattr(content, field.name)
    else:
        comparison = comparison_class_registry.get(field)
        if comparison and issubclass(comparison, FormattedValueComparison):
            value = comparison.format_compared_value(value)
    text = ", ".join(str(value).splitlines())
    return text if len(text) <= MAX_TEXT_LENGTH else f"{text[:MAX_TEXT_LENGTH]}…"


def record_changes(before: models.Model | None, user: Any) -> None:
    """Note in the history what publishing changed; `before` is what readers saw until then."""
    after = get_live_object(before) if before else None
    if before and after and (changes := get_changes(before, after)):
        log(after, SNIPPET_CHANGED_LOG_ACTION, user=user, data={"changes": changes})
