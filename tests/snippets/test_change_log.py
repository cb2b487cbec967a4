"""Histories say what a publication of shared content changed; lists print numbers the UK way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from snippets.change_log import SNIPPET_CHANGED_LOG_ACTION
from tests import factories
from tests.editing import PUBLISH, edit_url, posted

pytestmark = pytest.mark.django_db

NEW_PHONE = "020 7946 0991"


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def history_of(editor, content):
    address = reverse(content.snippet_viewset.get_url_name("history"), args=[content.pk])
    return editor.get(address).content.decode()


def publish(editor, content, **changes):
    response = editor.post(edit_url(content), {**posted(content, **changes), **PUBLISH})
    assert response.status_code == 302, response.context["form"].errors


def test_the_history_names_the_old_number_and_the_new_one(editor):
    details = factories.make_contact_details()
    publish(editor, details, press_phone=NEW_PHONE, fax=NEW_PHONE, out_of_hours_phone="")

    shown = history_of(editor, details)

    assert f"Press phone: 020 7946 0102 became {NEW_PHONE}." in shown
    assert f"Fax: {NEW_PHONE} was added." in shown
    assert "Urgent or out-of-hours phone: 020 7946 0103 was removed." in shown
    assert "Town" not in shown


def test_each_sort_of_fact_is_named_in_words(editor):
    banner = factories.make_banner(expire_at=timezone.now() + timedelta(days=9))
    link = [{"type": "url", "value": "https://www.example.org/"}]
    revision = banner.save_revision(clean=False)
    banner.severity, banner.dismissible, banner.link = 3, False, link
    banner.message = "Word " * 100
    revision = banner.save_revision(clean=False)
    revision.publish()

    (entry,) = ModelLogEntry.objects.filter(action=SNIPPET_CHANGED_LOG_ACTION)
    said = {change["label"]: change for change in entry.data["changes"]}

    assert said["Severity"] == {"label": "Severity", "before": "Information", "after": "Urgent"}
    assert (said["Dismissible"]["before"], said["Dismissible"]["after"]) == ("Yes", "No")
    assert len(said["Message"]["after"]) < 130
    assert "Link changed." in history_of(editor, banner)


def test_a_draft_and_a_first_publication_change_nothing_that_readers_had(editor):
    contact = factories.make_media_contact(live=False)
    contact.phone = NEW_PHONE
    contact.save_revision().publish()
    contact.refresh_from_db()
    contact.role = "Head of press"
    contact.save_revision()
    assert not ModelLogEntry.objects.filter(action=SNIPPET_CHANGED_LOG_ACTION).exists()


def test_lists_print_numbers_the_uk_way(editor):
    contact = factories.make_media_contact(phone="+442079460991")
    factories.make_contact_details()
    for viewset, numbers in (
        (contact.snippet_viewset, [NEW_PHONE]),
        (factories.make_contact_details(is_current=False).snippet_viewset, ["020 7946 0102"]),
    ):
        shown = editor.get(reverse(viewset.get_url_name("list"))).content.decode()
        assert "+44" not in shown
        assert all(number in shown for number in numbers)


def test_what_changes_comes_before_the_pages_that_it_reaches(editor):
    for content in (factories.make_contact_details(), factories.make_media_contact()):
        form = editor.get(edit_url(content)).content.decode()
        field = "id_press_phone" if hasattr(content, "press_phone") else "id_phone"
        assert form.index(field) < form.index('class="reach"')
