"""Whatever happens to a scheduler, things are wholly out or wholly sealed, and out only once.

The schedulers here are real processes on this test's database, killed and starved for real.
"""

import resource
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from content.visibility import PUBLISH_LOG_ACTIONS
from pressroom.models import PressReleaseIndexPage
from publishing import release_sets
from publishing.models import PublicationFailure, ReleaseSet
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.processes import PATIENCE, environment, manage, running, wait_for_line
from tests.site_server import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

STALLING = ("-m", "tests.publishing.stalling_scheduler")


def scheduled(number):
    """Return a release that has been due for a moment."""
    moment = timezone.now() - timedelta(seconds=1)
    page = factories.make_press_release(live=False, go_live_at=moment, slug=f"alone-{number}")
    page.save_revision(approved_go_live_at=moment, clean=False)
    return page


def due_set(size=3):
    """Return an approved set that has been due for a moment, and its pages."""
    user = factories.make_user("publisher")
    moment = timezone.now() + timedelta(minutes=5)
    release_set = ReleaseSet.objects.create(title="Launch", go_live_at=moment, owner=user)
    pages = [factories.make_press_release(live=False, slug=f"set-{n}") for n in range(size)]
    for page in pages:
        page.save_revision(clean=False)
        release_sets.add_item(release_set, page, user)
    release_sets.approve(release_set, user)
    ReleaseSet.objects.update(go_live_at=timezone.now() - timedelta(seconds=1))
    return release_set, pages


def live_of(pages):
    return Page.objects.live().filter(pk__in=[page.pk for page in pages]).count()


def publications_of(pages):
    """Return how often each page was published, by Wagtail's own log."""
    entries = PageLogEntry.objects.filter(
        action__in=PUBLISH_LOG_ACTIONS, page__in=[page.pk for page in pages]
    )
    return sorted(entries.values_list("page", flat=True))


def out_once(pages):
    return publications_of(pages) == sorted(page.pk for page in pages)


def publish_what_is_due(pages):
    """Run a healthy scheduler until everything is out; a dead one's locks take a moment to go."""
    deadline = time.monotonic() + PATIENCE
    while live_of(pages) < len(pages) and time.monotonic() < deadline:
        assert manage("run_scheduler", "--once").returncode == 0
    assert live_of(pages) == len(pages)


@pytest.mark.parametrize("phase", ["looked", "claimed", "half", "done", "committed"])
def test_a_scheduler_killed_in_any_phase_leaves_all_or_nothing(phase):
    release_set, pages = due_set()
    with running(*STALLING, phase) as scheduler:
        wait_for_line(scheduler, phase)
        scheduler.send_signal(signal.SIGKILL)
        assert scheduler.wait(PATIENCE) == -signal.SIGKILL

    whole = len(pages) if phase == "committed" else 0
    assert live_of(pages) == whole
    release_set.refresh_from_db()
    assert release_set.state == ("published" if whole else "approved")
    publish_what_is_due(pages)
    assert out_once(pages)
    assert not PublicationFailure.objects.exists()


@pytest.mark.parametrize("phase", ["claimed", "half", "done"])
def test_a_page_whose_scheduler_is_killed_keeps_its_schedule(phase):
    pages = [scheduled(number) for number in range(2)]
    with running(*STALLING, phase) as scheduler:
        wait_for_line(scheduler, phase)
        scheduler.send_signal(signal.SIGKILL)
        scheduler.wait(PATIENCE)

    assert live_of(pages) == 0
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 2
    publish_what_is_due(pages)
    assert out_once(pages)


def test_schedulers_that_race_publish_each_thing_once():
    alone = [scheduled(number) for number in range(12)]
    _, together = due_set(size=6)
    pages = [*alone, *together]
    with ExitStack() as stack:
        schedulers = [stack.enter_context(running("manage.py", "run_scheduler")) for _ in range(3)]
        deadline = time.monotonic() + PATIENCE
        while live_of(pages) < len(pages) and time.monotonic() < deadline:
            time.sleep(0.2)
        for scheduler in schedulers:
            # One that is still starting has not learnt yet to end well.
            wait_for_line(scheduler, "Waiting for what is due.")
            scheduler.send_signal(signal.SIGTERM)
        assert [scheduler.wait(PATIENCE) for scheduler in schedulers] == [0, 0, 0]

    assert live_of(pages) == len(pages)
    assert out_once(pages)
    assert not PublicationFailure.objects.exists()


