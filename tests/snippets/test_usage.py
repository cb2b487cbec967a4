"""An editor is told what a change to shared content reaches before it is made."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from snippets.models import ContactDetails, Instrument, Statistic
from snippets.usage import MAX_NAMED_PAGES, get_usage
from tests import factories
from tests.editing import add_url, edit_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return factories.make_user()


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def inserted(fact, contact=None):
    number = f' id="{contact.pk}"' if contact else ""
    text = f'<p>Ring <embed embedtype="contact" fact="{fact}"{number}/>.</p>'
    return [{"type": "paragraph", "value": text}]


def figure(statistic):
    return [{"type": "statistic", "value": {"statistic": statistic.pk}}]


def named(content, user):
    return {page.title for page in get_usage(content, user).named_pages}


def panel_in(response):
    """Return the panel's element, and its words."""
    panel = BeautifulSoup(response.content, "html.parser").find(class_="reach")
    return panel, panel and " ".join(panel.get_text(" ").split())


def test_the_live_pages_that_choose_it_are_named(user):
    statistic = factories.make_statistic()
    factories.make_information_page(title="Live", body=figure(statistic))
    factories.make_information_page(title="Draft", live=False, body=figure(statistic))
    factories.make_information_page(title="Other", body=figure(factories.make_statistic()))

    assert named(statistic, user) == {"Live"}
    assert get_usage(statistic, user).count == 1


def test_a_treaty_and_a_media_contact_reach_the_pages_that_pick_them(user):
    treaty = factories.make_instrument()
    contact = factories.make_media_contact()
    factories.make_policy_explainer(title="An explainer", instrument=treaty)
    factories.make_press_release(title="A release", contacts=[contact])
    factories.make_information_page(title="A text", body=inserted("phone", contact))

    assert named(treaty, user) == {"An explainer"}
    assert named(contact, user) == {"A release", "A text"}


def test_a_page_that_uses_it_twice_counts_once(user):
    contact = factories.make_media_contact()
    factories.make_press_release(contacts=[contact], body=inserted("phone", contact) * 2)

    assert get_usage(contact, user).count == 1


def test_the_current_details_reach_every_page_and_name_those_that_insert_a_fact(user):
    details = factories.make_contact_details()
    factories.make_information_page(title="A text", body=inserted("address"))
    waiting = factories.make_contact_details(live=False, postcode="E1 8QS")
    other = factories.make_contact_details(is_current=False, postcode="N7 8QJ")

    assert get_usage(details, user).is_everywhere
    assert named(details, user) == named(waiting, user) == {"A text"}
    assert (get_usage(other, user).is_everywhere, get_usage(other, user).count) == (False, 0)


def test_what_live_shared_content_uses_is_reached_through_it(user):
    """No kind of shared content chooses another yet; the index would say so as it does here."""
    statistic = factories.make_statistic()
    live = factories.make_organisation("Live")
    draft = factories.make_organisation("Draft", live=False)
    for organisation in (live, draft):
        refer(organisation, statistic)
    through = {}
    for organisation in (live, draft):
        page = factories.make_information_page(
            title=f"Through {organisation}", slug=organisation.name
        )
        refer(page, organisation)
        through[organisation.name] = page.title

    assert named(statistic, user) == {through["Live"]}


def refer(source, target):
    kinds = [ReferenceIndex._get_base_content_type(thing) for thing in (source, target)]
    ReferenceIndex.objects.create(
        base_content_type=kinds[0],
        content_type=kinds[0],
        object_id=str(source.pk),
        to_content_type=kinds[1],
        to_object_id=str(target.pk),
        model_path="text",
        content_path="text",
        content_path_hash=ReferenceIndex._get_content_path_hash("text"),
    )


def test_only_the_first_twenty_are_named_and_the_rest_counted(editor, user):
    statistic = factories.make_statistic()
    for number in range(MAX_NAMED_PAGES + 3):
        factories.make_information_page(
            title=f"Page {number}", slug=f"page-{number}", body=figure(statistic)
        )

    panel, words = panel_in(editor.get(edit_url(statistic)))

    assert words.startswith("Publishing this changes 23 live pages:")
    links = panel.find_all("a")
    assert len(links) == MAX_NAMED_PAGES + 1
    assert links[0]["href"].startswith("/page-")
    assert links[-1].text == "and 3 more"
    assert "/usage/" in links[-1]["href"]


def test_the_number_of_queries_does_not_grow_with_the_pages(user):
    statistic = factories.make_statistic()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            get_usage(statistic, user)
        return len(queries)

    asked()
    few = asked()
    for number in range(6):
        factories.make_information_page(
            title=f"Page {number}", slug=f"page-{number}", body=figure(statistic)
        )

    assert asked() == few <= 7


def test_a_closed_page_is_named_to_those_who_work_on_it_alone(user):
    statistic = factories.make_statistic()
    page = factories.make_information_page(title="For members", body=figure(statistic))
    factories.make_private(page)
    stranger = get_user_model().objects.create_user("stranger")

    assert named(statistic, user) == {"For members"}
    assert named(statistic, stranger) == set()
    assert get_usage(statistic, stranger).count == get_usage(statistic, stranger).more == 1


def test_the_form_of_the_details_ends_with_what_they_reach(editor):
    details = factories.make_contact_details()
    factories.make_information_page(title="Whom to ring", body=inserted("press_phone"))

    panel, words = panel_in(editor.get(edit_url(details)))

    assert words.startswith("Every live page changes: its footer prints the current")
    assert "1 live page prints a contact that was inserted into its text: Whom to ring" in words
    assert panel.find_previous(attrs={"name": "organisation_name"})


@pytest.mark.parametrize("live", [True, False])
def test_the_form_says_when_no_page_changes(editor, live):
    details = factories.make_contact_details(is_current=False, live=live)
    statistic = factories.make_statistic(live=live)

    assert "not the current details" in panel_in(editor.get(edit_url(details)))[1]
    assert "publishing it changes none" in panel_in(editor.get(edit_url(statistic)))[1]


@pytest.mark.parametrize("kind", [ContactDetails, Instrument, Statistic])
def test_nothing_is_said_of_what_is_new(editor, kind):
    assert panel_in(editor.get(add_url(kind())))[0] is None


def test_whoever_may_only_edit_figures_sees_which_pages_change(client):
    statistic = factories.make_statistic()
    factories.make_information_page(title="Known to all", body=figure(statistic))
    group = Group.objects.create(name="Figures")
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_statistic"])
    )
    clerk = get_user_model().objects.create_user("clerk")
    clerk.groups.add(group)
    client.force_login(clerk)

    assert "Known to all" in panel_in(client.get(edit_url(statistic)))[1]
