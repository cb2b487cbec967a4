import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client

from home.models import NewsletterSubscription
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

URL = "/newsletter/"


@pytest.fixture(autouse=True)
def site():
    factories.make_home()


def ask(client, email="reader@example.org", **fields):
    return client.post(URL, {"email": email, "website": "", **fields})


def link_in(message):
    return re.search(r"http://testserver(/newsletter/\S+)", message.body).group(1)


def subscription():
    return NewsletterSubscription.objects.get()


def test_an_address_is_asked_to_confirm(client):
    response = ask(client)
    assert (response.status_code, response.url) == (302, "/newsletter/?asked=1")
    assert [message.to for message in mail.outbox] == [["reader@example.org"]]
    assert "confirm" in mail.outbox[0].subject
    assert subscription().confirmed_at is None


def test_the_answer_promises_nothing_about_the_address(client):
    html = client.get("/newsletter/?asked=1").content.decode()
    assert "If the address is not on the list yet" in html


def test_an_opened_link_asks_once_more(client):
    ask(client)
    response = client.get(link_in(mail.outbox[0]))
    assert response.status_code == 200
    assert subscription().confirmed_at is None


def test_a_click_confirms_and_a_second_changes_nothing(client, time_machine):
    ask(client)
    link = link_in(mail.outbox[0])
    assert client.post(link).status_code == 200
    assert subscription().confirmed_at == factories.NOON
    time_machine.move_to(factories.NOON + timedelta(hours=5), tick=False)
    assert client.post(link).status_code == 200
    assert subscription().confirmed_at == factories.NOON


def test_an_address_is_answered_alike_whether_known_asked_or_confirmed(client):
    first = ask(client)
    asked = ask(client)
    client.post(link_in(mail.outbox[0]))
    confirmed = ask(client)
    trap = ask(client, email="robot@example.org", website="https://spam.example")
    for response in (asked, confirmed, trap):
        assert (response.status_code, response.url) == (first.status_code, first.url)
        assert response.content == first.content


def test_a_confirmed_address_gets_no_more_questions(client, time_machine):
    ask(client)
    client.post(link_in(mail.outbox[0]))
    time_machine.move_to(factories.NOON + timedelta(days=9), tick=False)
    ask(client)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("after", "letters"), [(3599, 1), (3600, 2)])
def test_an_address_is_asked_at_most_once_an_hour(client, time_machine, after, letters):
    ask(client)
    time_machine.move_to(factories.NOON + timedelta(seconds=after), tick=False)
    ask(client)
    assert len(mail.outbox) == letters
    assert NewsletterSubscription.objects.count() == 1


def test_capitals_do_not_make_another_address(client):
    ask(client)
    ask(client, email="READER@Example.org")
    assert subscription().email == "reader@example.org"
    assert len(mail.outbox) == 1


def test_a_program_that_fills_in_every_field_is_ignored(client):
    ask(client, website="https://spam.example")
    assert not mail.outbox
    assert not NewsletterSubscription.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "", "reader", "reader@", "a b@example.org", "a@example.org\nBcc: b@example.org", "a" * 300,
        "a\x00example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_sent_back_with_what_to_do(client, email):
    response = ask(client, email=email)
    assert response.status_code == 400
    assert response.context["form"].errors["email"]
    assert not mail.outbox


@pytest.mark.parametrize(
    ("email", "words"), [("", "Enter your email address"), ("reader", "such as name@example.org")]
)
def test_a_slip_is_answered_with_what_to_enter(client, email, words):
    assert words in ask(client, email=email).content.decode()


@pytest.mark.parametrize("token", ["forged", "a:b:c", "x" * 3000, "%00", "1:1tGxxx:abc", "é"])
def test_a_forged_link_is_not_found(client, token):
    assert client.get(f"/newsletter/{token}/").status_code == 404
    assert client.post(f"/newsletter/{token}/").status_code == 404


def test_a_link_signed_for_something_else_is_not_found(client):
    ask(client)
    token = signing.dumps(subscription().pk, salt="something else")
    assert client.post(f"/newsletter/{token}/").status_code == 404
    assert subscription().confirmed_at is None


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(days=3), 200), (timedelta(days=3, seconds=1), 404)]
)
def test_a_link_works_for_three_days(client, time_machine, age, status):
    ask(client)
    time_machine.move_to(factories.NOON + age, tick=False)
    assert client.post(link_in(mail.outbox[0])).status_code == status


def test_a_link_for_a_deleted_address_is_not_found(client):
    ask(client)
    NewsletterSubscription.objects.all().delete()
    assert client.get(link_in(mail.outbox[0])).status_code == 404


def test_an_address_is_kept_once_and_recognised():
    NewsletterSubscription.objects.create(
        email="a@example.org", confirmation_sent_at=factories.NOON
    )
    assert str(subscription()) == "a@example.org"


def test_the_form_needs_no_cookie(client):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"email": "reader@example.org", "website": ""}).status_code == 302


def test_an_exported_address_is_no_formula(admin_client):
    # RFC 5322 allows it, and a stranger typed it.
    NewsletterSubscription.objects.create(
        email="=1+1@example.org", confirmation_sent_at=factories.NOON
    )
    listing = admin_client.get("/admin/newsletter/", {"export": "csv"})
    assert listing.status_code == 200
    assert "'=1+1@example.org" in b"".join(listing.streaming_content).decode()
