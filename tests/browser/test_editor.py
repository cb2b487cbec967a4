"""A publisher's work in the editor, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PREVIEW, begin, insert_block, number_of, publish

TITLE = "Ministers answer our question on guardians"
SUMMARY = (
    "The Minister for Immigration told the House when every trafficked child will have a guardian."
)


def test_a_release_is_written_checked_previewed_and_published(desk, open_page):
    # Written, with gaps; the draft is kept.
    begin(desk, "pressroom/pressrelease", "/press/", TITLE)
    expect(desk.locator("#id_title")).to_have_value(TITLE)
    desk.get_by_role("button", name=re.compile("Insert a block")).first.click()
    desk.get_by_role("option", name=re.compile("Paragraph")).click()
    desk.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()
    desk.keyboard.type("The Minister answered in the House.")
    # The press office and today are there from the start.
    expect(desk.locator("#id_media_contacts-FORMS")).to_contain_text("Press office")
    expect(desk.locator("#id_release_date")).not_to_have_value("")

    # Told what is missing; nothing is lost.
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("Not published yet.")
    expect(desk.locator("#id_title")).to_have_value(TITLE)
    expect(desk.locator("[data-contentpath=body]")).to_contain_text("The Minister answered")
    for panel in ("summary", "topics"):
        expect(
            desk.locator(
                f"#panel-child-content-{panel}-errors, [data-contentpath={panel}] .error-message"
            ).first
        ).to_have_count(1)

    # Completed and previewed.
    desk.fill("#id_summary", SUMMARY)
    desk.fill("#id_release_date", "20/06/2017")
    desk.keyboard.press("Escape")
    desk.get_by_label("Guardianship").check()
    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.frame_locator(PREVIEW)
    expect(preview.locator("h1")).to_have_text(TITLE)
    expect(preview.locator(".standfirst")).to_have_text(SUMMARY)
    desk.get_by_role("button", name="Toggle preview").click()

    # Nobody else sees it before it is published.
    address = "/press/ministers-answer-our-question-on-guardians/"
    assert desk.request.get("/press/").text().count(TITLE) == 0

    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("has been published")
    reader = open_page(address)
    assert reader.locator("h1").inner_text() == TITLE
    assert reader.get_by_role("link", name="020 7946").first.is_visible()
    assert TITLE in open_page("/press/").locator("main").inner_text()


def test_a_block_that_is_moved_by_keyboard_keeps_the_focus(desk):
    begin(desk, "pressroom/pressrelease", "/press/", f"{TITLE} in another order")
    body = desk.locator("[data-contentpath=body]").first
    for words in ("First", "Second", "Third"):
        insert_block(body, "Heading")
        body.locator("input[type=text]:visible").last.fill(words)
    blocks = body.locator("[data-streamfield-child]:visible")
    headings = body.locator("input[type=text]:visible")
    down = blocks.first.get_by_role("button", name="Move down")

    # Twice from the same button, which Enter presses wherever the focus is.
    down.focus()
    desk.keyboard.press("Enter")
    expect(headings.nth(1)).to_have_value("First")
    expect(blocks.nth(1).get_by_role("button", name="Move down")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(headings.nth(2)).to_have_value("First")
    # At the end there is no further down.
    expect(blocks.nth(2).get_by_role("button", name="Move up")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(headings.nth(1)).to_have_value("First")
    expect(blocks.nth(1).get_by_role("button", name="Move up")).to_be_focused()


def test_a_row_that_is_moved_by_keyboard_keeps_the_focus(desk):
    desk.goto(f"/admin/pages/add/policy/policyexplainer/{number_of(desk, '/policy/')}/")
    for _ in range(2):
        desk.get_by_role("button", name="Add date").click()
    rows = desk.locator("#id_key_dates-FORMS > [data-inline-panel-child]")
    rows.first.get_by_role("button", name="Move down").focus()
    desk.keyboard.press("Enter")

    expect(rows.nth(1).get_by_role("button", name="Move up")).to_be_focused()


def test_the_banner_is_previewed_on_the_home_page(desk, banner):
    desk.goto(banner)
    desk.fill("#id_heading", "We are moving next week")
    desk.get_by_role("button", name="Toggle preview").click()

    preview = desk.frame_locator(PREVIEW)

    expect(preview.locator("site-banner h2").first).to_contain_text("We are moving next week")
    expect(preview.locator("#_updates")).to_have_text("Latest updates")


def test_a_phone_number_typed_into_a_banner_is_refused(desk, banner, open_page):
    desk.goto(banner)
    desk.fill("#id_message", "Call us on 020 7607 2136 if it is urgent.")

    publish(desk)

    expect(desk.locator("[data-contentpath=message] .error-message")).to_contain_text(
        "not in the current contact details"
    )
    assert "7607" not in open_page("/").content()


@pytest.mark.parametrize(
    ("kind", "parent", "shown"),
    [
        ("pressroom/pressrelease", "/press/", ["Content", "Promotion"]),
        ("policy/policyexplainer", "/policy/", ["Content", "Promotion"]),
        ("policy/reportpage", "/reports/", ["Content", "Publication", "Promotion"]),
    ],
)
def test_the_form_of_each_page_type_shows_its_tabs_without_script_errors(desk, kind, parent, shown):
    desk.goto(f"/admin/pages/add/{kind}/{number_of(desk, parent)}/")

    tabs = [tab.inner_text() for tab in desk.get_by_role("tab").all()]

    assert tabs[: len(shown)] == shown
