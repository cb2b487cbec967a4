import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_health_is_told_and_never_remembered(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"].startswith("text/plain")
    assert response["Cache-Control"] == "no-store"
    assert client.post("/healthz").status_code == 405


def test_health_needs_the_database(client, monkeypatch):
    def fail(*args):
        raise OSError("The database is gone")

    monkeypatch.setattr("home.views.connection.cursor", fail)
    client.raise_request_exception = False
    assert client.get("/healthz").status_code == 500


def test_crawlers_are_told_of_the_sitemap_and_kept_from_admin_and_searches(client):
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_the_sitemap_lists_live_public_pages_only(client):
    public = factories.make_press_release(slug="public")
    factories.make_press_release(slug="draft", live=False)
    factories.make_private(factories.make_press_release(slug="private"))
    text = client.get("/sitemap.xml").content.decode()
    assert f"{public.url}</loc>" in text
    assert "draft" not in text
    assert "private" not in text


def test_an_unknown_address_is_not_found(client):
    factories.make_home()
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/press/%00/").status_code == 404
