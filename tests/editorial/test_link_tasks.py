"""Once a day the worker checks links, whoever asks for it and however often."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone
from wagtail import hooks

from editorial.links import checking, tasks
from editorial.links.crawler import OutboundLinkFetcher
from editorial.models import LatestLinkRun, OutboundLink
from publishing.management.commands import run_scheduler
from snippets.models import SiteIdentity
from tests import factories
from tests.processes import PATIENCE
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

    monkeypatch.setattr(tasks, "reconcile_link_index_batch", Counter())
    return found


def test_a_day_is_begun_once_however_often_schedulers_ask(begun):
    assert tasks.enqueue_daily_run(MORNING)
    for hour in range(24):
        assert not tasks.enqueue_daily_run(MORNING + timedelta(hours=hour, minutes=59))
    assert tasks.enqueue_daily_run(MORNING + timedelta(days=1))
    assert begun == [(), ()]


def test_the_day_begins_at_three_in_london(begun):
    tasks.enqueue_daily_run(MORNING - timedelta(minutes=1))

    assert tasks.enqueue_daily_run(MORNING)
    assert LatestLinkRun.objects.get().day == MORNING.date()


def test_a_day_without_a_scheduler_is_not_made_up_for_twice(begun):
    tasks.enqueue_daily_run(MORNING)

    assert tasks.enqueue_daily_run(MORNING + timedelta(days=5))
    assert not tasks.enqueue_daily_run(MORNING + timedelta(days=5, hours=1))


def test_checks_can_be_turned_off(begun, settings):
    settings.LINK_CHECK = False

    assert not tasks.enqueue_daily_run(MORNING)
    assert begun == []


def test_a_day_that_could_not_be_enqueued_is_not_claimed(monkeypatch):
    class Broken:
        def enqueue(self):
            raise RuntimeError("No tasks today")

    monkeypatch.setattr(tasks, "reconcile_link_index_batch", Broken())

    with pytest.raises(RuntimeError):
        tasks.claim_daily_run.call(MORNING.date().isoformat())
    assert not LatestLinkRun.objects.filter(day=MORNING.date()).exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_schedulers_one_begins_the_day(begun):
    LatestLinkRun.objects.create(day=MORNING.date() - timedelta(days=1))

    def begin():
        tasks.enqueue_daily_run(MORNING)
        connection.close()

    schedulers = [Thread(target=begin) for _ in range(6)]
    for scheduler in schedulers:
        scheduler.start()
    for scheduler in schedulers:
        scheduler.join()

    assert begun == [()]


@contextmanager
def frozen(work):
    """Have another connection do `work` and hold what it has written until this is left."""
    has_written, may_go_on = Event(), Event()

    def hold():
        with transaction.atomic():
            work()
            has_written.set()
            may_go_on.wait(PATIENCE)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert has_written.wait(PATIENCE)
    try:
        yield
    finally:
        may_go_on.set()
        holder.join()


def finishes(work):
    """Return whether `work` ends soon, in a thread of its own."""
    is_done = Event()

    def do():
        work()
        is_done.set()
        connection.close()

    Thread(target=do).start()
    return is_done.wait(3)


def claim_earlier():
    LatestLinkRun.objects.update(day=MORNING.date() - timedelta(days=1))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "work", [claim_earlier, lambda: LatestLinkRun.objects.create(id=1, day=MORNING.date())]
)
def test_a_scheduler_waits_for_nobody_who_has_claimed_the_day_and_froze(monkeypatch, work):
    asked = []
    monkeypatch.setattr(tasks, "claim_daily_run", SimpleNamespace(enqueue=asked.append))
    if work is claim_earlier:
        LatestLinkRun.objects.create(day=MORNING.date() - timedelta(days=2))

    with frozen(work):
        assert finishes(lambda: run_scheduler.enqueue_daily_tasks(MORNING))

    assert asked == [MORNING.date().isoformat()]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_leaves_a_day_that_another_is_claiming_to_it(begun):
    LatestLinkRun.objects.create(day=MORNING.date() - timedelta(days=2))

    with frozen(claim_earlier):
        assert finishes(lambda: tasks.claim_daily_run.call(MORNING.date().isoformat()))
        assert begun == []

    tasks.enqueue_daily_run(MORNING)
    assert begun == [()]


def test_the_scheduler_asks_for_daily_work_and_outlives_its_faults(begun, caplog):
    def broken(now):
        raise ValueError("Not today")

    with hooks.register_temporarily("register_daily_tasks", broken, order=-1):
        run_scheduler.Command().run_maintenance()

    assert begun == [()]
    assert "Daily work could not be asked for" in caplog.text


def test_a_run_reads_content_asks_other_sites_and_says_how_they_are(settings, monkeypatch):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    monkeypatch.setattr(OutboundLinkFetcher.__init__, "__defaults__", (0,))
    with other_site() as site:
        text = f'<p><a href="{site.says("/a")}">The report</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        tasks.enqueue_daily_run(timezone.now())

    assert OutboundLink.objects.get().verdict == OutboundLink.Verdict.FINE


def test_a_long_run_goes_on_in_slices(settings, monkeypatch):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    # Each batch of content is more than there is time for.
    monkeypatch.setattr(tasks, "LINK_CHECK_BATCH_SECONDS", 0)
    kinds_seen = []
    after = tasks.index_next_batch
    monkeypatch.setattr(
        tasks, "index_next_batch", lambda kind, last: kinds_seen.append(kind) or after(kind, last)
    )
    monkeypatch.setattr(tasks, "check_due_link_batch", lambda: False)
    with other_site() as site:
        text = f'<p><a href="{site.says("/a")}">The report</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        tasks.reconcile_link_index_batch.enqueue()

    assert kinds_seen == tasks.get_linking_models()
    assert OutboundLink.objects.count() == 1


def test_a_link_that_was_checked_a_moment_ago_is_not_asked_again(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with other_site() as site:
        text = f'<p><a href="{site.says("/a")}">The report</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        tasks.reconcile_link_index()
        link = OutboundLink.objects.get(host="127.0.0.1")
        tasks.check_link.enqueue(link.pk)
        tasks.check_link.enqueue(link.pk)

        assert site.visits("/a") == 1


def verdicts():
    return dict(OutboundLink.objects.values_list("url", "verdict"))


@pytest.fixture
def two_links(settings):
    """Two links that readers have, to an odd site and to a good one, and both are due."""
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with other_site() as site:
        odd, good = site.says("/odd"), site.says("/good").replace("127.0.0.1", "localhost")
        text = f'<p><a href="{odd}">One report</a> and <a href="{good}">another</a></p>'
        factories.make_press_release(body=[{"type": "paragraph", "value": text}])
        tasks.reconcile_link_index()
        yield odd, good


def test_an_odd_answer_costs_no_other_link_its_check(two_links, monkeypatch, caplog):
    odd, good = two_links
    fetch = OutboundLinkFetcher.fetch

    def astonish(tour, address):
        if address == odd:
            raise LookupError("Never seen")
        return fetch(tour, address)

    monkeypatch.setattr(OutboundLinkFetcher, "fetch", astonish)
    assert tasks.check_due_link_batch(OutboundLinkFetcher(SiteIdentity(), pause=0)) is False

    assert verdicts() == {odd: "unknown", good: "fine"}
    assert "cannot be understood" in caplog.text


def test_what_cannot_be_kept_of_one_link_costs_no_other_its_check(two_links, monkeypatch, caplog):
    odd, good = two_links
    judge = checking._set_verdict

    def fail(link, outcome, now):
        if link.url == odd and outcome.status:
            raise DataError("Not in this table")
        judge(link, outcome, now)

    monkeypatch.setattr(checking, "_set_verdict", fail)
    assert tasks.check_due_link_batch(OutboundLinkFetcher(SiteIdentity(), pause=0)) is False

    assert verdicts() == {odd: "unknown", good: "fine"}
    assert OutboundLink.objects.get(url=odd).reason == "What was found of it could not be kept."
    assert "cannot be kept" in caplog.text


@pytest.fixture
def follow_ups(time_machine, deferred_tasks):
    """Return a function that says in how many seconds another slice follows, and its arguments."""
    time_machine.move_to(MORNING, tick=False)

    def find():
        assert {result.task.name for result in deferred_tasks} == {"run_due_link_checks"}
        return [
            ((result.task.run_after - MORNING).total_seconds(), tuple(result.args))
            for result in deferred_tasks
        ]

    return find


def test_a_slice_that_fails_is_followed_by_others_but_not_for_ever(monkeypatch, follow_ups, caplog):
    def fail():
        raise DataError("Not today")

    monkeypatch.setattr(tasks, "check_due_link_batch", fail)
    for faults in (0, 1, tasks.MAX_FAILED_LINK_BATCHES):
        tasks.run_due_link_checks.call(faults)

    assert follow_ups() == [(300, (1,)), (300, (2,))]
    assert "could not be checked" in caplog.text


def test_a_slice_that_succeeds_is_followed_at_once_while_there_is_more(monkeypatch, follow_ups):
    answers = iter([True, False])
    monkeypatch.setattr(tasks, "check_due_link_batch", lambda: next(answers))
    tasks.run_due_link_checks.call(3)
    tasks.run_due_link_checks.call()

    assert follow_ups() == [(2, ())]
