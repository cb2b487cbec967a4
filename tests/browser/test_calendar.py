"""The publication calendar and the dashboard, as a publisher's browser shows them."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desk import LONDON, begin, set_schedule

TITLE = "A release that has a date and no promise"


@pytest.fixture
def dated_draft(desk) -> datetime:
    """Return the moment that the publisher has given to a draft, without scheduling it."""
    moment = datetime.now(LONDON).replace(second=0, microsecond=0) + timedelta(days=2)
    begin(desk, "pressroom/pressrelease", "/press/", TITLE)
    set_schedule(desk, moment)
    return moment


def test_a_date_in_a_draft_is_called_what_it_is_wherever_editors_look(
    desk, dated_draft, assert_accessible
):
    desk.goto("/admin/")
    panel = desk.locator("#going-out-next-section")
    expect(panel).to_contain_text("Has a date, but is not scheduled")
    expect(panel).to_contain_text(TITLE)
    expect(panel).to_contain_text(f"{dated_draft:%A %-d %B %Y, %H:%M} London time")
    assert_accessible(desk)

    panel.get_by_role("link", name="Open the calendar").click()
    desk.goto(f"/admin/calendar/?month={dated_draft:%Y-%m}")
    day = desk.locator("td", has=desk.get_by_role("link", name=TITLE))
    expect(day).to_contain_text("Not scheduled")
    assert_accessible(desk)

    desk.get_by_role("link", name="List", exact=True).click()
    expect(desk.locator("main")).to_contain_text("Schedule to publish")
    assert_accessible(desk)

    desk.get_by_role("link", name=TITLE).click()
    expect(desk.locator("#id_title")).to_have_value(TITLE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_calendar_serves_on_a_phone(open_page, sign_in, assert_accessible, scheme):
    phone = open_page("/admin/login/", scheme=scheme, width=360)
    sign_in(phone, "publisher")

    phone.goto("/admin/calendar/")
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    phone.get_by_role("link", name=re.compile(r"^\w+ \d{4}$")).last.focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/calendar/?month=*")


def test_an_address_is_made_and_read(desk, assert_accessible):
    desk.goto("/admin/calendar/")
    desk.get_by_role("link", name="Subscribe").click()
    desk.get_by_role("button", name="Make an address").click()
    address = desk.locator("code").inner_text()
    assert_accessible(desk)

    assert desk.request.get(address).text().startswith("BEGIN:VCALENDAR")

    desk.get_by_role("button", name="Revoke the address").click()
    expect(desk.locator(".messages")).to_contain_text("revoked")
    assert desk.request.get(address).status == 404


def test_the_last_hour_is_counted_down_to_the_second_by_the_clock_of_the_server(desk):
    # This computer's clock is years away from the server's.
    now = datetime(2031, 5, 1, 12, 0, tzinfo=LONDON)
    away = [timedelta(days=2, hours=3, minutes=5), timedelta(minutes=59), timedelta(seconds=1)]
    counters = "".join(
        f"<p data-countdown='{(now + span).isoformat()}'>from the server</p>" for span in away
    )

    def with_counters(route: Route) -> None:
        """Answer with the real dashboard, whose panel has these three to count down."""
        response = route.fetch()
        panel = f"<div data-now='{now.isoformat()}'>{counters}</div>"
        opening = '<div class="publication-panel"'
        body = response.text().replace(opening, panel + opening)
        route.fulfill(response=response, body=body)

    desk.route("**/admin/", with_counters)
    desk.goto("/admin/")

    far, near, due = desk.locator("[data-countdown]").all()[:3]

    expect(far).to_have_text("in 2 days 3 hours")
    expect(near).to_have_text(re.compile("in 58 minutes [1-5][0-9] seconds"))
    expect(due).to_contain_text("due now")
