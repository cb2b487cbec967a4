"""A new release begins with what its kind has in common, and with nothing that is another's."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from pressroom.models import JointIssuer, PressRelease
from tests import factories
from tests.editing import edit_url

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

BODY = [
    {"type": "heading", "value": {"text": "What ministers promised", "level": "2"}},
    {"type": "paragraph", "value": factories.PARAGRAPH},
    {"type": "quote", "value": {"text": "We said so.", "speaker": "A speaker", "role": "Chair"}},
]


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def release():
    organisation = factories.make_organisation()
    return factories.make_press_release(
        title="The first",
        body=BODY,
        location="London",
        notes_to_editors="<p>Who we are.</p>",
        contacts=[factories.make_media_contact(name="Here")],
        issued_with=[JointIssuer(organisation=organisation)],
        share_image=factories.make_image(),
    )


def address(release):
    return reverse("press_release_duplicate", args=[release.pk])


def make(editor, release, title="The second"):
    response = editor.post(address(release), {"title": title})
    assert response.status_code == 302
    draft = PressRelease.objects.exclude(pk=release.pk).get()
    assert response.url == edit_url(draft)
    return draft.get_latest_revision_as_object()


def test_structure_and_contacts_are_copied(editor, release):
    draft = make(editor, release)
    assert [block.block_type for block in draft.body] == ["heading", "paragraph", "quote"]
    assert draft.body[0].value["text"] == "What ministers promised"
    assert [entry.contact.name for entry in draft.media_contacts.all()] == ["Here"]
    assert [entry.organisation for entry in draft.issued_with.all()] == [
        entry.organisation for entry in release.issued_with.all()
    ]
    assert list(draft.topics.all()) == list(release.topics.all())
    assert (draft.location, draft.notes_to_editors) == ("London", "<p>Who we are.</p>")


def test_dates_words_and_quotations_are_not(editor, release):
    draft = make(editor, release)
    assert (draft.release_date, draft.event_date, draft.go_live_at) == (None, None, None)
    assert (draft.summary, draft.share_image) == ("", None)
    stored = draft.to_json()
    assert "We said so" not in stored
    assert "A speaker" not in stored
    assert "Trafficked children are entitled" not in stored


def test_it_is_a_draft_of_whoever_made_it(editor, release):
    draft = make(editor, release)
    assert not draft.live
    assert draft.owner.username == "editor"
    assert draft.slug == "the-second"
    assert not PressRelease.objects.get(pk=draft.pk).live


def test_the_release_itself_stays_as_it_is(editor, release):
    before = PressRelease.objects.get(pk=release.pk).to_json()
    make(editor, release)
    assert PressRelease.objects.get(pk=release.pk).to_json() == before


def test_a_contact_who_has_left_is_left_out(editor, release):
    release.media_contacts.first().contact.unpublish()
    assert not make(editor, release).media_contacts.all()


def test_two_new_releases_may_have_the_same_title(editor, release):
    editor.post(address(release), {"title": "The same"})
    editor.post(address(release), {"title": "The same"})
    assert PressRelease.objects.filter(title="The same").count() == 2


@pytest.mark.parametrize("title", ["", " ", "x" * 121])
def test_without_a_title_nothing_is_made(editor, release, title):
    response = editor.post(address(release), {"title": title})
    assert response.context["form"].errors["title"]
    assert PressRelease.objects.count() == 1


def test_a_title_of_other_letters_is_a_title(editor, release):
    assert make(editor, release, title="Защита детей").title == "Защита детей"


def test_it_is_offered_where_a_release_is_edited(editor, release):
    assert address(release) in editor.get(edit_url(release)).content.decode()
    explainer = factories.make_policy_explainer()
    assert "new_like_this" not in editor.get(edit_url(explainer)).content.decode()


def test_a_page_of_another_kind_is_not_found(editor):
    assert editor.get(address(factories.make_policy_explainer())).status_code == 404


@pytest.mark.parametrize(("role", "may"), [("Contributor", True), ("Policy", False)])
def test_only_who_writes_releases_makes_them(release, role, may):
    call_command("setup_roles")
    user = get_user_model().objects.create_user("somebody")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    assert client.get(address(release)).status_code == (200 if may else 302)
    client.post(address(release), {"title": "The second"})
    assert PressRelease.objects.filter(title="The second").exists() is may
