"""Editors are told what readers lose when a page is unpublished or deleted."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, PageViewRestriction, ReferenceIndex

from editorial.dashboard.attention import AttentionReport
from publishing.unpublishing import lost_links
from publishing.unpublishing.lost_links import LOST_LINK_LOG_ACTION, find_links_to, find_lost_links
from tests import factories

pytestmark = pytest.mark.django_db

HEADING = "Links to pages that are no longer live"


@pytest.fixture
def user():
    return factories.make_user()


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def linked():
    """Return a release that others link to."""
    return factories.make_press_release(title="Linked to", slug="linked-to")


def pointing(linked, title="Pointing", **values):
    """Return a live release whose Read more leads to `page`."""
    values = {"title": title, "slug": title.lower().replace(" ", "-"), **values}
    source = factories.make_press_release(**values)
    source.read_more = read_more(linked)
    source.save(clean=False)
    ReferenceIndex.create_or_update_for_object(source)
    return source


def read_more(linked):
    link = {"text": "", "target": [{"type": "page", "value": linked.pk}]}
    return [{"type": "read_more", "value": {"heading": "Read more", "links": [link]}}]


def address(action, linked):
    return reverse(f"wagtailadmin_pages:{action}", args=[linked.pk])


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_what_readers_lose_is_named_before_a_page_is_taken_down(editor, linked, action):
    source = pointing(linked)
    pointing(linked, "Only a draft", live=False)

    answer = editor.get(address(action, linked)).content.decode()

    assert "Readers will lose a link in 1 place" in answer
    assert "Pointing" in answer
    assert "Read more" in answer
    assert address("edit", source) in answer
    assert "Only a draft" not in answer


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_a_page_that_nothing_links_to_says_nothing_of_links(editor, linked, action):
    assert "Readers will lose" not in editor.get(address(action, linked)).content.decode()


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_bulk_actions_name_it_too(editor, linked, action):
    pointing(linked)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    answer = editor.get(f"{url}?id={linked.pk}").content.decode()

    assert "Readers will lose a link in 1 place" in answer
    assert "Pointing" in answer


def test_what_goes_with_the_page_is_not_named(user, linked):
    pointing(linked)

    assert find_links_to([linked.get_parent()], user) == []


@pytest.mark.parametrize(("action", "status"), [("unpublish", 302), ("delete", 301)])
def test_the_old_address_leads_to_the_page_that_was_chosen(editor, client, linked, action, status):
    target = factories.make_press_release(title="Instead", slug="instead")
    editor.post(address(action, linked), {"redirect_to": target.pk})

    client.logout()
    answer = client.get("/press/linked-to/")

    assert (answer.status_code, answer["Location"]) == (status, target.url)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_without_a_choice_the_old_address_is_not_found(editor, client, linked, action):
    editor.post(address(action, linked), {"redirect_to": ""})

    assert not Redirect.objects.exists()
    assert client.get("/press/linked-to/").status_code == 404


@pytest.mark.parametrize("action", ["unpublish", "delete"])
@pytest.mark.parametrize("wrong", ["self", "draft", "x", "99999999999999999999"])
def test_a_redirect_that_readers_cannot_follow_is_refused(editor, linked, action, wrong):
    hidden = factories.make_press_release(title="Hidden", slug="hidden", live=False)
    target = {"self": linked.pk, "draft": hidden.pk}.get(wrong, wrong)

    answer = editor.post(address(action, linked), {"redirect_to": target})

    assert answer.status_code == 200
    linked.refresh_from_db()
    assert linked.live
    assert not Redirect.objects.exists()


def test_a_section_stays_live_if_a_page_below_it_cannot_be_unpublished(editor, linked):
    def refuse(sender, instance, **kwargs):
        if instance.pk == linked.pk and not instance.live:
            raise ValidationError("Something that is scheduled needs it.")

    section = linked.get_parent()
    target = section.get_parent()
    pre_save.connect(refuse)
    try:
        editor.post(
            address("unpublish", section),
            {"include_descendants": "on", "redirect_to": target.pk},
        )
    finally:
        pre_save.disconnect(refuse)

    section.refresh_from_db()
    assert section.live
    assert not Redirect.objects.exists()


def test_an_earlier_redirect_from_the_same_address_is_replaced(editor, linked):
    Redirect.add_redirect("/press/linked-to", redirect_to=linked.get_parent())
    target = factories.make_press_release(title="Instead", slug="instead")
    editor.post(address("unpublish", linked), {"redirect_to": target.pk})

    assert Redirect.objects.get().redirect_page_id == target.pk


class TestDashboard:
    """The dashboard lists what lost something, to those who can mend it."""

    def rows(self, user):
        return [
            (row.title, row.detail)
            for group in AttentionReport(user).groups()
            if group.heading == HEADING
            for row in group.rows
        ]

    def test_it_lists_links_to_what_was_unpublished(self, user, linked):
        pointing(linked)
        assert self.rows(user) == []

        linked.unpublish(user=user)

        assert self.rows(user) == [("Pointing", "“Read more” leads to “Linked to”.")]

    def test_it_lists_links_to_what_was_deleted(self, user, linked):
        source = pointing(linked)
        linked.delete(user=user)

        assert self.rows(user) == [("Pointing", "“Read more” leads to “Linked to”.")]
        entry = PageLogEntry.objects.get(action=LOST_LINK_LOG_ACTION)
        assert entry.message == "“Linked to” was deleted. “Read more” has no link to it now."

        # Whoever publishes the page anew has looked at it.
        source.read_more = []
        source.minor_change = True
        source.save_revision().publish()

        assert self.rows(user) == []

    def test_a_field_that_the_database_emptied_has_lost_no_link(self, user, linked):
        home = linked.get_parent().get_parent().specific
        home.featured_page = linked
        home.save(clean=False)
        ReferenceIndex.create_or_update_for_object(home)
        linked.delete(user=user)

        assert self.rows(user) == []

    def test_a_draft_that_was_never_live_is_no_loss(self, user):
        pointing(factories.make_press_release(slug="never", live=False, first_published_at=None))

        assert self.rows(user) == []

    def test_a_page_that_was_never_live_leaves_no_trace_when_it_is_deleted(self, user):
        never = factories.make_press_release(slug="never", live=False, first_published_at=None)
        pointing(never)
        never.delete(user=user)

        assert not PageLogEntry.objects.filter(action=LOST_LINK_LOG_ACTION).exists()
        assert self.rows(user) == []

    @pytest.mark.parametrize("state", ["unpublished", "private"])
    def test_a_title_that_readers_cannot_see_is_not_recorded(self, user, linked, state):
        pointing(linked)
        if state == "private":
            PageViewRestriction.objects.create(
                page=linked, restriction_type=PageViewRestriction.LOGIN
            )
        else:
            linked.unpublish(user=user)
        linked.delete(user=user)

        assert self.rows(user) == [("Pointing", "“Read more” leads to a page that was removed.")]
        entry = PageLogEntry.objects.get(action=LOST_LINK_LOG_ACTION)
        assert entry.message == "A page was deleted. “Read more” has no link to it now."

    def test_what_is_not_live_hides_nothing_that_is(self, user, linked, monkeypatch):
        monkeypatch.setattr(lost_links, "MAX_LOST_LINKS", 1)
        monkeypatch.setattr(lost_links, "REFERENCE_BATCH_SIZE", 2, raising=False)
        pointing(linked)
        for number in range(3):
            pointing(linked, f"Draft {number}", live=False)

        assert [link.title for link in find_links_to([linked], user)] == ["Pointing"]
        linked.delete(user=user)

        for page in [factories.make_press_release(slug=f"x-{each}") for each in range(3)]:
            log(page, LOST_LINK_LOG_ACTION, data={"place": "Body", "title": "Other"})
            Page.objects.filter(pk=page.pk).update(live=False)
        assert [title for title, _detail in self.rows(user)] == ["Pointing"]

    def test_who_cannot_mend_it_is_not_told(self, user, linked):
        pointing(linked)
        linked.unpublish(user=user)

        assert self.rows(get_user_model().objects.create_user("stranger")) == []

    def test_it_asks_the_database_as_often_for_many_as_for_one(self, user, linked):
        pointing(linked)
        linked.unpublish(user=user)
        find_lost_links(user)
        with CaptureQueriesContext(connection) as few:
            find_lost_links(user)
        for number in range(6):
            pointing(linked, f"Pointing {number}")
        with CaptureQueriesContext(connection) as many:
            assert len(find_lost_links(user)) == 7

        assert len(many) == len(few)


def test_titles_are_escaped(editor, linked):
    title = "<script>alert(1)</script> in a title"
    pointing(linked, title, slug="script")

    answer = editor.get(address("unpublish", linked)).content.decode()

    assert escape(title) in answer
    assert title not in answer
