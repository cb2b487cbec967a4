"""Find what would break a rule of publication if a page, shared content or a file were gone.

The rules themselves are asked: once as things are, and once more with the change made, which is
then undone. So a rule that is added later is covered without a word here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, ReferenceIndex, Revision

from content.fields import ReferencedManyToManyField
from content.references import get_references
from content.validation.publication_rules import PublicationRulesMixin
from content.visibility import is_public
from publishing.clock import format_datetime
from publishing.models.content_objects import get_base_content_type, get_title
from publishing.permissions import VisibilityPolicy
from publishing.simulation import (
    PksByModel,
    delete,
    group_pks_by_model,
    is_simulating,
    save_columns,
    simulated_change,
    unpublish_silently,
)
from publishing.upcoming import get_revision_content, list_upcoming_publications
from snippets.models import SiteDocument, SiteImage
from snippets.models.base import BaseSnippet

# What something else may need.
MODELS_WITH_DEPENDENTS = (Page, BaseSnippet, SiteDocument, SiteImage)
# How many live pages that use something are asked; what is scheduled is asked in full.
MAX_EXAMINED_DEPENDENTS = 25
MAX_NAMED_DEPENDENTS = 10
DEPENDENT_UNREADABLE_MESSAGE = "It could not be read any more."


@dataclass(frozen=True)
class Dependent:
    """A page or shared content that needs something, and what its rules would say without it."""

    content_object: Any
    reasons: tuple[str, ...]
    # None if it is live.
    go_live_at: datetime | None

    def __str__(self) -> str:
        when = f"goes live on {format_datetime(self.go_live_at)}" if self.go_live_at else "is live"
        return f"“{get_title(self.content_object)}”, which {when}: {' '.join(self.reasons)}"


@dataclass(frozen=True)
class _Candidate:
    content_object: Any
    go_live_at: datetime | None
    load: Callable[[], Any]

    def find_reasons(self) -> list[str]:
        """Return what the rules say of it now; nothing if it is gone itself."""
        try:
            content = self.load()
        except ObjectDoesNotExist:
            return []
        if content is None:
            return [DEPENDENT_UNREADABLE_MESSAGE]
        return content.get_publication_errors(content, None, decided=False)


def find_dependents(
    changed: PksByModel,
    change: Callable[[], object],
    users: Iterable[tuple[type[Model], Iterable[Any]]] = (),
) -> list[Dependent]:
    """Return what would break if `change` were made to what is `changed`.

    What is scheduled and refers to it comes first, then `users` that are live: models with keys.
    """
    own = {
        (ContentType.objects.get_for_model(model).pk, str(key))
        for model, keys in changed.items()
        for key in keys
    }
    candidates = [*_find_scheduled(changed, own), *_find_live(users, own)]
    if not candidates:
        return []
    before = [candidate.find_reasons() for candidate in candidates]
    with simulated_change():
        change()
        after = [candidate.find_reasons() for candidate in candidates]
    found = []
    for candidate, old, new in zip(candidates, before, after, strict=True):
        reasons = tuple(reason for reason in new if reason not in old)
        if reasons:
            found.append(Dependent(candidate.content_object, reasons, candidate.go_live_at))
    return found


def find_dependents_of_removal(
    things: Sequence[Model], *, unpublished: bool = False
) -> list[Dependent]:
    """Return what would break if `things` were deleted, or only unpublished.

    Pages below them are deleted with them, and unpublished with them if the editor wants.
    """
    changed = group_pks_by_model(things, with_below=True)
    change = partial(unpublish_silently if unpublished else delete, changed)
    return find_dependents(changed, change, _iter_live_referrers(changed))


def find_dependents_of_change(content: BaseSnippet) -> list[Dependent]:
    """Return what would break if live shared content were published as it is now."""
    if not (content.pk and content.live):
        return []
    changed = group_pks_by_model([content])
    return find_dependents(
        changed, partial(save_columns, content), _iter_live_rule_readers(changed)
    )


def validate_deletion(things: Sequence[Model]) -> None:
    """Refuse to delete what is needed.

    Raises:
        ValidationError: names what would not go live.
    """
    _validate_unneeded(things, group_pks_by_model(things, with_below=True), delete, "deleted")


def validate_unpublishing(content: Model) -> None:
    """Refuse to unpublish what is needed; pages below it stay live.

    Raises:
        ValidationError: names what would not go live.
    """
    _validate_unneeded([content], group_pks_by_model([content]), unpublish_silently, "unpublished")


def _validate_unneeded(
    things: Sequence[Model], changed: PksByModel, change: Callable[[PksByModel], object], verb: str
) -> None:
    if is_simulating():
        return
    found = find_dependents(changed, partial(change, changed))
    scheduled = [dependent for dependent in found if dependent.go_live_at]
    if scheduled:
        names = ", ".join(f"“{thing}”" for thing in things[:MAX_NAMED_DEPENDENTS])
        raise ValidationError(
            [
                f"{names} cannot be {verb}, because something that is scheduled or approved needs "
                f"it. Change that first, or cancel its schedule.",
                *describe(scheduled),
            ]
        )


def describe(dependents: Iterable[Dependent], user: Any = None) -> list[str]:
    """Return a line for each; what `user` is not to know of is only counted.

    Without `user`, that is whoever Wagtail logs the request for. Scripts are told what is public.
    """
    user = user or get_active_log_context().user
    knowledge = VisibilityPolicy(user) if user else None
    named: list[str] = []
    hidden = 0
    for found in dependents:
        is_known = _is_public(found.content_object) or (
            knowledge and knowledge.can_see(found.content_object)
        )
        if is_known and len(named) < MAX_NAMED_DEPENDENTS:
            named.append(str(found))
        else:
            hidden += 1
    if hidden:
        also = "and " if named else ""
        named.append(f"{also}{hidden} other item{'' if hidden == 1 else 's'}")
    return named


def _is_public(content_object: Any) -> bool:
    return isinstance(content_object, Page) and is_public(content_object)


def _find_scheduled(changed: PksByModel, own: set[tuple[int, str]]) -> Iterator[_Candidate]:
    for planned in list_upcoming_publications():
        for revision in planned.revisions:
            key = (revision.base_content_type_id, revision.object_id)
            content = None if key in own else get_revision_content(revision, planned.go_live_at)
            if isinstance(content, PublicationRulesMixin) and _has_reference(content, changed):
                load = partial(_load_revision, revision.pk)
                yield _Candidate(content, planned.go_live_at, load)


def _load_revision(pk: int) -> Any:
    return get_revision_content(Revision.objects.get(pk=pk))


def _has_reference(content: Any, changed: PksByModel) -> bool:
    """Return whether the rules of `content` may look at something of what is `changed`."""
    if any(model._meta.label in content.models_read_by_rules for model in changed):
        return True
    return any(
        reference.model in changed and int(reference.key) in changed[reference.model]
        for reference in get_references(content)
    )


def _find_live(
    users: Iterable[tuple[type[Model], Iterable[Any]]], own: set[tuple[int, str]]
) -> Iterator[_Candidate]:
    seen = set(own)
    for model, keys in users:
        base = Page if issubclass(model, Page) else model
        if not issubclass(model, PublicationRulesMixin) and base is not Page:
            continue
        for row in base._base_manager.filter(pk__in=keys, live=True)[:MAX_EXAMINED_DEPENDENTS]:
            content = row.specific if isinstance(row, Page) else row
            key = (get_base_content_type(content).pk, str(content.pk))
            if key not in seen and isinstance(content, PublicationRulesMixin):
                seen.add(key)
                yield _Candidate(content, None, partial(_load_row, type(content), content.pk))


def _load_row(model: type[Model], pk: Any) -> Any:
    return model._base_manager.get(pk=pk)


def _iter_live_referrers(changed: PksByModel) -> Iterator[tuple[type[Model], list[Any]]]:
    """Yield models with the keys of what may need something of what is `changed`."""
    yield from _iter_live_rule_readers(changed)
    for target, keys in changed.items():
        kind, texts = ContentType.objects.get_for_model(target), [str(key) for key in keys]
        references = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=texts)
        # What refers to itself, or to what goes with it, is no user. Those with several choices
        # follow below.
        to_many = [
            (m, field)
            for m in _get_validated_models()
            for field in _get_many_to_many_names(m, target)
        ]
        paths = {f"{field}.{ReferencedManyToManyField.REFERENCE_PATH}" for _model, field in to_many}
        users = (
            references.exclude(base_content_type=kind, object_id__in=texts)
            .exclude(model_path__in=paths)
            .order_by()
        )
        by_kind: dict[int, list[str]] = {}
        for user_kind, key in users.values_list("base_content_type", "object_id").distinct()[
            : MAX_EXAMINED_DEPENDENTS * 2
        ]:
            by_kind.setdefault(user_kind, []).append(key)
        for user_kind, user_keys in by_kind.items():
            if user_model := ContentType.objects.get_for_id(user_kind).model_class():
                yield user_model, user_keys
        for model, field in to_many:
            yield model, _find_live_without_alternative(model, field, target, keys)


def _iter_live_rule_readers(changed: PksByModel) -> Iterator[tuple[type[Model], list[Any]]]:
    """Yield models whose rules read things of these kinds without a reference to them."""
    for target in changed:
        for model in _get_validated_models():
            if target._meta.label in model.models_read_by_rules:
                yield (
                    model,
                    list(model._base_manager.filter(live=True).values_list("pk", flat=True)),
                )


def _get_validated_models() -> list[type[PublicationRulesMixin]]:
    return [model for model in apps.get_models() if issubclass(model, PublicationRulesMixin)]


def _find_live_without_alternative(
    model: Any, field: str, target: Any, keys: set[Any]
) -> list[Any]:
    """Return the live ones that have `keys` in a field for many, and no other that is live.

    Rules demand one at least: whoever has another does not need these.
    """
    live = model._base_manager.filter(live=True)
    others = target._base_manager.exclude(pk__in=keys)
    if issubclass(target, BaseSnippet):
        others = others.filter(live=True)
    with_others = model._base_manager.filter(**{f"{field}__in": others.values("pk")})
    users = live.filter(**{f"{field}__in": keys}).exclude(pk__in=with_others.values("pk"))
    return list(
        users.order_by("-pk").values_list("pk", flat=True).distinct()[:MAX_EXAMINED_DEPENDENTS]
    )


def _get_many_to_many_names(model: type[Model], target: type[Model]) -> list[str]:
    return [field.name for field in model._meta.many_to_many if field.related_model is target]
