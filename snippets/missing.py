"""Find references of a draft to pages, files and shared content that were deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.rich_text import extract_references_from_rich_text

from snippets.references import is_key

# What modelcluster does by itself with a foreign key whose target is gone.
HANDLED = (models.CASCADE, models.SET_NULL, models.DO_NOTHING)


@dataclass(frozen=True)
class StoredReference:
    """A reference as a version stores it: the field or panel, and the model and key it names."""

    field: str
    model: type[models.Model]
    key: str
    # Whether the database would keep the target from being deleted: nothing goes live without it.
    is_needed: bool = False

    @property
    def message(self) -> str:
        """Say that the target was deleted, and what to do."""
        kind = self.model._meta.verbose_name
        article = "An" if kind[:1] in "aeiou" else "A"
        return f"{article} {kind} chosen here was deleted. Choose another, or remove it here."


def find_missing_references(model: type[models.Model], data: dict) -> list[StoredReference]:
    """Return the references in a version of `model` whose targets no longer exist.

    `data` is the version's content; it is read as stored, since reading it as an object leaves out
    what is gone.
    """
    return find_missing_in_versions([(model, data)])[0]


def describe_missing_references(content: Any) -> list[str]:
    """Return a sentence for each thing that was deleted and that the newest version refers to."""
    model, label_of = type(content), getattr(content, "label_of", str)
    if revision := getattr(content, "latest_revision", None):
        data = revision.content
    else:
        stored = model._base_manager.filter(pk=content.pk).first()
        data = stored.serializable_data() if hasattr(stored, "serializable_data") else {}
    return [
        f"{label_of(reference.field)}: {reference.message}"
        for reference in find_missing_references(model, data)
    ]


def find_missing_in_versions(
    versions: Iterable[tuple[type[models.Model], dict]],
) -> list[list[StoredReference]]:
    """Return for each version what `find_missing_references` does; one query for each target."""
    found = [list(dict.fromkeys(find_references(model, data))) for model, data in versions]
    keys: dict[type[models.Model], set[str]] = {}
    for reference in chain.from_iterable(found):
        keys.setdefault(reference.model, set()).add(reference.key)
    existing = {target: _find_existing(target, wanted) for target, wanted in keys.items()}
    return [
        [reference for reference in references if reference.key not in existing[reference.model]]
        for references in found
    ]


def clear_missing_keys(model: type[models.Model], data: dict) -> dict:
    """Return `data` without the foreign keys to deleted rows that modelcluster cannot read."""
    missing = {
        (reference.field, reference.model, reference.key)
        for reference in find_missing_references(model, data)
        if reference.is_needed
    }

    def cleared(of: type[models.Model], row: dict, panel: str = "") -> dict:
        changed = {
            field.name: None
            for field in _foreign_keys(of)
            if (panel or field.name, field.related_model, str(row.get(field.name))) in missing
        }
        return {**row, **changed} if changed else row

    rows = {
        name: [cleared(child, row, name) for row in data.get(name, [])]
        for name, child in _child_models(model)
        if name in data
    }
    return {**cleared(model, data), **rows}


def _find_existing(model: type[models.Model], keys: set[str]) -> set[str]:
    numbers = filter(is_key, keys)
    return {
        str(pk) for pk in model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True)
    }


def find_references(model: type[models.Model], data: dict) -> Iterator[StoredReference]:
    """Yield what a version of `model` refers to, read from its content as it is stored."""
    yield from _find_in_fields(model, data)
    for field in get_all_child_m2m_relations(model):
        for key in data.get(field.name) or ():
            yield StoredReference(field.name, field.related_model, str(key))
    for name, child in _child_models(model):
        for row in data.get(name, []):
            for reference in _find_in_fields(child, row):
                yield replace(reference, field=name)


def _find_in_fields(model: type[models.Model], row: dict) -> Iterator[StoredReference]:
    for field in _foreign_keys(model):
        if row.get(field.name) is not None:
            is_needed = field.remote_field.on_delete not in HANDLED
            yield StoredReference(field.name, field.related_model, str(row[field.name]), is_needed)
    for field in model._meta.fields:
        value = row.get(field.name)
        if isinstance(field, StreamField) and value:
            stream = json.loads(value) if isinstance(value, str) else value
            references = _find_in_block(field.stream_block, stream)
        elif isinstance(field, RichTextField) and value:
            references = _find_in_rich_text(value)
        else:
            continue
        for target, key in references:
            yield StoredReference(field.name, target, str(key))


def _find_in_block(block: Block, value: Any) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield the models and keys that the stored value of a block names."""
    if isinstance(block, ChooserBlock) and value is not None:
        yield block.model_class, value
    elif isinstance(block, RichTextBlock) and value:
        yield from _find_in_rich_text(value)
    else:
        for child_block, child_value in _child_values(block, value or ()):
            yield from _find_in_block(child_block, child_value)


def _child_values(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    """Yield the blocks inside a block, each with its stored value."""
    match block, value:
        case StreamBlock(), list():
            for child in value:
                if child_block := block.child_blocks.get(child["type"]):
                    yield child_block, child["value"]
        case StructBlock(), dict():
            for name, child_block in block.child_blocks.items():
                yield child_block, value.get(name)
        case ListBlock(), list():
            for item in value:
                is_wrapped = isinstance(item, dict) and item.get("type") == "item"
                yield block.child_block, item["value"] if is_wrapped else item


def _find_in_rich_text(html: str) -> Iterator[tuple[type[models.Model], Any]]:
    for target, key, _model_path, _content_path in extract_references_from_rich_text(html):
        # A text may hold a link that was never whole.
        if is_key(key):
            yield target, key


def _foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the fields of a model in which an editor chooses something."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.editable
        and field.serialize
        and field.model is not Page
        and not field.remote_field.parent_link
    ]


def _child_models(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    return [
        (relation.get_accessor_name(), relation.related_model)
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    ]
