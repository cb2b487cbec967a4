"""Once a day the worker checks links, whoever asks for it and however often."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from wagtail import hooks

from home.links import runs
from home.links.tour import Tour
from home.models import LinkRun, OutboundLink
from publishing.management.commands import run_scheduler
from tests import factories
from tests.web_server import other_site

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 20, 3, 0, tzinfo=factories.LONDON)


@pytest.fixture(autouse=True)
def _turned_on(settings):
    settings.LINK_CHECK = True


@pytest.fixture
def begun(monkeypatch):
    """Count the runs that are begun instead of doing them."""
    found = []

    class Counter:
        def enqueue(self, *args):
            found.append(args)

    monkeypatch.setattr(runs, "reconcile", Counter())
    return found


def test_a_day_is_begun_once_however_often_schedulers_ask(begun):
    assert runs.begin_day(MORNING)
    for hour in range(24):
        assert not runs.begin_day(MORNING + timedelta(hours=hour, minutes=59))
    assert runs.begin_day(MORNING + timedelta(days=1))
    assert begun == [(), ()]


def test_the_day_begins_at_three_in_london(begun):
    runs.begin_day(MORNING - timedelta(minutes=1))

    assert runs.begin_day(MORNING)
    assert LinkRun.objects.get().day == MORNING.date()


def test_a_day_without_a_scheduler_is_not_made_up_for_twice(begun):
    runs.begin_day(MORNING)

    assert runs.begin_day(MORNING + timedelta(days=5))
    assert not runs.begin_day(MORNING + timedelta(days=5, hours=1))


def test_checks_can_be_turned_off(begun, settings):
    settings.LINK_CHECK = False

    assert not runs.begin_day(MORNING)
    assert begun == []


def test_a_day_that_could_not_be_enqueued_is_not_claimed(monkeypatch):
    class Broken:
        def enqueue(self):
            raise RuntimeError("No tasks today")

    monkeypatch.setattr(runs, "reconcile", Broken())

    with pytest.raises(RuntimeError):
        runs.begin_day(MORNING)
    assert not LinkRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_schedulers_one_begins_the_day(begun):
    LinkRun.objects.create(day=MORNING.date() - timedelta(days=1))

    def ask():
        runs.begin_day(MORNING)
        connection.close()

    schedulers = [Thread(target=ask) for _ in range(6)]
    for scheduler in schedulers:
        scheduler.start()
    for scheduler in schedulers:
        scheduler.join()

    assert begun == [()]


def test_the_scheduler_asks_for_daily_work_and_outlives_its_faults(begun, caplog):
    def broken(now):
        raise ValueError("Not today")

    with hooks.register_temporarily("daily_upkeep", broken, order=-1):
        run_scheduler.Command().keep_up()

    assert begun == [()]
    assert "Daily work could not be asked for" in caplog.text


def test_a_run_reads_content_asks_other_sites_and_says_how_they_are(settings, monkeypatch):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    monkeypatch.setattr(Tour.__init__, "__defaults__", (0,))
    with other_site() as site:
        text = f'<p><a href="{site.says("/a")}">The report</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        runs.begin_day(timezone.now())

    assert OutboundLink.objects.get().verdict == OutboundLink.Verdict.FINE


def test_a_long_run_goes_on_in_slices(settings, monkeypatch):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    # Each batch of content is more than there is time for.
    monkeypatch.setattr(runs, "SECONDS_A_SLICE", 0)
    kinds_seen = []
    after = runs.reconcile_after
    monkeypatch.setattr(
        runs, "reconcile_after", lambda kind, last: kinds_seen.append(kind) or after(kind, last)
    )
    monkeypatch.setattr(runs, "check_slice", lambda: False)
    with other_site() as site:
        text = f'<p><a href="{site.says("/a")}">The report</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        runs.reconcile.enqueue()

    assert kinds_seen == runs.kinds()
    assert OutboundLink.objects.count() == 1


def test_a_link_that_was_checked_a_moment_ago_is_not_asked_again(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with other_site() as site:
        text = f'<p><a href="{site.says("/a")}">The report</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        runs.reconcile_all()
        link = OutboundLink.objects.get(host="127.0.0.1")
        runs.check_link.enqueue(link.pk)
        runs.check_link.enqueue(link.pk)

        assert site.visits("/a") == 1
