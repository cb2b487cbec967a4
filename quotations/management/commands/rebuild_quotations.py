"""Bring the ledger of quotations up to date with all pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from quotations.extraction import get_quoting_models
from quotations.index import index_page_quotations
from quotations.models import Quotation

# Few enough that a page is not kept from being published for long.
QUOTATION_INDEX_BATCH_SIZE = 100


class Command(BaseCommand):
    """Enter what the ledger lacks, and note as past what stands nowhere; marks stay.

    Publication keeps the ledger by itself. This is for pages that were there before it, or came in
    another way, such as by a script. Doing it again changes nothing.
    """

    help = "Bring the ledger of quotations up to date with the pages; safe to repeat"

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a start leave a ledger alone that has entries."""
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing if the ledger has entries"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the pages in batches, and say how many entries changed."""
        if options["if_empty"] and Quotation.objects.exists():
            return
        changed = self.record_hidden_quotations_removed()
        for model in get_quoting_models():
            live = model.objects.filter(live=True, alias_of=None).order_by("pk")
            keys = list(live.values_list("pk", flat=True))
            for start in range(0, len(keys), QUOTATION_INDEX_BATCH_SIZE):
                changed += self.index(model, keys[start : start + QUOTATION_INDEX_BATCH_SIZE])
        if options["verbosity"]:
            self.stdout.write(f"{changed} entries of the ledger were added or changed.")

    @transaction.atomic
    def index(self, model: type[Page], keys: list[int]) -> int:
        """Index some pages as they stand once nobody is publishing them."""
        rows = Page.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk"))
        return index_page_quotations(model.objects.filter(pk__in=keys))

    def record_hidden_quotations_removed(self) -> int:
        """Note as past what stood on pages that are not live, or show another page."""
        hidden = Q(page__live=False) | Q(page__alias_of__isnull=False)
        return Quotation.objects.current().filter(hidden).update(removed_at=timezone.now())
