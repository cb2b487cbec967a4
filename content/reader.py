"""Tell text that is being rendered who reads it: rich text is told nothing of its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

_request: ContextVar[HttpRequest | None] = ContextVar("reader_request", default=None)


@contextmanager
def use_reader_request(request: HttpRequest | None) -> Iterator[None]:
    """Let texts that are rendered inside this block say what this reader is to get."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def get_reader_request() -> HttpRequest | None:
    """Return the request of whoever reads the text that is being rendered."""
    return _request.get()
