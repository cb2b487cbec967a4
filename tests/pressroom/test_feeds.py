from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from pressroom.feeds import MAX_FEED_ENTRIES
from tests import factories

pytestmark = pytest.mark.django_db


def entries(client):
    response = client.get("/press/feed/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = response.content.split(b"?>", 1)[1]
    return BeautifulSoup(feed, "html.parser").find_all("entry")


def text(entry, name):
    return entry.find(name).text


def test_an_empty_feed_answers_before_there_is_an_archive(client):
    factories.make_home()
    assert entries(client) == []


def test_an_entry_has_title_summary_and_address_of_the_release(client):
    release = factories.make_press_release(title="Fish & chips", slug="debate")
    (entry,) = entries(client)
    assert text(entry, "title") == "Fish & chips"
    assert text(entry, "summary") == release.summary
    assert entry.find("link")["href"] == "http://testserver/press/debate/"


def test_an_entry_is_dated_as_printed_on_the_release_in_london(client):
    factories.make_press_release(release_date=date(2012, 7, 1))
    (entry,) = entries(client)
    assert text(entry, "published") == "2012-07-01T00:00:00+01:00"


def test_an_entry_is_updated_when_the_release_was_last_changed_never_before_its_date(client):
    changed = datetime(2014, 5, 6, 7, 8, tzinfo=UTC)
    factories.make_press_release(
        title="Changed", release_date=date(2013, 1, 2), last_published_at=changed
    )
    factories.make_press_release(
        title="Early",
        release_date=date(2013, 1, 1),
        last_published_at=datetime(2012, 1, 1, tzinfo=UTC),
    )
    updated = [text(entry, "updated") for entry in entries(client)]
    assert updated == ["2014-05-06T07:08:00+00:00", "2013-01-01T00:00:00+00:00"]


def test_a_release_that_was_never_published_the_usual_way_does_not_break_the_feed(client):
    factories.make_press_release(last_published_at=None)
    assert len(entries(client)) == 1


def test_drafts_and_private_releases_are_not_announced(client):
    factories.make_press_release(live=False)
    factories.make_private(factories.make_press_release(title="Private"))
    assert entries(client) == []


def test_the_newest_releases_come_first_and_the_feed_stays_short(client):
    for day in range(1, MAX_FEED_ENTRIES + 3):
        factories.make_press_release(title=f"Release {day}", release_date=date(2012, 1, day))
    titles = [text(entry, "title") for entry in entries(client)]
    assert titles == [f"Release {day}" for day in range(MAX_FEED_ENTRIES + 2, 2, -1)]
