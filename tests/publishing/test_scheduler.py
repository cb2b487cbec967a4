"""Scheduled content comes out when it is due, and one refusal delays nothing else."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, Revision

from pressroom.models import PressReleaseIndexPage
from publishing.management.commands import run_scheduler
from publishing.models import PublicationFailure
from publishing.scheduler import jobs
from publishing.scheduler.jobs import list_due_jobs, next_due, run_due
from tests import factories

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def scheduled(at, **overrides):
    """Return a release that is approved to go live at a moment after NOW."""
    page = factories.make_press_release(live=False, go_live_at=at, **overrides)
    page.save_revision(approved_go_live_at=at, clean=False)
    return page


def is_live(page):
    page.refresh_from_db()
    return page.live


@pytest.mark.django_db
def test_what_is_due_comes_out_and_what_is_not_stays_sealed(time_machine):
    due, later = scheduled(NOW, slug="due"), scheduled(NOW + MINUTE, slug="later")
    time_machine.move_to(NOW)

    assert run_due() == 1

    assert is_live(due)
    assert not is_live(later)
    assert later.latest_revision.approved_go_live_at == NOW + MINUTE


@pytest.mark.django_db
def test_nothing_is_published_twice(time_machine):
    scheduled(NOW)
    time_machine.move_to(NOW)

    assert (run_due(), run_due()) == (1, 0)


@pytest.mark.django_db
def test_a_refused_release_stays_scheduled_and_delays_no_other(time_machine, caplog):
    refused = scheduled(NOW - MINUTE, slug="refused", summary="Too short")
    good = scheduled(NOW, slug="good")
    time_machine.move_to(NOW)

    assert run_due() == 1

    assert is_live(good)
    assert not is_live(refused)
    assert Revision.objects.get(pk=refused.latest_revision_id).approved_go_live_at
    assert "9 characters" in caplog.text


@pytest.mark.django_db
def test_what_has_expired_is_withdrawn(time_machine):
    page = factories.make_press_release(expire_at=NOW)
    banner = factories.make_banner(expire_at=NOW + MINUTE)
    time_machine.move_to(NOW)

    assert run_due() == 1

    assert not is_live(page)
    assert page.expired
    banner.refresh_from_db()
    assert banner.live


@pytest.mark.django_db
def test_what_expires_leaves_its_next_version_on_its_schedule(time_machine):
    time_machine.move_to(NOW)
    page = factories.make_press_release(expire_at=NOW + MINUTE)
    banner = factories.make_banner(expire_at=NOW + MINUTE)
    for content in (page, banner):
        content.go_live_at, content.expire_at = NOW + 2 * MINUTE, NOW + 60 * MINUTE
        content.save_revision(approved_go_live_at=NOW + 2 * MINUTE, clean=False)
    time_machine.move_to(NOW + MINUTE)

    assert run_due() == 2
    assert not is_live(page)
    time_machine.move_to(NOW + 2 * MINUTE)
    assert run_due() == 2

    banner.refresh_from_db()
    assert is_live(page)
    assert banner.live


@pytest.mark.django_db
def test_what_was_due_and_over_during_an_outage_never_shows(time_machine):
    page = scheduled(NOW, expire_at=NOW + MINUTE)
    time_machine.move_to(NOW + 2 * MINUTE)

    run_due()

    assert not is_live(page)
    assert page.expired
    assert page.first_published_at


@pytest.mark.django_db
def test_the_next_moment_is_the_first_go_live_or_expiry(time_machine):
    time_machine.move_to(NOW)
    assert next_due(NOW) is None
    factories.make_banner(expire_at=NOW + 3 * MINUTE)
    assert next_due(NOW) == NOW + 3 * MINUTE

    scheduled(NOW + 2 * MINUTE)

    assert next_due(NOW) == NOW + 2 * MINUTE


@pytest.mark.django_db
def test_a_failure_is_kept_with_its_reason_and_told_to_the_owner(time_machine, mailoutbox):
    owner = factories.make_user("author")
    page = scheduled(NOW, summary="Too short", owner=owner)
    time_machine.move_to(NOW)

    run_due()

    failure = PublicationFailure.objects.get()
    assert failure.content_object == page
    assert failure.due_at == NOW
    assert "9 characters" in failure.reason
    [message] = mailoutbox
    assert message.to == ["author@example.org"]
    assert "Wednesday 1 May 2013, 10:00 London time" in message.subject
    assert "9 characters" in message.body
    assert f"/admin/pages/{page.pk}/edit/" in message.body


@pytest.mark.django_db
def test_a_failing_unit_is_tried_later_and_later(time_machine):
    scheduled(NOW, summary="Too short")
    waits = []
    moment = NOW
    for _ in range(9):
        time_machine.move_to(moment, tick=False)
        run_due()
        failure = PublicationFailure.objects.get()
        waits.append((failure.retry_at - moment).total_seconds())
        time_machine.move_to(failure.retry_at - timedelta(seconds=1), tick=False)
        run_due()
        assert PublicationFailure.objects.get().attempts == failure.attempts
        moment = failure.retry_at

    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]


@pytest.mark.django_db
def test_after_an_hour_of_failures_a_person_is_asked_for_once(time_machine, mailoutbox):
    page = scheduled(NOW, summary="Too short", owner=factories.make_user("author"))
    for minutes in (0, 59, 61, 67, 73):
        time_machine.move_to(NOW + minutes * MINUTE, tick=False)
        run_due()

    assert PublicationFailure.objects.get().needs_attention
    assert ["Needs attention" in message.subject for message in mailoutbox] == [False, True]
    assert not is_live(page)
    assert page.latest_revision.approved_go_live_at == NOW


@pytest.mark.django_db
def test_success_ends_the_failure(time_machine):
    page = scheduled(NOW, summary="Too short")
    time_machine.move_to(NOW, tick=False)
    run_due()
    revision = page.latest_revision
    revision.content["summary"] = factories.SUMMARY
    revision.save(update_fields=["content"])
    time_machine.move_to(NOW + timedelta(seconds=5), tick=False)

    assert run_due() == 1

    assert is_live(page)
    assert not PublicationFailure.objects.exists()


@pytest.mark.django_db
def test_what_is_taken_off_its_schedule_fails_no_more(time_machine):
    page = scheduled(NOW, summary="Too short")
    time_machine.move_to(NOW)
    run_due()
    revision = page.latest_revision
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])

    run_due()

    assert not PublicationFailure.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["notifications.get_recipients", "scheduler.jobs.format_error"])
def test_a_failure_that_cannot_be_told_or_kept_delays_no_other(time_machine, monkeypatch, broken):
    scheduled(NOW - MINUTE, slug="refused", summary="Too short")
    good = scheduled(NOW, slug="good")
    time_machine.move_to(NOW)
    monkeypatch.setattr(f"publishing.{broken}", lambda *args: 1 / 0)

    assert run_due() == 1

    assert is_live(good)
    assert PublicationFailure.objects.exists() == (broken == "notifications.get_recipients")


@pytest.mark.django_db
def test_what_waits_for_another_transaction_is_tried_again_at_once(time_machine, monkeypatch):
    page = scheduled(NOW)
    time_machine.move_to(NOW)
    publish, calls = jobs._publish_revision, []

    def deadlocked_once(revision, now):
        calls.append(revision)
        if len(calls) == 1:
            raise OperationalError("deadlock detected")
        return publish(revision, now)

    monkeypatch.setattr(jobs, "_publish_revision", deadlocked_once)

    assert run_due() == 1

    assert is_live(page)
    assert not PublicationFailure.objects.exists()


@pytest.mark.django_db
def test_what_comes_out_does_not_wait_for_what_goes(time_machine):
    factories.make_press_release(slug="past", expire_at=NOW - MINUTE)
    page = scheduled(NOW, slug="due")
    time_machine.move_to(NOW)

    assert [unit.name.split("/")[0] for unit in list_due_jobs(NOW)] == ["revision", "expiry"]
    assert run_due() == 2
    assert is_live(page)


@pytest.mark.django_db
def test_an_expiry_that_fails_is_tried_again_as_well(time_machine, monkeypatch, caplog):
    page = factories.make_press_release(expire_at=NOW)
    time_machine.move_to(NOW, tick=False)
    with monkeypatch.context() as patch:
        patch.setattr(type(page), "unpublish", lambda *args, **kwargs: 1 / 0)
        run_due()
    reason = PublicationFailure.objects.get().reason
    assert "ZeroDivisionError" not in reason
    assert f"look for “expiry/wagtailcore.page/{page.pk}” in the log" in reason
    assert f"expiry/wagtailcore.page/{page.pk}" in caplog.text
    assert "ZeroDivisionError: division by zero" in caplog.text
    assert is_live(page)
    time_machine.move_to(NOW + timedelta(seconds=5), tick=False)

    run_due()

    assert not is_live(page)


@pytest.mark.django_db
def test_a_clock_set_back_publishes_nothing_twice_and_loses_no_schedule(time_machine):
    done, waiting = scheduled(NOW, slug="done"), scheduled(NOW + MINUTE, slug="waiting")
    time_machine.move_to(NOW)
    run_due()
    published = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
    time_machine.move_to(NOW - 60 * MINUTE)

    assert run_due() == 0
    # A scheduler that looked before the clock was set back.
    assert run_due(NOW + 2 * MINUTE) == 0

    assert is_live(done)
    assert not is_live(waiting)
    assert published.count() == 1
    time_machine.move_to(NOW + MINUTE)
    assert run_due() == 1
    assert is_live(waiting)


@pytest.mark.django_db
def test_a_page_moved_while_scheduled_comes_out_where_it_is(time_machine, client):
    page = scheduled(NOW, slug="moved")
    other = factories.make_home().add_child(
        instance=PressReleaseIndexPage(title="Other", slug="other")
    )
    Page.objects.get(pk=page.pk).move(other, pos="last-child")
    assert client.get("/press/moved/").status_code == 404
    time_machine.move_to(NOW)

    assert run_due() == 1

    assert client.get("/other/moved/").status_code == 200


@pytest.mark.django_db
def test_a_page_deleted_while_scheduled_delays_nothing(time_machine):
    gone, other = scheduled(NOW, slug="gone"), scheduled(NOW, slug="other")
    Page.objects.get(pk=gone.pk).delete()
    time_machine.move_to(NOW)

    assert run_due() == 1

    assert is_live(other)
    assert not PublicationFailure.objects.exists()


@pytest.mark.django_db
def test_a_run_that_is_stopped_ends_between_two_units(time_machine):
    pages = [scheduled(NOW, slug=f"page-{number}") for number in range(3)]
    time_machine.move_to(NOW)
    answers = iter([False, True])

    assert run_due(is_stopped=lambda: next(answers)) == 1

    assert sum(is_live(page) for page in pages) == 1
    assert run_due() == 2


@pytest.mark.django_db
def test_looking_for_what_is_due_costs_the_same_however_much_is_scheduled(
    time_machine, django_assert_num_queries
):
    time_machine.move_to(NOW)
    # The first look fetches the content types, which are then remembered.
    run_due()
    with CaptureQueriesContext(connection) as queries:
        run_due()
    for number in range(5):
        scheduled(NOW + MINUTE, slug=f"page-{number}")

    with django_assert_num_queries(len(queries)):
        run_due()


@pytest.mark.django_db
def test_cron_can_run_it_once(time_machine):
    page = scheduled(NOW)
    time_machine.move_to(NOW)

    call_command("run_scheduler", once=True)

    assert is_live(page)


@pytest.mark.django_db
def test_what_falls_due_while_it_is_at_work_waits_for_no_second_look(time_machine, monkeypatch):
    page = scheduled(NOW)
    scheduler = run_scheduler.Command()
    time_machine.move_to(NOW - MINUTE)
    # Something took long after the look, and the moment passed meanwhile.
    monkeypatch.setattr(scheduler, "run_maintenance", lambda: time_machine.move_to(NOW + MINUTE))

    assert scheduler.run_cycle(lambda: False) == 0
    assert scheduler.run_cycle(lambda: False) == run_scheduler.SCHEDULER_POLL_SECONDS

    assert is_live(page)


def test_the_process_ends_well_when_asked_to(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
    process = subprocess.Popen(
        [*manage, "run_scheduler"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "Waiting for what is due.\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.stdout.close()
