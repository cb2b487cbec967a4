"""Find references of a draft to pages, files and shared content that were deleted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db import models

from content.references import (
    ModelReference,
    find_references,
    get_child_models,
    get_foreign_keys,
    is_key,
)


def find_missing_references(model: type[models.Model], data: dict) -> list[ModelReference]:
    """Return the references in a version of `model` whose targets no longer exist.

    `data` is the version's content; it is read as stored, since reading it as an object leaves out
    what is gone.
    """
    return find_missing_in_versions([(model, data)])[0]


def find_missing_in_latest_revision(content: Any) -> list[ModelReference]:
    """Return the references of the newest version of `content` whose targets no longer exist."""
    model = type(content)
    if revision := getattr(content, "latest_revision", None):
        data = revision.content
    else:
        stored = model._base_manager.filter(pk=content.pk).first()
        data = stored.serializable_data() if hasattr(stored, "serializable_data") else {}
    return find_missing_references(model, data)


def describe_missing_references(content: Any) -> list[str]:
    """Return a sentence for each thing that was deleted and that the newest version refers to."""
    get_label = getattr(content, "get_field_label", str)
    return [
        f"{get_label(reference.field)}: {reference.message}"
        for reference in find_missing_in_latest_revision(content)
    ]


def find_missing_in_versions(
    versions: Iterable[tuple[type[models.Model], dict]],
) -> list[list[ModelReference]]:
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
            for field in get_foreign_keys(of)
            if (panel or field.name, field.related_model, str(row.get(field.name))) in missing
        }
        return {**row, **changed} if changed else row

    rows = {
        name: [cleared(child, row, name) for row in data.get(name, [])]
        for name, child in get_child_models(model)
        if name in data
    }
    return {**cleared(model, data), **rows}


def _find_existing(model: type[models.Model], keys: set[str]) -> set[str]:
    numbers = filter(is_key, keys)
    return {
        str(pk) for pk in model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True)
    }
