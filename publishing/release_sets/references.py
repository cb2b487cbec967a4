"""Find what the items of a release set refer to that readers cannot see when it goes live."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page

from content.references import ModelReference, get_references
from content.visibility import get_restricted_paths
from publishing.models import ReleaseSet
from publishing.models.content_objects import get_title
from publishing.permissions import can_see
from publishing.upcoming import find_go_live_times
from snippets.models.base import BaseSnippet

REFERENCE_NOT_PUBLIC_MESSAGE = (
    "“{item}”: {place}: Readers cannot see {target} when the set goes live. Add it to the set, "
    "publish it first, or remove it from “{place}”."
)


def find_dangling_references(
    contents: Iterable[Any],
    moment: datetime | None,
    user: Any,
    release_set: ReleaseSet | None = None,
) -> list[str]:
    """Return a sentence for each reference to a page or shared content that is not public then.

    `contents` are stored as if live already, so what goes live with them counts as public. A title
    is named only to a `user` who may know of it. Of `release_set` itself, nothing but `contents`
    counts. Costs a few queries for each model referred to.
    """
    references = [
        (content, reference)
        for content in contents
        for reference in get_references(content)
        if issubclass(reference.model, Page | BaseSnippet)
    ]
    wanted: dict[type[models.Model], set[str]] = {}
    for _content, reference in references:
        wanted.setdefault(reference.model, set()).add(reference.key)
    public = {
        model: _find_public_keys(model, keys, moment, release_set) for model, keys in wanted.items()
    }
    dangling = [
        (content, reference)
        for content, reference in references
        if reference.key not in public[reference.model]
    ]
    names = _name_targets({reference for _content, reference in dangling}, user)
    problems = (
        REFERENCE_NOT_PUBLIC_MESSAGE.format(
            item=content, place=content.get_field_label(reference.field), target=names[reference]
        )
        for content, reference in dangling
    )
    return list(dict.fromkeys(problems))


def _find_public_keys(
    model: type[models.Model],
    keys: set[str],
    moment: datetime | None,
    release_set: ReleaseSet | None,
) -> set[str]:
    """Return the keys of what readers can see at `moment`, or now without one."""
    at = moment or timezone.now()
    content = model._default_manager.filter(pk__in=keys)
    content = content.filter(models.Q(expire_at=None) | models.Q(expire_at__gt=at))
    if issubclass(model, Page):
        for path in get_restricted_paths(None):
            content = content.exclude(path__startswith=path)
    promised = find_go_live_times(model, keys, without=release_set)
    earlier = [key for key, goes_live_at in promised.items() if goes_live_at <= at]
    is_out = models.Q(live=True) | models.Q(pk__in=earlier)
    return {str(pk) for pk in content.filter(is_out).values_list("pk", flat=True)}


def _name_targets(references: set[ModelReference], user: Any) -> dict[ModelReference, str]:
    """Return what to call each target: its title to a user who may know of it, else its kind."""
    names: dict[ModelReference, str] = {}
    for model in {reference.model for reference in references}:
        of_model = {reference for reference in references if reference.model is model}
        targets = model._default_manager.in_bulk({reference.key for reference in of_model})
        kind = str(model._meta.verbose_name)
        unnamed = f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"
        for reference in of_model:
            target = targets.get(int(reference.key))
            is_named = user is not None and can_see(user, target) if target else False
            names[reference] = f"“{get_title(target)}”" if target and is_named else unnamed
    return names
