"""A redirect answers however its address was typed, and however a browser writes it."""

from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.models import Redirect

from publishing.redirect_normalization import WAGTAIL_NORMALISE_PATH, normalise_path
from tests import factories

# As it was typed, and as a browser asks for it.
TYPED_AND_ASKED = [
    ("/Old Page%20x", "/Old%20Page%20x"),
    ("/Old%20Page x/", "/Old%20Page%20x/"),
    ("Old Page", "/Old%20Page"),
    ("/old-page", "/old%2Dpage"),
    ("/%7Eada/", "/~ada"),
    ("/~ada", "/%7eada"),
    ("/campaña", "/campa%C3%B1a"),
    ("/campa%c3%b1a", "/campa%C3%B1a/"),
    (normalize("NFD", "/campaña"), "/campa%C3%B1a"),
    ("/campaña", iri_to_uri(normalize("NFD", "/campaña"))),
    ("/latin%F1", "/latin%f1"),
    ("/100%", "/100%25"),
    ("/a%2541", "/a%2541"),
    ("/a%2Fb", "/a%2fb"),
    ("/news?id=3&year=2012", "/news?year=2012&id=3"),
    ("/news?q=child labour", "/news?q=child+labour"),
    ("/news?q=child+labour", "/news?q=child%20labour"),
    ("/news?q=a%26b", "/news?q=a%26b"),
    ("/old;a=1;b", "/old%3Ba%3D1;b"),
    ("https://www.example.org/Old Page", "/Old%20Page"),
    ("/old//", "/old"),
    ("/old‑page", "/old%E2%80%91page"),
    ("/old,page(1)!", "/old%2Cpage%281%29%21"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "asked"), TYPED_AND_ASKED)
def test_a_redirect_typed_in_the_admin_answers_what_a_browser_asks(client, typed, asked):
    factories.make_home()
    client.force_login(factories.make_user())
    form = {"old_path": typed, "is_permanent": "on", "redirect_link": "https://example.org/new"}

    assert client.post("/admin/redirects/add/", form).status_code == 302

    answer = client.get(asked)
    assert (answer.status_code, answer.headers.get("Location")) == (301, "https://example.org/new")


@pytest.mark.django_db
def test_the_same_address_typed_in_another_way_is_refused(client):
    factories.make_home()
    client.force_login(factories.make_user())
    form = {"is_permanent": "on", "redirect_link": "https://example.org/new"}
    client.post("/admin/redirects/add/", {"old_path": "/Old Page", **form})

    answer = client.post("/admin/redirects/add/", {"old_path": "/Old%20Page", **form})

    assert "A redirect with this path already exists." in answer.content.decode()
    assert Redirect.objects.count() == 1


@pytest.mark.django_db
def test_what_is_no_address_is_refused_beside_what_was_typed(client):
    factories.make_home()
    client.force_login(factories.make_user())
    form = {"old_path": "http://[old", "redirect_link": "https://example.org/new"}

    answer = client.post("/admin/redirects/add/", form).content.decode()

    assert "This is not an address." in answer
    assert "http://[old" in answer


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["/a%00b", "/%ff", "/" + "%20a" * 60, "/ü" * 80])
def test_an_odd_address_is_stored_and_found(client, typed):
    factories.make_home()
    Redirect.add_redirect(typed, redirect_to="/new/")

    assert client.get(iri_to_uri(typed)).status_code == 301


@pytest.mark.parametrize("typed", [typed for pair in TYPED_AND_ASKED for typed in pair])
def test_the_normal_form_stays_as_it_is(typed):
    once = normalise_path(typed)

    assert normalise_path(once) == normalise_path(once, decode_unicode=False) == once


def test_an_address_that_cannot_be_read_is_refused():
    with pytest.raises(ValidationError):
        normalise_path("http://[old")


def test_wagtail_still_leaves_spaces_as_they_are_typed():
    assert Redirect.normalise_path is normalise_path

    # When this fails, Wagtail has one normal form: remove `patch_redirect_normalization`.
    assert WAGTAIL_NORMALISE_PATH("/Old Page") != WAGTAIL_NORMALISE_PATH("/Old%20Page")
