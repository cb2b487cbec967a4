"""The checklist of one form: errors, warnings and what is in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from content.checks.publication_checks import get_checks_for
from content.validation.problems import Problems
from editorial.checklist.form_errors import FormProblem, find_form_problems, get_form_field_label

FORM_COMPLETE_MESSAGE = "Everything that readers need is there."


@dataclass
class Checklist:
    """What was found; only errors keep content from being published."""

    errors: list[FormProblem] = field(default_factory=list)
    warnings: list[FormProblem] = field(default_factory=list)
    passes: list[str] = field(default_factory=list)


def build_checklist(form: Any, user: Any) -> Checklist:
    """Return what publishing would refuse, and what is worth knowing before.

    `form` is the editor's form as it was sent. What it refuses is the list, so that the form never
    says anything else; `user` is told.
    """
    checklist = Checklist()
    if form.is_valid():
        checklist.passes.append(FORM_COMPLETE_MESSAGE)
    else:
        checklist.errors += find_form_problems(form)
    if form.content is not None:
        _run_checks(form, form.content, checklist, user)
    return checklist


def _run_checks(form: Any, content: Any, checklist: Checklist, user: Any) -> None:
    for check in get_checks_for(content):
        warnings = Problems()
        check.find(content, warnings, user)
        for name, messages in warnings.items():
            if name not in form.fields_kept_as_stored:
                place = get_form_field_label(form, name)
                checklist.warnings += (FormProblem(place, message, name) for message in messages)
        # What could not be read was not looked at.
        if not (warnings or form.fields_kept_as_stored):
            checklist.passes.append(check.success_message)
