"""React to the publication of pages: keep the ledger of what they quote."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from content.validation.batching import run_once_per_batch
from quotations import index


def index_quotations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Enter in the ledger what a page quotes, once readers see it.

    Wagtail sends the signal already when a page is scheduled; `index_pages` passes that over.
    """
    run_once_per_batch(index.index_pages, instance)


def close_quotations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Note that readers see nothing of the page any more."""
    index.close_quotations_of(instance)


def connect() -> None:
    """Listen to the publication of pages, and to its end."""
    page_published.connect(index_quotations)
    page_unpublished.connect(close_quotations)
