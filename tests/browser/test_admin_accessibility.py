"""The site's own places in the admin, which no other test of the working day opens."""

import re

from playwright.sync_api import expect

from tests import factories
from tests.browser.desk import begin, insert_block, number_of, open_more

EXAMPLE = "/press/councils-to-test-new-answers/"


def test_the_report_of_links_can_be_used_by_everybody(desk, assert_accessible):
    desk.get_by_role("button", name="Reports").click()
    desk.get_by_role("link", name="Links", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Links")
    assert_accessible(desk)


def test_a_release_like_an_earlier_one_is_begun(desk, assert_accessible):
    desk.goto(f"/admin/pages/{number_of(desk, EXAMPLE)}/edit/")
    open_more(desk, "New release like this one")
    title = desk.get_by_label("Title")
    expect(title).to_be_visible()
    assert_accessible(desk)
    title.fill("Councils, a year later")
    title.press("Enter")
    desk.wait_for_url("**/edit/**")
    expect(desk.locator("#id_title")).to_have_value("Councils, a year later")
    expect(desk.locator("#id_summary")).to_have_value("")


def test_what_makes_a_pdf_hard_to_read_is_said_where_it_is_kept(desk, assert_accessible):
    desk.goto("/admin/documents/multiple/add/")
    file = {"name": "untagged.pdf", "mimeType": "application/pdf", "buffer": factories.make_pdf()}
    desk.set_input_files("input[type=file]", file)
    added = desk.locator("#upload-list li")
    expect(added.locator(".help-warning")).to_be_visible()
    desk.goto("/admin/documents/?ordering=-created_at")
    desk.get_by_role("link", name="untagged").first.click()
    expect(desk.locator("main .help-warning").first).to_be_visible()
    assert_accessible(desk)


def test_contacts_are_chosen_from_an_accessible_list(desk, assert_accessible):
    begin(desk, "home/informationpage", "/", "Whom to write to")
    body = desk.locator("[data-contentpath=body]")
    insert_block(body, "Paragraph")
    body.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.type("Write /contact")
    expect(desk.get_by_role("option", name=re.compile("Insert contact"))).to_be_visible()
    desk.keyboard.press("Enter")
    choices = desk.locator(".modal .insert-contact__choice")
    expect(choices.first).to_be_focused()
    assert_accessible(desk)
