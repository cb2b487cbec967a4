"""A page is dated for the day on which readers get it, or its editor is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from content.text.dates import DatePrecision
from content.validation.problems import Problems
from publishing.date_checks import PUBLICATION_DATE_CHECK, is_unpublished_page_with_date
from publishing.models import ReleaseSet, ReleaseSetItem
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

TODAY, LATER = factories.NOON.date(), factories.NOON + timedelta(days=3)


def warnings_about(page):
    problems = Problems()
    PUBLICATION_DATE_CHECK.find(page, problems, None)
    return [message for messages in problems.values() for message in messages]


@pytest.fixture
def release():
    return factories.make_press_release(live=False, release_date=TODAY)


def test_a_page_that_goes_live_on_another_day_is_named_with_both_days(release):
    release.go_live_at = LATER

    (message,) = warnings_about(release)

    assert f"{TODAY:%-d %B %Y}" in message
    assert f"{LATER:%-d %B %Y}" in message


def test_a_day_to_come_is_not_to_be_left_as_it_is(release):
    release.go_live_at = LATER
    (message,) = warnings_about(release)
    assert message.endswith("or leave them if that is what you mean.")

    release.release_date = TODAY + timedelta(days=1)
    (message,) = warnings_about(release)
    assert message.endswith("Make the two days the same.")


def test_the_moment_of_a_draft_set_counts(release):
    release_set = ReleaseSet.objects.create(title="On Friday", go_live_at=LATER)
    ReleaseSetItem.objects.create(release_set=release_set, content_object=release)
    assert len(warnings_about(release)) == 1

    release.release_date = LATER.date()
    assert warnings_about(release) == []


def test_a_release_may_be_dated_for_the_day_of_its_set_and_is_not_published_before(release):
    release.release_date = LATER.date()
    release.save_revision()
    refused, allowed = Problems(), Problems()
    release.find_timing_problems(refused)
    release_set = ReleaseSet.objects.create(title="On Friday", go_live_at=LATER)
    ReleaseSetItem.objects.create(release_set=release_set, content_object=release)

    release.find_timing_problems(allowed)

    assert "would go live now" in refused["release_date"][0]
    assert allowed == {}
    with pytest.raises(ValidationError, match="would go live now"):
        release.latest_revision.publish(user=factories.make_user())


def test_a_set_counts_more_than_a_date_that_is_left_in_the_draft(release):
    release_set = ReleaseSet.objects.create(title="On Friday", go_live_at=LATER)
    ReleaseSetItem.objects.create(release_set=release_set, content_object=release)
    release.release_date, release.go_live_at = LATER.date(), LATER + timedelta(days=7)

    assert warnings_about(release) == []


@pytest.mark.parametrize("moment", [None, factories.NOON - timedelta(days=30)])
def test_a_page_without_a_moment_to_come_may_have_any_date(release, moment):
    release.release_date, release.go_live_at = TODAY - timedelta(days=400), moment

    assert warnings_about(release) == []


def test_only_a_first_publication_by_the_day_is_compared():
    draft = factories.make_press_release(live=False)
    report = factories.make_report_page(live=False, published_precision=DatePrecision.DAY)
    assert is_unpublished_page_with_date(draft)
    assert is_unpublished_page_with_date(report)

    report.published_precision = DatePrecision.MONTH
    assert not is_unpublished_page_with_date(report)
    assert not is_unpublished_page_with_date(factories.make_press_release(title="It is out"))
    assert not is_unpublished_page_with_date(factories.make_policy_explainer(live=False))
    assert not is_unpublished_page_with_date(factories.make_topic())
