"""A form whose security token is out of date comes back with its words."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings
from django.urls import reverse

from content.editing.edit_session import MAX_SAVED_TEXTS
from tests import factories
from tests.editing import edit_url, posted

pytestmark = pytest.mark.django_db

WORDS = 'Guardians for <b>every</b> "child"'
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def client():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.make_user("administrator"))
    return client


def send(client, headers, **fields):
    topic = factories.make_topic()
    return client.post(edit_url(topic), {"name": WORDS, **fields}, headers=headers)


@pytest.mark.parametrize("debug", [False, True])
def test_words_are_kept_in_production_and_in_development(client, debug):
    with override_settings(DEBUG=debug):
        answer = send(client, HERE)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your text is safe here" in page
    assert "Send again" in page
    assert "Guardians for &lt;b&gt;every&lt;/b&gt; &quot;child&quot;" in page
    assert answer["Cache-Control"] == "no-store"


def test_whoever_is_signed_out_is_told_so(client):
    client.logout()

    assert "You are signed out. Sign in in a new tab" in send(client, HERE).content.decode()


def test_sending_again_saves(client):
    topic = factories.make_topic()
    data = {**posted(topic), "name": WORDS}
    page = client.post(edit_url(topic), data, headers=HERE)

    token = page.context["csrf_token"]
    again = dict(page.context["fields"])
    answer = client.post(
        edit_url(topic), {**again, "csrfmiddlewaretoken": str(token)}, headers=HERE
    )

    assert answer.status_code == 302
    topic.refresh_from_db()
    assert topic.get_latest_revision_as_object().name == WORDS


def test_every_value_comes_back_as_it_was_sent(client):
    """A value is read as a browser reads it: as an attribute, in which every character counts."""
    sent = {
        "body-0-deleted": "",
        "related-0-DELETE": "",
        "comment": "\r\n\r\n  First line\r\n\tSecond line  \r\n",
        "body-0-value": '{"text": "<b>\\"every\\" child\'s &amp; ours</b>"}',
        "spaces": "   ",
        "tags": ["one", "two"],
    }
    page = client.post(edit_url(factories.make_topic()), sent, headers=HERE)

    form = BeautifulSoup(page.content, "html.parser").find("form", method="post")
    token, *inputs = form.find_all(["input", "textarea", "select"])

    assert token["name"] == "csrfmiddlewaretoken"
    assert {(field.name, field["type"]) for field in inputs} == {("input", "hidden")}
    fields = [(field["name"], field["value"]) for field in inputs]
    assert fields == [
        (name, value)
        for name, values in sent.items()
        for value in (values if isinstance(values, list) else [values])
    ]


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Referer": "https://evil.example/x"}]
)
def test_what_another_site_sent_cannot_be_sent_again(client, headers):
    page = send(client, headers).content.decode()

    assert "Send again" not in page
    assert "Guardians" not in page


def test_a_password_is_not_shown(client):
    page = client.post(
        reverse("wagtailadmin_login"), {"username": "a", "password": "sesame"}, headers=HERE
    )

    assert "sesame" not in page.content.decode()


def test_the_session_names_the_texts_that_buttons_stored(client):
    client.handler.enforce_csrf_checks = False
    topic = factories.make_topic()
    for number in range(MAX_SAVED_TEXTS + 1):
        client.post(edit_url(topic), {**posted(topic), "typed_text_id": f"text-{number}"})

    session = client.get(reverse("edit_session")).json()

    assert session["saved"] == [f"text-{number}" for number in range(1, MAX_SAVED_TEXTS + 1)]
    assert session["token"]


def test_the_session_of_nobody_is_not_told():
    assert Client().get(reverse("edit_session")).status_code == 302
