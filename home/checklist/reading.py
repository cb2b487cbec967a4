"""The checklist of one form: errors, warnings and what is in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm

from home.checklist.problems import label_of, problems_of
from snippets.checks import checks_on
from snippets.rules import Problems

IN_ORDER = "Everything that readers need is there."


@dataclass(frozen=True)
class Line:
    """Something to mend, and where."""

    place: str
    message: str


@dataclass
class Checklist:
    """What was found; only errors keep content from being published."""

    errors: list[Line] = field(default_factory=list)
    warnings: list[Line] = field(default_factory=list)
    passes: list[str] = field(default_factory=list)


def look_over(make_form: Callable[[], BaseForm], user: Any) -> Checklist:
    """Return what publishing would refuse, and what is worth knowing before.

    `make_form` returns the editor's form as it was sent, a new one at each call; `user` is told.
    """
    form = make_form()
    checklist = Checklist()
    if form.is_valid():
        content = form.instance
        checklist.passes.append(IN_ORDER)
    else:
        checklist.errors += (Line(place, message) for place, message in problems_of(form))
        content = _as_draft(make_form(), checklist)
    if content is not None:
        _ask(form, content, checklist, user)
    return checklist


def _as_draft(form: Any, checklist: Checklist) -> Any:
    """Return the content as far as it could be kept as a draft, and note the rules it breaks.

    A form asks the rules only once no field is empty; an editor wants to know all at once.
    """
    form.defer_required_fields()
    if not form.is_valid():
        return None
    content = form.save(commit=False)
    problems = Problems()
    content.find_problems(problems)
    content.find_timing_problems(problems)
    empty = [line.place for line in checklist.errors]
    for name, messages in problems.items():
        place = label_of(form, name)
        # What is empty has been said to be, or a row of it.
        if not any(f"{said} ".startswith(f"{place} ") for said in empty):
            checklist.errors += (Line(place, message) for message in messages)
    return content


def _ask(form: BaseForm, content: Any, checklist: Checklist, user: Any) -> None:
    for check in checks_on(content):
        warnings = Problems()
        check.find(content, warnings, user)
        for name, messages in warnings.items():
            place = label_of(form, name)
            checklist.warnings += (Line(place, message) for message in messages)
        if not warnings:
            checklist.passes.append(check.passed)
