"""Read the request from a template's context, and keep on it what several templates ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template import Context


def get_request(context: Context) -> HttpRequest | None:
    """Return the request that a template is rendered for; None for a block by itself."""
    return context.get("request")


def cache_on_request(context: Context, name: str, find: Callable[[], Any]) -> Any:
    """Return what `find` returns, asked once a request: header, page and footer share it."""
    request = get_request(context)
    if request is None:
        return find()
    if not hasattr(request, name):
        setattr(request, name, find())
    return getattr(request, name)
