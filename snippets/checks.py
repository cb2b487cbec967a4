"""What is worth knowing before content is published, beyond the rules that must hold.

A check is stated once and registered with the hook `register_checks`, whose functions take nothing
and return checks; the editor's checklist asks them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from wagtail import hooks

from snippets.rules import Problems


@dataclass(frozen=True)
class Check:
    """One thing to look at; what it finds warns, and forbids nothing."""

    # A sentence for the editor when nothing was found, such as “Every picture has a description.”
    passed: str
    # Takes content as a form holds it, perhaps never saved, and records what to mend, and how,
    # against the field or panel it was found in.
    find: Callable[[models.Model, Problems], None]
    # Whether content of this kind has anything to look at.
    concerns: Callable[[models.Model], bool]


def checks_on(content: models.Model) -> list[Check]:
    """Return the checks that concern `content`, in the order in which they were registered."""
    registered = (
        check for find_checks in hooks.get_hooks("register_checks") for check in find_checks()
    )
    return [check for check in registered if check.concerns(content)]
