"""Dialogues and messages of the admin name nothing that an editor does not work on."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import ResolverMatch
from django.utils import timezone
from wagtail.models import Task

from publishing.access.admin_url_objects import find_url_parameter_models
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "Minister resigns"


@pytest.fixture
def desk(client):
    """The browser of a contributor, who works on releases but not on information pages."""
    factories.make_press_index()
    call_command("setup_roles", verbosity=0)
    user = get_user_model().objects.create_user("contributor")
    user.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(user)
    # As browsers ask for pages.
    client.defaults["HTTP_ACCEPT"] = "text/html,*/*;q=0.8"
    return client


def shown_after(desk, address):
    return desk.get(address, follow=True).content.decode()


def renamed():
    page = factories.make_information_page(title="Public title", slug="public")
    page.title = SECRET
    page.save_revision()
    return page


def test_a_preview_of_what_does_not_wait_tells_no_title(desk):
    page = factories.make_information_page(title=SECRET, slug="secret", live=False)
    banner = factories.make_banner(heading=SECRET, live=False)
    task = Task.objects.first()

    for thing in (
        f"/admin/pages/workflow/preview/{page.pk}/{task.pk}/",
        f"/admin/snippets/snippets/sitebanner/workflow/preview/{banner.pk}/{task.pk}/",
    ):
        assert desk.get(thing).url == "/admin/"
        assert SECRET not in shown_after(desk, thing)
        assert SECRET not in shown_after(desk, "/admin/")


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_a_script_is_refused_and_not_led_to_the_dashboard(desk, accept):
    page = factories.make_information_page(title=SECRET, slug="secret", live=False)
    edit, copied = f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/copy/"

    for ask in (desk.get, desk.post):
        assert ask(edit, headers={"accept": accept}).status_code == 403
    assert desk.get(copied, headers={"accept": accept}).status_code == 403
    # Nothing is left to be told on the next page that is opened.
    assert "do not have permission" not in shown_after(desk, "/admin/")


def test_a_page_chooser_names_pages_of_others_by_their_public_titles(desk):
    page = renamed()
    home = page.get_parent()

    for address in (
        f"/admin/choose-page/{home.pk}/",
        "/admin/choose-page/search/?q=public",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
    ):
        shown = shown_after(desk, address)
        assert "Public title" in shown
        assert SECRET not in shown


def test_a_typed_address_names_no_unpublished_title(desk):
    page = renamed()
    data = {"external-link-chooser-url": page.url, "external-link-chooser-link_text": "x"}

    shown = desk.post("/admin/choose-external-link/", data).content.decode()

    assert page.url in shown
    assert SECRET not in shown


def test_whoever_works_on_a_page_sees_its_latest_title(client):
    page = renamed()
    client.force_login(factories.make_user())

    assert SECRET in shown_after(client, f"/admin/choose-page/{page.get_parent().pk}/")


def test_a_chooser_offers_shared_drafts_only_to_those_who_work_on_them(desk, client):
    later = timezone.now() + timedelta(days=3)
    banner = factories.make_banner(heading=SECRET, live=False, go_live_at=None, expire_at=later)
    chooser = "/admin/snippets/choose/snippets/sitebanner"
    addresses = (
        f"{chooser}/",
        f"{chooser}/results/",
        f"{chooser}/chosen/{banner.pk}/",
        f"{chooser}/chosen-multiple/?id={banner.pk}",
    )

    for address in addresses:
        assert SECRET not in shown_after(desk, address)
    banner.live = True
    banner.save()
    for address in addresses:
        assert SECRET in shown_after(desk, address)
    type(banner).objects.update(live=False)
    client.force_login(factories.make_user())
    for address in addresses:
        assert SECRET in shown_after(client, address)


def test_a_page_form_offers_drafts_of_topics_only_to_those_who_work_on_topics(desk, client):
    factories.make_topic(SECRET, live=False)
    page = factories.make_press_release(live=False)
    edit = f"/admin/pages/{page.pk}/edit/"

    assert SECRET not in shown_after(desk, edit)
    client.force_login(factories.make_user())
    assert SECRET in shown_after(client, edit)


def test_whoever_is_asked_to_approve_opens_a_page_of_another_team(desk):
    page = factories.make_information_page(title=SECRET, slug="secret", live=False)
    page.save_revision()
    page.get_workflow().start(page, factories.make_user("submitter"))
    asked = get_user_model().objects.get(username="contributor")
    edit = f"/admin/pages/{page.pk}/edit/"
    assert desk.get(edit).url == "/admin/"

    page.current_workflow_task.groups.add(Group.objects.get(name="Contributor"))

    assert page.current_workflow_task.user_can_access_editor(page, asked)
    assert SECRET in shown_after(desk, edit)


def test_an_address_that_nobody_has_described_is_closed():
    match = ResolverMatch(
        lambda: None, (), {"novelty_id": 1}, "new", route="admin/new/<novelty_id>/"
    )

    with pytest.raises(PermissionDenied):
        find_url_parameter_models(match)
