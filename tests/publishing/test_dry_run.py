"""A publication that would fail at go-live is announced ten minutes before it."""

from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from publishing import release_sets
from publishing.embargo_audit.tasks import run_audit
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.release_sets import dry_run
from publishing.release_sets.dry_run import dry_run_all, enqueue_dry_run, find_go_live_problems
from publishing.upcoming import get_upcoming_publication
from tests import factories
from tests.publishing.scheduled_content import drafted, promised_set, scheduled_release, set_of
from tests.publishing.test_embargo_audit import as_visitor

pytestmark = pytest.mark.django_db

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
MOMENT = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def promised(request):
    """Return a set, or a page of its own, that is to go live at an address of its own."""
    author = factories.make_user("author")
    page = factories.make_press_release(slug="old", owner=author)
    page.slug, page.minor_change, page.go_live_at = "guardians", True, MOMENT
    if request.param == "page":
        page.save_revision(approved_go_live_at=MOMENT, clean=False)
        return page
    release_set = set_of(drafted(page), user=author, at=MOMENT)
    release_sets.approve(release_set, author)
    return ReleaseSet.objects.get()


def check_before(content_object):
    """Do what the worker does ten minutes before."""
    check = EmbargoAudit(trigger="before", go_live_at=MOMENT)
    check.content_object = content_object
    check.save()
    run_audit(check, as_visitor)


@pytest.mark.parametrize("promised", ["set", "page"], indirect=True)
def test_an_address_that_another_page_took_since_is_told_of(promised, mailoutbox):
    factories.make_press_release(slug="guardians", title="Innocent", live=False)

    check_before(promised)

    [message] = mailoutbox
    assert "Cannot go live" in message.subject
    assert "Wednesday 1 May 2013, 11:00 London time" in message.subject
    assert "guardians" in message.body
    assert Page.objects.get(slug="old").live


@pytest.mark.parametrize("promised", ["set", "page"], indirect=True)
def test_of_what_will_go_live_nothing_is_said(promised, mailoutbox):
    check_before(promised)

    assert [message.subject for message in mailoutbox if "Would not" in message.subject] == []


def test_a_set_that_points_at_something_unpublished_since_is_told_of(mailoutbox):
    author = factories.make_user("author")
    report = factories.make_report_page(slug="report", title="After Eighteen")
    text = f'<p>Read <a linktype="page" id="{report.pk}">our report on leaving care</a>.</p>'
    body = [{"type": "paragraph", "value": text}]
    release = drafted(factories.make_press_release(slug="launch", live=False, body=body))
    release_set = set_of(release, user=author, at=MOMENT)
    release_sets.approve(release_set, author)
    report.unpublish()

    check_before(ReleaseSet.objects.get())

    [message] = [each for each in mailoutbox if "Check before" in each.subject]
    assert "Readers cannot see a" in message.body
    assert "After Eighteen" not in message.body


def test_rows_are_locked_in_one_order_before_anything_is_tried():
    first = drafted(factories.make_press_release(slug="first", live=False))
    second = drafted(factories.make_press_release(slug="second", live=False))
    planned = get_upcoming_publication(promised_set(second, first, at=MOMENT))

    with CaptureQueriesContext(connection) as queries:
        assert find_go_live_problems(planned) == ([], [])

    asked = [query["sql"] for query in queries]
    locked = next(
        number
        for number, sql in enumerate(asked)
        if sql.startswith('SELECT "wagtailcore_page"."id"') and "ORDER BY 1 ASC" in sql
    )
    written = [number for number, sql in enumerate(asked) if sql.startswith("UPDATE")]
    assert locked < min(written)


def test_what_goes_live_within_two_minutes_is_left_alone(mailoutbox, time_machine):
    topic = factories.make_topic("Missing children")
    scheduled_release(MOMENT, topics=[topic])
    factories.make_user("publisher")
    type(topic).objects.update(live=False)

    time_machine.move_to(MOMENT - timedelta(minutes=2), tick=False)
    dry_run_all.func()
    assert mailoutbox == []

    time_machine.move_to(MOMENT - timedelta(minutes=3), tick=False)
    dry_run_all.func()
    assert len(mailoutbox) == 1


def test_all_is_tried_every_ten_minutes(time_machine, monkeypatch):
    scheduled_release(MOMENT)
    cache.clear()
    task = Mock()
    monkeypatch.setattr(dry_run, "dry_run_all", task)

    for minute in range(21):
        time_machine.move_to(NOW + timedelta(minutes=minute, seconds=1), tick=False)
        enqueue_dry_run()

    assert task.enqueue.call_count == 3
