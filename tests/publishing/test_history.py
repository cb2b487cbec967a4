"""The history of each page shows each of its publications, also those with others."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.log_actions import LogContext

from publishing import release_sets
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.publishing.scheduled_content import drafted, set_of
from tests.publishing.sets_to_publish import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]

PAGES, BANNERS = "wagtailadmin_pages:history", "wagtailsnippets_snippets_sitebanner:history"


def drafts(count=3):
    return [
        drafted(factories.make_press_release(slug=f"launch-{n}", live=False)) for n in range(count)
    ]


def banner():
    return drafted(
        factories.make_banner(
            live=False,
            last_published_at=None,
            go_live_at=None,
            expire_at=MOMENT + timedelta(hours=1),
        )
    )


def history(client, thing, view=PAGES):
    response = client.get(reverse(view, args=[thing.pk]))
    rows = BeautifulSoup(response.content, "html.parser").select("table tr")
    return [" ".join(row.get_text(" ").split()) for row in rows]


@pytest.mark.parametrize("is_now", [True, False])
def test_what_went_live_with_a_set_says_so_in_each_history(client, publisher, time_machine, is_now):
    pages, notice = drafts(), banner()
    release_set = set_of(*pages, notice, user=publisher, at=MOMENT)
    if is_now:
        seen = [
            f"{item.pk}:{release_sets.get_item_revision(item).pk}"
            for item in release_set.items.all()
        ]
        client.post(
            reverse("release_sets:edit", args=[release_set.pk]),
            {"set_action": "publish_now", "seen": seen},
        )
    else:
        release_sets.approve(release_set, publisher)
        time_machine.move_to(MOMENT)
        assert run_due() == 1

    for thing, view in [*((page, PAGES) for page in pages), (notice, BANNERS)]:
        told = [row for row in history(client, thing, view) if "release set “Report launch”" in row]
        assert len(told) == 1
        assert "ago" in told[0] or "Just now" in told[0]


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_each_page_of_a_bulk_action_tells_it(client, publisher, action):
    pages = drafts()
    if action == "unpublish":
        for page in pages:
            page.latest_revision.publish()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = "&".join(f"id={page.pk}" for page in pages)

    client.post(f"{url}?{query}", {"include_descendants": "", "reason": "Out of date"})

    for page in pages:
        page.refresh_from_db()
        assert page.live == (action == "publish")
        assert any(f"{action.capitalize()}ed" in row for row in history(client, page)), page


def test_autosaves_still_share_one_entry_in_the_history(client, publisher):
    [page] = drafts(1)
    revision = page.save_revision(user=publisher, clean=False, log_action=True)
    before = len(history(client, page))

    for _ in range(3):
        with LogContext(user=publisher):
            page.save_revision(
                user=publisher, clean=False, log_action=True, overwrite_revision=revision
            )

    assert len(history(client, page)) <= before + 1
