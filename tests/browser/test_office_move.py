"""The office moves: address, banner and explainer change together, and readers see it at once."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import LONDON, number_of, open_more, open_shared, publish

EXPLAINER = "/policy/guardianship/"
SET = "The office moves"
STREET, PHONE = "12 Harbour Row", "020 7946 0555"
MESSAGE = "From today you find us at our new office."
SUMMARY = "An independent adult for every child who may have been trafficked; ask us where we are."


def save_draft(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("saved|updated"))


def change_details(page: Page, address: str, phone: str) -> None:
    open_shared(page, "contactdetails", "ECPAT UK")
    page.fill("#id_address", address)
    page.fill("#id_public_phone", phone)


def change_banner(page: Page, address: str, message: str) -> None:
    page.goto(address)
    page.fill("#id_message", message)


def change_explainer(page: Page, address: str, summary: str) -> None:
    page.goto(address)
    page.fill("#id_summary", summary)
    page.locator("#id_minor_change").check()


@pytest.fixture
def explainer(desk) -> str:
    """Return the address of the explainer's form."""
    return f"/admin/pages/{number_of(desk, EXPLAINER)}/edit/"


@pytest.fixture
def put_back(desk, explainer):
    """Keep what readers see now, and publish it again when the test is over."""
    open_shared(desk, "contactdetails", "ECPAT UK")
    details = [desk.locator(field).input_value() for field in ("#id_address", "#id_public_phone")]
    desk.goto(explainer)
    summary = desk.locator("#id_summary").input_value()
    yield
    change_details(desk, *details)
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("published")
    change_explainer(desk, explainer, summary)
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("published")
    desk.goto(EXPLAINER)
    expect(desk.locator(".standfirst")).to_have_text(summary)
    expect(desk.locator("footer")).to_contain_text(details[0].splitlines()[0])


@pytest.mark.usefixtures("put_back")
def test_address_banner_and_explainer_change_at_the_same_moment(
    sit_down, desk, banner, explainer, open_page, assert_accessible
):
    moment = datetime.now(LONDON).replace(hour=9, minute=30, second=0) + timedelta(days=5)
    communications, policy = sit_down("communications"), sit_down("policy")
    change_details(communications, STREET, PHONE)
    save_draft(communications)
    change_banner(communications, banner, MESSAGE)
    save_draft(communications)
    change_explainer(policy, explainer, SUMMARY)
    save_draft(policy)

    # Put together, beginning with the address that the banner prints.
    desk.goto("/admin/snippets/snippets/contactdetails/")
    desk.get_by_role("button", name=re.compile("^More options for .ECPAT UK")).first.click()
    desk.get_by_role("link", name="Add to a release set").click()
    desk.get_by_label("Title of the new set").fill(SET)
    desk.get_by_role("button", name="Put in the set").click()
    expect(desk.locator(".messages")).to_contain_text("is in the set now")
    release_set = desk.url
    desk.get_by_label("Or shared content").select_option(label="Site banner: We have moved office")
    desk.get_by_role("button", name="Put in the set").click()
    expect(desk.locator(".release-set__items li")).to_have_count(2)
    desk.goto(explainer)
    open_more(desk, "Add to a release set")
    desk.get_by_label("Release set", exact=True).select_option(label=SET)
    desk.get_by_role("button", name="Put in the set").click()
    expect(desk.locator(".release-set__items li")).to_have_count(3)
    # Without the message, whose colours are faded in.
    desk.goto(release_set)
    assert_accessible(desk)

    # Looked at as it will be, while readers see what was.
    desk.get_by_role("link", name="Preview", exact=True).click()
    expect(desk.locator("main .updates li")).to_have_count(3)
    reader = open_page("/contact/")
    expect(reader.locator("site-banner")).not_to_contain_text(MESSAGE)
    expect(reader.locator("footer")).not_to_contain_text(STREET)

    # Approved for a day ahead, and kept as it is until then.
    desk.goto(release_set)
    desk.fill("#id_go_live_at", f"{moment:%d/%m/%Y %H:%M}")
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Approve for go-live").press("Enter")
    expect(desk.locator(".messages")).to_contain_text("The set is approved.")
    expect(desk.locator(".messages")).to_contain_text(f"{moment:%-d %B %Y, %H:%M}")
    policy.goto(explainer)
    expect(policy.locator("body")).to_contain_text("goes live with a release set")
    expect(policy.get_by_role("button", name="Save draft")).to_have_count(0)

    # Out before its moment, all of it.
    desk.locator("summary", has_text="Publish now").click()
    desk.get_by_role("button", name="Yes, publish everything now").click()
    expect(desk.locator(".messages")).to_contain_text("Everything in the set is live.")
    reader.reload()
    expect(reader.locator("site-banner")).to_contain_text(MESSAGE)
    for place in ("main", "footer"):
        expect(reader.locator(place)).to_contain_text(STREET)
        expect(reader.locator(place)).to_contain_text(PHONE)
    reader.goto(EXPLAINER)
    expect(reader.locator(".standfirst")).to_have_text(SUMMARY)
    expect(reader.locator("footer")).to_contain_text(STREET)
    assert_accessible(reader)
