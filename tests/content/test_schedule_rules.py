"""An editor is told if Wagtail would publish something else at the moment asked for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.actions.create_alias import CreatePageAliasAction

from snippets.models import MediaContact
from tests import factories
from tests.editing import PUBLISH, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

NOON = factories.NOON
PAST, FUTURE = "2017-06-14 11:59", "2017-07-01 09:00"


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def draft():
    """A release that was never published, with one revision."""
    page = factories.make_press_release(live=False)
    page.save_revision()
    return page


def alias_of(page):
    return CreatePageAliasAction(page, update_slug="double", user=None).execute()


def publish(editor, page, **changes):
    return editor.post(edit_url(page), {**posted(page, **changes), **PUBLISH})


def test_a_moment_that_has_passed_does_not_publish_a_draft(editor, draft):
    response = publish(editor, draft, go_live_at=PAST)

    assert errors_in(response)["go_live_at"] == [
        "This time has passed. Clear it to publish now, or choose a later one."
    ]
    draft.refresh_from_db()
    assert not draft.live


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2018-03-25 01:30", "does not exist"), ("2017-10-29 01:30", "happens twice")],
)
def test_a_moment_that_no_clock_shows_once_is_refused(editor, draft, typed, words):
    response = publish(editor, draft, go_live_at=typed)

    (message,) = errors_in(response)["go_live_at"]
    assert words in message
    assert "Choose a time before 01:00 or from 02:00." in message


def test_a_moment_that_has_passed_does_not_publish_shared_content(editor):
    contact = factories.make_media_contact(live=False)
    response = publish(editor, contact, go_live_at=PAST)
    assert "This time has passed" in errors_in(response)["go_live_at"][0]
    assert not MediaContact.objects.live().exists()


def test_an_approval_that_comes_too_late_publishes_nothing(draft):
    draft.go_live_at = NOON - timedelta(minutes=1)
    revision = draft.save_revision()

    with pytest.raises(ValidationError, match="This time has passed"):
        revision.publish(user=factories.make_user())


def test_a_page_that_has_been_out_keeps_the_moment_at_which_it_came_out(editor):
    page = factories.make_press_release(go_live_at=factories.PUBLISHED)
    page.save_revision().publish()
    response = publish(editor, page, change_note="Corrected a date.")
    assert response.status_code == 302, errors_in(response)


def test_a_page_with_an_alias_is_not_scheduled(editor, draft):
    alias = alias_of(draft)

    response = publish(editor, draft, go_live_at=FUTURE)

    (message,) = errors_in(response)["go_live_at"]
    assert f"aliases of this one and would show it to readers at once: “{draft.title}”" in message
    assert "Delete them or convert them" in message
    alias.refresh_from_db()
    assert not alias.live


def test_a_page_that_was_withdrawn_and_has_an_alias_is_not_scheduled_either(editor, draft):
    draft.save_revision().publish()
    alias_of(draft)
    draft.refresh_from_db()
    draft.unpublish()
    response = publish(editor, draft, go_live_at=FUTURE, minor_change="on")
    assert "would show it to readers" in errors_in(response)["go_live_at"][0]


def test_a_bulk_action_is_refused_for_the_same_reason(draft):
    alias_of(draft)
    draft.go_live_at = NOON + timedelta(days=1)
    with pytest.raises(ValidationError, match="would show it to readers at once"):
        draft.save_revision().publish(user=factories.make_user())


def test_a_live_page_with_an_alias_may_have_a_change_scheduled(editor, draft):
    draft.save_revision().publish()
    alias_of(draft)
    draft.refresh_from_db()
    response = publish(editor, draft, go_live_at=FUTURE, minor_change="on")
    assert response.status_code == 302, errors_in(response)


def test_a_page_without_aliases_is_scheduled(editor, draft):
    assert publish(editor, draft, go_live_at=FUTURE).status_code == 302
    draft.refresh_from_db()
    assert draft.scheduled_revision
    assert not draft.live


def test_wagtail_still_makes_aliases_of_a_scheduled_page_live_at_once(draft):
    """A canary: once this fails, `PublicationRulesMixin._refuse_scheduling_with_aliases` can go."""
    alias = alias_of(draft)
    draft.go_live_at = NOON + timedelta(days=1)
    draft.save_revision().publish()
    alias.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.live, alias.live) == (False, True)


@pytest.fixture
def expired():
    """A release that readers do not see any more, whose expiry has passed."""
    page = factories.make_press_release(expire_at=NOON - timedelta(days=1))
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish(set_expired=True)
    return page


def test_a_draft_can_be_saved_after_its_expiry(editor, expired):
    title = "Guardians for all trafficked children"

    response = editor.post(edit_url(expired), posted(expired, title=title))

    assert response.status_code == 302
    expired.refresh_from_db()
    draft = expired.get_latest_revision_as_object()
    assert (draft.title, draft.expire_at) == (title, expired.expire_at)


def test_what_has_expired_is_published_only_with_another_expiry(editor, expired):
    assert "must be in the future" in errors_in(publish(editor, expired))["expire_at"][0]
    assert publish(editor, expired, expire_at=FUTURE).status_code == 302


def test_a_new_expiry_that_has_passed_is_refused_for_a_draft_too(editor, draft):
    response = editor.post(edit_url(draft), posted(draft, expire_at=PAST))

    assert "must be in the future" in errors_in(response)["expire_at"][0]


def test_shared_content_can_be_saved_after_its_expiry_as_well(editor):
    contact = factories.make_media_contact(live=False, expire_at=NOON - timedelta(days=1))
    contact.save_revision()

    response = editor.post(edit_url(contact), posted(contact, role="Director"))

    assert response.status_code == 302
    contact.refresh_from_db()
    assert contact.get_latest_revision_as_object().role == "Director"
