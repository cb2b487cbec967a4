"""Bulk actions on pages: each page by the rules of its form, and a line for each in the answer."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import GroupPagePermission, Page, PageLogEntry, Workflow, WorkflowState

from publishing.bulk_actions import base
from publishing.bulk_actions.decisions import UNPUBLISH_REASON_LOG_ACTION
from publishing.models import ReleaseSet, ReleaseSetItem
from tests import factories
from tests.publishing.scheduled_content import draft_of, drafted, promised_set, scheduled_release

pytestmark = pytest.mark.django_db

SOON = timedelta(days=5)


@pytest.fixture
def editor(client):
    """Return a signed-in client, whose user may do everything."""
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def writer(client, django_user_model):
    """Return a client signed in as somebody who edits releases and publishes nothing."""
    user = django_user_model.objects.create_user("writer")
    group = Group.objects.create(name="Writers")
    user.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(
        codename="change_page", content_type__app_label="wagtailcore"
    )
    index = factories.make_press_index()
    GroupPagePermission.objects.create(group=group, page=index, permission=permission)
    client.force_login(user)
    return client


def release(title, **values):
    return factories.make_press_release(
        **{"title": title, "slug": title.lower().replace(" ", "-"), **values}
    )


def draft(title, **values):
    return draft_of(release(title, live=False, **values), change_note="New")


def do(client, action, pages, **data):
    """Do something with pages; return what is said, by the title of the page."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = "&".join(f"id={page.pk}" for page in pages)
    index = reverse("wagtailadmin_explore", args=[factories.make_press_index().pk])
    address = f"{address}?{query}&next={index}"
    assert client.get(address).status_code == 200
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    html = BeautifulSoup(client.get(answer["Location"]).content, "html.parser")
    lines = html.select(".messages .bulk-outcomes li")
    pairs = (" ".join(line.get_text(" ").split()).split(" : ", 1) for line in lines)
    return dict(pairs)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


class TestPublish:
    def test_a_scheduled_page_among_others_stays_scheduled_and_is_named(self, editor):
        pages = [draft(f"Draft {number}") for number in range(3)]
        planned = scheduled_release(timezone.now() + SOON, title="Planned")
        live = release("Live")

        said = do(editor, "publish", [*pages, planned, live])

        assert all(said[page.title] == "Published." for page in pages)
        assert "It is locked until then" in said["Planned"]
        assert said["Live"] == "Nothing to publish: it is live without changes."
        assert all(fresh(page).live for page in pages)
        assert fresh(planned).approved_schedule
        assert not fresh(planned).live

    def test_a_draft_with_a_date_is_said_to_be_scheduled(self, editor):
        page = draft_of(release("Dated", live=False), go_live_at=timezone.now() + SOON)

        assert do(editor, "publish", [page])["Dated"].startswith("Scheduled for ")

    def test_an_incomplete_page_keeps_no_other_from_being_published(self, editor):
        bad = draft_of(release("Incomplete", live=False), summary="Too short.")
        good = draft("Complete")

        said = do(editor, "publish", [bad, good])

        assert "The summary has 10 characters" in said["Incomplete"]
        assert said["Complete"] == "Published."
        assert (fresh(bad).live, fresh(good).live) == (False, True)

    def test_what_an_approved_set_holds_is_refused(self, editor):
        page = draft("Together")
        promised_set(page, at=timezone.now() + SOON)

        assert "goes live with the release set" in do(editor, "publish", [page])["Together"]
        assert not fresh(page).live


class TestUnpublish:
    def test_the_reason_is_in_the_history_of_each_page(self, editor):
        pages = [release("One"), release("Two")]
        held = draft_of(release("Held"), change_note="New")
        promised_set(held, at=timezone.now() + SOON)
        drafts = [draft("Draft")]

        said = do(editor, "unpublish", [*pages, held, *drafts], reason="A name was wrong.")

        assert said["One"] == said["Two"] == "Unpublished."
        assert "goes live with the release set" in said["Held"]
        assert said["Draft"] == "It is not live."
        assert [fresh(page).live for page in (*pages, held)] == [False, False, True]
        for page in pages:
            entry = PageLogEntry.objects.get(page=page.pk, action=UNPUBLISH_REASON_LOG_ACTION)
            assert entry.message == "Unpublished because: A name was wrong."

    def test_without_a_reason_nothing_is_unpublished(self, editor):
        page = release("One")
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

        answer = editor.post(f"{address}?id={page.pk}", {"reason": " "})

        assert "Say why the pages are unpublished." in answer.content.decode()
        assert fresh(page).live


