from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from content.validation.problems import Problems
from pressroom.models import JointIssuer, PressRelease
from tests import factories
from tests.editing import PUBLISH, add_url, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def problems(**overrides):
    """Return what an editor hears who publishes such a release now, by field or panel."""
    found = Problems()
    release = factories.press_release(slug="a-release", **overrides)
    release.find_problems(found)
    release.find_timing_problems(found)
    return found


def publish(editor, **overrides):
    """Publish a new release through the editor; return the messages by field or panel."""
    release = factories.press_release(slug="a-release", **overrides)
    response = editor.post(
        add_url(release, factories.make_press_index()), {**posted(release), **PUBLISH}
    )
    return {} if response.status_code == 302 else errors_in(response)


def test_a_whole_release_is_published(editor):
    assert problems() == {}
    assert publish(editor) == {}


def test_a_title_has_at_most_120_characters():
    assert problems(title="a" * 120) == {}
    found = problems(title="a" * 121)["title"]
    assert "has 121 characters" in found[0]
    assert "Shorten it to 120" in found[0]


@pytest.mark.parametrize("title", ["A sentence.", "A sentence. ", "Two. Sentences."])
def test_a_title_has_no_full_stop_at_the_end(title):
    found = problems(title=title)["title"]
    assert "no full stop at the end" in found[0]
    assert "Remove it" in found[0]


@pytest.mark.parametrize("title", ["Is this a question?", "U.K. law in brief", "To be continued…"])
def test_a_title_may_end_otherwise(title):
    assert problems(title=title) == {}


@pytest.mark.parametrize(
    ("length", "valid"), [(0, False), (49, False), (50, True), (300, True), (301, False)]
)
def test_a_summary_has_50_to_300_characters(length, valid):
    found = problems(summary=f"  {'a' * length}  ")
    assert (found == {}) is valid
    if not valid:
        assert f"has {length} characters" in found["summary"][0]
        assert "Write 50 to 300" in found["summary"][0]


def test_a_summary_is_one_paragraph():
    found = problems(summary=f"{'a' * 40}\n\n{'b' * 40}")["summary"]
    assert "one paragraph" in found[0]
    assert "Remove the line break" in found[0]


def test_a_release_has_a_topic(editor):
    assert "at least one topic" in problems(topics=[])["topics"][0]
    assert publish(editor, topics=[])["topics"]


def test_a_release_has_a_release_date(editor):
    assert publish(editor, release_date=None)["release_date"]


def test_a_release_has_a_paragraph(editor):
    callout = {"type": "callout", "value": {"text": "Call 999."}}
    assert "Write at least one paragraph" in publish(editor, body=[callout])["body"][0]


def test_a_release_has_a_media_contact(editor):
    found = problems(contacts=[])["media_contacts"]
    assert "at least one contact whom journalists can call" in found[0]
    assert publish(editor, contacts=[])["media_contacts"]


def test_a_withdrawn_contact_is_named_and_refused():
    withdrawn = factories.make_media_contact(name="Bo Example", live=False)
    found = problems(contacts=[withdrawn])["media_contacts"]
    assert "Ms Bo Example, Press officer is not published" in found[0]
    assert "Publish the contact or choose another" in found[0]


def test_the_notes_to_editors_have_telling_links():
    notes = '<p><a href="https://www.example.org/">here</a></p>'
    assert (
        "Say what readers will find there"
        in problems(notes_to_editors=notes)["notes_to_editors"][0]
    )


def test_notes_without_words_are_no_notes(editor):
    assert publish(editor, notes_to_editors='<p data-block-key="a1"> </p>') == {}
    assert PressRelease.objects.get().notes_to_editors == ""


def test_a_release_dated_today_or_earlier_goes_live_at_once():
    assert problems(release_date=date(2017, 6, 14)) == {}
    assert problems(release_date=date(2009, 1, 1)) == {}


def test_a_release_dated_in_the_future_does_not_go_live_now():
    found = problems(release_date=date(2017, 6, 15))["release_date"]
    assert "dated 15 June 2017 but would go live now" in found[0]
    assert "Make the two dates the same" in found[0]


