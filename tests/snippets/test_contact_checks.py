"""The checklist names contacts that are typed, and inserted ones that are gone."""

import pytest

from content.checks.publication_checks import get_checks_for
from content.validation.problems import Problems
from snippets.contacts.checks import (
    MISSING_CONTACTS_CHECK,
    STALE_CONTACTS_CHECK,
    TYPED_CONTACTS_CHECK,
)
from snippets.contacts.references import format_phone
from snippets.models import ContactDetails, Instrument, MediaContact, SiteBanner
from tests import factories

pytestmark = pytest.mark.django_db

OLD_FOOTER = (
    "<p>Copyright © ECPAT UK 2015.<br/>4A Chillingworth Road, London N7 8QJ.<br/>"
    "Tel: 020 7607 2136. Fax: 020 7700 5435.</p>"
)


@pytest.fixture(autouse=True)
def details():
    factories.make_contact_details(
        organisation_name="ECPAT UK",
        postcode="N7 8QJ",
        public_phone="+442076072136",
        fax="+442077005435",
    )
    return factories.make_contact_details(postcode="SW9 9TL", out_of_hours_phone="+447402113985")


def warnings(content, check=TYPED_CONTACTS_CHECK):
    problems = Problems()
    check.find(content, problems, None)
    return problems


def release(text):
    return factories.press_release(body=[{"type": "paragraph", "value": text}])


def test_the_office_that_was_left_is_found_in_an_old_text():
    (postcode, phone, fax) = warnings(release(OLD_FOOTER))["body"]

    assert postcode == (
        "“N7 8QJ” is our postcode from contact details that are no longer current. To give the "
        "current one, insert it as a contact; leave it if the text tells of that time."
    )
    assert "“020 7607 2136” is our switchboard" in phone
    assert "“020 7700 5435” is our fax" in fax


def test_a_typed_fact_of_ours_is_better_inserted():
    found = warnings(release("<p>Ms Ada Example, ECPAT UK, 07402 113 985</p>"))

    assert found == {
        "body": [
            "“07402 113 985” is our urgent or out-of-hours phone, typed. Better insert it as a "
            "contact, so that it stays right."
        ]
    }


def test_a_slip_names_what_is_meant():
    (warning,) = warnings(release("<p>Ring 07402 113 958.</p>"))["body"]

    assert "almost our urgent or out-of-hours phone" in warning
    assert "if it is somebody else’s, leave it" in warning


def test_what_no_record_holds_is_not_claimed_to_be_ours():
    text = "<p>Call us on 0117 496 0123, or write to training@example.org.</p>"

    assert warnings(release(text)) == {}


def test_the_number_of_somebody_else_is_nobodys_business():
    assert warnings(release("<p>ECPAT UK recommends Childline’s line, 0800 1111 222.</p>")) == {}


def test_an_address_behind_a_link_counts_as_typed():
    text = '<p>Do <a href="mailto:press@example.org">write to the press office</a>.</p>'

    assert "is our press email, typed" in warnings(release(text))["body"][0]


def test_where_nothing_can_be_inserted_a_paragraph_can():
    found = warnings(Instrument(official_name="An Act", aliases="020 7946 0102"))

    assert "leave it out here and insert it as a contact in a paragraph" in found["aliases"][0]


def test_a_banner_has_a_box_for_it_and_its_refusals_are_not_said_twice():
    banner = SiteBanner(
        heading="Call 020 7946 0102", message="Not 020 7607 2136, nor pres@example.org."
    )

    assert warnings(banner) == {
        "heading": [
            "“020 7946 0102” is our press phone, typed. Better choose it below, so that it stays "
            "right."
        ]
    }


def test_the_same_thing_is_said_once_a_field():
    assert len(warnings(release("<p>N7 8QJ</p><p>N7 8QJ</p>"))["body"]) == 1


def test_the_records_themselves_are_not_looked_at():
    assert TYPED_CONTACTS_CHECK in get_checks_for(release(""))
    for record in (ContactDetails(), MediaContact()):
        assert TYPED_CONTACTS_CHECK not in get_checks_for(record)


