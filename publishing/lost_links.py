"""Find and record the links that break when a page is unpublished or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from publishing.models.subjects import name_of_kind, title_of
from publishing.rights import Knowledge, edit_url
from snippets.models.base import shared_models
from snippets.visibility import is_live_now, restricted_paths

# Beyond this, a page and the dashboard say that there are more.
MAX_LOST_LINKS = 100
LOST_LINK = "publishing.lost_link"


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

    It does not name what goes with the pages, nor what the user may not know of.
    """
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    leaving = Page.objects.filter(below).order_by()
    found = _describe(_get_references(_as_text(leaving, "pk")), user)
    keys = {str(pk) for pk in leaving.values_list("pk", flat=True)}
    kind = ContentType.objects.get_for_model(Page).pk
    return [link for key, link in found if key[0] != kind or key[1] not in keys]


def find_lost_links(user: Any) -> list[LostLink]:
    """Return the places of live content whose page was unpublished, has expired or was deleted."""
    unpublished = Page.objects.filter(live=False, first_published_at__isnull=False)
    references = _get_references(_as_text(unpublished, "pk"))
    return [*(link for _key, link in _describe(references, user)), *_get_recorded(user)]


def record_lost_links(page: Page) -> None:
    """Note in the history of each live page that it loses its link to `page`, which is deleted.

    Wagtail forgets the reference with the page.
    """
    references = _get_references(_as_text(Page.objects.filter(pk=page.pk), "pk"))
    sources = _get_live_sources(references)
    for reference in references:
        source = sources.get((reference.base_content_type_id, reference.object_id))
        if isinstance(source, Page) and not _is_emptied(reference):
            log(source, LOST_LINK, data={"place": _get_place(reference), "title": page.title})


def _get_recorded(user: Any) -> list[LostLink]:
    """Return the links to deleted pages, of the pages that were not published since."""
    entries = PageLogEntry.objects.filter(action=LOST_LINK).order_by("-timestamp", "-pk")
    entries = list(entries[:MAX_LOST_LINKS])
    live = Page.objects.live().in_bulk({entry.page_id for entry in entries})
    knowledge = Knowledge(user)
    found: dict[tuple[int, str, str], LostLink] = {}
    for entry in entries:
        page = live.get(entry.page_id)
        if page is None or not knowledge.of(page):
            continue
        if page.last_published_at and page.last_published_at > entry.timestamp:
            continue
        link = LostLink(
            title=title_of(page),
            kind=name_of_kind(page),
            place=entry.data["place"],
            edit_url=edit_url(user, page),
            target_title=entry.data["title"],
        )
        found.setdefault((page.pk, link.place, link.target_title), link)
    return list(found.values())


def _as_text(records: QuerySet, field: str) -> QuerySet:
    """Return the numbers of pages as text, which is how Wagtail keeps them in references."""
    return records.order_by().annotate(text=Cast(field, CharField())).values("text")


def _get_references(targets: QuerySet) -> list[ReferenceIndex]:
    """Return where content refers to the pages of these numbers."""
    sources = ContentType.objects.get_for_models(Page, *shared_models()).values()
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Page),
        to_object_id__in=targets,
        base_content_type__in=sources,
    )
    return list(references.order_by("-pk")[: MAX_LOST_LINKS + 1])


def _is_emptied(reference: ReferenceIndex) -> bool:
    """Return whether the database empties the field when the page is deleted."""
    return isinstance(reference.source_field, models.ForeignKey)


def _describe(references: Iterable[ReferenceIndex], user: Any) -> list[tuple[Any, LostLink]]:
    """Return each reference of live content in words, with the key of its content."""
    references = list(references)
    sources = _get_live_sources(references)
    targets = Page.objects.in_bulk({int(ref.to_object_id) for ref in references})
    knowledge, private = Knowledge(user), tuple(restricted_paths(None))
    found: dict[tuple[Any, str, str], tuple[Any, LostLink]] = {}
    for reference in references:
        key = (reference.base_content_type_id, reference.object_id)
        source, target = sources.get(key), targets.get(int(reference.to_object_id))
        if source is None or not (_is_open(source, private) or knowledge.of(source)):
            continue
        link = LostLink(
            title=title_of(source) if knowledge.of(source) else str(source),
            kind=name_of_kind(source),
            place=_get_place(reference),
            edit_url=edit_url(user, source),
            target_title=title_of(target) if target and knowledge.of(target) else "",
        )
        found.setdefault((key, reference.to_object_id, link.place), (key, link))
    return list(found.values())


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
        model = ContentType.objects.get_for_id(kind).model_class()
        for source in model._default_manager.filter(pk__in=pks, live=True):
            if is_live_now(source):
                found[kind, str(source.pk)] = source
    return found


def _is_open(source: Any, private: tuple[str, ...]) -> bool:
    """Return whether everybody may know of live content."""
    return isinstance(source, Page) and not source.path.startswith(private)