class TestTopics:
    def test_five_releases_are_filed_under_a_topic_at_once(self, editor):
        topic = factories.make_topic("Guardianship")
        pages = [drafted(release(f"Release {number}")) for number in range(5)]
        Page.objects.update(has_unpublished_changes=False)

        said = do(editor, "topics", pages, topics=[topic.pk])

        assert set(said.values()) == {"Published as a minor change."}
        for page in pages:
            assert {t.name for t in fresh(page).topics.all()} == {
                "Child trafficking",
                "Guardianship",
            }

    def test_other_topics_go_if_asked(self, editor):
        topic = factories.make_topic("Guardianship")
        page = draft("Draft")

        said = do(editor, "topics", [page], topics=[topic.pk], replace="on")

        assert said["Draft"] == "Saved as a draft: the page is not live."
        assert list(fresh(page).get_latest_revision_as_object().topics.all()) == [topic]

    def test_a_page_that_has_the_topics_gets_no_new_version(self, editor):
        page = draft("Draft")

        said = do(editor, "topics", [page], topics=[factories.make_topic().pk])

        assert said["Draft"] == "Nothing to change: it has these topics already."
        assert page.revisions.count() == 1

    def test_a_live_page_with_other_changes_stays_a_draft(self, editor):
        page = draft_of(release("Changed"), title="Changed again", change_note="New")
        topic = factories.make_topic("Guardianship")

        said = do(editor, "topics", [page], topics=[topic.pk])

        assert "it has other changes that are not published" in said["Changed again"]
        assert topic not in fresh(page).topics.all()

    def test_what_somebody_saves_meanwhile_stays(self, editor, monkeypatch):
        page = draft("Draft")
        topic = factories.make_topic("Guardianship")
        lock = base.lock_page_row

        def save_and_lock(page):
            draft_of(fresh(page), title="Saved meanwhile")
            lock(page)

        monkeypatch.setattr(base, "lock_page_row", save_and_lock)

        do(editor, "topics", [page], topics=[topic.pk])

        latest = fresh(page).get_latest_revision_as_object()
        assert latest.title == "Saved meanwhile"
        assert topic in latest.topics.all()

    def test_what_somebody_deletes_meanwhile_is_named(self, editor, monkeypatch):
        pages = [draft("Gone"), draft("There")]
        lock = base.lock_page_row

        def delete_and_lock(page):
            if page.title == "Gone":
                fresh(page).delete()
            lock(page)

        monkeypatch.setattr(base, "lock_page_row", delete_and_lock)

        said = do(editor, "topics", pages, topics=[factories.make_topic("Guardianship").pk])

        assert said["Gone"] == "It has been deleted."
        assert said["There"] == "Saved as a draft: the page is not live."

    def test_who_may_not_publish_leaves_a_draft(self, writer):
        page = release("Live")
        topic = factories.make_topic("Guardianship")

        said = do(writer, "topics", [page], topics=[topic.pk])

        assert said["Live"] == (
            "Saved as a draft: you may not publish this page. Submit it for approval."
        )
        assert topic not in fresh(page).topics.all()
        assert topic in fresh(page).get_latest_revision_as_object().topics.all()

    def test_a_scheduled_page_is_left_as_it_is(self, editor):
        page = scheduled_release(timezone.now() + SOON, title="Planned")

        said = do(editor, "topics", [page], topics=[factories.make_topic("Guardianship").pk])

        assert "It is locked until then" in said["Planned"]
        assert page.revisions.count() == 1


class TestAliases:
    @pytest.fixture
    def alias(self):
        return CreatePageAliasAction(release("Source"), update_slug="alias", user=None).execute()

    def test_an_alias_is_left_to_the_page_that_it_copies(self, editor, alias):
        type(alias).objects.filter(pk=alias.pk).update(live=False)
        data = {
            "publish": {},
            "submit": {},
            "topics": {"topics": [factories.make_topic().pk]},
            "media_contact": {"contact": factories.make_media_contact(name="Other").pk},
        }
        for action, values in data.items():
            said = do(editor, action, [alias], **values)
            assert said == {"Source": base.PAGE_IS_ALIAS_MESSAGE}, action

    def test_an_alias_is_taken_off_the_site_and_deleted(self, editor, alias):
        do(editor, "unpublish", [alias], reason="A mistake")
        assert not fresh(alias).live
        do(editor, "delete", [alias])
        assert not Page.objects.filter(pk=alias.pk).exists()