def test_a_release_dated_in_the_future_must_go_live_on_that_day():
    day = date(2017, 6, 20)
    london = factories.LONDON
    assert problems(release_date=day, go_live_at=datetime(2017, 6, 20, 0, 1, tzinfo=london)) == {}
    assert problems(release_date=day, go_live_at=datetime(2017, 6, 20, 23, 59, tzinfo=london)) == {}
    for hour in (
        datetime(2017, 6, 19, 23, 59, tzinfo=london),
        datetime(2017, 6, 21, tzinfo=london),
    ):
        found = problems(release_date=day, go_live_at=hour)["release_date"]
        assert f"goes live on {hour.day} June 2017" in found[0]


def test_the_day_of_going_live_is_a_day_in_london():
    half_past_midnight = datetime(2017, 6, 19, 23, 30, tzinfo=UTC)
    assert problems(release_date=date(2017, 6, 20), go_live_at=half_past_midnight) == {}


def test_an_archive_import_may_be_dated_earlier_than_it_goes_live():
    later = datetime(2017, 8, 1, 9, 0, tzinfo=factories.LONDON)
    assert problems(release_date=date(2009, 1, 1), go_live_at=later) == {}


def test_the_release_day_is_a_day_in_london(time_machine):
    time_machine.move_to("2017-06-14T23:30:00+00:00", tick=False)
    assert problems(release_date=date(2017, 6, 15)) == {}


def test_a_live_release_is_not_asked_about_today_when_it_is_merely_saved(time_machine):
    release = factories.make_press_release(release_date=date(2017, 6, 14))
    time_machine.move_to("2017-06-13T12:00:00+00:00", tick=False)
    release.save()


def test_an_event_date_and_a_place_are_optional(editor):
    assert publish(editor, event_date=date(2013, 1, 6), location="London") == {}


def test_a_joint_release_names_its_organisations(editor):
    organisation = factories.make_organisation("One")
    assert publish(editor, issued_with=[JointIssuer(organisation=organisation)]) == {}
    release = PressRelease.objects.get()
    assert [str(issuer) for issuer in release.issued_with.all()] == ["One"]


def test_a_release_cannot_be_saved_live_with_gaps():
    release = factories.make_press_release()
    release.summary = "Too short"
    with pytest.raises(ValidationError) as refusal:
        release.save()
    assert "summary" in refusal.value.message_dict


def test_a_live_release_whose_contact_was_withdrawn_can_be_locked(editor):
    release = factories.make_press_release()
    contact = release.media_contacts.get().contact
    contact.live = False
    contact.save()
    url = f"/admin/pages/{release.pk}/lock/"

    response = editor.post(url, headers={"Referer": f"http://testserver{edit_url(release)}"})

    assert response.status_code == 302
    assert PressRelease.objects.get().locked


def test_readers_get_published_contacts_in_the_editors_order():
    people = [
        factories.make_media_contact(name=name, live=live)
        for name, live in (("Zoe", True), ("Cy", False), ("Ann", True))
    ]
    release = factories.make_press_release(live=False, contacts=people)
    assert [contact.name for contact in release.contacts()] == ["Zoe", "Ann"]


def test_related_releases_are_public_and_share_a_topic(rf):
    topic, other = factories.make_topic("One"), factories.make_topic("Two")
    release = factories.make_press_release(topics=[topic, other])
    related = factories.make_press_release(title="Related", topics=[topic, other])
    factories.make_press_release(title="Elsewhere", topics=[factories.make_topic("Three")])
    factories.make_press_release(title="Draft", topics=[topic], live=False)
    factories.make_private(factories.make_press_release(title="Private", topics=[topic]))

    assert list(release.get_context(rf.get("/"))["related"]) == [related]


def test_a_release_stands_only_in_the_archive():
    assert PressRelease.allowed_parent_page_models() == [type(factories.make_press_index())]
    assert PressRelease.allowed_subpage_models() == []


def test_the_date_readers_see_is_the_release_date():
    assert factories.press_release().display_date == date(2013, 1, 7)
