"""A form is red where something is wrong, and no longer than that; nothing covers its buttons."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import choose_action, copy_page, insert_block, number_of, open_tab

ERRORS = ".w-field__errors .error-message, .help-block.help-critical"
SUMMARY = "The Minister told the House when every trafficked child will have a guardian."


@pytest.fixture
def form(desk):
    desk.goto(f"/admin/pages/add/pressroom/pressrelease/{number_of(desk, '/press/')}/")
    return desk


def test_a_new_block_is_not_red_and_errors_leave_when_they_are_fixed(form):
    form.locator("#id_title").press_sequentially("A release with gaps")
    read_more = form.locator("[data-contentpath=read_more]")
    read_more.get_by_role("button", name="Insert a block").last.click()
    text = form.locator("[name='read_more-0-value-links-0-value-text']")
    expect(text).to_be_visible()
    expect(form.locator(ERRORS)).to_have_count(0)

    form.get_by_role("button", name="More actions").click()
    form.get_by_role("button", name="Submit for approval", exact=True).click()
    told = form.locator(".messages .error")
    expect(told).to_contain_text("Not submitted for approval yet.")
    expect(told).to_contain_text("Topics This field is required.")
    summary = form.locator("[data-contentpath=summary]")
    expect(summary.locator(ERRORS)).to_have_count(1)
    before = form.locator(ERRORS).count()

    form.fill("#id_summary", "Short.")
    expect(summary.locator(ERRORS)).to_contain_text("The summary has 6 characters.")
    form.fill("#id_summary", SUMMARY)
    expect(summary.locator(ERRORS)).to_have_count(0)
    # What is wrong still, stays red.
    assert 0 < form.locator(ERRORS).count() < before
    topics = form.locator("[data-contentpath=topics]")
    expect(topics.locator("[aria-invalid]").first).to_be_attached()
    form.get_by_label("Guardianship").check()
    expect(topics.locator(ERRORS)).to_have_count(0)
    expect(topics.locator("[aria-invalid]")).to_have_count(0)


def test_an_error_of_the_body_is_not_shown_at_a_field_of_a_block(form):
    form.locator("#id_title").press_sequentially("A release with a quotation only")
    body = form.locator("[data-contentpath=body]")
    insert_block(body, "Quote")
    speaker = body.locator("[data-contentpath=speaker]")
    body.locator("[data-contentpath=text] textarea").fill("Every child needs a guardian.")
    choose_action(form, "Submit for approval")
    told = form.locator(".messages .error")
    expect(told).to_contain_text("Body Write at least one paragraph.")
    expect(told).to_contain_text("Speaker Give the speaker.")
    expect(speaker.locator(ERRORS)).to_have_count(1)

    speaker.locator("input").fill("A spokesperson")
    expect(speaker.locator(ERRORS)).to_have_count(0)
    expect(told).not_to_contain_text("Speaker")
    expect(told).to_contain_text("Body Write at least one paragraph.")
    expect(body.locator(ERRORS)).to_have_text("Write at least one paragraph.")


def test_the_red_bar_lists_what_is_left_and_goes_when_nothing_is(desk):
    copy_page(desk, "/press/councils-to-test-new-answers/", "A release to fix", "to-fix")
    summary = desk.input_value("#id_summary")
    desk.fill("#id_summary", "")
    choose_action(desk, "Submit for approval")
    lines = desk.locator(".messages .error .missing li")
    expect(lines).to_have_text("Summary This field is required.")

    desk.fill("#id_summary", summary)
    desk.fill("#id_title", "")
    expect(lines).to_have_text("Title This field is required.")
    desk.fill("#id_title", "A release to fix")
    expect(desk.locator(".messages .error")).to_have_count(0)


def test_a_draft_that_can_be_saved_again_is_not_asked_for_what_publication_needs(form):
    form.fill("#id_summary", SUMMARY)
    form.get_by_role("button", name="Save draft").click()
    told = form.locator(".messages .error")
    expect(told.locator(".missing li")).to_have_text("Title This field is required.")

    form.fill("#id_title", "A draft with a title")
    expect(told).to_have_count(0)


def test_the_button_of_the_menu_covers_no_message_on_a_phone(sit_down):
    phone = sit_down("publisher", width=390)
    add = f"/admin/pages/add/pressroom/pressrelease/{number_of(phone, '/press/')}/"
    phone.goto(add)
    phone.locator("#id_title").press_sequentially("A release written on a phone")
    choose_action(phone, "Submit for approval")
    lines = phone.locator(".messages .error .missing li")
    expect(lines.first).to_be_visible()
    # Wagtail slides its messages in.
    expect(phone.locator(".messages > ul")).to_have_css("top", "0px")
    toggle = phone.locator(".sidebar-nav-toggle").bounding_box()
    icon = phone.locator(".messages .messages-icon").bounding_box()
    assert toggle["y"] == 0
    for box in (icon, *(line.bounding_box() for line in lines.all())):
        assert box["x"] >= toggle["x"] + toggle["width"]


def test_the_form_that_amends_a_set_fits_a_phone(sit_down):
    phone = sit_down("publisher", width=390)
    phone.goto("/admin/release_sets/")
    phone.locator("main").get_by_role("link", name="Launch of After Eighteen").first.click()
    phone.get_by_role("link", name="Amend the set").click()
    for choice in phone.locator("form select").all():
        box = choice.bounding_box()
        assert box["x"] + box["width"] <= 390
    amend = phone.get_by_role("button", name="Amend and approve again").bounding_box()
    leave = phone.get_by_role("link", name="Change nothing").bounding_box()
    is_beside = leave["x"] >= amend["x"] + amend["width"] + 8
    is_below = leave["y"] >= amend["y"] + amend["height"] + 8 and leave["x"] == amend["x"]
    assert is_beside or is_below


def test_the_checklist_leads_to_the_fields_it_names(form):
    form.locator("#id_title").press_sequentially("A release with gaps")
    form.get_by_role("button", name="Toggle checks").click()
    checks = form.locator("[data-checklist]")

    checks.get_by_role("button", name="Summary").press("Enter")
    expect(form.locator("#id_summary")).to_be_focused()
    checks.get_by_role("button", name="Topics").click()
    expect(form.locator("[name=topics]").first).to_be_focused()
    checks.get_by_role("button", name="Body").first.click()
    expect(form.locator("[data-contentpath=body] button:focus")).to_have_count(1)

    open_tab(form, "Promotion")
    form.fill("#id_slug", "")
    open_tab(form, "Content")
    checks.get_by_role("button", name="Check again").click()
    checks.get_by_role("button", name="Slug").click()
    expect(form.locator("#id_slug")).to_be_focused()


def test_characters_are_counted_and_told_when_somebody_stops_typing(form):
    panel = form.locator("[data-count-max='300']").first
    told = panel.locator("[aria-live=polite]")
    form.fill("#id_summary", "Short.")
    expect(panel.locator(".character-count")).to_have_text("6 characters. Write at least 50.")
    expect(told).to_have_text("6 characters. Write at least 50.")
    form.fill("#id_title", "x" * 121)
    title = form.locator("[data-count-max='120'] .character-count")
    expect(title).to_have_text("121 characters. Remove 1.")


def test_a_field_of_a_block_is_counted_once_it_has_the_focus(form):
    body = form.locator("[data-contentpath=body]")
    insert_block(body, "Callout")
    text = body.locator("[data-contentpath=text] textarea")
    text.fill("A child in danger? Call 999.")
    expect(body.locator(".character-count")).to_have_text("28 of 400 characters")


def test_the_date_picker_does_not_cover_the_button_of_the_schedule(form):
    form.get_by_role("button", name="Toggle status").click()
    form.get_by_role("button", name="Set schedule").click()
    # It opens with the field that has the focus; a click would close it again.
    expect(form.locator("#id_go_live_at")).to_be_focused()
    picker = form.locator(".xdsoft_datetimepicker:visible")
    expect(picker).to_be_visible()
    button = form.get_by_role("button", name=re.compile("Save schedule"))
    button.scroll_into_view_if_needed()
    boxes = picker.bounding_box(), button.bounding_box()
    (_, top, _, height), (_, y, _, _) = (tuple(box.values()) for box in boxes)
    assert y >= top + height
