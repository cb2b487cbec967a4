"""Describe the errors of a form, each with the place where it was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.utils import ErrorList
from django.utils.text import capfirst
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock, StructValue
from wagtail.blocks.base import BlockField


@dataclass(frozen=True)
class FormProblem:
    """Something to fix: its place as editors read it, and the field or panel that it is in."""

    place: str
    message: str
    name: str = ""


def find_form_problems(form: BaseForm) -> list[FormProblem]:
    """Return what is wrong with a form that was asked whether it is valid, from top to bottom."""
    return list(_iter_problems(form))


def _iter_problems(form: BaseForm) -> Iterator[FormProblem]:
    # Empty fields are found before broken rules; editors read the list beside the form.
    places = {name: place for place, name in enumerate(form.fields)}
    for name, errors in sorted(form.errors.items(), key=lambda found: places.get(found[0], -1)):
        label = get_form_field_label(form, name)
        field = form.fields.get(name)
        for error in errors.as_data():
            if isinstance(field, BlockField):
                for place, message in iter_block_errors(error, field.block, form[name].value()):
                    yield FormProblem(", ".join((label, *place)), message, name)
            else:
                yield from (FormProblem(label, message, name) for message in error.messages)
    for name, formset in getattr(form, "formsets", {}).items():
        label = get_form_field_label(form, name)
        yield from (FormProblem(label, message, name) for message in formset.non_form_errors())
        for number, child in enumerate(formset.forms, start=1):
            for problem in _iter_problems(child):
                yield FormProblem(f"{label} {number}, {problem.place}", problem.message, name)


def get_form_field_label(form: BaseForm, name: str) -> str:
    """Return what editors know a field or panel as; empty for the form as a whole."""
    if name == "__all__":
        return ""
    field = form.fields.get(name)
    if field and field.label:
        return capfirst(str(field.label))
    return capfirst(name.replace("_", " "))


def iter_block_errors(
    error: ValidationError, block: Block, value: Any, place: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each message in an error of a block, with the labels that lead to it."""
    if not hasattr(error, "block_errors"):
        yield from ((place, message) for message in error.messages)
        return
    for message in getattr(error, "non_block_errors", None) or ():
        yield place, getattr(message, "message", None) or str(message)
    for key, inner in (error.block_errors or {}).items():
        label, child, child_value = _get_child(block, value, key)
        for one in inner.as_data() if isinstance(inner, ErrorList) else [inner]:
            yield from iter_block_errors(one, child, child_value, (*place, label))


def _get_child(block: Block, value: Any, key: Any) -> tuple[str, Block, Any]:
    if isinstance(block, StreamBlock):
        child = value[int(key)]
        return f"block {int(key) + 1} ({child.block.label})", child.block, child.value
    if isinstance(block, StructBlock):
        child_block = block.child_blocks[key]
        # The value of a picture with its alt text is the picture, or nothing.
        child_value = value.get(key) if isinstance(value, StructValue) else None
        return str(child_block.label), child_block, child_value
    if isinstance(block, ListBlock):
        return f"item {int(key) + 1}", block.child_block, value[int(key)]
    raise TypeError(f"A block with parts that has no name for them: {type(block).__name__}")
