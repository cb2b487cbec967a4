"""Simulate a Wagtail whose admin has changed: what the rules do not know shows nobody a title."""

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page

from config.urls import urlpatterns as site_urlpatterns
from content.admin_titles import HIDDEN_DRAFT_TITLE, use_request_for_admin_titles
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

SECRET = "Minister resigns"


def list_titles(request, **values):
    return HttpResponse(", ".join(page.draft_title for page in Page.objects.all()))


urlpatterns = [
    # A list, and pages about a thing, that no Wagtail has today.
    path("admin/novelties/", list_titles, name="novelties"),
    path("admin/novelties/<int:novelty_id>/", list_titles, name="novelty"),
    path("admin/novelties/by-key/<int:pk>/", list_titles, name="novelty_by_key"),
    # A view that has a rule by its name, under another name.
    path("admin/chosen/", ChosenMultipleView.as_view(), name="wagtailadmin_chosen_pages"),
    *site_urlpatterns,
]


@pytest.fixture
def secret_page():
    return factories.make_information_page(title=SECRET, slug="secret", live=False)


@pytest.fixture
def contributor(client):
    factories.make_press_index()
    call_command("setup_roles", verbosity=0)
    client.force_login(factories.make_member("Contributor"))
    return client


@pytest.mark.parametrize(
    "url", ["/admin/novelties/", "/admin/novelties/1/", "/admin/novelties/by-key/1/"]
)
def test_an_address_that_has_no_rule_is_for_administrators_alone(
    contributor, secret_page, admin_client, url
):
    assert contributor.get(url).status_code == 403
    assert SECRET in admin_client.get(url).content.decode()


def test_a_view_with_another_name_is_closed(contributor, secret_page, admin_client):
    url = f"/admin/chosen/?id={secret_page.pk}"

    assert contributor.get(url).status_code == 403
    assert SECRET in admin_client.get(url).content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/admin/choose-page/chosen-multiple/",
        "/admin/snippets/choose/snippets/topic/chosen-multiple/",
        "/admin/images/chooser/chosen-multiple/",
        "/admin/bulk/wagtailcore/page/delete/",
    ],
)
def test_a_view_that_reads_its_choice_from_another_parameter_is_closed(
    contributor, secret_page, url
):
    response = contributor.get(f"{url}?pk={secret_page.pk}")

    assert response.status_code == 403
    assert SECRET not in response.content.decode()


def test_without_wagtails_method_for_titles_none_is_shown(contributor, secret_page, monkeypatch):
    name = "get_admin_display_title"
    monkeypatch.delattr(next(kind for kind in Page.__mro__ if name in vars(kind)), name)

    with use_request_for_admin_titles(contributor.get("/admin/").wsgi_request):
        assert secret_page.get_admin_display_title() == HIDDEN_DRAFT_TITLE
