from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from pages.models import ChangeNote
from pressroom.models import PressRelease
from tests import factories
from tests.editing import PUBLISH, add_url, edit_url, errors_in, form_of, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

CHANGED = "Another summary, which tells readers something else than the one before it."


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def release():
    """A release that readers have seen, published the usual way."""
    page = factories.make_press_release()
    page.save_revision().publish()
    return PressRelease.objects.get()


def draft():
    return PressRelease.objects.get().get_latest_revision_as_object()


def save(editor, **changes):
    """Save the latest draft with `changes`; return the messages by field."""
    return _send(editor, {}, changes)


def publish(editor, **changes):
    """Publish the latest draft with `changes`; return the messages by field."""
    return _send(editor, PUBLISH, changes)


def _send(editor, action, changes):
    page = draft()
    response = editor.post(edit_url(page), {**posted(page, **changes), **action})
    return {} if response.status_code == 302 else errors_in(response)


def notes():
    return list(ChangeNote.objects.values_list("text", flat=True))


def test_the_note_is_on_the_first_tab_of_a_page_that_was_published_and_of_no_other(editor, release):
    new = add_url(PressRelease(), release.get_parent())
    assert not BeautifulSoup(editor.get(new).content, "html.parser").select("#id_change_note")

    form = BeautifulSoup(editor.get(edit_url(release)).content, "html.parser")
    assert form.select("#tab-content #id_change_note")
    assert form.select("#tab-content #id_minor_change")


def test_a_live_page_without_a_date_of_publication_has_the_note_that_it_needs(editor, release):
    PressRelease.objects.update(first_published_at=None, last_published_at=None)
    form = BeautifulSoup(editor.get(edit_url(release)).content, "html.parser")
    assert form.select("#tab-content #id_change_note")


def test_a_change_of_substance_to_a_live_page_needs_a_note(editor, release):
    found = publish(editor, summary=CHANGED)["change_note"]
    assert "Readers have seen this page already" in found[0]
    assert "Say what changed, or tick “Minor change”" in found[0]
    assert PressRelease.objects.get().summary != CHANGED


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"release_date": "2013-01-08"},
        {"location": "Leeds"},
        {"body": {"count": "1", "0": {"type": "paragraph", "order": "0", "deleted": "", "id": "",
                                      "value": '{"blocks": [{"key": "p1", "type": "unstyled", '
                                      '"depth": 0, "text": "Other words.", "inlineStyleRanges":'
                                      ' [], "entityRanges": []}], "entityMap": {}}'}}},
    ],
)  # fmt: skip
def test_whatever_readers_are_told_is_substance(editor, release, change):
    assert "change_note" in publish(editor, **change)


def test_another_topic_is_substance(editor, release):
    topic = factories.make_topic("Another")
    assert "change_note" in publish(editor, topics=(str(topic.pk),))


def test_another_contact_is_substance(editor, release):
    other = factories.make_media_contact(name="Bo Example")
    data = posted(draft())
    data["media_contacts-0-contact"] = str(other.pk)
    response = editor.post(edit_url(release), {**data, **PUBLISH})
    assert "change_note" in errors_in(response)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"seo_title": "For search engines"},
        {"slug": "another-address"},
        {"expire_at": "2017-12-31 12:00"},
    ],
)
def test_housekeeping_needs_no_note(editor, release, change):
    assert publish(editor, **change) == {}
    assert notes() == []


def test_keys_that_the_text_editor_adds_are_no_change(editor):
    page = factories.make_press_release(
        body=[{"type": "paragraph", "value": "<p>Words without keys.</p>"}],
        notes_to_editors="<p>Notes without keys.</p>",
    )
    response = editor.post(edit_url(page), {**posted(page), **PUBLISH})
    assert response.status_code == 302, errors_in(response)


def test_a_note_is_kept_with_the_day_of_publication(editor, release, time_machine):
    time_machine.move_to(factories.NOON + timedelta(days=2), tick=False)

    assert publish(editor, summary=CHANGED, change_note="Corrected a figure.") == {}

    note = ChangeNote.objects.get()
    assert note.text == str(note) == "Corrected a figure."
    assert note.page_id == release.pk
    assert note.published_at == factories.NOON + timedelta(days=2)


