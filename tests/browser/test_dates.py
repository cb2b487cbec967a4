"""Dates as the British write them, in the fields that Wagtail's date picker belongs to."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.desk import LONDON, begin

TITLE = "A draft whose dates are typed"
OTHER_DAY = "24/12/2019"


def test_a_date_stays_as_it_is_typed_and_nonsense_is_refused(desk):
    begin(desk, "pressroom/pressrelease", "/press/", TITLE)
    release_date = desk.locator("#id_release_date")
    picker = desk.locator(".xdsoft_datetimepicker:visible")

    # By keyboard alone, as somebody types who does not look at the picker.
    for typed in (OTHER_DAY, "tomorrow"):
        release_date.focus()
        expect(picker).to_have_count(1)
        release_date.fill("")
        release_date.press_sequentially(typed)
        desk.keyboard.press("Shift+Tab")
        expect(picker).to_have_count(0)
        expect(release_date).to_have_value(typed)
    # Passed in less than the moment after which the picker opens.
    release_date.evaluate("field => { field.focus(); field.blur() }")
    desk.wait_for_timeout(300)
    expect(picker).to_have_count(0)
    # Escape was pressed before the picker was there.
    release_date.evaluate("field => field.focus()")
    desk.keyboard.press("Escape")
    desk.wait_for_timeout(300)
    expect(picker).to_have_count(0)
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messages")).to_contain_text("Not saved.")
    error = desk.locator("[data-contentpath=release_date] .error-message")
    expect(error).to_contain_text("There is no such day.")
    expect(release_date).to_have_value("tomorrow")

    release_date.fill(OTHER_DAY)
    expect(picker).to_have_count(1)
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messages")).to_contain_text("has been saved")
    desk.reload()
    expect(release_date).to_have_value(OTHER_DAY)


def test_a_moment_stays_as_it_is_typed_or_is_chosen_from_the_picker(desk):
    begin(desk, "pressroom/pressrelease", "/press/", f"{TITLE} in the dialog")
    desk.get_by_role("button", name="Toggle status").click()
    desk.get_by_role("button", name="Set schedule").click()
    go_live = desk.locator("#id_go_live_at")

    # March has no such time.
    go_live.fill("28/03/2027 01:30")
    desk.keyboard.press("Tab")
    expect(go_live).to_have_value("28/03/2027 01:30")
    desk.get_by_role("button", name="Save schedule").press("Enter")
    desk.get_by_role("button", name="Edit schedule").click()
    expect(desk.get_by_role("dialog")).to_contain_text("clocks in London go forward that night")

    # Escape closes the picker, and not the dialog around it.
    picker = desk.locator(".xdsoft_datetimepicker:visible")
    go_live.fill("24/12/2030 09:00")
    expect(picker).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(picker).to_have_count(0)
    expect(desk.locator(".room-for-picker")).to_have_count(0)
    expect(go_live).to_be_visible()
    expect(go_live).to_have_value("24/12/2030 09:00")

    # What the picker writes, the form reads.
    go_live.blur()
    go_live.fill("")
    expect(picker).to_have_count(1)
    picker.locator(".xdsoft_datepicker .xdsoft_next").click()
    picker.locator(".xdsoft_date:not(.xdsoft_other_month)").first.click()
    next_month = (datetime.now(LONDON).replace(day=1) + timedelta(days=32)).replace(day=1)
    chosen = re.compile(rf"^{next_month:%d/%m/%Y} \d\d:\d\d$")
    expect(go_live).to_have_value(chosen)
    desk.get_by_role("button", name="Save schedule").press("Enter")
    expect(desk.locator(".messages")).to_contain_text("has been saved")
    desk.reload()
    expect(go_live).to_have_value(chosen)
