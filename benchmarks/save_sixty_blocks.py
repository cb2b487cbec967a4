"""Compare how long an editor waits for a page of 60 blocks here and on stock Wagtail.

Prints JSON for SQLite and PostgreSQL: the median milliseconds of saving a draft and of publishing,
through the editor's form, with what this site checks and keeps and without it, and their ratio.
Both are measured in turns in one process. Promised: below 1.5. Ends with status 1 if not kept.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from _stage import on_each_database

BLOCKS = 60
RUNS = 15
MOST = 1.5


def measure() -> dict[str, Any]:
    """Save and publish one page again and again, with our checks and without."""
    from django.conf import settings
    from django.test import override_settings

    from config.settings import base

    # As in production: what can wait is put in a queue.
    with override_settings(TASKS=base.TASKS, ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        figures = {name: compare(button) for name, button in buttons().items()}
    kept = all(figure["ratio"] <= MOST for figure in figures.values())
    return {"blocks": BLOCKS, "milliseconds": figures, "kept": kept}


def buttons() -> dict[str, dict[str, str]]:
    """Return what the editor's two buttons send."""
    from tests.editing import PUBLISH, SAVE

    return {"save draft": SAVE, "publish": PUBLISH}


def compare(button: dict[str, str]) -> dict[str, float]:
    """Return the medians of pressing a button on this site and on stock Wagtail."""
    page, client = made_page()
    ours: list[float] = []
    stock: list[float] = []
    for number in range(RUNS + 1):
        with without_our_checks():
            stock.append(press(client, page, button, 2 * number))
        ours.append(press(client, page, button, 2 * number + 1))
    # The first of each fills caches.
    medians = [round(statistics.median(times[1:]), 1) for times in (stock, ours)]
    return {"stock": medians[0], "ours": medians[1], "ratio": round(medians[1] / medians[0], 2)}


def made_page() -> tuple[Any, Any]:
    """Return a live release with as many blocks, half of them with words of others or facts."""
    from django.test import Client

    from tests import factories

    factories.make_contact_details()
    user = factories.make_user(f"editor-{time.monotonic_ns()}")
    kinds = [
        lambda n: {"type": "heading", "value": {"text": f"Heading number {n}", "level": "2"}},
        lambda n: {"type": "paragraph", "value": f"<p>{SENTENCES} <b>Number {n}.</b></p>"},
        lambda n: {"type": "quote", "value": {"text": f"Words {n}.", "speaker": "A speaker"}},
        lambda n: {"type": "paragraph", "value": f"<p>{SENTENCES}</p><p>{SENTENCES} {n}.</p>"},
        lambda n: {"type": "callout", "value": {"text": f"<p>Ring somebody, number {n}.</p>"}},
        lambda n: {"type": "paragraph", "value": f"<ul><li>{n}</li><li>{SENTENCES}</li></ul>"},
    ]
    body = [kinds[number % len(kinds)](number) for number in range(BLOCKS)]
    page = factories.make_press_release(body=body, slug=f"long-{time.monotonic_ns()}")
    client = Client()
    client.force_login(user)
    return page, client


SENTENCES = (
    "Trafficked children are entitled to protection, and most of them do not get it. A guardian "
    "speaks for a child who cannot speak for herself."
)


def press(client: Any, page: Any, button: dict[str, str], number: int) -> float:
    """Return the milliseconds of sending the form with another title."""
    from tests.editing import edit_url, posted

    stored = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    data = {**posted(stored, title=f"Title number {number}", minor_change="on"), **button}
    start = time.perf_counter()
    response = client.post(edit_url(page), data)
    took = (time.perf_counter() - start) * 1000
    if response.status_code != 302:
        raise SystemExit(f"Not saved: {response.context['form'].errors}")
    return took


@contextmanager
def without_our_checks() -> Iterator[None]:
    """Have Wagtail do what it does by itself with the same models, forms and blocks."""
    from django.db.models.signals import post_save
    from wagtail.blocks import StreamBlock, StructBlock
    from wagtail.models import Revision
    from wagtail.signals import page_published, published

    from content.blocks.base import ThreadSafeStreamBlock, ValidatedBlock
    from content.editing.forms import ContentPageForm, PublicationRulesFormMixin
    from content.validation.publication_rules import PublicationRulesMixin
    from editorial.links import index as links
    from pages import signal_handlers as of_pages
    from publishing import signal_handlers as of_publishing
    from quotations import signal_handlers as of_quotations

    inherited = {
        PublicationRulesMixin: ("save", "full_clean", "publish", "unpublish", "get_lock"),
        PublicationRulesFormMixin: ("is_valid",),
    }
    receivers = [
        (page_published, of_pages.save_change_note, None),
        (page_published, of_quotations.index_quotations, None),
        (page_published, of_publishing.index_references_of_published, None),
        (published, of_publishing.index_references_of_published, None),
        (page_published, links.index_links_on_publish, None),
        (published, links.index_links_on_publish, None),
        (post_save, of_publishing.update_task_state_revision, Revision),
    ]
    with ExitStack() as stack:
        for owner, names in inherited.items():
            for name in names:
                stack.enter_context(patch.object(owner, name, passed_on(owner, name)))
        for block, stock in ((ValidatedBlock, StructBlock), (ThreadSafeStreamBlock, StreamBlock)):
            stack.enter_context(patch.object(block, "clean", stock.clean))
        stack.enter_context(
            patch.object(ThreadSafeStreamBlock, "clean_deferred", StreamBlock.clean_deferred)
        )
        stack.enter_context(patch.object(ContentPageForm, "find_problems", lambda *_: None))
        for signal, receiver, sender in receivers:
            if not signal.disconnect(receiver, sender=sender):
                raise SystemExit(f"No longer connected: {receiver.__name__}")
            stack.callback(signal.connect, receiver, sender=sender)
        yield


def passed_on(owner: type, name: str) -> Any:
    """Return a method that does only what the next class does."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(super(owner, self), name)(*args, **kwargs)

    return method


if __name__ == "__main__":
    sys.exit(on_each_database(__file__, measure))