def test_a_minor_change_needs_a_tick_and_leaves_no_note(editor, release):
    assert publish(editor, summary=CHANGED, minor_change="on") == {}
    assert notes() == []


def test_a_tick_is_not_remembered_for_the_next_change(editor, release):
    publish(editor, summary=CHANGED, minor_change="on")
    assert "change_note" in publish(editor, title="Yet another title")


def test_a_note_is_not_remembered_for_the_next_change(editor, release):
    publish(editor, summary=CHANGED, change_note="Corrected a figure.")
    assert form_of(draft())["change_note"].value() == ""
    assert "change_note" in publish(editor, title="Yet another title")
    assert publish(editor, title="Yet another title", change_note="New title.") == {}
    assert notes() == ["New title.", "Corrected a figure."]


def test_a_note_typed_into_a_draft_stays_until_it_is_published(editor, release):
    save(editor, summary=CHANGED, change_note="Corrected a figure.")
    assert form_of(draft())["change_note"].value() == "Corrected a figure."
    assert notes() == []
    assert publish(editor) == {}
    assert notes() == ["Corrected a figure."]


def test_a_change_saved_as_a_draft_needs_a_note_when_it_is_published(editor, release):
    assert save(editor, summary=CHANGED) == {}
    assert "change_note" in publish(editor)


def test_a_first_publication_needs_no_note_and_keeps_none(editor):
    page = factories.press_release(slug="new")
    data = posted(page, change_note="Nobody needs this.")
    url = add_url(page, factories.make_press_index())
    assert editor.post(url, {**data, **PUBLISH}).status_code == 302
    assert notes() == []


def test_a_first_publication_from_a_draft_needs_no_note(editor):
    page = factories.make_press_release(live=False)
    page.save_revision()
    assert publish(editor, summary=CHANGED) == {}
    assert notes() == []


def test_the_note_of_a_scheduled_change_is_kept_once_the_change_is_live(
    editor, release, time_machine
):
    data = {"summary": CHANGED, "change_note": "Corrected.", "go_live_at": "2017-07-01 09:00"}
    assert publish(editor, **data) == {}
    assert notes() == []
    time_machine.move_to("2017-07-01T08:00:01+00:00", tick=False)

    call_command("publish_scheduled", verbosity=0)

    assert PressRelease.objects.get().summary == CHANGED
    assert notes() == ["Corrected."]


def test_a_scheduled_change_needs_a_note(editor, release):
    assert "change_note" in publish(editor, summary=CHANGED, go_live_at="2017-07-01 09:00")


def test_scheduling_a_new_page_keeps_no_note(editor):
    page = factories.make_press_release(live=False, change_note="Nobody needs this.")
    page.save_revision()
    assert publish(editor, go_live_at="2017-07-01 09:00") == {}
    assert notes() == []


def test_publishing_a_revision_again_keeps_its_note_once(editor, release):
    publish(editor, summary=CHANGED, change_note="Corrected a figure.")
    page = PressRelease.objects.get()
    page.latest_revision.publish()
    page.latest_revision.publish()
    assert notes() == ["Corrected a figure."]


def test_an_alias_keeps_no_notes_of_its_own(editor, release):
    alias = release.create_alias(update_slug="alias", parent=factories.make_press_index())
    page = PressRelease.objects.get(pk=release.pk)
    data = posted(page, summary=CHANGED, change_note="Corrected a figure.")
    editor.post(edit_url(page), {**data, **PUBLISH})
    assert [note.page_id for note in ChangeNote.objects.all()] == [release.pk]
    assert not alias.change_notes


def test_a_page_published_again_after_a_withdrawal_keeps_its_note(editor, release):
    release.unpublish()
    assert publish(editor, summary=CHANGED, change_note="Back, corrected.") == {}
    assert notes() == ["Back, corrected."]


def test_publishing_a_page_without_rules_of_change_keeps_nothing(editor):
    page = factories.make_information_page()
    page.save_revision().publish()
    assert notes() == []
