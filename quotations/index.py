"""Keeping the ledger: what stands on pages when they are published, and what ceased to.

An entry is told by its page, its block and its words with their speaker. While those stay, it is
the same entry, whatever else is edited, and keeps its mark. An entry whose words or block are gone
is kept as past; should they come back, so does the entry. A mark is about words: it passes to a new
entry of the page with the same words, where only the speaker was put right or the block made anew.

An alias prints what its original prints. It has no entries of its own, and shows those marks; it
takes them along when it becomes a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from quotations.extraction import QuotedPassage, get_quotations, get_quoting_streams
from quotations.models import Quotation
from snippets.models import SiteDocument

QUOTATION_DETAIL_FIELDS = (
    "role",
    "source",
    "source_locator",
    "source_document",
    "source_page",
    "source_url",
    "date",
    "date_precision",
    "removed_at",
)
QUOTATION_MARK_FIELDS = ("mark", "note", "marked_at", "marked_by_id")


def index_page_quotations(pages: Iterable[Page]) -> int:
    """Bring the entries of live pages, given as their own types, up to date; count the changes.

    Takes one query if none of the pages has, or had, a quotation.
    """
    found = {
        page: get_quotations(page)
        for page in pages
        if page.live and not page.alias_of_id and get_quoting_streams(page.__class__)
    }
    if not found:
        return 0
    entries: dict[int, dict[tuple[str, str], Quotation]] = {page.pk: {} for page in found}
    for entry in Quotation.objects.filter(page__in=entries).order_by("pk"):
        entries[entry.page_id][entry.block_id, entry.fingerprint] = entry
    sources = _QuotationSources(
        quotation for of_page in found.values() for quotation in of_page.values()
    )
    added: list[Quotation] = []
    changed: list[Quotation] = []
    for page, of_page in found.items():
        known = entries[page.pk]
        for key, quotation in of_page.items():
            details = (
                _get_page_date_fields(page) | sources.of(quotation) | _get_attribution(quotation)
            )
            if key not in known:
                added.append(_build_quotation(page, quotation, details, known.values()))
            elif _update(known[key], details):
                changed.append(known[key])
        changed += [
            entry
            for key, entry in known.items()
            if key not in of_page
            and _update(entry, {"removed_at": entry.removed_at or timezone.now()})
        ]
    if added or changed:
        with transaction.atomic(savepoint=False):
            Quotation.objects.bulk_create(added)
            if changed:
                Quotation.objects.bulk_update(
                    changed, [name.removesuffix("_id") for name in QUOTATION_DETAIL_FIELDS]
                )
    return len(added) + len(changed)


def record_page_quotations_removed(page: Page) -> None:
    """Note that nothing of `page` is before readers any more."""
    Quotation.objects.current().filter(page_id=page.pk).update(removed_at=timezone.now())


def index_former_alias_quotations(page: Page) -> None:
    """Enter what a page prints that was an alias until now, with the marks that it showed."""
    index_page_quotations([page])
    own = Quotation.objects.filter(page_id=page.pk, mark=Quotation.Mark.NONE).exclude(block_id="")
    originals = Quotation.objects.current().marked().exclude(page_id=page.pk)
    for entry in own:
        same = {"block_id": entry.block_id, "fingerprint": entry.fingerprint}
        if original := originals.filter(**same).first():
            _copy_mark(original, entry)
            entry.save()


class _QuotationSources:
    """What quotations link to, so far as it is there: links outlive what they lead to."""

    def __init__(self, quotations: Iterable[QuotedPassage]) -> None:
        links = [quotation.link for quotation in quotations if quotation.link]
        self.there = {
            kind: self._get_existing_pks(model, {value for found, value in links if found == kind})
            for kind, model in (("page", Page), ("document", SiteDocument))
        }

    def _get_existing_pks(self, model: Any, numbers: set[Any]) -> set[int]:
        wanted = {number for number in numbers if isinstance(number, int)}
        return (
            set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True))
            if wanted
            else wanted
        )

    def of(self, quotation: QuotedPassage) -> dict[str, Any]:
        """Return the fields that say where a quotation can be checked."""
        kind, value = quotation.link or ("", None)
        is_there = kind in self.there and value in self.there[kind]
        return {
            "source_document_id": value if is_there and kind == "document" else None,
            "source_page_id": value if is_there and kind == "page" else None,
            "source_url": value if kind == "url" else "",
        }


def _get_page_date_fields(page: Page) -> dict[str, Any]:
    """Return the date that readers see of a page; some pages show none."""
    day = getattr(page, "display_date", None)
    return {"date": day, "removed_at": None} | (
        {"date_precision": page.date_precision} if day else {}
    )


def _get_attribution(quotation: QuotedPassage) -> dict[str, Any]:
    names = ("role", "source", "source_locator")
    return {name: getattr(quotation, name) for name in names}


def _build_quotation(
    page: Page, quotation: QuotedPassage, details: dict[str, Any], known: Iterable[Quotation]
) -> Quotation:
    block_id, fingerprint = quotation.key
    entry = Quotation(
        page_id=page.pk,
        block_id=block_id,
        fingerprint=fingerprint,
        words=quotation.words,
        speaker=quotation.speaker,
        **details,
    )
    for other in known:
        is_same_block = other.block_id == block_id and other.words == entry.words
        if other.mark and (is_same_block or other.fingerprint == fingerprint):
            _copy_mark(other, entry)
    return entry


def _copy_mark(marked: Quotation, entry: Quotation) -> None:
    for name in QUOTATION_MARK_FIELDS:
        setattr(entry, name, getattr(marked, name))


def _update(entry: Quotation, details: dict[str, Any]) -> bool:
    """Set what differs; tell whether anything did."""
    different = {name: value for name, value in details.items() if getattr(entry, name) != value}
    for name, value in different.items():
        setattr(entry, name, value)
    return bool(different)
