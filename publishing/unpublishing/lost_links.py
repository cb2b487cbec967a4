"""Find and record the links that break when a page is unpublished or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from content.visibility import get_restricted_paths, is_live_now
from publishing.models.content_objects import get_title, get_type_label
from publishing.page_trees import get_pages_with_descendants
from publishing.permissions import VisibilityPolicy, edit_url
from snippets.models.base import get_base_snippet_models

# Beyond this, a page and the dashboard say that there are more.
MAX_LOST_LINKS = 100
# How many references are read at once.
REFERENCE_BATCH_SIZE = 500
LOST_LINK_LOG_ACTION = "publishing.lost_link"


@dataclass(frozen=True)
class LostLink:
    """A place on a live page, or in live shared content, that refers to a page."""

    title: str
    # What it is: “Press release”.
    kind: str
    # What editors call the place: “Read more”.
    place: str
    # None if this user may not edit it.
    edit_url: str | None
    # What the page is called that it refers to; empty if the user may not know of it.
    target_title: str = ""


def find_links_to(pages: Iterable[Page], user: Any) -> list[LostLink]:
    """Return what links to `pages` or to a page below them, and is live itself.

    It does not name what goes with the pages, nor what the user may not know of. It stops when it
    has found more than `MAX_LOST_LINKS`.
    """
    leaving = get_pages_with_descendants(pages).order_by()
    keys = {str(pk) for pk in leaving.values_list("pk", flat=True)}
    kind = ContentType.objects.get_for_model(Page).pk
    return _find_links(leaving, user, lambda key, _link: key[0] != kind or key[1] not in keys)


def find_lost_links(user: Any) -> list[LostLink]:
    """Return the places of live content whose page was unpublished, has expired or was deleted.

    It names what the user may edit, and stops when it has found more than `MAX_LOST_LINKS`.
    """
    unpublished = Page.objects.filter(live=False, first_published_at__isnull=False)
    found = _find_links(unpublished, user, lambda _key, link: bool(link.edit_url))
    return [*found, *_get_recorded(user)]


def record_lost_links(page: Page) -> None:
    """Note in the history of each live page that it loses its link to `page`, which is deleted.

    Wagtail forgets the reference with the page. The title is noted only if readers knew it, as it
    stands in the histories of pages whose editors need not work on `page`.
    """
    if not (page.live or page.first_published_at):
        return
    is_known = page.live and _is_open_to_all(page, tuple(get_restricted_paths(None)))
    title = page.title if is_known else ""
    for references in _iter_batches(_get_references(Page.objects.filter(pk=page.pk))):
        sources = _get_live_sources(references)
        for reference in references:
            source = sources.get((reference.base_content_type_id, reference.object_id))
            if isinstance(source, Page) and not _is_nulled_on_page_deletion(reference):
                log(
                    source,
                    LOST_LINK_LOG_ACTION,
                    data={"place": _get_place(reference), "title": title},
                )


def _get_recorded(user: Any) -> list[LostLink]:
    """Return the links to deleted pages, of the pages that were not published since."""
    entries = PageLogEntry.objects.filter(action=LOST_LINK_LOG_ACTION).order_by("-timestamp", "-pk")
    found: dict[tuple[int, str, str], LostLink] = {}
    for part in _iter_batches(entries):
        live = Page.objects.live().in_bulk({entry.page_id for entry in part})
        for entry in part:
            page = live.get(entry.page_id)
            url = page and edit_url(user, page)
            if not url:
                continue
            if page.last_published_at and page.last_published_at > entry.timestamp:
                continue
            link = LostLink(
                title=get_title(page),
                kind=get_type_label(page),
                place=entry.data["place"],
                edit_url=url,
                target_title=entry.data["title"],
            )
            found.setdefault((page.pk, link.place, link.target_title), link)
        if len(found) > MAX_LOST_LINKS:
            break
    return list(found.values())


def _find_links(
    targets: QuerySet[Page], user: Any, is_wanted: Callable[[tuple[int, str], LostLink], bool]
) -> list[LostLink]:
    """Return the links of live content to `targets` that are wanted, until there are too many."""
    knowledge, private = VisibilityPolicy(user), tuple(get_restricted_paths(None))
    found: dict[tuple[int, str, str, str], LostLink] = {}
    for references in _iter_batches(_get_references(targets)):
        for reference, link in _describe(references, knowledge, private):
            key = (reference.base_content_type_id, reference.object_id)
            if is_wanted(key, link):
                found.setdefault((*key, reference.to_object_id, link.place), link)
        if len(found) > MAX_LOST_LINKS:
            break
    return list(found.values())


def _iter_batches(records: QuerySet) -> Iterator[list[Any]]:
    """Yield records by hundreds, as most readers of them need only the first."""
    start = 0
    while part := list(records[start : start + REFERENCE_BATCH_SIZE]):
        yield part
        if len(part) < REFERENCE_BATCH_SIZE:
            break
        start += REFERENCE_BATCH_SIZE


def _to_text(records: QuerySet, field: str) -> QuerySet:
    """Return the numbers of pages as text, which is how Wagtail keeps them in references."""
    return records.order_by().annotate(text=Cast(field, CharField())).values("text")


def _get_references(targets: QuerySet[Page]) -> QuerySet[ReferenceIndex]:
    """Return where content refers to these pages."""
    sources = ContentType.objects.get_for_models(Page, *get_base_snippet_models()).values()
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Page),
        to_object_id__in=_to_text(targets, "pk"),
        base_content_type__in=sources,
    ).order_by("-pk")


def _is_nulled_on_page_deletion(reference: ReferenceIndex) -> bool:
    """Return whether the database empties the field when the page is deleted."""
    return isinstance(reference.source_field, models.ForeignKey)


def _describe(
    references: list[ReferenceIndex], knowledge: VisibilityPolicy, private: tuple[str, ...]
) -> Iterator[tuple[ReferenceIndex, LostLink]]:
    """Yield each reference of live content that the user may know of, and what it is in words."""
    sources = _get_live_sources(references)
    targets = Page.objects.in_bulk({int(ref.to_object_id) for ref in references})
    for reference in references:
        source = sources.get((reference.base_content_type_id, reference.object_id))
        target = targets.get(int(reference.to_object_id))
        if source is None or not (_is_open_to_all(source, private) or knowledge.can_see(source)):
            continue
        yield (
            reference,
            LostLink(
                title=get_title(source) if knowledge.can_see(source) else str(source),
                kind=get_type_label(source),
                place=_get_place(reference),
                edit_url=edit_url(knowledge.user, source),
                target_title=get_title(target) if target and knowledge.can_see(target) else "",
            ),
        )


def _get_place(reference: ReferenceIndex) -> str:
    """Return what editors call the place of a reference, such as “Read more”."""
    return " → ".join(dict.fromkeys(reference.describe_source_field().split(" → ")))


def _get_live_sources(references: list[ReferenceIndex]) -> dict[tuple[int, str], Any]:
    """Return the live content that refers, by its key, in one query for each model."""
    keys: dict[int, set[str]] = {}
    for reference in references:
        keys.setdefault(reference.base_content_type_id, set()).add(reference.object_id)
    found: dict[tuple[int, str], Any] = {}
    for kind, pks in keys.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        for source in model._default_manager.filter(pk__in=pks, live=True):
            if is_live_now(source):
                found[kind, str(source.pk)] = source
    return found


def _is_open_to_all(source: Any, private: tuple[str, ...]) -> bool:
    """Return whether everybody may know of live content."""
    return isinstance(source, Page) and not source.path.startswith(private)
