import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from content.validation.problems import Problems
from snippets.models import ContactDetails
from tests import factories
from tests.editing import PUBLISH, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def old():
    return factories.make_contact_details(organisation_name="Old address")


def new(**overrides):
    """Return details that wait to become current."""
    return factories.make_contact_details(
        organisation_name="New address", live=False, is_current=True, **overrides
    )


def current():
    return ContactDetails.objects.current().organisation_name


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_there_are_no_current_details_before_any_are_published():
    factories.make_contact_details(live=False)
    assert ContactDetails.objects.current() is None


def test_the_database_refuses_a_second_current_record():
    old()
    other = factories.make_contact_details(organisation_name="Other", is_current=False)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE snippets_contactdetails SET is_current = %s WHERE id = %s", [True, other.pk]
        )
    assert current() == "Old address"


def test_the_database_lets_several_drafts_wait_to_become_current():
    old()
    new()
    new(town="Leeds")
    assert current() == "Old address"


def test_details_that_go_live_as_current_take_over():
    first = old()

    new().save_revision().publish()

    first.refresh_from_db()
    assert current() == "New address"
    assert first.live
    assert not first.is_current


def test_an_old_draft_of_displaced_details_does_not_take_over_again():
    first = old()
    first.town = "Leeds"
    first.save_revision()
    new().save_revision().publish()

    first.refresh_from_db()
    first.get_latest_revision().publish()

    assert current() == "New address"


def test_a_scheduled_draft_of_displaced_details_does_not_take_over_again(time_machine):
    first = old()
    first.save_revision().publish()
    draft = ContactDetails.objects.get()
    draft.go_live_at = factories.NOON.replace(month=7)
    draft.save_revision().publish()
    new().save_revision().publish()
    time_machine.move_to(factories.NOON.replace(month=8), tick=False)

    call_command("publish_scheduled", verbosity=0)

    assert current() == "New address"


def test_scheduled_details_take_over_when_they_go_live(time_machine):
    old()
    details = new(go_live_at=factories.NOON.replace(month=7))
    details.save_revision().publish()
    assert current() == "Old address"
    time_machine.move_to(factories.NOON.replace(month=8), tick=False)

    call_command("publish_scheduled", verbosity=0)

    assert current() == "New address"


def test_details_scheduled_to_take_over_still_do_after_the_current_ones_were_corrected(
    time_machine,
):
    first = old()
    new(go_live_at=factories.NOON.replace(month=7)).save_revision().publish()
    first.town = "Leeds"
    first.save_revision().publish()
    assert current() == "Old address"
    time_machine.move_to(factories.NOON.replace(month=8), tick=False)

    call_command("publish_scheduled", verbosity=0)

    assert current() == "New address"


def test_current_details_do_not_expire(editor):
    details = old()

    data = posted(details, expire_at="2017-08-01 12:00")
    response = editor.post(edit_url(details), {**data, **PUBLISH})

    assert "Remove the expiry date" in errors_in(response)["expire_at"][0]


def test_taking_over_leaves_other_drafts_of_the_new_details_alone():
    old()
    details = new()
    details.save_revision().publish()
    details.refresh_from_db()
    assert details.get_latest_revision_as_object().is_current


def test_the_current_details_cannot_be_unticked_in_the_editor(editor):
    details = old()

    response = editor.post(edit_url(details), {**posted(details, is_current=None), **PUBLISH})

    assert "The site needs current details" in errors_in(response)["is_current"][0]
    assert (
        "tick “These are the current details” on the new ones"
        in errors_in(response)["is_current"][0]
    )
    assert current() == "Old address"


def test_the_first_details_are_current(editor):
    details = factories.make_contact_details(live=False, is_current=False)

    response = editor.post(edit_url(details), {**posted(details), **PUBLISH})

    assert "needs current details" in errors_in(response)["is_current"][0]


def test_details_that_are_not_current_are_published_beside_current_ones(editor):
    old()
    branch = factories.make_contact_details(
        organisation_name="Branch", live=False, is_current=False
    )

    response = editor.post(edit_url(branch), {**posted(branch), **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    assert current() == "Old address"


def test_current_details_are_changed_and_stay_current(editor):
    details = old()

    response = editor.post(edit_url(details), {**posted(details, town="Leeds"), **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    assert ContactDetails.objects.current().town == "Leeds"


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_the_current_details_cannot_be_withdrawn_in_the_admin(editor, action):
    details = old()
    url = reverse(details.snippet_viewset.get_url_name(action), args=[details.pk])

    response = editor.post(url, headers={"Referer": "http://testserver/admin/"}, follow=True)

    message = next(text for text in messages_of(response) if "current contact details" in text)
    assert f"Make other details current before you {action} these" in message
    assert current() == "Old address"


def test_the_current_details_cannot_be_deleted_from_the_list(editor):
    details = old()
    url = reverse("wagtail_bulk_action", args=["snippets", "contactdetails", "delete"])

    response = editor.post(
        f"{url}?id={details.pk}", headers={"Referer": "http://testserver/admin/"}, follow=True
    )

    assert any("before you delete these" in text for text in messages_of(response))
    assert current() == "Old address"


def test_details_that_are_not_current_can_be_unpublished_and_deleted():
    old()
    other = factories.make_contact_details(is_current=False)
    other.unpublish()
    other.delete()
    assert ContactDetails.objects.count() == 1


def test_several_details_that_are_not_current_can_be_deleted_at_once():
    old()
    factories.make_contact_details(is_current=False)
    ContactDetails.objects.filter(is_current=False).delete()
    assert ContactDetails.objects.count() == 1


def test_current_details_may_be_deleted_before_they_are_published():
    new().delete()
    assert not ContactDetails.objects.exists()


def test_a_phone_number_is_stored_in_one_form_and_printed_the_uk_way():
    details = factories.make_contact_details(public_phone="(020) 7946-0101")
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_phone FROM snippets_contactdetails")
        assert cursor.fetchone() == ("+442079460101",)
    details.refresh_from_db()
    assert details.public_phone.as_national == "020 7946 0101"


def test_a_number_that_is_none_is_refused():
    details = factories.make_contact_details()
    details.public_phone = "12345"
    with pytest.raises(ValidationError) as refusal:
        details.full_clean()
    assert "public_phone" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("postcode", "sw1a1aa", "SW1A 1AA"),
        ("charity_number", "sc 012345", "SC012345"),
        ("company_number", "5061385", "05061385"),
    ],
)
def test_what_an_editor_types_is_kept_in_its_printed_form(editor, field, typed, kept):
    details = old()

    editor.post(edit_url(details), {**posted(details, **{field: typed}), **PUBLISH})

    assert getattr(ContactDetails.objects.get(), field) == kept


def test_the_address_ends_with_town_and_postcode():
    details = factories.make_contact_details(address="Example House\n\n 1 Sample Street \n")
    assert details.address_lines == ["Example House", "1 Sample Street", "London SW1A 1AA"]
    assert str(details) == f"{settings.WAGTAIL_SITE_NAME}, London SW1A 1AA"


@pytest.mark.parametrize("year", [0, 1799, 2018, 32767])
def test_a_year_that_cannot_be_is_refused(year, time_machine):
    time_machine.move_to(factories.NOON, tick=False)
    problems = Problems()
    factories.make_contact_details().find_problems(problems)
    assert problems == {}
    ContactDetails(copyright_start_year=year).find_problems(problems)
    assert "Enter one from 1800 to 2017" in problems["copyright_start_year"][0]
