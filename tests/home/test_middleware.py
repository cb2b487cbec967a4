import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from publishing.approval.refusals import AdminErrorMessageMiddleware
from tests import factories

pytestmark = pytest.mark.django_db


def policy(response):
    """Return the directives of the response's policy, by name."""
    header = response.headers["Content-Security-Policy"]
    return {
        name: set(sources)
        for name, *sources in (directive.split() for directive in header.split(";") if directive)
    }


@pytest.mark.parametrize("address", ["/", "/press/", "/search/?q=a", "/newsletter/", "/nowhere/"])
def test_readers_get_no_inline_code_and_nothing_from_others(client, address):
    factories.make_press_release()
    sources = policy(client.get(address))
    assert sources["default-src"] == {"'self'"}
    assert sources["object-src"] == {"'none'"}
    assert not {"script-src", "style-src"} & set(sources)
    assert "'unsafe-inline'" not in set().union(*sources.values())
    allowed = {"'self'", "'none'", "data:"}
    assert set().union(*sources.values()) <= allowed


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/pages/"])
def test_the_editor_may_run_the_inline_code_that_wagtail_needs(client, address):
    if "login" not in address:
        client.force_login(factories.make_user())
    sources = policy(client.get(address))
    assert "'unsafe-inline'" in sources["script-src"] & sources["style-src"]


def test_an_address_that_only_begins_like_the_admins_is_a_readers(client):
    factories.make_home()
    assert "script-src" not in policy(client.get("/administration/"))


def test_a_page_of_the_site_contains_no_inline_code(client):
    html = client.get(factories.make_press_release().url).content.decode()
    assert "style=" not in html
    assert "onclick=" not in html
    assert "<style" not in html
    for script in html.split("<script")[1:]:
        opening = script.split(">", 1)[0]
        assert "src=" in opening or "application/ld+json" in opening


@pytest.fixture
def refuse(rf):
    """Return what becomes of a refusal on an address, and the messages it leaves."""

    def answer(path, error=None, **headers):
        request = rf.post(path, headers=headers)
        request.session = {}
        request._messages = FallbackStorage(request)
        middleware = AdminErrorMessageMiddleware(lambda request: HttpResponse())
        error = error or ValidationError(["First reason.", "Second reason."])
        response = middleware.process_exception(request, error)
        return response, [str(message) for message in get_messages(request)]

    return answer


def test_a_refusal_in_the_admin_is_told_where_the_editor_came_from(refuse):
    response, reasons = refuse("/admin/pages/1/", Referer="http://testserver/admin/bulk/?id=1")
    assert (response.status_code, response.url) == (302, "http://testserver/admin/bulk/?id=1")
    assert reasons == ["First reason.", "Second reason."]


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/admin/", "javascript:alert(1)"])
def test_a_refusal_leads_to_no_other_site(refuse, referer):
    response, _ = refuse("/admin/pages/1/", Referer=referer)
    assert response.url == "/admin/"


def test_a_dialogue_is_told_where_to_go_in_its_own_way(refuse):
    headers = {"X-Requested-With": "XMLHttpRequest", "Referer": "http://testserver/admin/pages/1/"}
    response, reasons = refuse("/admin/pages/1/", **headers)
    assert response.status_code == 200
    assert b'"redirect": "http://testserver/admin/pages/1/"' in response.content
    assert reasons


def test_a_refusal_elsewhere_and_any_other_error_stay_errors(refuse):
    assert refuse("/press/") == (None, [])
    assert refuse("/admin/", error=ValueError("A bug")) == (None, [])
