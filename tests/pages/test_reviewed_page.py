"""Pages are reviewed when their date has come, and readers are told when nobody did."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from content.validation.problems import Problems
from publishing.scheduler.jobs import run_due
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

TODAY = factories.NOON.date()
DAY = timedelta(days=1)
PASSING = [{"type": "paragraph", "value": "<p>The most recent figures, and current law.</p>"}]
QUOTED = [
    {
        "type": "quote",
        "value": {"text": "We said so recently.", "speaker": "ECPAT UK spokesperson"},
    }
]


def problems(**overrides):
    found = Problems()
    page = factories.report_page(slug="a-report", **overrides)
    page.find_problems(found)
    page.find_timing_problems(found)
    return found


def test_a_report_that_says_what_passes_asks_for_a_review():
    found = problems(body=PASSING)["review_on"]
    assert "“most recent”, “current”" in found[0]
    assert "Choose a day to check it again" in found[0]


def test_a_day_for_the_review_settles_it():
    assert problems(body=PASSING, review_on=TODAY + DAY, last_reviewed=TODAY) == {}


def test_a_review_to_come_needs_one_that_was():
    assert "last checked" in problems(review_on=TODAY + DAY)["last_reviewed"][0]


def test_the_next_review_of_a_report_lies_in_the_future():
    found = problems(review_on=TODAY, last_reviewed=TODAY)
    assert "Choose a day after today" in found["review_on"][0]


def test_the_title_and_the_summary_are_read_as_well():
    assert "“latest”" in problems(title="The latest on trafficking")["review_on"][0]
    assert "“this year”" in problems(summary=f"This year. {factories.SUMMARY}")["review_on"][0]


def test_what_somebody_said_stays_as_it_was_said():
    assert problems(body=QUOTED) == {}


def test_a_note_of_what_changed_is_no_promise():
    assert problems(change_note="Updated with current figures") == {}


@pytest.mark.parametrize("make", [factories.make_policy_explainer, factories.make_report_page])
def test_readers_are_told_once_a_review_is_overdue(make, client, time_machine):
    page = make(review_on=TODAY + DAY, last_reviewed=date(2017, 5, 3))
    notice = "This page was last reviewed on"
    assert notice not in client.get(page.url).content.decode()
    time_machine.move_to(factories.NOON + DAY, tick=False)
    told = " ".join(client.get(page.url).content.decode().split())
    assert f'{notice} <time datetime="2017-05-03">3 May 2017</time>.' in told


def test_a_report_without_a_review_says_nothing_of_one(client):
    page = factories.make_report_page()
    assert "last reviewed" not in client.get(page.url).content.decode()


def test_what_was_promised_before_it_had_to_be_reviewed_goes_live_all_the_same(time_machine):
    report = factories.make_report_page(title="The latest", live=False)
    report.go_live_at = factories.NOON + timedelta(hours=1)
    report.save_revision(approved_go_live_at=report.go_live_at, clean=False)
    time_machine.move_to(factories.NOON + timedelta(hours=2), tick=False)
    assert run_due() == 1
    report.refresh_from_db()
    assert report.live


def test_an_approval_asks_for_the_review_as_the_form_does():
    report = factories.make_report_page(title="The latest", live=False)
    revision = report.save_revision(clean=False)
    with pytest.raises(ValidationError, match="Choose a day to check it again"):
        revision.publish(user=factories.make_user())