def test_inserted_contacts_are_checked_only_where_there_are_some():
    inserted = release('<p>Ring <embed embedtype="contact" fact="fax"/>.</p>')
    assert MISSING_CONTACTS_CHECK in get_checks_for(inserted)
    for without in (release("<p>Ring us.</p>"), release(""), ContactDetails(), MediaContact()):
        assert MISSING_CONTACTS_CHECK not in get_checks_for(without)


def test_a_text_without_typed_facts_costs_no_query(django_assert_num_queries):
    page = release("<p>Trafficked children are entitled to protection.</p>")

    with django_assert_num_queries(0):
        assert warnings(page) == {}


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('fact="fax"', "“Fax” shows readers nothing. Publish it"),
        ('fact="phone" id="0"', "that no longer exists. Remove it."),
        ('fact="phone" id="4711"', "“A media contact that is not published, phone” shows readers"),
        ('fact="password"', "that no longer exists. Remove it."),
    ],
)
def test_an_inserted_contact_that_prints_nothing_is_pointed_out(markup, said):
    page = release(f'<p>Ring <embed embedtype="contact" {markup}/>.</p>')

    (warning,) = warnings(page, MISSING_CONTACTS_CHECK)["body"]

    assert said in warning


def test_an_inserted_contact_that_prints_something_is_fine():
    page = release('<p>Ring <embed embedtype="contact" fact="press_phone"/>.</p>')

    assert warnings(page, MISSING_CONTACTS_CHECK) == {}
    assert warnings(page) == {}


NEW_NUMBER = "+442071234567"


def test_a_number_that_another_record_keeps_is_pointed_out(details):
    contact = factories.make_media_contact()
    assert (details.press_phone, details.press_email) == (contact.phone, contact.email)
    details.press_phone = NEW_NUMBER

    assert warnings(details, STALE_CONTACTS_CHECK) == {
        "press_phone": [
            f"“{format_phone(contact.phone)}” is also the phone of Ms Ada Example, until that "
            f"changes as well. A release set publishes both at once."
        ]
    }


def test_braces_in_a_name_are_no_more_than_braces(details):
    contact = factories.make_media_contact(name="Ada {0} {Example")
    details.press_phone = NEW_NUMBER

    (warning,) = warnings(details, STALE_CONTACTS_CHECK)["press_phone"]
    assert f"the phone of {contact.full_name}, until" in warning


def test_details_that_take_over_are_compared_with_those_they_replace(details):
    factories.make_media_contact()
    taking_over = ContactDetails(
        is_current=True, press_phone=NEW_NUMBER, press_email="news@example.org"
    )

    assert set(warnings(taking_over, STALE_CONTACTS_CHECK)) == {"press_phone", "press_email"}


def test_a_contact_that_changes_is_compared_with_the_details_and_other_contacts(details):
    contact = factories.make_media_contact()
    factories.make_media_contact(name="Bea Sample", email="bea@example.org")
    contact.phone = NEW_NUMBER

    assert len(warnings(contact, STALE_CONTACTS_CHECK)["phone"]) == 2


def test_what_moves_to_another_field_or_stands_nowhere_else_is_left_behind_by_nobody(details):
    contact = factories.make_media_contact(email="ada@example.org", phone=NEW_NUMBER)
    contact.email = "other@example.org"
    details.press_phone, details.public_phone = details.public_phone, details.press_phone

    assert warnings(contact, STALE_CONTACTS_CHECK) == {}
    assert warnings(details, STALE_CONTACTS_CHECK) == {}


def test_new_and_unpublished_records_leave_nothing_behind(details):
    factories.make_media_contact()
    details.live = False
    details.is_current = False

    assert warnings(details, STALE_CONTACTS_CHECK) == {}
    assert warnings(MediaContact(phone=NEW_NUMBER), STALE_CONTACTS_CHECK) == {}
