"""Collect what is wrong with content, by the field or panel it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError


class Problems(dict[str, list[str]]):
    """Messages by the name of the field or panel they belong to; each says what to change."""

    def add(self, name: str, message: str) -> None:
        """Record `message` against the field or panel called `name`."""
        self.setdefault(name, []).append(message)

    def require(self, present: object, name: str, message: str) -> None:
        """Record `message` against `name` unless `present` is true."""
        if not present:
            self.add(name, message)

    def check(self, name: str, rule: Callable[[Any], object], value: object) -> None:
        """Record what `rule` says against `value`, if it raises a `ValidationError`."""
        try:
            rule(value)
        except ValidationError as error:
            self.setdefault(name, []).extend(error.messages)
