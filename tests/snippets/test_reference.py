from datetime import date

import pytest
from django.core.exceptions import ValidationError

from snippets.models import InstrumentDate, KeyDate
from tests import factories
from tests.editing import PUBLISH, edit_url, errors_in, posted

pytestmark = pytest.mark.django_db

Event = KeyDate.Event
SIGNED = date(2007, 3, 23)


def refusals(thing):
    with pytest.raises(ValidationError) as refusal:
        thing.full_clean()
    return refusal.value.message_dict


def instrument(*dates):
    return factories.make_instrument(*[InstrumentDate(**values) for values in dates])


@pytest.mark.parametrize("event", [Event.IN_FORCE, Event.IN_FORCE_UK])
def test_an_instrument_is_not_in_force_before_it_is_signed(event):
    treaty = instrument(
        {"event": Event.SIGNED, "date": SIGNED}, {"event": event, "date": date(2007, 3, 22)}
    )
    message = refusals(treaty)["key_dates"][0]
    assert "22 March 2007" in message
    assert "lies before “Signed by the UK” (23 March 2007)" in message
    assert "Check both dates" in message


@pytest.mark.parametrize(
    ("day", "precision"),
    [
        (SIGNED, "day"),
        (date(2009, 4, 1), "day"),
        (date(2007, 1, 1), "year"),
        (date(2007, 3, 1), "month"),
    ],
)
def test_an_instrument_may_be_in_force_on_or_after_the_day_it_is_signed(day, precision):
    instrument(
        {"event": Event.SIGNED, "date": SIGNED},
        {"event": Event.IN_FORCE_UK, "date": day, "precision": precision},
    ).full_clean()


def test_a_month_before_the_signature_is_before_it():
    treaty = instrument(
        {"event": Event.SIGNED, "date": SIGNED},
        {"event": Event.IN_FORCE, "date": date(2007, 2, 1), "precision": "month"},
    )
    assert "February 2007" in refusals(treaty)["key_dates"][0]


@pytest.mark.parametrize("event", [Event.SIGNED, Event.IN_FORCE])
def test_one_of_the_two_dates_alone_is_no_contradiction(event):
    instrument({"event": event, "date": SIGNED}).full_clean()


def test_dates_that_are_still_missing_are_not_compared():
    instrument(
        {"event": Event.SIGNED, "date": None}, {"event": Event.IN_FORCE, "date": SIGNED}
    ).full_clean()


def test_the_order_of_dates_is_checked_in_the_editor(client):
    client.force_login(factories.make_user())
    treaty = instrument(
        {"event": Event.SIGNED, "date": SIGNED}, {"event": Event.IN_FORCE, "date": SIGNED}
    )
    data = posted(treaty)
    data["key_dates-1-date"] = "2006-01-01"

    response = client.post(edit_url(treaty), {**data, **PUBLISH})

    assert "Check both dates" in errors_in(response)["key_dates"][0]


@pytest.mark.parametrize("gap", [{"event": ""}, {"date": ""}, {"precision": ""}])
def test_a_key_date_says_what_happened_when_and_how_exactly(client, gap):
    client.force_login(factories.make_user())
    treaty = instrument({"event": Event.SIGNED, "date": SIGNED})
    data = posted(treaty)
    data.update({f"key_dates-0-{name}": value for name, value in gap.items()})

    response = client.post(edit_url(treaty), {**data, **PUBLISH})

    assert errors_in(response)["key_dates"]


def test_another_event_is_named_before_publication():
    unnamed = factories.make_instrument(InstrumentDate(event=Event.OTHER, date=SIGNED))
    with pytest.raises(ValidationError) as refusal:
        unnamed.full_clean()
    assert "Say in a few words what happened" in refusal.value.message_dict["key_dates"][0]
    named = InstrumentDate(event=Event.OTHER, date=SIGNED, label="Extended to Jersey")
    factories.make_instrument(named, official_name="Another treaty").full_clean()


def test_a_key_date_prints_its_event_and_only_what_is_known():
    day = InstrumentDate(event=Event.RATIFIED, date=date(2008, 12, 17), precision="month")
    assert str(day) == "Ratified by the UK: December 2008"
    assert day.machine_date == "2008-12"
    assert InstrumentDate(event=Event.RATIFIED, label="Ratified here").title == "Ratified here"
    unknown = InstrumentDate(event=Event.RATIFIED)
    assert (unknown.printed_date, unknown.machine_date) == ("", "")


def test_an_instrument_has_an_official_name_and_short_ones():
    treaty = factories.make_instrument()
    assert str(treaty) == "Convention on Action against Trafficking in Human Beings"
    assert treaty.other_names == ["The Convention", "The Trafficking Convention"]
    treaty.official_name = ""
    assert "official_name" in refusals(treaty)


@pytest.mark.parametrize("field", ["value", "unit", "period", "source", "as_of"])
def test_a_statistic_says_what_is_counted_when_by_whom_and_when_it_was_checked(field):
    statistic = factories.make_statistic()
    statistic.full_clean()
    setattr(statistic, field, None if field == "as_of" else "")
    assert list(refusals(statistic)) == [field]


def test_a_statistic_is_recognised_in_a_list():
    assert str(factories.make_statistic()) == "1,278 children referred (2016)"


@pytest.mark.parametrize("field", ["name", "slug"])
def test_a_topic_has_a_name_and_an_address(field):
    topic = factories.make_topic()
    topic.full_clean()
    setattr(topic, field, "")
    assert field in refusals(topic)


@pytest.mark.parametrize("field", ["name", "slug"])
def test_a_topic_is_entered_once(field):
    first = factories.make_topic()
    second = factories.make_topic("Another")
    setattr(second, field, getattr(first, field))
    assert "already exists" in refusals(second)[field][0]
