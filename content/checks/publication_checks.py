"""Collect the checks that warn before publication; they forbid nothing.

A check is stated once and registered with the hook `register_publication_checks`, whose functions
take nothing and return checks; the editor's checklist asks them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail import hooks

from content.validation.problems import Problems


@dataclass(frozen=True)
class PublicationCheck:
    """One thing to look at; what it finds warns, and forbids nothing."""

    # A sentence for the editor when nothing was found, such as “Every picture has a description.”
    success_message: str
    # Takes content as a form holds it, perhaps never saved, and the user who reads what is found;
    # records what to mend, and how, against the field or panel it was found in. A form may name
    # what this user is not to know of: no more is said of it than that.
    find: Callable[[models.Model, Problems, Any], None]
    # Whether content of this kind has anything to look at.
    applies_to: Callable[[models.Model], bool]


def get_checks_for(content: models.Model) -> list[PublicationCheck]:
    """Return the checks that concern `content`, in the order in which they were registered."""
    registered = (
        check
        for find_checks in hooks.get_hooks("register_publication_checks")
        for check in find_checks()
    )
    return [check for check in registered if check.applies_to(content)]
