"""Form base class that knows the state it was opened on and what really changed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from wagtail.blocks.base import BlockField

from content.fields import strip_empty_markup
from content.mixins import MixinBase
from content.validation import edit_state
from content.validation.missing_references import find_missing_in_latest_revision

# Draftail numbers the paragraphs of a text when it is first opened.
BLOCK_KEY_PATTERN = re.compile(r' data-block-key="[^"]*"')
# The fields for which an editor takes over what somebody else has saved meanwhile.
TAKE_THEIRS_PARAMETER = "take_theirs"
# What belongs to whoever writes it: Wagtail's form reads these after it was saved.
FIELDS_KEEPING_SUBMITTED_VALUE = frozenset({"comments", "comment_notifications"})


class EditStateField(forms.CharField):
    """Hidden field with the state that the form was opened on; it is no content."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return that it never counts as a change."""
        return False


class EditStateFormMixin(forms.BaseForm, MixinBase):
    """Form of content with versions: refuses stale edits and makes no version of an unchanged one.

    `before_edit_page` and `before_edit_snippet` set `instance.edit_conflict`
    (`content/editing/edit_conflicts.py`).
    """

    data: QueryDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = getattr(self.for_user, "pk", "")
        widget = forms.HiddenInput({"data-user": user})
        self.fields[edit_state.EDIT_STATE_FIELD] = EditStateField(required=False, widget=widget)
        # Called only where the form is drawn.
        self.initial[edit_state.EDIT_STATE_FIELD] = lambda: edit_state.format_edit_state(
            self.instance
        )
        for name in self.fields_keeping_stored_value & {*self.fields}:
            # The stored value counts, whatever was sent.
            self.fields[name].disabled = True

    @cached_property
    def fields_keeping_stored_value(self) -> frozenset[str]:
        """The fields and panels for which the editor takes over what is stored."""
        chosen = self.data.getlist(TAKE_THEIRS_PARAMETER) if hasattr(self.data, "getlist") else []
        return (frozenset(chosen) & {*self.fields, *self.formsets}) - FIELDS_KEEPING_SUBMITTED_VALUE

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields whose value differs from what is stored, not just in the editor's own keys."""
        return [
            name
            for name in super().changed_data
            if name not in self.fields_keeping_stored_value
            and self.has_field_changed(name, self[name].initial)
        ]

    def has_changed(self) -> bool:
        """Return whether a field or a panel differs from what is stored.

        Boxes to tick cannot show what was deleted: saving the form removes it.
        """
        return bool(
            self.changed_data or self.get_changed_panels() or self._removes_deleted_choices()
        )

    def _removes_deleted_choices(self) -> bool:
        boxes = {
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.ModelMultipleChoiceField)
        }
        if not (boxes and self.instance.pk):
            return False
        return any(
            missing.field in boxes for missing in find_missing_in_latest_revision(self.instance)
        )

    def get_changed_panels(self) -> list[str]:
        """Return the names of the panels whose entries differ from what is stored."""
        return [
            name
            for name, formset in self.formsets.items()
            if name not in self.fields_keeping_stored_value
            and any(form.has_changed() for form in formset.forms)
        ]

    def has_field_changed(self, name: str, before: Any) -> bool:
        """Return whether what was sent for a field says something else than `before`."""
        field = self.fields[name]
        value = self.cleaned_data.get(name) if hasattr(self, "cleaned_data") else None
        if name in self.errors or value is None:
            return field.has_changed(before, self[name].data)
        if isinstance(field, BlockField):
            texts = [str(strip_block_ids(field.block.get_prep_value(v))) for v in (before, value)]
        elif isinstance(field, forms.ModelMultipleChoiceField):
            return field.has_changed(before, self[name].data)
        else:
            shown, sent = field.widget.format_value(field.prepare_value(before)), self[name].data
            if shown is not None and shown == sent:
                return False
            texts = [strip_empty_markup("" if v is None else str(v)) for v in (before, value)]
        return BLOCK_KEY_PATTERN.sub("", texts[0]) != BLOCK_KEY_PATTERN.sub("", texts[1])

    def is_valid(self) -> bool:
        """Refuse, with every word still in the form, if the content was changed meanwhile."""
        with self._exclude_panels_keeping_stored_value():
            valid = super().is_valid()
        self._show_stored_values()
        conflict = getattr(self.instance, "edit_conflict", None)
        if conflict is None or not self.is_bound:
            return valid
        conflict.build_notice(self)
        # The next save is a decision that knows of theirs.
        self.data = self.data.copy()
        self.data[edit_state.EDIT_STATE_FIELD] = edit_state.format_edit_state(
            self.instance, self.data.get(edit_state.EDIT_STATE_FIELD), undecided=True
        )
        self.add_error(None, conflict.summary)
        return False

    def save(self, commit: bool = True) -> Any:
        """Store what was sent, and let the model know if that is what is stored already."""
        self.instance.is_unchanged = bool(self.instance.pk) and not self.has_changed()
        with self._exclude_panels_keeping_stored_value():
            return super().save(commit)

    def _show_stored_values(self) -> None:
        """Hold what was taken over, should the form come back: the next save keeps it then."""
        for name in self.fields_keeping_stored_value & {*self.fields}:
            self.fields[name].disabled = False
            # Django asks the field; a subclass for each kind of field would say the same.
            self.fields[name].bound_data = lambda data, initial: initial  # type: ignore[method-assign]
        for name in self.fields_keeping_stored_value & {*self.formsets}:
            sent = self.formsets[name]
            self.formsets[name] = type(sent)(
                instance=self.instance, prefix=sent.prefix, form_kwargs=sent.form_kwargs
            )

    @contextmanager
    def _exclude_panels_keeping_stored_value(self) -> Iterator[None]:
        """Leave out the panels that are taken over: reading them would already change the rows."""
        theirs = {
            name: self.formsets.pop(name)
            for name in self.fields_keeping_stored_value & {*self.formsets}
        }
        try:
            yield
        finally:
            self.formsets.update(theirs)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Let a form that has saved itself know of the version that it made."""
        state = edit_state.format_edit_state(
            self.instance, self.data.get(edit_state.EDIT_STATE_FIELD)
        )
        return [*super().get_field_updates_for_resave(), (edit_state.EDIT_STATE_FIELD, state)]


def strip_block_ids(value: Any) -> Any:
    """Return a block's stored value without the identifiers of its parts."""
    if isinstance(value, Mapping):
        return {key: strip_block_ids(part) for key, part in value.items() if key != "id"}
    return [strip_block_ids(part) for part in value] if isinstance(value, list) else value
