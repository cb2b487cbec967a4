"""A copy has no past: no publication, no schedule, no change notes, no permalinks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.models import ChangeNote
from publishing.publication_calendar import PublicationCalendar
from quotations.models import Quotation
from tests import factories
from tests.editing import PUBLISH, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

NOON = factories.NOON
QUOTE = {"text": "Every child needs a guardian.", "speaker": "Ada Example", "role": "Director"}


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def original():
    page = factories.make_press_release(
        body=[
            {"type": "paragraph", "value": factories.PARAGRAPH},
            {"type": "quote", "value": QUOTE, "id": "11111111-1111-4111-8111-111111111111"},
        ]
    )
    page.save_revision().publish()
    page.refresh_from_db()
    page.expire_at = NOON + timedelta(days=30)
    page.change_note = "The number of children was wrong."
    page.locked = True
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    return page


def copy_in_admin(editor, page, **choices):
    form = {"new_title": "A copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk}
    answer = editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form | choices)
    assert answer.status_code == 302
    return Page.objects.get(slug="copy").specific


def test_a_copy_was_never_published_or_scheduled(editor, original):
    copied = copy_in_admin(editor, original)

    for version in (copied, *(revision.as_object() for revision in copied.revisions.all())):
        assert not version.first_published_at
        assert not version.last_published_at
        assert not version.go_live_at
        assert not version.expire_at
        assert not version.live_revision_id
        assert not version.change_note
        assert not version.locked


def test_a_copy_is_refused_a_moment_that_has_passed(editor, original):
    copied = copy_in_admin(editor, original)

    answer = editor.post(
        edit_url(copied), {**posted(copied, go_live_at="2017-06-14 11:59"), **PUBLISH}
    )

    assert "This time has passed." in errors_in(answer)["go_live_at"][0]


def test_the_calendar_tells_when_a_copy_went_live(editor, original, time_machine):
    copied = copy_in_admin(editor, original)
    time_machine.move_to(NOON + timedelta(minutes=7), tick=False)

    copied.get_latest_revision().publish()

    copied.refresh_from_db()
    assert copied.first_published_at == NOON + timedelta(minutes=7)
    calendar = PublicationCalendar(factories.make_user("calendar"))
    entries = calendar.get_entries_between(NOON, NOON + timedelta(hours=1))
    moments = [entry.moment for entry in entries if entry.content_object.pk == copied.pk]
    assert moments == [copied.first_published_at]
    assert not ChangeNote.objects.filter(page=copied).exists()


@pytest.mark.parametrize("choices", [{}, {"publish_copies": "on"}], ids=["draft", "live"])
def test_the_quotations_of_a_copy_have_permalinks_of_their_own(editor, original, choices):
    copied = copy_in_admin(editor, original, **choices)

    ids = {block.id for block in original.body}
    for version in (copied, *(revision.as_object() for revision in copied.revisions.all())):
        assert len(version.body) == len(original.body)
        assert ids.isdisjoint(block.id for block in version.body)
    versions = copied.revisions.all()
    assert {block.id for block in versions[0].as_object().body} == {b.id for b in copied.body}
    entries = Quotation.objects.filter(page_id=copied.pk)
    quoted = [block.id for block in copied.body if block.block_type == "quote"]
    assert [entry.block_id for entry in entries] == (quoted if choices else [])


def test_the_copy_of_a_banner_begins_without_a_schedule(editor):
    banner = factories.make_banner(expire_at=NOON + timedelta(days=3))

    form = editor.get(reverse(banner.snippet_viewset.get_url_name("copy"), args=[banner.pk]))

    assert not form.context["form"]["expire_at"].value()
    assert form.context["form"]["heading"].value() == banner.heading
