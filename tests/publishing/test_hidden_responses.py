"""Caches, redirects, choosers and the admin say nothing of what is not public."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission

from snippets.models import Topic
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def writer(client):
    """Return a browser in which somebody is signed in who writes explainers alone."""
    user = get_user_model().objects.create_user("writer")
    group = Group.objects.create(name="Policy writers")
    user.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=factories.make_policy_index(),
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )
    client.force_login(user)
    return client


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/press/secret/",
        "/press/?year=1066",
        "/documents/9/a.pdf",
        "/media/images/a.png",
    ],
)
def test_no_cache_keeps_a_refusal(client, method, address):
    factories.make_press_release(slug="secret", live=False)
    response = getattr(client, method)(address)
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


def test_a_page_is_refused_from_the_moment_it_expires(client, time_machine):
    time_machine.move_to(factories.NOON, tick=False)
    page = factories.make_press_release(expire_at=factories.NOON + HOUR)
    assert client.get(page.url).status_code == 200

    time_machine.move_to(factories.NOON + HOUR, tick=False)

    for method in (client.get, client.head):
        response = method(page.url, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"


def test_an_expired_private_page_does_not_ask_for_a_login(client):
    page = factories.make_press_release(expire_at=timezone.now() - HOUR)
    factories.make_private(page)
    assert client.get(page.url).status_code == 404


def test_an_expired_topic_is_no_filter(client):
    page = factories.make_press_release()
    Topic.objects.update(expire_at=timezone.now() - HOUR)
    assert client.get("/press/?topic=child-trafficking").status_code == 404
    assert client.get("/press/").context["topics"] == []
    assert "Topics" not in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    ("state", "expected"),
    [({}, 301), ({"live": False}, 404), ({"expire_at": timezone.now() - HOUR}, 404)],
)
def test_a_redirect_leads_only_to_what_readers_may_open(client, state, expected):
    page = factories.make_press_release(slug="secret", **state)
    Redirect.add_redirect("/old", redirect_to=page)
    for address in ("/old/", "/old/?from=mail"):
        response = client.get(address)
        assert response.status_code == expected
        assert ("secret" in response.get("Location", "")) is (expected == 301)


def test_a_redirect_to_a_private_page_does_not_answer(client):
    page = factories.make_private(factories.make_press_release(slug="secret"))
    Redirect.add_redirect("/old", redirect_to=page)
    assert client.get("/old/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/press/secret/", "/press/secret", "http://testserver/press/secret/"]
)
def test_a_redirect_typed_as_an_address_gives_away_no_page_either(client, address):
    page = factories.make_press_release(slug="secret", live=False)
    Redirect.add_redirect("/old", redirect_to=address)

    assert client.get("/old/").status_code == 404
    type(page).objects.filter(pk=page.pk).update(live=True)
    assert client.get("/old/").url == address


def test_a_redirect_to_another_site_answers_as_before(client):
    factories.make_home()
    Redirect.add_redirect("/old", redirect_to="https://www.example.org/", is_permanent=False)
    assert client.get("/old/").status_code == 302
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/admin/choose-page/{parent}/", "/admin/choose-page/search/?q=page"]
)
def test_a_chooser_offers_public_pages_and_the_editors_own(writer, address):
    press = factories.make_press_index()
    policy = factories.make_policy_index()
    factories.make_press_release(title="Public page", slug="a")
    factories.make_press_release(title="Secret page", slug="b", live=False)
    factories.make_press_release(title="Expired page", slug="c", expire_at=timezone.now() - HOUR)
    factories.make_policy_explainer(title="Own page", slug="d", live=False)
    offered = "".join(
        writer.get(address.format(parent=parent.pk)).content.decode() for parent in (press, policy)
    )
    assert "Public page" in offered
    assert "Own page" in offered
    assert "Secret page" not in offered
    assert "Expired page" not in offered


def is_refused(client, address):
    """Return whether an address leads to the dashboard with a refusal that names no page."""
    response = client.get(address, headers={"accept": "text/html"}, follow=True)
    said = "".join(str(message) for message in response.context["messages"])
    refused = "do not have permission" in said and "Secret" not in said
    return refused and response.redirect_chain == [("/admin/", 302)]


def test_a_chooser_does_not_open_a_page_that_it_would_not_offer(writer):
    secret = factories.make_information_page(title="Secret", slug="secret", live=False)
    assert is_refused(writer, f"/admin/choose-page/{secret.pk}/")
    assert is_refused(writer, f"/admin/choose-page/chosen-multiple/?id={secret.pk}")
    public = factories.make_press_index()
    assert writer.get(f"/admin/choose-page/{public.pk}/").status_code == 200
    assert writer.get(f"/admin/choose-page/chosen-multiple/?id={public.pk}").status_code == 200
    assert writer.get("/admin/choose-page/999999/").status_code == 404


def test_who_sees_every_page_sees_the_report_that_names_the_last_edited(writer, client):
    factories.make_press_release(title="Secret", live=False)
    assert is_refused(client, "/admin/reports/page-types-usage/")
    client.force_login(factories.make_user())
    assert client.get("/admin/reports/page-types-usage/").status_code == 200


BULK = "/admin/bulk/wagtailcore/page"


@pytest.mark.parametrize("deed", ["publish", "unpublish", "move", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_selection_is_not_told_by_its_titles_to_another_section(writer, method, deed):
    page = factories.make_press_release(title="Secret", slug="secret", live=False)
    below = f"all&childOf={page.get_parent().pk}"

    for selected in (page.pk, "all", below, f"{below}&q=Secret"):
        response = getattr(writer, method)(f"{BULK}/{deed}/?id={selected}", follow=True)
        assert "Secret" not in response.content.decode()


def test_a_selection_of_the_own_section_is_told_by_its_titles(writer):
    page = factories.make_policy_explainer(title="Own", slug="own", live=False)

    for selected in (page.pk, f"all&childOf={page.get_parent().pk}"):
        assert "Own" in writer.get(f"{BULK}/publish/?id={selected}").content.decode()


@pytest.mark.parametrize("selected", ["abc", "9" * 5000, "all&childOf=abc", "all&childOf=999999"])
def test_a_selection_of_what_cannot_be_is_not_found(writer, selected):
    assert writer.get(f"{BULK}/publish/?id={selected}").status_code == 404


@pytest.mark.parametrize("view", ["", "results/"])
def test_whoever_works_on_two_sections_explores_no_third_one(writer, view):
    secret = factories.make_press_release(title="Secret", slug="secret", live=False)
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    reports = factories.make_report_index()
    group = Group.objects.get(name="Policy writers")
    GroupPagePermission.objects.create(group=group, page=reports, permission=change)

    shown = writer.get(f"/admin/pages/{secret.pk}/{view}", follow=True).content.decode()
    assert "Secret" not in shown
    assert reports.title in writer.get(f"/admin/pages/{reports.pk}/{view}").content.decode()
    home = reports.get_parent()
    assert writer.get(f"/admin/pages/{home.pk}/{view}").status_code == 200
