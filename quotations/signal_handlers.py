"""React to the publication of pages: keep the ledger of what they quote."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from content.validation.batching import run_once_per_batch
from quotations import index


def index_quotations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Enter in the ledger what a page quotes, once readers see it.

    Wagtail sends the signal already when a page is scheduled; that is passed over.
    """
    run_once_per_batch(index.index_page_quotations, instance)


def record_quotations_removed_on_unpublish(
    sender: type[Page], instance: Page, **kwargs: Any
) -> None:
    """Note that readers see nothing of the page any more."""
    index.record_page_quotations_removed(instance)


def connect() -> None:
    """Listen to the publication of pages, and to its end."""
    page_published.connect(index_quotations)
    page_unpublished.connect(record_quotations_removed_on_unpublish)
