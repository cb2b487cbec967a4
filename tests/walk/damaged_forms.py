"""Damage the admin's forms as broken connections, scripts and people do."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from wagtail.blocks import StreamValue

from tests.editing import edit_url, posted
from tests.hostile_strings import SENDABLE_STRINGS
from tests.walk.forms import Data, Form
from tests.walk.hidden_content import HiddenContent
from tests.walk.visits import VisitResult

WRONG = ("not-a-number", "-1", "9" * 40, "1.5", "NaN", "true", "2026-02-31", "[]", "{", "null")
KINDS = ("taken away", "doubled", "emptied", "of the wrong type", "hostile")
# A text that is longer than what people type finds nothing more.
MAX_LENGTH = 5000
SEED = 20170614


class DamagedForm(NamedTuple):
    """A form to send: where to, what was done to it, and what is sent."""

    url: str
    damage: str
    data: Data


def find_forms_to_send(visits: Iterable[VisitResult], hidden: HiddenContent) -> list[Form]:
    """Return the forms of the visited pages, one of each kind, once with each of its buttons.

    A page's blocks are filled in by a script, so its whole form is made from the page.
    """
    found: dict[tuple[Any, ...], Form] = {}
    for form in [form for one in visits for form in one.forms]:
        kind = (re.sub(r"\d+", "0", form.url), frozenset(form.data))
        found.setdefault(kind, form)
        for name, value in form.buttons:
            found.setdefault((*kind, name, value), Form(form.url, {**form.data, name: [value]}))
    return [*found.values(), *_make_whole_forms(hidden)]


def _make_whole_forms(hidden: HiddenContent) -> Iterator[Form]:
    """Yield what a browser sends of each kind of page, with every block, and of shared content."""
    for page in hidden.drafts:
        full = type(page).objects.get(pk=page.pk)
        for field in full._meta.get_fields():
            if stream := getattr(field, "stream_block", None):
                blocks = stream.child_blocks.items()
                examples = [(name, block.get_preview_value()) for name, block in blocks]
                setattr(full, field.name, StreamValue(stream, examples))
        number = page.latest_revision_id
        data = _in_lists({**posted(full), "revision": str(number)})
        for button in ("save", "action-publish", "action-submit"):
            yield Form(edit_url(page), {**data, button: ["1"]})
        yield Form(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, number]), data)
        yield Form(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)
        yield Form(reverse("checklist_page", args=[page.pk]), data)
    for thing in hidden.shared:
        yield Form(edit_url(thing), _in_lists(posted(thing)))


def _in_lists(data: dict[str, Any]) -> Data:
    return {name: [of] if isinstance(of, str) else list(of) for name, of in data.items()}


def damage_form(form: Form, times: int) -> Iterator[DamagedForm]:
    """Yield the form whole, empty, and damaged in up to `times` of its fields in each way."""
    # Not for secrets: the same form is always damaged in the same way.
    chance = random.Random(f"{SEED} {form.url} {sorted(form.data)}")  # noqa: S311
    names = sorted(set(form.data) - {"csrfmiddlewaretoken"})
    yield DamagedForm(form.url, "whole", form.data)
    yield DamagedForm(form.url, "empty", {})
    for kind in KINDS:
        for name in chance.sample(names, min(times, len(names))):
            data = _damage_field(form.data, name, kind, chance)
            yield DamagedForm(form.url, f"{name} {kind}", data)


def _damage_field(data: Data, name: str, kind: str, chance: random.Random) -> Data:
    if kind == "taken away":
        return {other: values for other, values in data.items() if other != name}
    values = {
        "doubled": [*data[name], *data[name]],
        "emptied": [""],
        "of the wrong type": [chance.choice(WRONG)],
        "hostile": [chance.choice(list(SENDABLE_STRINGS.values()))[:MAX_LENGTH]],
    }
    return {**data, name: values[kind]}


def choose_damaged_forms(forms: list[Form], count: int) -> list[DamagedForm]:
    """Return `count` forms, each damaged in one way; always the same ones."""
    chance = random.Random(SEED)  # noqa: S311
    chosen = chance.sample(forms, min(count, len(forms)))
    return [chance.choice(list(damage_form(form, times=3))) for form in chosen]
