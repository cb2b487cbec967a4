"""A new press release begins with what nearly every release begins with."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from pressroom.models import PressRelease
from pressroom.new_release import find_press_office_contact
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def new_release_form(client):
    index = factories.make_press_index()
    address = reverse("wagtailadmin_pages:add", args=["pressroom", "pressrelease", index.pk])
    return address, BeautifulSoup(client.get(address).content, "html.parser")


def test_the_form_has_todays_date_and_the_press_office(editor, time_machine):
    time_machine.move_to(factories.NOON)
    factories.make_contact_details()
    factories.make_media_contact(name="Somebody Else", phone="+442079460199", email="x@example.org")
    office = factories.make_media_contact(name="Press Office")

    _address, form = new_release_form(editor)

    assert form.select_one("#id_release_date")["value"] == "14/06/2017"
    assert form.select_one("#id_media_contacts-0-contact")["value"] == str(office.pk)


def test_what_is_filled_in_is_saved_once(editor, time_machine):
    time_machine.move_to(factories.NOON)
    factories.make_contact_details()
    office = factories.make_media_contact()
    address, form = new_release_form(editor)
    typed = {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field.get("type") not in ("checkbox", "radio", "submit")
    }

    # A script adds these.
    counts = {"body-count": "0", "read_more-count": "0"}

    answer = editor.post(address, {**typed, **counts, "title": "New", "summary": ""})

    html = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 302, html.select(".error-message, .messages")
    saved = PressRelease.objects.get().get_latest_revision_as_object()
    assert f"{saved.release_date}" == "2017-06-14"
    assert [entry.contact for entry in saved.media_contacts.all()] == [office]


def test_without_contact_details_the_newest_releases_contact_is_offered():
    assert find_press_office_contact() is None
    release = factories.make_press_release()

    assert find_press_office_contact() == release.contacts()[0]


def test_a_new_page_of_another_type_is_left_alone(editor):
    index = factories.make_report_index()
    address = reverse("wagtailadmin_pages:add", args=["policy", "reportpage", index.pk])

    assert editor.get(address).status_code == 200


def test_the_dashboard_offers_it_to_those_who_may(client, editor):
    address, _form = new_release_form(editor)
    assert f'href="{address}"' in editor.get("/admin/").content.decode()

    user = get_user_model().objects.create_user("reader")
    group = Group.objects.create(name="Readers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)

    assert "New press release" not in client.get("/admin/").content.decode()
