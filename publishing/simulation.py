"""Make a change that is undone at once, to see what it would break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from publishing.page_trees import get_pages_with_descendants
from snippets.models.base import BaseSnippet

# The numbers of what is changed, by models; pages of all types stand under `Page`.
PksByModel = dict[type[Model], set[Any]]
# Deleting more pages than these is tried as if they were unpublished, which takes one query.
MAX_SIMULATED_PAGES = 100

_is_simulating: ContextVar[bool] = ContextVar("is_trial", default=False)


def is_simulating() -> bool:
    """Return whether what is changed now is undone at once, so that nothing need be refused."""
    return _is_simulating.get()


@contextmanager
def simulated_change() -> Iterator[None]:
    """Undo at the end what is changed meanwhile, and let nothing here refuse it."""
    token = _is_simulating.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _is_simulating.reset(token)


def delete(changed: PksByModel) -> None:
    """Delete what is named; what the database keeps is unpublished."""
    # First, so that Wagtail does not unpublish each page by itself as it is deleted.
    unpublish_silently(changed)
    for model, keys in changed.items():
        if model is Page and len(keys) > MAX_SIMULATED_PAGES:
            continue
        with (
            suppress(ProtectedError),
            transaction.atomic(),
            disable_reference_index_auto_update(),
        ):
            _find_rows(model, keys).delete()


def save_columns(content: Model) -> None:
    """Store the columns of `content` without telling anybody."""
    columns = {field.attname: getattr(content, field.attname) for field in content._meta.fields}
    columns.pop(content._meta.pk.attname)
    type(content)._base_manager.filter(pk=content.pk).update(**columns)


def unpublish_silently(changed: PksByModel) -> None:
    """Unpublish what is named without telling anybody; files are never published."""
    for model, keys in changed.items():
        if issubclass(model, Page | BaseSnippet):
            _find_rows(model, keys).update(live=False)


def _find_rows(model: type[Model], keys: Iterable[Any]) -> QuerySet:
    manager = model._default_manager if model is Page else model._base_manager
    return manager.filter(pk__in=keys)


def group_pks_by_model(things: Sequence[Model], *, with_below: bool = False) -> PksByModel:
    """Return the keys of `things`, and those of the pages below them if asked for."""
    grouped: PksByModel = {}
    for thing in things:
        grouped.setdefault(Page if isinstance(thing, Page) else type(thing), set()).add(thing.pk)
    if with_below and Page in grouped:
        pages = [thing for thing in things if isinstance(thing, Page)]
        grouped[Page].update(get_pages_with_descendants(pages).values_list("pk", flat=True))
    return grouped
