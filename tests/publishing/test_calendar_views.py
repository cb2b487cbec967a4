"""Editors see the calendar: its pages, the dashboard, the explorer and their own feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as Feed

from publishing.clock import format_countdown, get_london_midnight
from publishing.embargo.tokens import hash_token
from publishing.models import CalendarFeed
from publishing.publication_calendar import PublicationCalendar
from tests import factories
from tests.publishing.test_calendar import (
    LATER,
    NOW,
    SOON,
    administrator,
    draft,
    failure,
    release_set,
    scheduled,
    somebody,
)

pytestmark = pytest.mark.django_db

MONTH = "/admin/calendar/"
LIST = "/admin/calendar/list/"
ADDRESS = "/admin/calendar/address/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(client):
    client.force_login(administrator())
    return client


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def explorer(client):
    return text_of(client.get(f"/admin/pages/{factories.make_press_index().pk}/"))


def own_address(client):
    """Make an address in the admin and return its path."""
    address = client.post(ADDRESS, {"make": ""}).context["address"]
    return address.removeprefix("http://testserver")


def events(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return {str(event["SUMMARY"]): event for event in Feed.from_ical(response.content).events}


@pytest.mark.parametrize("view", [MONTH, LIST])
def test_the_calendar_says_what_is_promised_and_what_is_not(desk, view):
    scheduled(SOON, title="Promised", slug="promised")
    draft(LATER, title="Only dated", slug="dated")

    text = text_of(desk.get(view))

    assert text.index("Scheduled") < text.index("Promised") < text.index("Only dated")
    assert "Not scheduled" in text
    assert "All times are London time" in text


def test_weeks_begin_on_monday_and_months_follow_each_other(desk):
    context = desk.get(MONTH, {"month": "2026-11"}).context

    assert context["weekdays"][0] == "Monday"
    assert str(context["weeks"][0][0].date) == "2026-10-26"
    assert str(context["month"].previous) == "October 2026"
    assert str(context["month"].next) == "December 2026"
    assert desk.get(MONTH, {"month": "2026-12"}).context["month"].next.name == "2027-01"


@pytest.mark.parametrize(
    "name", ["2026-13", "2026-00", "nonsense", "", "0000-01", "9999-12", "2026-11-01", "٢٠٢٦-11"]
)
def test_a_month_that_is_none_is_not_found(desk, name):
    assert desk.get(MONTH, {"month": name}).status_code == 404
    assert desk.get(LIST, {"month": name}).status_code == 404


def test_days_are_days_in_london_whatever_the_time_zone_at_hand(desk):
    # Half past midnight in London, still the day before in UTC.
    scheduled(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), title="Summer")

    with timezone.override("America/New_York"):
        (entry,) = desk.get(LIST, {"month": "2027-07"}).context["entries"]

    assert (str(entry.day), entry.clock) == ("2027-07-01", "00:30")
    assert entry.when == "Thursday 1 July 2027, 00:30 London time"


def test_a_day_with_many_entries_counts_those_it_does_not_show(desk):
    for number in range(7):
        scheduled(SOON, title=f"Release {number}", slug=f"release-{number}")

    text = text_of(desk.get(MONTH))

    assert "Release 4" in text
    assert "Release 5" not in text
    assert "2 more" in text
    assert 'id="day-2026-11-24"' in text_of(desk.get(LIST))


@pytest.mark.parametrize("view", [MONTH, LIST, "/admin/"])
def test_what_is_overdue_is_said_first_with_its_reason_in_any_month(desk, view):
    due = NOW - timedelta(days=40)
    failure(scheduled(due, title="Late"), due, needs_attention=True)

    text = text_of(desk.get(view))

    assert "Overdue" in text
    assert "Sunday 11 October 2026, 13:00 London time" in text
    assert "The report has no cover." in text
    assert "Needs attention" in text


def test_the_calendar_is_for_those_who_may_enter_the_admin(client):
    client.force_login(get_user_model().objects.create_user("reader", password="sesame"))

    assert client.get(MONTH).status_code == 302
    assert client.post(ADDRESS, {"make": ""}).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_the_dashboard_begins_with_what_goes_out_next(desk):
    scheduled(NOW + timedelta(days=2, hours=3, minutes=5), title="Next", slug="next")
    release_set(draft(LATER, slug="inside"), at=LATER)
    draft(SOON, title="Forgotten", slug="forgotten")
    draft(NOW + timedelta(days=8), title="Far away", slug="far")

    response = desk.get("/admin/")
    text = text_of(response)

    panels = [panel.name for panel in response.context["panels"]]
    assert panels[:2] == ["new_release", "going_out_next"]
    assert "Sunday 22 November 2026, 15:05 London time" in text
    assert "in 2 days 3 hours" in text
    assert "Report launch" in text
    assert "Not checked yet" in text
    assert "Forgotten" in text
    assert "Far away" not in text
    assert MONTH in text


def test_the_dashboard_of_a_quiet_site_says_so(desk):
    assert "Nothing is scheduled." in text_of(desk.get("/admin/"))


def test_the_dashboard_looks_for_drafts_around_now_alone():
    near = [draft(NOW - timedelta(days=29), slug="missed"), draft(SOON, slug="soon")]
    draft(NOW - timedelta(days=31), slug="long-missed")
    draft(NOW + timedelta(days=8), slug="far")

    found = PublicationCalendar(administrator()).get_overdue_and_upcoming()

    assert [entry.content_object.pk for entry in found] == [page.pk for page in near]


def test_the_dashboard_asks_the_database_no_more_for_more(desk, django_assert_max_num_queries):
    for number in range(3):
        scheduled(SOON, slug=f"first-{number}")
    desk.get("/admin/")
    with django_assert_max_num_queries(100) as few:
        desk.get("/admin/")
    for number in range(9):
        scheduled(SOON, slug=f"then-{number}")
        draft(SOON, slug=f"draft-{number}")
    with django_assert_max_num_queries(len(few)):
        desk.get("/admin/")


def test_the_explorer_says_when_a_page_goes_live(desk):
    scheduled(SOON, title="Promised", slug="promised")
    draft(LATER, title="Only dated", slug="dated")
    release_set(draft(LATER, title="Together", slug="together"))
    due = NOW - timedelta(minutes=5)
    failure(scheduled(due, title="Late", slug="late"), due)

    text = explorer(desk)

    assert "State" in text
    assert "Tuesday 24 November 2026, 00:01 London time" in text
    assert "Not scheduled" in text
    assert "In “Report launch”" in text
    assert "Overdue" in text
    assert "The report has no cover." in text


@pytest.mark.parametrize(
    "path",
    [
        "/admin/pages/search/?q=Promised",
        "/admin/pages/usage/pressroom/pressrelease/",
    ],
)
def test_other_lists_of_pages_say_it_too(desk, path):
    scheduled(SOON, title="Promised")

    assert "Tuesday 24 November 2026, 00:01 London time" in text_of(desk.get(path))


def test_the_explorer_asks_no_more_for_more_pages(desk, django_assert_max_num_queries):
    scheduled(SOON, slug="first")
    draft(SOON, slug="second")
    explorer(desk)
    with django_assert_max_num_queries(100) as few:
        explorer(desk)
    for number in range(6):
        scheduled(SOON, slug=f"then-{number}")
        draft(SOON, slug=f"draft-{number}")
    with django_assert_max_num_queries(len(few)):
        explorer(desk)


def test_an_address_is_shown_once_and_only_its_hash_is_kept(desk):
    path = own_address(desk)
    token = path.removeprefix("/calendar/").removesuffix(".ics")

    assert CalendarFeed.objects.get().token_hash == hash_token(token)
    assert token not in text_of(desk.get(ADDRESS))
    assert "It has not been read yet" in text_of(desk.get(ADDRESS))


def test_a_calendar_program_reads_what_its_owner_may_know(desk, client):
    scheduled(SOON, title="Promised", slug="promised")
    draft(LATER, title="Only dated", slug="dated")
    due = NOW - timedelta(days=60)
    late = scheduled(due, title="Late", slug="late")
    path = own_address(desk)
    client.logout()

    response = client.get(path)
    found = events(client, path)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert set(found) == {"Goes live: Promised", "Not scheduled: Only dated", "OVERDUE: Late"}
    promised = found["Goes live: Promised"]
    assert promised.decoded("DTSTART") == SOON
    assert b"DTSTART:20261124T000100Z" in response.content
    assert promised["STATUS"] == "CONFIRMED"
    assert found["Not scheduled: Only dated"]["STATUS"] == "TENTATIVE"
    assert found["OVERDUE: Late"]["URL"].endswith(f"/admin/pages/{late.pk}/edit/")
    assert CalendarFeed.objects.get().read_at == NOW


def test_an_event_is_the_same_event_after_it_was_moved_and_published(desk):
    page = scheduled(SOON, title="Moving")
    path = own_address(desk)
    before = events(desk, path)["Goes live: Moving"]["UID"]

    page.latest_revision.publish()
    type(page).objects.update(live=True, first_published_at=NOW)
    type(page).objects.get().revisions.update(approved_go_live_at=None)

    assert events(desk, path)["Went live: Moving"]["UID"] == before


def test_an_update_is_another_event_than_the_first_publication(desk):
    page = factories.make_press_release(title="Updated", first_published_at=NOW)
    page.go_live_at = SOON
    page.save_revision(approved_go_live_at=SOON, clean=False)

    found = events(desk, own_address(desk))

    assert found["Went live: Updated"]["UID"] != found["Goes live: Updated"]["UID"]


def test_the_feed_forgets_what_its_owner_may_know_no_longer(client):
    scheduled(SOON, title="Secret")
    user = somebody(pages=[factories.make_press_index()])
    client.force_login(user)
    path = own_address(client)
    assert set(events(client, path)) == {"Goes live: Secret"}

    user.groups.clear()

    assert events(client, path) == {}


def test_all_addresses_that_do_not_work_look_the_same(client):
    unknown = client.get("/calendar/unknown.ics")
    assert unknown.status_code == 404

    def answer(change):
        user = somebody(name=change.__name__)
        client.force_login(user)
        path = own_address(client)
        change(user, client)
        client.logout()
        response = client.get(path)
        return response.status_code, response.content

    def revoked(user, client):
        client.post(ADDRESS, {"revoke": ""})

    def renewed(user, client):
        client.post(ADDRESS, {"make": ""})

    def inactive(user, client):
        type(user).objects.filter(pk=user.pk).update(is_active=False)

    def dismissed(user, client):
        user.user_permissions.remove(Permission.objects.get(codename="access_admin"))

    for change in (revoked, renewed, inactive, dismissed):
        assert answer(change) == (404, unknown.content), change.__name__


def test_the_address_is_not_for_writing(client):
    assert client.post("/calendar/unknown.ics").status_code == 405


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "in 2 days 3 hours"),
        (timedelta(days=1, minutes=5), "in 1 day"),
        (timedelta(hours=1, minutes=1), "in 1 hour 1 minute"),
        (timedelta(minutes=20), "in 20 minutes"),
        (timedelta(seconds=1), "in 1 second"),
        (timedelta(hours=-2), "2 hours ago"),
    ],
)
def test_a_countdown_has_two_units(away, words):
    assert format_countdown(NOW + away, NOW) == words


def test_a_day_begins_at_midnight_in_london_in_summer_too():
    assert get_london_midnight(NOW.date()) == datetime(2026, 11, 20, tzinfo=UTC)
    assert get_london_midnight(SOON.date().replace(month=7)) == datetime(
        2026, 7, 23, 23, tzinfo=UTC
    )


def test_the_menu_leads_to_the_calendar(desk):
    assert reverse("publication_calendar") == MONTH
    assert "calendar-alt" in text_of(desk.get("/admin/"))
