"""Build what a browser posts when an editor saves a form, from an object instead of a page.

`posted()` gives the data of the real form class, so a test describes an object with its gaps and
sends it through the real views; nothing about the form's fields is repeated in tests.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import Block, FieldBlock, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.base import BlockField
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

SAVE: dict[str, str] = {}
PUBLISH = {"action-publish": "Publish"}
SUBMIT = {"action-submit": "Submit"}


def posted(instance: Any, **changes: Any) -> dict[str, Any]:
    """Return what the editing form of `instance` posts; `changes` replace whole fields or panels.

    A value may be nested, as for `nested_form_data`.
    """
    form = form_of(instance)
    data = {name: _field_data(form, name) for name in form.fields if name not in changes}
    for name, formset in form.formsets.items():
        if name not in changes:
            data[name] = _formset_data(formset)
    return nested_form_data(
        {name: value for name, value in {**data, **changes}.items() if value is not None}
    )


def form_of(instance: Any, data: dict[str, Any] | None = None) -> Any:
    """Return the editing form of a page or snippet, as the admin makes it."""
    if isinstance(instance, Page):
        form_class = instance.get_edit_handler().get_form_class()
        parent = instance.get_parent() if instance.pk else None
        return form_class(data, instance=instance, parent_page=parent)
    return get_edit_handler(type(instance)).get_form_class()(data, instance=instance)


def add_url(instance: Any, parent: Page | None = None) -> str:
    """Return the address of the view that makes a page or snippet of this type."""
    if isinstance(instance, Page):
        meta = instance._meta
        return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
    return reverse(instance.snippet_viewset.get_url_name("add"))


def edit_url(instance: Any) -> str:
    """Return the address of the view that edits a page or snippet."""
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk])


def errors_in(response: Any) -> dict[str, list[str]]:
    """Return the messages beside each field or panel of the form that came back."""
    assert response.status_code == 200, response.status_code
    form = response.context["form"]
    errors = {name: flat(messages) for name, messages in form.errors.as_data().items()}
    for name, formset in form.formsets.items():
        texts = list(formset.non_form_errors())
        for child in formset.forms:
            texts += flat([error for found in child.errors.as_data().values() for error in found])
        if texts:
            errors[name] = texts
    return errors


def flat(errors: Any) -> list[str]:
    """Return the texts of validation errors, those inside blocks included."""
    texts: list[str] = []
    for error in errors:
        if isinstance(error, str):
            texts.append(error)
        elif hasattr(error, "block_errors"):
            children = error.block_errors or {}
            inner = children.values() if isinstance(children, dict) else children
            texts += flat([child for child in inner if child])
            texts += flat(getattr(error, "non_block_errors", None) or [])
        elif hasattr(error, "as_data"):
            texts += flat(error.as_data())
        else:
            texts += error.messages
    return texts


def _field_data(form: Any, name: str) -> Any:
    field = form.fields[name]
    value = form[name].value()
    if isinstance(field, BlockField):
        return _block_data(field.block, value)
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else None
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return _Plain(str(getattr(item, "pk", item)) for item in value or [])
    value = field.widget.format_value(getattr(value, "pk", value))
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None else str(getattr(value, "pk", value))


class _Plain(tuple):
    """Several values of one field, which `nested_form_data` leaves as they are."""


def _formset_data(formset: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "TOTAL_FORMS": str(len(formset.forms)),
        "INITIAL_FORMS": str(formset.initial_form_count()),
        "MIN_NUM_FORMS": "0",
        "MAX_NUM_FORMS": "1000",
    }
    for index, form in enumerate(formset.forms):
        entry = {name: _field_data(form, name) for name in form.fields}
        entry = {name: value for name, value in entry.items() if value is not None}
        data[str(index)] = {**entry, "ORDER": str(index + 1), "DELETE": ""}
    return data


def _block_data(block: Block, value: Any) -> Any:
    if isinstance(block, TypedTableBlock):
        return _table_data(value)
    if isinstance(block, StreamBlock):
        return _entries(
            [
                {
                    "type": child.block_type,
                    "value": _block_data(child.block, child.value),
                    "id": child.id or "",
                }
                for child in value or []
            ]
        )
    if isinstance(block, ListBlock):
        return _entries(
            [
                {"value": _block_data(block.child_block, child.value), "id": child.id or ""}
                for child in block.normalize(value).bound_blocks
            ]
        )
    if isinstance(block, StructBlock):
        state = value if hasattr(value, "items") else block._image_to_struct_value(value)
        children = {
            name: _block_data(child, state[name]) for name, child in block.child_blocks.items()
        }
        return {name: child for name, child in children.items() if child is not None}
    if isinstance(block, FieldBlock):
        if isinstance(block.field.widget, forms.CheckboxInput):
            return "on" if value else None
        shown = block.field.widget.format_value(block.value_for_form(value))
        if isinstance(shown, list):
            shown = shown[0] if shown else ""
        return "" if shown is None else str(getattr(shown, "pk", shown))
    return ""


def _entries(items: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {"count": str(len(items))}
    for index, item in enumerate(items):
        data[str(index)] = {**item, "order": str(index), "deleted": ""}
    return data


def _table_data(table: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "caption": getattr(table, "caption", "") or "",
        "column-count": str(len(table.columns)),
        "row-count": str(len(table.row_data)),
    }
    for index, column in enumerate(table.columns):
        data[f"column-{index}"] = {
            "type": column["block"].name, "order": str(index), "heading": column["heading"],
            "deleted": "",
        }  # fmt: skip
    for row, entry in enumerate(table.row_data):
        data[f"row-{row}"] = {"order": str(row), "deleted": ""}
        for index, cell in enumerate(entry["values"]):
            block = table.columns[index]["block"]
            data[f"cell-{row}-{index}"] = _block_data(block, cell)
    return data