class TestMediaContact:
    def test_one_contact_takes_the_place_of_another(self, editor):
        old = factories.make_media_contact(name="Old Contact")
        new = factories.make_media_contact(name="New Contact")
        page, other = draft("With"), draft("Without")
        page.media_contacts.set([type(page.media_contacts.first())(contact=old)])
        page = drafted(page)

        said = do(editor, "media_contact", [page, other], contact=new.pk, replaces=old.pk)

        assert said["With"] == "Saved as a draft: the page is not live."
        assert said["Without"].startswith("Nothing to change")
        latest = fresh(page).get_latest_revision_as_object()
        assert [entry.contact for entry in latest.media_contacts.all()] == [new]

    def test_pages_of_other_types_are_left_out(self, editor):
        page = factories.make_report_page(title="A report")
        contact = factories.make_media_contact()

        assert do(editor, "media_contact", [page], contact=contact.pk) == {}

    @pytest.mark.parametrize("asker", ["writer", "editor"])
    def test_contacts_that_are_not_published_are_offered_to_those_who_work_on_them(
        self, request, asker
    ):
        client = request.getfixturevalue(asker)
        factories.make_media_contact(name="A new colleague", live=False)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "media_contact"])

        shown = client.get(f"{address}?id={draft('Release').pk}")

        assert shown.status_code == 200
        assert ("A new colleague" in shown.content.decode()) is (asker == "editor")


class TestSubmit:
    def test_each_page_is_submitted_or_refused_as_its_form_would(self, writer):
        good, bad = draft("Complete"), draft_of(release("Bad", live=False), summary="Short.")
        live = release("Live")

        said = do(writer, "submit", [good, bad, live])

        assert said["Complete"] == "Submitted for approval."
        assert "The summary has 6 characters" in said["Bad"]
        assert said["Live"] == "It has no unpublished changes."
        assert WorkflowState.objects.get().content_object.specific == good

    def test_what_waits_already_is_refused_and_what_came_back_goes_again(self, editor):
        waiting, returned = draft("Waiting"), draft("Returned")
        user = factories.make_user("somebody")
        for page in (waiting, returned):
            state = Workflow.objects.get().start(page, user)
        task = state.current_task_state
        task.task.specific.on_action(task, user, "reject", comment="Shorter.")

        said = do(editor, "submit", [waiting, returned])

        assert said["Waiting"] == "It is waiting for approval already."
        assert said["Returned"] == "Submitted again."
        assert fresh(returned).workflow_in_progress


class TestSchedule:
    def test_each_page_is_scheduled_for_the_time(self, editor):
        moment = (timezone.localtime() + SOON).replace(hour=12, minute=0, second=0, microsecond=0)
        page, live = draft("Draft"), release("Live")

        data = {"go_live_at": f"{moment:%d/%m/%Y %H:%M}"}
        said = do(editor, "schedule", [page, live], **data)

        assert said["Draft"].startswith("Scheduled for ")
        assert said["Live"] == "It has no unpublished changes."
        assert fresh(page).scheduled_revision.approved_go_live_at == moment
        assert not fresh(page).live

    def test_a_time_in_the_past_is_refused(self, editor):
        page = draft("Draft")
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "schedule"])

        answer = editor.post(f"{address}?id={page.pk}", {"go_live_at": "01/01/2020 12:00"})

        assert "This time is in the past." in answer.content.decode()
        assert not fresh(page).scheduled_revision

    def test_who_may_not_publish_may_not_schedule(self, writer):
        page = draft("Draft")

        assert do(writer, "schedule", [page], go_live_at="01/01/2199 12:00") == {}
        assert not fresh(page).scheduled_revision


class TestAddToSet:
    def test_pages_go_into_a_new_set(self, editor):
        pages = [draft("One"), draft("Two")]
        live = release("Live")

        said = do(editor, "add_to_set", [*pages, live], title="Launch")

        release_set = ReleaseSet.objects.get()
        assert said["One"] == "In the set “Launch” now."
        assert said["Live"] == "It has no unpublished changes."
        assert [item.content_object for item in release_set.items.all()] == pages

    def test_a_new_set_that_would_be_empty_is_not_kept(self, editor):
        do(editor, "add_to_set", [release("Live")], title="Launch")

        assert not ReleaseSet.objects.exists()

    def test_who_may_not_change_sets_adds_nothing(self, writer):
        assert do(writer, "add_to_set", [draft("One")], title="Launch") == {}
        assert not ReleaseSet.objects.exists()


