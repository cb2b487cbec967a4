"""Seal checks are kept as long as they say something, however often somebody asks for them."""

from datetime import UTC, datetime, timedelta

import pytest

from publishing import embargo_audit
from publishing.embargo_audit import due_audits, retention, tasks
from publishing.models import EmbargoAudit
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def release(slug="launch"):
    return factories.make_press_release(live=False, slug=slug)


def check(content_object, at, trigger="scheduled", is_done=True, go_live_at=None):
    made = EmbargoAudit(trigger=trigger, go_live_at=go_live_at or at)
    made.content_object = content_object
    made.save()
    EmbargoAudit.objects.filter(pk=made.pk).update(
        requested_at=at, checked_at=at if is_done else None
    )
    return made.pk


def kept():
    return set(EmbargoAudit.objects.values_list("pk", flat=True))


def test_checks_are_forgotten_after_90_days_but_for_the_latest_of_each_subject():
    first, second = release("first"), release("second")
    check(first, NOW - 200 * DAY)
    latest_of_first = check(first, NOW - 100 * DAY, "after")
    check(second, NOW - 91 * DAY)
    within = [check(second, NOW - 89 * DAY, "before"), check(second, NOW - DAY, "after")]

    embargo_audit.delete_old_audits(NOW)

    assert kept() == {latest_of_first, *within}


def test_what_was_scheduled_long_ago_and_is_still_to_come_stays_known():
    page = release()
    early = check(page, NOW - 100 * DAY, go_live_at=NOW + DAY)
    asked = check(page, NOW - DAY, "manual", go_live_at=NOW + DAY)

    embargo_audit.delete_old_audits(NOW)

    assert kept() == {early, asked}


def test_a_check_that_no_worker_has_done_is_not_forgotten():
    page = release()
    waiting = check(page, NOW - 100 * DAY, "manual", is_done=False)
    latest = check(page, NOW - DAY)

    embargo_audit.delete_old_audits(NOW)

    assert kept() == {waiting, latest}


def test_of_those_asked_for_the_latest_twenty_of_each_subject_are_kept():
    page, other = release("launch"), release("other")
    scheduled = check(page, NOW - DAY)
    asked = [check(page, NOW - number * MINUTE, "manual") for number in range(25)]
    few = [check(other, NOW - number * MINUTE, "manual") for number in range(3)]

    embargo_audit.delete_old_audits(NOW)

    assert kept() == {scheduled, *asked[:20], *few}


def test_much_is_forgotten_in_parts(monkeypatch):
    monkeypatch.setattr(retention, "AUDIT_DELETE_BATCH_SIZE", 2)
    page = release()
    made = [check(page, NOW - (100 + number) * DAY, "manual") for number in range(5)]

    embargo_audit.delete_old_audits(NOW)

    assert kept() == {made[0]}


def test_asking_each_minute_does_not_make_ever_more_rows(monkeypatch):
    monkeypatch.setattr(tasks, "probe_scope", lambda case, fetch: tasks.AuditResult(error="Down."))
    page = release()

    for _ in range(25):
        embargo_audit.run_manual_audit(page, fetch=print)

    # The one that is being made stands beside the twenty before it.
    assert EmbargoAudit.objects.about(page).count() <= 21


def test_what_somebody_asked_for_is_not_read_each_second():
    page = release()
    check(page, NOW, "manual", go_live_at=NOW + DAY)
    waiting = check(page, NOW, "manual", is_done=False, go_live_at=NOW + DAY)
    scheduled = check(page, NOW, go_live_at=NOW + DAY)

    assert {row.pk for row in due_audits._get_summaries(NOW)} == {waiting, scheduled}
