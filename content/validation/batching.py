"""Several publications in one transaction: what each is spared, and what is done once for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

Handler = Callable[[list[models.Model]], object]

# While several publications share a transaction: what is to be done with all of them at its end.
_publications_by_handler: ContextVar[dict[Handler, list[models.Model]] | None] = ContextVar(
    "batch_publications", default=None
)


@contextmanager
def batch_publications() -> Iterator[None]:
    """Spare each publication within the locks and questions that the caller has seen to for all.

    The caller has locked every row, and a refusal ends its transaction: what `run_once_per_batch`
    was told of is not taken back with a savepoint.
    """
    if is_batching():
        yield
        return
    waiting: dict[Handler, list[models.Model]] = {}
    token = _publications_by_handler.set(waiting)
    try:
        yield
    finally:
        _publications_by_handler.reset(token)
    for handle, contents in waiting.items():
        handle(contents)


def is_batching() -> bool:
    """Return whether publications share a transaction now."""
    return _publications_by_handler.get() is not None


def run_once_per_batch(handle: Handler, content: models.Model) -> None:
    """Call `handle` with what has gone live, within its transaction.

    Publications that share one are given to it together, so that it can ask for all at once.
    """
    waiting = _publications_by_handler.get()
    if waiting is None:
        handle([content])
    else:
        waiting.setdefault(handle, []).append(content)