def test_a_scheduler_told_to_stop_finishes_the_unit_at_hand_and_ends_well():
    _, pages = due_set()
    later = scheduled(1)
    # The set is due first.
    ReleaseSet.objects.update(go_live_at=timezone.now() - timedelta(minutes=1))
    with running(*STALLING, "half") as scheduler:
        wait_for_line(scheduler, "half")
        scheduler.send_signal(signal.SIGTERM)
        scheduler.stdin.write("go on\n")
        scheduler.stdin.flush()
        assert scheduler.wait(PATIENCE) == 0

    assert live_of(pages) == len(pages)
    assert live_of([later]) == 0
    publish_what_is_due([later])


@pytest.mark.sqlite
def test_a_full_disk_keeps_everything_sealed_and_loses_nothing():
    release_set, pages = due_set()
    with connection.cursor() as cursor:
        # All that was written so far belongs in the database file; what follows cannot be.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()

    starved = subprocess.run(
        [sys.executable, "manage.py", "run_scheduler", "--once"],
        cwd=ROOT,
        env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert "disk" in starved.stderr
    assert live_of(pages) == 0
    release_set.refresh_from_db()
    assert release_set.is_active
    publish_what_is_due(pages)
    assert out_once(pages)


@pytest.mark.postgres
def test_a_connection_lost_in_the_middle_is_survived():
    _, pages = due_set()
    with running(*STALLING, "half") as scheduler:
        wait_for_line(scheduler, "half")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert live_of(pages) == 0
        scheduler.stdin.write("go on\n")
        scheduler.stdin.flush()
        deadline = time.monotonic() + PATIENCE
        while live_of(pages) < len(pages) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert live_of(pages) == len(pages)
        scheduler.send_signal(signal.SIGTERM)
        assert scheduler.wait(PATIENCE) == 0

    assert out_once(pages)


@pytest.mark.postgres
def test_a_page_that_somebody_holds_delays_no_other():
    held, other = scheduled(1), scheduled(2)
    with running(*STALLING, "claimed") as scheduler:
        wait_for_line(scheduler, "claimed")
        # One of the two is in its hands now; a second scheduler passes over it.
        assert manage("run_scheduler", "--once").returncode == 0
        assert live_of([held, other]) == 1
        scheduler.stdin.write("go on\n")
        scheduler.stdin.flush()
        deadline = time.monotonic() + PATIENCE
        while live_of([held, other]) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)

    assert out_once([held, other])


@contextmanager
def another_editor(work, seconds):
    """Do `work` in a transaction of another connection, which commits after some seconds."""
    began, faults = Event(), []

    def edit():
        try:
            with transaction.atomic():
                work()
                began.set()
                time.sleep(seconds)
        except OperationalError as error:
            faults.append(error)
        finally:
            connection.close()

    editor = Thread(target=edit)
    editor.start()
    assert began.wait(PATIENCE)
    yield
    editor.join()
    assert faults == []


@pytest.mark.postgres
def test_a_child_added_while_its_parent_goes_live_stays_in_the_tree():
    index = factories.make_press_index()
    moment = timezone.now() - timedelta(seconds=1)
    index.title, index.go_live_at = "Newsroom", moment
    index.save_revision(approved_go_live_at=moment, clean=False)
    child = factories.press_release(slug="fresh", live=False)

    with another_editor(lambda: Page.objects.get(pk=index.pk).add_child(instance=child), 1):
        assert run_due() == 1

    stored = Page.objects.get(pk=index.pk)
    assert stored.title == "Newsroom"
    assert [page.slug for page in stored.get_children()] == ["fresh"]
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.postgres
@pytest.mark.parametrize("seconds", [0.4, 2])
def test_a_page_that_is_moved_and_goes_live_at_once_does_both(seconds):
    page = scheduled(1)
    home = factories.make_home()
    other = home.add_child(instance=PressReleaseIndexPage(title="Other", slug="other"))

    with another_editor(
        lambda: Page.objects.get(pk=page.pk).move(other, pos="last-child"), seconds
    ):
        assert run_due() == 1

    stored = Page.objects.get(pk=page.pk)
    assert stored.live
    assert stored.url_path.endswith("/other/alone-1/")
    assert Page.find_problems() == ([], [], [], [], [])
    assert not PublicationFailure.objects.exists()


@pytest.mark.postgres
def test_a_scheduler_that_runs_during_a_migration_goes_on_publishing():
    with running("manage.py", "run_scheduler") as scheduler:
        wait_for_line(scheduler, "Waiting for what is due.")
        # Long enough for what it asks each second to be prepared.
        time.sleep(8)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE publishing_releaseset ALTER COLUMN title TYPE varchar(200)")
        page = scheduled(1)
        deadline = time.monotonic() + PATIENCE
        while not live_of([page]) and time.monotonic() < deadline:
            time.sleep(0.2)

    assert out_once([page])
