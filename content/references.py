"""Find what content refers to, in a version as it is stored or in content that is not stored yet.

The stored form is read, and not the object that is made of it: that leaves out what is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, RichTextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.rich_text import extract_references_from_rich_text

from content.streams import walk_stream

# Digits of the largest number that a database keeps as a key.
MAX_KEY_DIGITS = 18
# What modelcluster does by itself with a foreign key whose target is gone.
NON_BLOCKING_ON_DELETE = (models.CASCADE, models.SET_NULL, models.DO_NOTHING)


@dataclass(frozen=True)
class ModelReference:
    """A reference of some content: the field or panel it is in, and the model and key it names."""

    field: str
    model: type[models.Model]
    key: str
    # Whether the database would keep the target from being deleted: nothing goes live without it.
    is_needed: bool = False

    @property
    def message(self) -> str:
        """Say that the target was deleted, and what to do."""
        kind = str(self.model._meta.verbose_name)
        article = "An" if kind[:1] in "aeiou" else "A"
        return f"{article} {kind} chosen here was deleted. Choose another or remove it, then save."


def is_key(value: Any) -> bool:
    """Return whether a value from a text can be the number of a row."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= MAX_KEY_DIGITS


def get_base_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model under which references to `model` are counted: `Page` for any page."""
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model


def get_references(content: Any) -> Iterator[ModelReference]:
    """Yield what a draft refers to, a page of any type as `Page`; Wagtail's index may not know."""
    for reference in find_references(type(content), content.serializable_data()):
        yield replace(reference, model=get_base_model(reference.model))


def get_referenced_pks(contents: Iterable[Any], kind: type[models.Model]) -> set[int]:
    """Return the numbers of the things of a kind that drafts refer to."""
    return {
        int(reference.key)
        for content in contents
        for reference in get_references(content)
        if reference.model is kind
    }


def get_field_names_by_referenced_pk(content: Any, kind: type[models.Model]) -> dict[int, set[str]]:
    """Return the numbers of what a draft refers to of a kind, each with the fields it is in."""
    found: dict[int, set[str]] = {}
    for reference in get_references(content):
        if reference.model is kind:
            found.setdefault(int(reference.key), set()).add(reference.field)
    return found


def find_references(model: type[models.Model], data: dict) -> Iterator[ModelReference]:
    """Yield what a version of `model` refers to, read from its content as it is stored."""
    yield from _find_in_fields(model, data)
    for field in get_all_child_m2m_relations(model):
        for key in data.get(field.name) or ():
            yield ModelReference(field.name, field.related_model, str(key))
    for name, child in get_child_models(model):
        for row in data.get(name, []):
            for reference in _find_in_fields(child, row):
                yield replace(reference, field=name)


def _find_in_fields(model: type[models.Model], row: dict) -> Iterator[ModelReference]:
    for key in get_foreign_keys(model):
        if row.get(key.name) is not None:
            is_needed = key.remote_field.on_delete not in NON_BLOCKING_ON_DELETE
            yield ModelReference(key.name, key.related_model, str(row[key.name]), is_needed)
    for field in model._meta.fields:
        value = row.get(field.name)
        if isinstance(field, StreamField) and value:
            stream = json.loads(value) if isinstance(value, str) else value
            references = _find_in_stream(field.stream_block, stream)
        elif isinstance(field, RichTextField) and value:
            references = _find_in_rich_text(value)
        else:
            continue
        for target, key in references:
            yield ModelReference(field.name, target, str(key))


def _find_in_stream(block: Block, stored: Any) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield the models and keys that a stored stream names."""
    for node in walk_stream(block, stored):
        if isinstance(node.block, ChooserBlock) and node.value is not None:
            yield node.block.model_class, node.value
        elif isinstance(node.block, RichTextBlock) and node.value:
            yield from _find_in_rich_text(node.value)


def _find_in_rich_text(html: str) -> Iterator[tuple[type[models.Model], Any]]:
    for target, key, _model_path, _content_path in extract_references_from_rich_text(html):
        # A text may hold a link that was never whole.
        if is_key(key):
            yield target, key


def get_foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the fields of a model in which an editor chooses something."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.editable
        and field.serialize  # type: ignore[attr-defined]  # django-stubs leave it out
        and field.model is not Page
        and not field.remote_field.parent_link
        # A row's page or shared content.
        and not isinstance(field, ParentalKey)
    ]


def get_child_models(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    """Return the panels of a model with rows, and the models of the rows."""
    return [
        (relation.get_accessor_name(), relation.related_model)
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    ]
