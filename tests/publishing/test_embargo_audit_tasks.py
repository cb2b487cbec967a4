"""Checks are asked for when something is scheduled, ten minutes before and just after: once."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Revision

from publishing import embargo_audit, release_sets
from publishing.embargo_audit import due_audits, tasks
from publishing.embargo_audit.http_client import UnreachableError
from publishing.lookups import get_audit_url
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.models.content_objects import get_base_content_type
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.publishing.scheduled_content import drafted, set_of
from tests.publishing.test_embargo_audit import as_visitor

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def enqueued(monkeypatch):
    """Return the numbers of the checks that the worker was asked to do; it does none."""
    numbers = []
    for module in (due_audits, tasks):
        monkeypatch.setattr(module, "enqueue_run", numbers.append)
    return numbers


@pytest.fixture
def worker(monkeypatch, django_capture_on_commit_callbacks):
    """Return a way to ask for checks that a worker does at once, through the test client."""

    @contextmanager
    def open_session():
        yield as_visitor

    monkeypatch.setattr(tasks, "open_session", open_session)

    def request(now):
        with django_capture_on_commit_callbacks(execute=True):
            embargo_audit.enqueue_due_audits(now)

    return request


@pytest.fixture
def at(time_machine):
    """Return a way to set the clock."""

    def move(moment):
        time_machine.move_to(moment, tick=False)
        return moment

    move(NOW)
    return move


def scheduled(moment, **overrides):
    page = factories.make_press_release(
        live=False, go_live_at=moment, title="Guardians for children", **overrides
    )
    page.save_revision(approved_go_live_at=moment, clean=False)
    return page


def occasions(content_object):
    return [check.trigger for check in EmbargoAudit.objects.about(content_object).order_by("pk")]


def check_and_go_live(at):
    """Have it checked as long as it is promised for the next hour, publish it, and check again."""
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()
    moment = at(NOW + HOUR)
    run_due()
    embargo_audit.enqueue_due_audits(moment)


def finish(**values):
    EmbargoAudit.objects.update(checked_at=datetime.now(UTC), **values)


@pytest.mark.django_db
def test_a_page_is_checked_when_scheduled_before_and_after(at, enqueued):
    page = scheduled(NOW + HOUR)

    embargo_audit.enqueue_due_audits(at(NOW))
    assert occasions(page) == ["scheduled"]
    finish()
    embargo_audit.enqueue_due_audits(at(NOW + 49 * MINUTE))
    assert occasions(page) == ["scheduled"]
    embargo_audit.enqueue_due_audits(at(NOW + 50 * MINUTE))
    assert occasions(page) == ["scheduled", "before"]
    finish()
    moment = at(NOW + HOUR)
    run_due()
    embargo_audit.enqueue_due_audits(moment)
    embargo_audit.enqueue_due_audits(moment)

    assert occasions(page) == ["scheduled", "before", "after"]
    assert len(enqueued) == 3
    assert {check.go_live_at for check in EmbargoAudit.objects.all()} == {NOW + HOUR}


@pytest.mark.django_db
def test_a_set_that_is_approved_again_for_the_same_moment_is_checked_again(at, enqueued):
    publisher = factories.make_user("publisher")
    release = drafted(factories.make_press_release(live=False))
    release_set = set_of(release, user=publisher, at=NOW + HOUR)
    release_sets.approve(release_set, publisher)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()
    release_sets.reopen(release_set, publisher)
    release_sets.approve(release_set, publisher)

    embargo_audit.enqueue_due_audits(at(NOW + MINUTE))

    assert occasions(release_set) == ["manual", "scheduled"]
    assert "being checked again" in embargo_audit.get_audit_status_line(release_set)


@pytest.mark.django_db
def test_a_page_that_is_scheduled_again_for_the_same_moment_is_checked_again(at, enqueued):
    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()
    page.revisions.update(approved_go_live_at=None)
    page.title = "Guardians for every child"
    page.save_revision().publish()

    embargo_audit.enqueue_due_audits(at(NOW + MINUTE))

    assert occasions(page) == ["manual", "scheduled"]
    assert "being checked again" in embargo_audit.get_audit_status_line(page)


@pytest.mark.django_db
def test_an_update_with_a_note_for_readers_is_checked_after_it_went_live(at, enqueued):
    page = factories.make_press_release()
    page.change_note = "A figure was corrected."
    page.go_live_at = NOW + HOUR
    page.save_revision().publish()

    check_and_go_live(at)

    assert occasions(page) == ["scheduled", "after"]


@pytest.mark.django_db
def test_what_is_scheduled_at_short_notice_is_checked_once_before(at, enqueued):
    page = scheduled(NOW + 8 * MINUTE)

    for minutes in range(8):
        embargo_audit.enqueue_due_audits(at(NOW + minutes * MINUTE))
        finish()

    assert occasions(page) == ["scheduled"]


@pytest.mark.django_db
def test_another_moment_asks_for_new_checks(at, enqueued):
    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()
    page.save_revision(approved_go_live_at=NOW + 2 * HOUR, clean=False)
    Revision.objects.exclude(pk=page.latest_revision_id).update(approved_go_live_at=None)

    embargo_audit.enqueue_due_audits(at(NOW + MINUTE))
    finish()
    embargo_audit.enqueue_due_audits(at(NOW + HOUR + MINUTE))

    assert occasions(page) == ["scheduled", "scheduled"]


@pytest.mark.django_db
def test_what_is_taken_off_the_schedule_is_not_looked_for_afterwards(at, enqueued):
    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()
    page.latest_revision.approved_go_live_at = None
    page.latest_revision.save()

    embargo_audit.enqueue_due_audits(at(NOW + HOUR + MINUTE))

    assert occasions(page) == ["scheduled"]


@pytest.mark.django_db
def test_a_set_is_checked_as_one(at, enqueued):
    page = factories.make_press_release(live=False)
    release_set = ReleaseSet.objects.create(
        title="Launch", go_live_at=NOW + HOUR, state=ReleaseSet.State.APPROVED
    )
    item = release_set.items.model(
        release_set=release_set, revision=page.save_revision(clean=False), is_locked=True
    )
    item.content_object = page
    item.save()

    check_and_go_live(at)

    assert occasions(release_set) == ["scheduled", "after"]
    assert occasions(page) == []


@pytest.mark.django_db
def test_a_change_of_a_live_page_and_a_banner_are_checked_too(at, enqueued):
    page = factories.make_press_release()
    page.title = "A new title"
    page.save_revision(approved_go_live_at=NOW + HOUR, clean=False)
    banner = factories.make_banner(live=False, go_live_at=None)
    banner.save_revision(approved_go_live_at=NOW + HOUR, clean=False)

    embargo_audit.enqueue_due_audits(at(NOW))

    assert occasions(page) == occasions(banner) == ["scheduled"]


@pytest.mark.django_db
def test_what_an_outage_kept_back_is_looked_for_once_it_is_out(at, enqueued):
    page = scheduled(NOW)
    moment = at(NOW + 5 * MINUTE)

    embargo_audit.enqueue_due_audits(moment)
    run_due()
    embargo_audit.enqueue_due_audits(moment)

    assert occasions(page) == ["scheduled", "after"]


@pytest.mark.django_db
def test_the_worker_does_what_was_asked_for(at, worker):
    factories.make_press_release(title="An older release", slug="older")
    page = scheduled(NOW + HOUR, slug="guardians")

    worker(at(NOW))
    assert embargo_audit.get_audit_status_line(page).startswith("Sealed: ")
    moment = at(NOW + HOUR)
    run_due()
    page.refresh_from_db()
    worker(moment)

    assert embargo_audit.get_audit_status_line(page).startswith("Public on ")
    assert embargo_audit.get_audit_status_line(page).endswith(" routes at 11:00:00")


@pytest.mark.django_db
def test_what_went_live_before_the_worker_came_to_it_is_no_leak(at, worker, enqueued):
    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    at(NOW + HOUR)
    run_due()

    embargo_audit.run_audit_task.func(enqueued[0])

    check = EmbargoAudit.objects.get()
    assert check.leaks == 0
    assert "before it could be checked" in check.error
    assert occasions(page) == ["scheduled"]


@pytest.mark.django_db
def test_what_goes_live_while_the_visitor_looks_is_no_leak(at):
    page = scheduled(NOW + HOUR, slug="guardians")

    def slow(route):
        if route.address.startswith("/search/"):
            at(NOW + HOUR)
            run_due()
        return as_visitor(route)

    check = embargo_audit.run_manual_audit(page, slow)

    assert check.leaks == 0
    assert check.error == "It went live while it was being checked."


@pytest.mark.django_db
def test_a_check_that_was_lost_with_its_worker_is_asked_for_again(at, enqueued):
    scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    embargo_audit.enqueue_due_audits(at(NOW + 2 * MINUTE))
    assert len(enqueued) == 1

    embargo_audit.enqueue_due_audits(at(NOW + 4 * MINUTE))
    embargo_audit.enqueue_due_audits(at(NOW + 4 * MINUTE))

    assert enqueued == [enqueued[0]] * 2


@pytest.mark.django_db
def test_a_site_out_of_reach_is_asked_again(at, enqueued):
    scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish(error="It did not answer.")

    embargo_audit.enqueue_due_audits(at(NOW + 4 * MINUTE))
    assert len(enqueued) == 1
    embargo_audit.enqueue_due_audits(at(NOW + 6 * MINUTE))

    assert len(enqueued) == 2


@pytest.mark.django_db
def test_an_unreachable_site_is_asked_again_soon_and_a_few_times(at, enqueued):
    def refuse(probe):
        raise UnreachableError("The site did not answer (ConnectionError)")

    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    embargo_audit.run_manual_audit(page, refuse)
    tasks.run_audit(EmbargoAudit.objects.get(trigger="scheduled"), refuse)
    assert len(enqueued) == 1

    for number in range(1, 20):
        embargo_audit.enqueue_due_audits(at(NOW + timedelta(seconds=16 * number)))
        for check in EmbargoAudit.objects.filter(checked_at=None):
            tasks.run_audit(check, refuse)

    # Each was asked for four times more within 64 seconds; the five minutes hold again after that.
    assert len(enqueued) == 1 + 2 * 4
    embargo_audit.enqueue_due_audits(at(NOW + 7 * MINUTE))
    for check in EmbargoAudit.objects.filter(checked_at=None):
        tasks.run_audit(check, as_visitor)
    assert len(enqueued) == 1 + 2 * 4 + 1
    assert EmbargoAudit.objects.count() == 2
    assert EmbargoAudit.objects.get(trigger="scheduled").failed_attempts == 0


@pytest.mark.django_db
def test_an_unreachable_site_is_not_asked_about_what_is_no_longer_planned(at, enqueued):
    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    EmbargoAudit.objects.update(failed_attempts=2, checked_at=at(NOW), error="It did not answer.")
    page.latest_revision.approved_go_live_at = None
    page.latest_revision.save(update_fields=["approved_go_live_at"])

    embargo_audit.enqueue_due_audits(at(NOW + 48 * HOUR))

    assert len(enqueued) == 1
    assert list(due_audits._get_summaries(at(NOW + 48 * HOUR))) == []


@pytest.mark.django_db
def test_a_leak_is_not_told_again_and_again_while_another_route_is_slow(at, enqueued):
    scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish(error="1 of 20 routes could not be judged.", leaks=1)

    embargo_audit.enqueue_due_audits(at(NOW + 6 * MINUTE))

    assert len(enqueued) == 1


@pytest.mark.django_db
def test_what_is_not_public_everywhere_is_looked_for_again_for_ten_minutes(at, enqueued):
    page = scheduled(NOW + HOUR)
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()
    moment = at(NOW + HOUR)
    run_due()
    embargo_audit.enqueue_due_audits(moment)
    finish(error="Not yet public: the search.")

    embargo_audit.enqueue_due_audits(at(moment + timedelta(seconds=16)))
    assert len(enqueued) == 3
    finish(error="Not yet public: the search.")
    embargo_audit.enqueue_due_audits(at(moment + 11 * MINUTE))

    assert len(enqueued) == 3
    assert occasions(page) == ["scheduled", "after"]


@pytest.mark.django_db
def test_a_second_copy_of_a_task_does_nothing(at, worker, mailoutbox):
    page = scheduled(NOW + HOUR)
    worker(at(NOW))
    first = EmbargoAudit.objects.get()

    at(NOW + MINUTE)
    embargo_audit.run_audit_task.func(first.pk)
    embargo_audit.run_audit_task.func(first.pk + 1)

    assert EmbargoAudit.objects.about(page).get().checked_at == first.checked_at


@pytest.mark.django_db
def test_a_pass_with_nothing_to_do_costs_three_queries(at, enqueued, django_assert_max_num_queries):
    for number in range(5):
        scheduled(NOW + HOUR, slug=f"release-{number}")
    embargo_audit.enqueue_due_audits(at(NOW))
    finish()

    # A transaction adds its savepoint to the three.
    with django_assert_max_num_queries(5):
        embargo_audit.enqueue_due_audits(NOW)


@pytest.mark.django_db
def test_a_fault_never_stops_the_scheduler(monkeypatch, caplog):
    def broken():
        raise ValueError("a mistake")

    monkeypatch.setattr(due_audits, "_iter_scheduled_content_keys", broken)

    embargo_audit.enqueue_due_audits(NOW)

    assert "Seal checks could not be asked for" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_many_schedulers_ask_once(monkeypatch, enqueued):
    for number in range(4):
        scheduled(datetime.now(UTC) + HOUR, slug=f"release-{number}")
    together = Barrier(4)

    def ask_for_checks():
        together.wait()
        for _ in range(3):
            embargo_audit.enqueue_due_audits()
        connection.close()

    threads = [Thread(target=ask_for_checks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert EmbargoAudit.objects.count() == 4
    assert sorted(enqueued) == sorted(EmbargoAudit.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_many_schedulers_find_a_lost_check_once(enqueued):
    scheduled(datetime.now(UTC) + HOUR)
    embargo_audit.enqueue_due_audits()
    later = datetime.now(UTC) + 5 * MINUTE
    together = Barrier(3)

    def look_for_lost_checks():
        together.wait()
        embargo_audit.enqueue_due_audits(later)
        connection.close()

    threads = [Thread(target=look_for_lost_checks) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(enqueued) == 2


def editor_of(page=None):
    """Return an account that edits `page` and nothing else."""
    user = get_user_model().objects.create_user("limited", password="sesame")
    group = Group.objects.create(name="Limited")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if page:
        change = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user.groups.add(group)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_an_editor_reads_what_was_found_and_asks_for_more(at, worker, enqueued):
    page = scheduled(NOW + HOUR, slug="guardians")
    embargo_audit.run_manual_audit(page, as_visitor)
    client = signed_in(editor_of(page))

    shown = client.get(get_audit_url(page)).content.decode()
    assert "Sealed: " in shown
    assert "/press/guardians/" in shown
    assert "The feed of press releases" in shown
    answer = client.post(get_audit_url(page))
    client.post(get_audit_url(page))

    assert answer.url == reverse(
        "embargo_audit_report", args=[get_base_content_type(page).pk, page.pk]
    )
    assert len(enqueued) == 1
    assert "being checked" in client.get(get_audit_url(page)).content.decode()


@pytest.mark.django_db
def test_only_those_who_work_on_it_may_read_the_seal(at):
    page = scheduled(NOW + HOUR)
    banner = factories.make_banner()
    release_set = ReleaseSet.objects.create(title="Launch")
    user = editor_of(factories.make_policy_index())
    client = signed_in(user)

    for content_object in (page, banner, release_set):
        assert (
            client.get(
                get_audit_url(content_object), HTTP_X_REQUESTED_WITH="XMLHttpRequest"
            ).status_code
            == 403
        )
        assert (
            signed_in(
                factories.make_user(
                    f"of-{content_object.pk}-{get_base_content_type(content_object).pk}"
                )
            )
            .get(get_audit_url(content_object))
            .status_code
            == 200
        )
    user.groups.get().permissions.add(Permission.objects.get(codename="publish_releaseset"))
    assert signed_in(user).get(get_audit_url(release_set)).status_code == 200


@pytest.mark.django_db
def test_what_is_never_sealed_has_no_such_page():
    client = signed_in(factories.make_user())
    user_kind = get_base_content_type(factories.make_user("other")).pk

    assert client.get(reverse("embargo_audit_report", args=[user_kind, "1"])).status_code == 404
    assert client.get(reverse("embargo_audit_report", args=[999999, "1"])).status_code == 404
    page_kind = get_base_content_type(Page.objects.first()).pk
    assert (
        client.get(reverse("embargo_audit_report", args=[page_kind, "999999"])).status_code == 404
    )


@pytest.mark.django_db
def test_the_form_of_a_planned_page_leads_to_its_seal(at):
    page = scheduled(NOW + HOUR)
    other = factories.make_press_release(slug="other", live=False)
    client = signed_in(factories.make_user())

    def form_of(page):
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert get_audit_url(page) in form_of(page)
    assert get_audit_url(other) not in form_of(other)
