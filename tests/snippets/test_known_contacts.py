"""The present and the former contacts are read from their records."""

import pytest

from snippets.contacts.detection import ContactDetailKind
from snippets.contacts.known_contacts import get_known_contacts
from snippets.models import ContactDetails, MediaContact
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

POSTCODE = (ContactDetailKind.POSTCODE, "SW1A1AA")
OLD_POSTCODE = (ContactDetailKind.POSTCODE, "N78QJ")


def test_the_current_details_and_published_media_contacts_are_ours():
    factories.make_contact_details()
    factories.make_media_contact(phone="+442079460300", email="Ada@example.org")
    factories.make_media_contact(phone="+442079460301", live=False)

    known = get_known_contacts()

    assert known.ours == {
        POSTCODE: "our postcode",
        (ContactDetailKind.PHONE, factories.SWITCHBOARD): "our switchboard",
        (ContactDetailKind.PHONE, factories.PRESS_PHONE): "our press phone",
        (ContactDetailKind.PHONE, factories.URGENT_PHONE): "our urgent or out-of-hours phone",
        (ContactDetailKind.EMAIL, "info@example.org"): "our email",
        (ContactDetailKind.EMAIL, "press@example.org"): "our press email",
        (ContactDetailKind.CHARITY, "1104948"): "our charity number",
        (ContactDetailKind.COMPANY, "05061385"): "our company number",
        (ContactDetailKind.PHONE, "+442079460300"): "the phone of Ms Ada Example",
        (ContactDetailKind.EMAIL, "ada@example.org"): "the email of Ms Ada Example",
    }
    assert known.former == {}


def test_details_that_others_took_over_from_are_former():
    factories.make_contact_details(postcode="N7 8QJ")
    factories.make_contact_details()

    known = get_known_contacts()

    assert known.former == {OLD_POSTCODE: "our postcode"}
    assert POSTCODE in known.ours


def test_what_a_record_held_when_it_was_published_is_former():
    details = factories.make_contact_details(postcode="N7 8QJ")
    details.save_revision().publish()
    details.postcode = "SW1A 1AA"
    details.save_revision().publish()
    contact = factories.make_media_contact(phone="+442079460300")
    contact.save_revision().publish()
    contact.unpublish()

    known = get_known_contacts()

    assert OLD_POSTCODE in known.former
    assert (ContactDetailKind.PHONE, "+442079460300") in known.former
    assert POSTCODE not in known.former


def test_what_was_published_as_scheduled_is_former_too():
    details = factories.make_contact_details(postcode="N7 8QJ")
    details.save_revision().publish(log_action="wagtail.publish.scheduled")
    details.postcode = "SW1A 1AA"
    details.save_revision().publish()

    assert OLD_POSTCODE in get_known_contacts().former


def test_what_came_back_is_ours_and_not_former():
    details = factories.make_contact_details()
    for postcode in ("SW1A 1AA", "N7 8QJ", "SW1A 1AA"):
        details.postcode = postcode
        details.save_revision().publish()

    known = get_known_contacts()

    assert POSTCODE in known.ours
    assert set(known.former) == {OLD_POSTCODE}


def test_drafts_and_plans_are_neither():
    details = factories.make_contact_details()
    details.save_revision().publish()
    details.postcode = "N7 8QJ"
    details.save_revision()
    factories.make_contact_details(postcode="E1 8QS", live=False).save_revision()
    planned = ContactDetails.objects.get(postcode="SW1A 1AA")
    planned.postcode, planned.go_live_at = "E1 7AA", factories.NOON.replace(month=8)
    planned.save_revision().publish()
    MediaContact(name="Ada", phone="+442079460300", live=False).save()

    known = get_known_contacts()

    assert known.former == {}
    assert {value for kind, value in known.ours if kind == ContactDetailKind.POSTCODE} == {
        "SW1A1AA"
    }


def test_without_records_nothing_is_known():
    known = get_known_contacts()

    assert (known.ours, known.former) == ({}, {})


def test_the_records_are_read_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    for number in range(4):
        details = factories.make_contact_details(postcode=f"N{number} 8QJ")
        details.save_revision().publish()
        factories.make_media_contact().save_revision().publish()

    with django_assert_max_num_queries(5):
        get_known_contacts()
