import pytest
from django.core.exceptions import ValidationError

from tests import factories

pytestmark = pytest.mark.django_db


def refusals(thing):
    with pytest.raises(ValidationError) as refusal:
        thing.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize("field", ["name", "role", "phone", "email"])
def test_a_media_contact_has_a_name_a_role_a_phone_and_an_email(field):
    contact = factories.make_media_contact()
    contact.full_clean()
    setattr(contact, field, "")
    assert list(refusals(contact)) == [field]


def test_a_media_contacts_phone_is_printed_the_uk_way():
    contact = factories.make_media_contact(phone="020 79460102")
    contact.refresh_from_db()
    assert contact.phone.as_e164 == "+442079460102"
    assert contact.phone.as_national == "020 7946 0102"


def test_a_media_contact_is_addressed_with_the_honorific_if_there_is_one():
    contact = factories.make_media_contact(honorific="Baroness")
    assert str(contact) == "Baroness Ada Example, Press officer"
    contact.honorific = ""
    assert contact.full_name == "Ada Example"


def test_an_organisation_needs_only_a_name():
    organisation = factories.make_organisation("One")
    organisation.full_clean()
    organisation.name = ""
    assert "name" in refusals(organisation)


def test_an_organisation_is_entered_once():
    factories.make_organisation("One")
    again = type(factories.make_organisation("Two"))(name="One")
    assert "already exists" in refusals(again)["name"][0]


@pytest.mark.parametrize(
    ("alt", "words"),
    [("", "Describe the logo"), ("logo", "does not say what"), ("logo.png", "file name")],
)
def test_a_logo_is_described(alt, words):
    organisation = factories.make_organisation("One", logo=factories.make_image(), logo_alt=alt)
    assert words in " ".join(refusals(organisation)["logo_alt"])


def test_a_described_logo_is_published_and_no_logo_needs_no_description():
    image = factories.make_image()
    factories.make_organisation("One", logo=image, logo_alt="A lighthouse").full_clean()
    factories.make_organisation("Two", logo_alt="").full_clean()


def test_an_organisations_other_names_are_one_a_line():
    organisation = factories.make_organisation("One", aliases="First\n\n Second ")
    assert organisation.other_names == ["First", "Second"]
