"""What is scheduled comes out when it is due, and one refusal delays nothing else."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from wagtail.models import Revision

from publishing.schedule import next_due, run_due
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
def test_cron_can_run_it_once(time_machine):
    page = scheduled(NOW)
    time_machine.move_to(NOW)

    call_command("run_scheduler", once=True)

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