def test_pages_are_deleted_one_by_one(editor):
    page, held = release("One"), draft("Held")
    promised_set(held, at=timezone.now() + SOON)
    ReleaseSetItem.objects.update(protected_revision=held.latest_revision)

    said = do(editor, "delete", [page, held])

    assert said["One"] == "Deleted."
    assert "release set" in said["Held"]
    assert not Page.objects.filter(pk=page.pk).exists()
    assert Page.objects.filter(pk=held.pk).exists()


def test_a_fault_of_the_database_keeps_no_other_page_from_being_published(editor, monkeypatch):
    pages = [draft("Faulty"), draft("Sound")]
    lock = base.lock_page_row

    def fail(page):
        if page.title == "Faulty":
            raise OperationalError("canceling statement due to lock timeout")
        lock(page)

    monkeypatch.setattr(base, "lock_page_row", fail)

    said = do(editor, "publish", pages)

    assert said["Faulty"].startswith("A technical fault.")
    assert said["Sound"] == "Published."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["publish", "delete"])
def test_what_was_done_stays_done_if_a_later_page_fails(editor, monkeypatch, action):
    pages = [release("First"), release("Second")]
    if action == "publish":
        pages = [draft_of(page, title=page.title, change_note="New") for page in pages]
    lock, outside = base.lock_page_row, []

    def fail_later(page):
        outside.append(len(connection.savepoint_ids))
        if page.title == "Second":
            raise RuntimeError("The process ends here.")
        lock(page)

    monkeypatch.setattr(base, "lock_page_row", fail_later)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = "&".join(f"id={page.pk}" for page in pages)

    with pytest.raises(RuntimeError):
        editor.post(f"{address}?{query}&next=/admin/")

    # No other transaction is around that of each page.
    assert outside == [0, 0]
    entries = PageLogEntry.objects.filter(page=pages[0].pk).values_list("action", flat=True)
    assert f"wagtail.{action}" in entries
    assert not PageLogEntry.objects.filter(page=pages[1].pk, user__isnull=False).exists()


@pytest.mark.parametrize(("action", "is_live"), [("publish", False), ("unpublish", True)])
def test_pages_below_a_page_are_named_as_well(editor, action, is_live):
    index = factories.make_press_index()
    page = release("Below") if is_live else draft("Below")

    said = do(editor, action, [index], include_descendants="on", reason="Wrong.")

    assert said["Below"] == ("Unpublished." if is_live else "Published.")
    assert fresh(page).live is not is_live


@pytest.mark.parametrize(("action", "is_live"), [("publish", False), ("unpublish", True)])
def test_a_page_that_is_selected_with_the_page_above_it_is_acted_on_once(editor, action, is_live):
    index = factories.make_press_index()
    page = release("Below") if is_live else draft("Below")

    said = do(editor, action, [index, page], include_descendants="on", reason="Wrong.")

    assert said["Below"] == ("Unpublished." if is_live else "Published.")
    logged = PageLogEntry.objects.filter(page=page.pk, action=f"wagtail.{action}")
    assert logged.count() == 1
    assert fresh(page).live is not is_live


def test_a_page_that_is_selected_with_a_refused_one_above_it_is_acted_on(editor):
    index = factories.make_press_index()
    Page.objects.filter(pk=index.pk).update(locked=True)
    page = release("Below")

    said = do(editor, "unpublish", [index, page], include_descendants="on", reason="Wrong.")

    assert said["Below"] == "Unpublished."
    assert fresh(index).live


def test_what_is_done_every_day_is_not_below_more(editor):
    press = factories.make_press_index()
    factories.make_press_release()
    page = BeautifulSoup(
        editor.get(reverse("wagtailadmin_explore", args=[press.pk])).content, "html.parser"
    )
    buttons = page.select(".bulk-action-btn")
    shown = [button.get_text(strip=True) for button in buttons]
    assert shown[:4] == ["Topics", "Submit for approval", "Schedule", "Add to a release set"]
