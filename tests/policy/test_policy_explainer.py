from datetime import date, timedelta

import pytest

from content.validation.problems import Problems
from policy.models import PolicyExplainer
from snippets.models import InstrumentDate, KeyDate
from tests import factories
from tests.editing import PUBLISH, add_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

TODAY = factories.NOON.date()
DAY = timedelta(days=1)
Event = KeyDate.Event


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def problems(**overrides):
    found = Problems()
    page = factories.policy_explainer(slug="an-explainer", **overrides)
    page.find_problems(found)
    page.find_timing_problems(found)
    return found


def publish(editor, **overrides):
    page = factories.policy_explainer(slug="an-explainer", **overrides)
    url = add_url(page, factories.make_policy_index())
    response = editor.post(url, {**posted(page), **PUBLISH})
    return {} if response.status_code == 302 else errors_in(response)


def test_a_whole_explainer_is_published(editor):
    assert publish(editor) == {}


def test_an_explainer_has_an_owner():
    assert "Choose who keeps this page right" in problems(owner=None)["owner"][0]


def test_the_owner_is_asked_for_in_the_editor(editor):
    page = factories.policy_explainer(slug="an-explainer")
    url = add_url(page, factories.make_policy_index())
    response = editor.post(url, {**posted(page, owner=""), **PUBLISH})
    assert "Choose who" in errors_in(response)["owner"][0]


@pytest.mark.parametrize(
    ("day", "valid"), [(TODAY - DAY, False), (TODAY, False), (TODAY + DAY, True)]
)
def test_the_next_review_lies_in_the_future(day, valid):
    found = problems(review_on=day)
    assert (found == {}) is valid
    if not valid:
        assert "Choose a day after today" in found["review_on"][0]


@pytest.mark.parametrize(
    ("day", "valid"), [(TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)]
)
def test_the_last_review_does_not_lie_in_the_future(day, valid):
    found = problems(last_reviewed=day)
    assert (found == {}) is valid
    if not valid:
        assert "is in the future" in found["last_reviewed"][0]
        assert "Enter the date of the last check" in found["last_reviewed"][0]


@pytest.mark.parametrize("field", ["review_on", "last_reviewed"])
def test_both_review_dates_are_asked_for(editor, field):
    assert publish(editor, **{field: None})[field]


def test_a_live_explainer_whose_review_is_due_can_still_be_saved(time_machine):
    page = factories.make_policy_explainer(review_on=TODAY + DAY)
    time_machine.move_to(factories.NOON + timedelta(days=9), tick=False)
    page.save()


def test_an_explainer_consists_of_sections_with_different_headings(editor):
    body = [factories.section("One"), factories.section("One")]
    assert "Another heading" in " ".join(publish(editor, body=body)["body"])
    assert publish(editor, body=[]) != {}


def test_an_instrument_is_chosen_among_published_ones():
    draft = factories.make_instrument(live=False)
    found = problems(instrument=draft)["instrument"]
    assert "is not published, so its dates would not show" in found[0]
    assert "Publish it" in found[0]
    draft.live = True
    draft.save()
    assert problems(instrument=draft) == {}


def test_the_dates_of_instrument_and_page_make_one_timeline_in_order():
    treaty = factories.make_instrument(
        InstrumentDate(event=Event.IN_FORCE_UK, date=date(2009, 4, 1)),
        InstrumentDate(event=Event.SIGNED, date=date(2007, 3, 23)),
    )
    page = factories.make_policy_explainer(
        instrument=treaty,
        key_dates=[
            factories.explainer_date(Event.RATIFIED, date=date(2008, 12, 17)),
            factories.explainer_date(Event.OTHER, label="Not known yet", date=None),
        ],
        live=False,
    )
    assert [entry.event for entry in page.timeline] == ["signed", "ratified", "in_force_uk"]


def test_the_dates_of_a_withdrawn_instrument_do_not_show():
    treaty = factories.make_instrument(live=False)
    page = factories.make_policy_explainer(instrument=treaty, live=False)
    assert page.timeline == []
    assert factories.policy_explainer().timeline == []


def test_another_event_of_a_page_is_named():
    page = factories.policy_explainer(key_dates=[factories.explainer_date(Event.OTHER)])
    problems = Problems()
    page.find_problems(problems)
    assert "Say in a few words what happened" in problems["key_dates"][0]


def test_the_date_readers_see_is_the_last_review():
    assert factories.policy_explainer().display_date == date(2013, 1, 7)


def test_an_explainer_stands_only_in_the_list_of_explainers():
    assert PolicyExplainer.allowed_parent_page_models() == [type(factories.make_policy_index())]
    assert PolicyExplainer.allowed_subpage_models() == []
