"""The calendar tells each user what goes live and comes down, and what will not, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Page

from publishing.models import PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.publication_calendar import CalendarEntryState, PublicationCalendar
from tests import factories

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOON = datetime(2026, 11, 24, 0, 1, tzinfo=UTC)
LATER = SOON + timedelta(days=1)
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def draft(at, **overrides):
    """Return a release whose latest version has a date that nobody has scheduled."""
    page = factories.make_press_release(live=False, **overrides)
    page.go_live_at = at
    page.save_revision(clean=False)
    return page


def scheduled(at, **overrides):
    page = draft(at, **overrides)
    page.latest_revision.approved_go_live_at = at
    page.latest_revision.save()
    return page


def release_set(*things, state=ReleaseSet.State.APPROVED, at=SOON, **values):
    made = ReleaseSet.objects.create(
        **{"title": "Report launch", "go_live_at": at, "state": state, **values}
    )
    for thing in things:
        made.items.create(
            content_object=thing,
            revision=thing.latest_revision,
            is_locked=state in ReleaseSet.ACTIVE_STATES,
        )
    return made


def failure(content_object, due_at, **values):
    return PublicationFailure.objects.create(
        **{
            "content_object": content_object,
            "job_key": f"unit/{content_object.pk}",
            "due_at": due_at,
            "reason": "The report has no cover.",
            "first_failed_at": NOW,
            "last_failed_at": NOW,
            "retry_at": NOW,
            **values,
        }
    )


def administrator():
    return get_user_model().objects.filter(username="chief").first() or factories.make_user("chief")


def somebody(*permissions, pages=(), name="somebody"):
    """Return an account with the rights named, and those of a group to change `pages`."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "sesame")
    for permission in ("wagtailadmin.access_admin", *permissions):
        app, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    group = Group.objects.create(name=name)
    user.groups.add(group)
    for page in pages:
        group.page_permissions.create(
            page=page,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename="change_page"
            ),
        )
    return get_user_model().objects.get(pk=user.pk)


def november(user=None):
    return PublicationCalendar(user or administrator()).get_entries_between(*NOVEMBER)


def said(entries):
    return [(entry.title, entry.state) for entry in entries]


def test_it_tells_a_promise_from_a_date_in_a_draft():
    scheduled(LATER, title="Promised", slug="promised")
    draft(SOON, title="Only dated", slug="dated")

    dated, promised = november()

    assert (dated.title, dated.state) == ("Only dated", CalendarEntryState.NOT_SCHEDULED)
    assert "Schedule to publish" in dated.reason
    assert (promised.title, promised.state) == ("Promised", CalendarEntryState.SCHEDULED)
    assert promised.when == "Wednesday 25 November 2026, 00:01 London time"
    assert promised.kind == "Press release"


def test_a_draft_of_shared_content_with_a_date_is_not_scheduled_either():
    topic = factories.make_topic("Guardianship")
    topic.go_live_at = SOON
    topic.save_revision(clean=False)

    assert said(november()) == [("Guardianship", CalendarEntryState.NOT_SCHEDULED)]


def test_a_new_date_in_a_draft_does_not_move_the_promise():
    page = scheduled(SOON, title="Moved")
    page.go_live_at = LATER
    page.save_revision(clean=False)

    promise, wish = november()

    assert (promise.state, promise.moment) == (CalendarEntryState.SCHEDULED, SOON)
    assert (wish.state, wish.moment) == (CalendarEntryState.NOT_SCHEDULED, LATER)
    assert "Tuesday 24 November 2026, 00:01 London time" in wish.reason


def test_a_newer_draft_with_the_promised_date_says_nothing_new():
    page = scheduled(SOON)
    page.save_revision(clean=False)

    assert [entry.state for entry in november()] == [CalendarEntryState.SCHEDULED]


def test_the_old_date_that_a_published_page_keeps_is_no_question():
    page = factories.make_press_release(first_published_at=SOON, last_published_at=SOON)
    page.go_live_at = SOON
    page.save_revision(clean=False)

    assert [entry.state for entry in november()] == [CalendarEntryState.PUBLISHED]


def test_a_date_that_passed_in_a_draft_says_that_nothing_went_live():
    draft(NOW - timedelta(days=2))

    (entry,) = november()

    assert entry.state == CalendarEntryState.NOT_SCHEDULED
    assert "never scheduled" in entry.reason


def test_what_is_past_due_gets_a_red_line_with_its_reason():
    due = NOW - timedelta(minutes=5)
    failing = scheduled(due, title="Failing", slug="failing")
    scheduled(due, title="Waiting", slug="waiting")
    failure(failing, due, needs_attention=True)

    first, second = PublicationCalendar(administrator()).get_overdue()

    assert (first.title, first.reason, first.needs_attention) == (
        "Failing",
        "The report has no cover.",
        True,
    )
    assert second.title == "Waiting"
    assert "Waiting for the scheduler" in second.reason
    assert all(entry.is_overdue for entry in november())


def test_a_failure_of_an_earlier_promise_says_nothing_about_this_one():
    due = NOW - timedelta(minutes=5)
    failure(scheduled(due), due - timedelta(days=1))

    assert (
        "Waiting for the scheduler" in PublicationCalendar(administrator()).get_overdue()[0].reason
    )


def test_what_should_be_down_is_overdue_too():
    page = factories.make_press_release(expire_at=NOW - timedelta(minutes=1))
    later = factories.make_banner(expire_at=SOON)

    assert said(november()) == [
        (page.title, CalendarEntryState.OVERDUE),
        (str(later), CalendarEntryState.EXPIRES),
    ]
    assert PublicationCalendar(administrator()).get_overdue()[0].is_expiry


