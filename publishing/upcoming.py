"""List everything scheduled to go live: pages, shared content and release sets.

Calendar, dashboard, seal and embargo links all read this list, so that they agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, prefetch_related_objects
from wagtail.models import Page, Revision

from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type


@dataclass(frozen=True)
class UpcomingPublication:
    """A page, a piece of shared content or a release set that is promised for a moment."""

    content_object: Any
    go_live_at: datetime
    # What goes live: one revision, or those of the set's items in their order.
    revisions: tuple[Revision, ...]

    @property
    def is_set(self) -> bool:
        """Whether this is a release set."""
        return isinstance(self.content_object, ReleaseSet)

    def contents(self) -> list[Any]:
        """Return the pages and shared content as they will be, leaving out what was deleted."""
        found = (get_revision_content(revision, self.go_live_at) for revision in self.revisions)
        return [content for content in found if content is not None]


def get_revision_content(revision: Revision, go_live_at: datetime | None = None) -> Any:
    """Return what `revision` holds, set to go live at a moment; None when its thing is gone."""
    if revision.content_object is None:
        return None
    content = revision.as_object()
    if go_live_at:
        content.go_live_at = go_live_at
    return content


def get_upcoming_publication(content_object: Any) -> UpcomingPublication | None:
    """Return what is promised for a page, piece of shared content or set; None if nothing is.

    Something in an active set is promised for the set's moment.
    """
    if isinstance(content_object, ReleaseSet):
        return _build_set_publication(content_object) if content_object.is_active else None
    item = (
        ReleaseSetItem.objects.about(content_object)
        .filter(is_locked=True)
        .select_related("release_set", "revision")
        .first()
    )
    if item and item.revision:
        return UpcomingPublication(content_object, item.release_set.go_live_at, (item.revision,))
    revision = get_scheduled_revisions().filter(
        base_content_type=get_base_content_type(content_object), object_id=str(content_object.pk)
    )
    found = revision.first()
    return (
        UpcomingPublication(content_object, found.approved_go_live_at, (found,)) if found else None
    )


def find_upcoming_release_sets(content: Model) -> list[ReleaseSet]:
    """Return the sets that something is to go live with, drafts of sets included."""
    if content.pk is None:
        return []
    waiting = (*ReleaseSet.ACTIVE_STATES, ReleaseSet.State.DRAFT)
    items = ReleaseSetItem.objects.about(content).filter(release_set__state__in=waiting)
    return [item.release_set for item in items.select_related("release_set")]


def find_intended_go_live(content: Any, sets: Iterable[ReleaseSet]) -> datetime | None:
    """Return when a draft goes live with `sets`, or else by its own date; None if nobody said.

    Nothing of it has to be approved yet. Of several sets it is the last.
    """
    moments = [release_set.go_live_at for release_set in sets if release_set.go_live_at]
    return max(moments) if moments else content.go_live_at


def list_upcoming_publications(until: datetime | None = None) -> list[UpcomingPublication]:
    """Return all that is promised, the earliest first; items of a set only as the set."""
    revisions = get_scheduled_revisions().order_by("approved_go_live_at", "pk")
    sets = ReleaseSet.objects.active().prefetch_related("items__revision")
    if until:
        revisions = revisions.filter(approved_go_live_at__lte=until)
        sets = sets.filter(go_live_at__lte=until)
    found = [
        UpcomingPublication(content_object, revision.approved_go_live_at, (revision,))
        for revision, content_object in pair_revisions_with_objects(revisions)
        if content_object is not None
    ]
    found += [_build_set_publication(release_set) for release_set in sets]
    return sorted(found, key=lambda planned: planned.go_live_at)


def get_scheduled_revisions() -> Any:
    """Return the revisions that wait for a moment of their own."""
    return Revision.objects.filter(approved_go_live_at__isnull=False)


def find_go_live_times(
    model: type[Model], keys: Iterable[Any], without: ReleaseSet | None = None
) -> dict[str, datetime]:
    """Return when pages or shared content go live by a schedule or a set, by their keys.

    The set `without` counts as if it were not there. What is in a set is not scheduled by itself.
    """
    kind, texts = ContentType.objects.get_for_model(model), [str(key) for key in keys]
    scheduled = get_scheduled_revisions().filter(base_content_type=kind, object_id__in=texts)
    held = ReleaseSetItem.objects.filter(content_type=kind, object_id__in=texts, is_locked=True)
    if without:
        held = held.exclude(release_set=without)
    return dict(
        scheduled.order_by()
        .values_list("object_id", "approved_go_live_at")
        .union(held.order_by().values_list("object_id", "release_set__go_live_at"), all=True)
    )


def pair_revisions_with_objects(revisions: Iterable[Revision]) -> list[tuple[Revision, Any]]:
    """Return each revision with the page or shared content it belongs to, a query a model.

    Pages are given as `wagtail.models.Page`, without the fields of their own type.
    """
    revisions = list(revisions)
    wanted: dict[int, set[str]] = {}
    for revision in revisions:
        wanted.setdefault(revision.base_content_type_id, set()).add(revision.object_id)
    found: dict[tuple[int, str], Any] = {}
    for kind, keys in wanted.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            # Of an app that has gone since.
            continue
        for content_object in model._default_manager.filter(pk__in=keys):
            found[kind, str(content_object.pk)] = content_object
    return [
        (revision, found.get((revision.base_content_type_id, revision.object_id)))
        for revision in revisions
    ]


def get_set_items_with_authors(
    items: Iterable[ReleaseSetItem],
) -> list[tuple[ReleaseSetItem, Any, Any]]:
    """Return items of a set, each with its content and who saved the version that goes live.

    Costs as many queries for many items as for one. What was deleted is left out.
    """
    items = list(items)
    prefetch_related_objects(items, "base_content_object", "revision__user")
    by_model: dict[type, list[Any]] = {}
    for item in items:
        if item.base_content_object is not None:
            by_model.setdefault(type(item.base_content_object), []).append(item.base_content_object)
    for model, contents in by_model.items():
        owner = ["owner"] if issubclass(model, Page) else []
        prefetch_related_objects(contents, "latest_revision__user", *owner)
    found = []
    for item in items:
        if (content := item.base_content_object) is not None:
            revision = item.revision or content.latest_revision
            found.append((item, content, revision.user if revision else None))
    return found


def _build_set_publication(release_set: ReleaseSet) -> UpcomingPublication:
    items = release_set.items.all()
    revisions = tuple(item.revision for item in items if item.revision)
    return UpcomingPublication(release_set, release_set.go_live_at, revisions)
