"""No page gets an address that a route of the site answers at."""

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django.urls import reverse
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page, get_page_models, pages

from content.validation.slugs import (
    FreeSlugCopyForm,
    FreeSlugFormMixin,
    FreeSlugMixin,
    find_slug_problem,
    is_url_answered_by_view,
)
from home.models import InformationPage
from tests import factories
from tests.editing import SAVE, add_url, edit_url, errors_in, posted

pytestmark = pytest.mark.django_db

TAKEN_AT_ROOT = [
    *("admin", "documents", "search", "newsletter", "healthz", "media", "static"),
    *("embargo", "calendar", "2012", "topics", "topic", "page", "pages", "year"),
]
TAKEN_AMONG_RELEASES = ["feed", "2012", "topics", "page"]
OURS = [model for model in get_page_models() if model._meta.app_label != "wagtailcore"]


@pytest.mark.parametrize("slug", TAKEN_AT_ROOT)
def test_a_slug_that_a_route_takes_is_refused_below_the_home_page(client, slug):
    client.force_login(factories.make_user())
    home = factories.make_home()
    page = factories.information_page(slug=slug)

    answer = client.post(add_url(page, home), posted(page) | SAVE)

    assert "The site uses the address" in errors_in(answer)["slug"][0]
    assert not InformationPage.objects.exists()


@pytest.mark.parametrize("slug", TAKEN_AMONG_RELEASES)
def test_a_slug_that_a_route_takes_is_refused_among_releases(client, slug):
    client.force_login(factories.make_user())
    index = factories.make_press_index()
    page = factories.press_release(slug=slug)

    answer = client.post(add_url(page, index), posted(page) | SAVE)

    assert "The site uses the address" in errors_in(answer)["slug"][0]


@pytest.mark.parametrize(
    "slug", ["feeds", "press-office", "searching", "2012-review", "20120", "été"]
)
def test_a_slug_that_nothing_takes_is_fine(slug):
    assert find_slug_problem(slug, factories.make_home()) == ""


def test_a_page_that_is_changed_is_asked_as_well(client):
    client.force_login(factories.make_user())
    release = factories.make_press_release()

    answer = client.post(edit_url(release), posted(release, slug="feed") | SAVE)

    assert "/press/feed/" in errors_in(answer)["slug"][0]


@pytest.mark.parametrize("live", [True, False])
def test_a_script_is_refused_too(live):
    index = factories.make_press_index()

    with pytest.raises(ValidationError, match="The site uses the address /press/feed/ itself"):
        index.add_child(instance=factories.press_release(slug="feed", live=live))


def test_a_title_makes_no_slug_that_is_taken():
    index = factories.make_press_index()
    release = factories.press_release(title="Feed", slug="", live=False)

    index.add_child(instance=release)

    assert release.slug == "feed-2"


def test_a_copy_cannot_take_the_address_of_a_route(client):
    client.force_login(factories.make_user())
    release = factories.make_press_release()
    index = release.get_parent()
    copying = {"new_title": "Copy", "new_slug": "feed", "new_parent_page": index.pk}

    answer = client.post(reverse("wagtailadmin_pages:copy", args=[release.pk]), copying)

    assert "The site uses the address" in answer.context["form"].errors["new_slug"][0]
    assert index.get_children().count() == 1


def test_an_alias_cannot_take_the_address_of_a_route(client):
    client.force_login(factories.make_user())
    release = factories.make_press_release()
    copying = {"new_title": "A", "new_slug": "feed", "alias": "on"}
    copying["new_parent_page"] = release.get_parent().pk

    answer = client.post(reverse("wagtailadmin_pages:copy", args=[release.pk]), copying)

    assert "The site uses the address" in answer.context["form"].errors["new_slug"][0]


def test_a_page_cannot_move_to_the_address_of_a_route(client):
    client.force_login(factories.make_user())
    home = factories.make_home()
    deeper = factories.make_information_page(slug="deeper")
    # Below another page, this slug is free.
    page = InformationPage(
        **{
            name: getattr(factories.information_page(slug="search"), name)
            for name in ("title", "slug", "summary", "body")
        }
    )
    deeper.add_child(instance=page)

    answer = client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]))

    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        f"“{page}” was not moved. The site uses the address /search/ itself. Choose another slug."
    ]
    page.refresh_from_db()
    assert page.get_parent().pk == deeper.pk


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_type_is_asked(model):
    assert issubclass(model, FreeSlugMixin)
    assert issubclass(model.copy_form_class, FreeSlugCopyForm)
    assert issubclass(model.get_edit_handler().get_form_class(), FreeSlugFormMixin)


def test_a_routable_page_takes_the_slugs_of_its_own_routes(monkeypatch):
    # Wagtail's list of page models, without the one below once this test is over.
    monkeypatch.setattr(pages, "PAGE_MODEL_CLASSES", get_page_models())

    class Routed(RoutablePageMixin, Page):
        class Meta:
            app_label = "tests"
            proxy = True

        @path("briefings/")
        def briefings(self, request):
            return HttpResponse()

    del apps.all_models["tests"]["routed"]
    apps.clear_cache()
    parent = Routed.objects.get(pk=factories.make_home().pk)
    parent.__dict__["specific"] = parent

    assert find_slug_problem("briefings", parent)
    assert not find_slug_problem("reports", parent)


def test_the_parameters_of_a_list_are_those_that_it_reads():
    index = factories.make_press_index()
    request = RequestFactory().get("/press/")
    request.GET = Noted()

    index.get_context(request)

    assert Noted.asked == set(index.list_parameters)


class Noted(QueryDict):
    asked: set[str] = set()

    def __init__(self):
        super().__init__("")

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)


@pytest.mark.parametrize("address", ["/", "/press/", "/press/guardians/", "/reports/", "/policy/"])
def test_the_addresses_of_pages_are_free(address):
    assert not is_url_answered_by_view(address)