def test_a_set_stands_for_what_is_in_it():
    release_set(draft(SOON, slug="first"), draft(LATER, slug="second"))

    (entry,) = november()

    assert (entry.title, entry.kind, entry.state) == (
        "Report launch",
        "Release set of 2",
        CalendarEntryState.APPROVED,
    )


def test_a_draft_set_promises_nothing_and_says_so_of_its_pages():
    release_set(draft(LATER, title="Inside"), state=ReleaseSet.State.DRAFT)

    of_set, of_page = november()

    assert said([of_set, of_page]) == [
        ("Report launch", CalendarEntryState.NOT_APPROVED),
        ("Inside", CalendarEntryState.NOT_APPROVED),
    ]
    assert "“Report launch”" in of_page.reason


def test_a_failed_set_is_overdue_with_its_reason():
    due = NOW - timedelta(minutes=5)
    made = release_set(draft(due), state=ReleaseSet.State.FAILED, at=due)
    failure(made, due)

    (entry,) = PublicationCalendar(administrator()).get_overdue()

    assert (entry.title, entry.reason) == ("Report launch", "The report has no cover.")


def test_what_went_live_stays_in_the_calendar_and_a_set_only_once():
    alone = factories.make_press_release(title="Alone", first_published_at=NOW, slug="alone")
    inside = factories.make_press_release(title="Inside", first_published_at=SOON, slug="inside")
    release_set(inside, state=ReleaseSet.State.PUBLISHED, published_at=SOON)

    assert said(november()) == [
        (alone.title, CalendarEntryState.PUBLISHED),
        ("Report launch", CalendarEntryState.PUBLISHED),
    ]


def test_only_what_somebody_works_on_is_told():
    scheduled(SOON, title="Secret")
    made = release_set(draft(LATER, title="In a set", slug="inside"), at=LATER)
    topic = factories.make_topic("Guardianship")
    topic.expire_at = LATER + timedelta(hours=1)
    topic.save()

    assert november(somebody(name="nobody")) == []
    assert said(november(somebody("snippets.change_topic", name="topics"))) == [
        ("Guardianship", CalendarEntryState.EXPIRES)
    ]
    assert november(somebody("publishing.add_releaseset", name="sets")) == []
    assert said(november(somebody("publishing.publish_releaseset", name="publisher"))) == [
        (made.title, CalendarEntryState.APPROVED)
    ]


def test_somebody_who_may_not_know_sets_sees_the_pages_in_them_but_not_their_names():
    due = NOW - timedelta(minutes=5)
    made = release_set(draft(due, title="Mine"), state=ReleaseSet.State.FAILED, at=due)
    failure(made, due, reason="Another page of the set is secret.")
    user = somebody(pages=[factories.make_press_index()])

    (entry,) = november(user)

    assert (entry.title, entry.state, entry.set_title) == (
        "Mine",
        CalendarEntryState.OVERDUE,
        "a release set",
    )
    assert "secret" not in entry.reason


def test_somebody_who_left_is_told_nothing():
    scheduled(SOON)
    user = administrator()
    user.is_active = False

    assert november(user) == []


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    user = somebody(
        "snippets.change_topic",
        "publishing.change_releaseset",
        pages=[factories.make_press_index()],
    )

    def fill(start, number):
        for index in range(start, start + number):
            scheduled(SOON, slug=f"scheduled-{index}")
            failure(scheduled(NOW, slug=f"late-{index}"), NOW)
            draft(SOON, slug=f"draft-{index}")
            factories.make_press_release(slug=f"live-{index}", first_published_at=NOW)
            factories.make_press_release(slug=f"ending-{index}", expire_at=SOON)
            release_set(draft(SOON, slug=f"set-{index}"), title=f"Set {index}")
            topic = factories.make_topic(f"Topic {index}")
            topic.go_live_at = SOON
            topic.save_revision(clean=False)

    fill(0, 1)
    with django_assert_max_num_queries(30) as few:
        assert len(november(user)) == 7
    fill(1, 5)
    fresh = get_user_model().objects.get(pk=user.pk)
    with django_assert_max_num_queries(len(few)):
        assert len(november(fresh)) == 42


def test_the_pages_of_a_listing_are_looked_up_together(django_assert_num_queries):
    first = scheduled(SOON, slug="first")
    second = draft(LATER, slug="second")
    third = draft(LATER, slug="third")
    made = release_set(third)
    ReleaseSetItem.objects.create(
        release_set=release_set(state=ReleaseSet.State.DRAFT, at=None), content_object=second
    )
    quiet = factories.make_press_release(slug="quiet")
    pages = list(Page.objects.filter(pk__in=[first.pk, second.pk, third.pk, quiet.pk]))
    calendar = PublicationCalendar(administrator())

    with django_assert_num_queries(4):
        found = calendar.get_entries_by_page(pages)

    assert [entry.state for entry in found[first.pk]] == [CalendarEntryState.SCHEDULED]
    assert [(entry.state, entry.moment) for entry in found[second.pk]] == [
        (CalendarEntryState.NOT_APPROVED, None)
    ]
    assert [(entry.set_title, entry.moment) for entry in found[third.pk]] == [
        (f"“{made.title}”", SOON)
    ]
    assert found[quiet.pk] == []


def test_a_calendar_of_a_site_with_roles_is_told_to_a_contributor_for_pages_only():
    factories.make_policy_index()
    factories.make_report_index()
    scheduled(SOON, title="Release")
    call_command("setup_roles", verbosity=0)
    user = get_user_model().objects.create_user("writer", password="sesame")
    user.groups.add(Group.objects.get(name="Contributor"))

    (entry,) = november(get_user_model().objects.get(pk=user.pk))

    assert entry.title == "Release"
    assert entry.edit_url == f"/admin/pages/{entry.content_object.pk}/edit/"
