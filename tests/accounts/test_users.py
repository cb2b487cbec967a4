"""No two people share an e-mail address, and whoever asks for a taken one is told."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

TAKEN = "Someone else already has this email address."


@pytest.fixture
def desk(client):
    get_user_model().objects.create_user("first", "first@example.org")
    client.force_login(factories.make_user("administrator", email="administrator@example.org"))
    return client


def test_the_database_refuses_an_address_that_differs_in_case_alone():
    users = get_user_model().objects
    users.create_user("first", "first@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        users.create_user("second", "FIRST@example.org")


def test_several_people_may_have_no_address():
    users = get_user_model().objects
    users.create_user("first")
    users.create_user("second")

    assert users.filter(email="").count() == 2


def test_a_taken_address_is_said_beside_the_field_of_a_new_user(desk):
    form = {
        "username": "second",
        "email": "First@Example.org",
        "first_name": "A",
        "last_name": "Second",
        "password1": "sesame-open-1",
        "password2": "sesame-open-1",
    }
    response = desk.post(reverse("wagtailusers_users:add"), form)

    assert response.context["form"].errors == {"email": [TAKEN]}
    assert TAKEN in response.content.decode()


def test_a_taken_address_is_said_on_the_own_account(desk):
    address = reverse("wagtailadmin_account")
    shown = desk.get(address)
    form = {
        field.html_name: field.value() or ""
        for panel in shown.context["panels_by_tab"].values()
        for panels in [panel]
        for one in panels
        for field in one.get_form()
    }
    form["name_email-email"] = "FIRST@example.org"

    assert TAKEN in desk.post(address, form).content.decode()
