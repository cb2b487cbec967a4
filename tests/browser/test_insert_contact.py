"""A contact that an editor inserts with the keyboard, and that follows the contact details."""

import re

from playwright.sync_api import expect

from tests.browser.desk import begin, open_shared, publish, reload_until_shown

SUMMARY = "Whom to ring when you write about trafficked children, and when somebody answers."


def test_a_contact_is_inserted_with_the_keyboard_and_stays_right(desk, open_page):
    begin(desk, "home/informationpage", "/", "Whom to ring")
    desk.fill("#id_summary", SUMMARY)
    desk.get_by_role("button", name=re.compile("Insert a block")).first.click()
    desk.get_by_role("option", name=re.compile("Paragraph")).click()
    text = desk.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()

    # Chosen from the menu that “/” opens, and from the list, without the mouse.
    desk.keyboard.type("Journalists ring /contact")
    expect(desk.get_by_role("option", name=re.compile("Insert contact"))).to_be_visible()
    desk.keyboard.press("Enter")
    chooser = desk.locator(".modal")
    expect(chooser.get_by_role("button", name=re.compile("^Address"))).to_be_focused()
    wanted = chooser.get_by_role("button", name=re.compile("^Press phone"))
    for _ in range(10):
        if wanted.evaluate("choice => choice === document.activeElement"):
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(chooser).to_have_count(0)
    expect(text.locator(".inserted-contact")).to_have_text("020 7946 0785")
    expect(text.locator(".inserted-contact")).to_have_attribute(
        "title", "Press phone, always current"
    )
    expect(text).to_be_focused()
    desk.keyboard.type(" at any hour.")
    expect(text).to_have_text("Journalists ring 020 7946 0785 at any hour.")
    # The editor hands on what was typed a moment later.
    expect(desk.locator("input[name=body-0-value]")).to_have_value(re.compile("any hour"))
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("published")

    reader = open_page("/whom-to-ring/")
    sentence = reader.locator(".article__body p")
    expect(sentence).to_have_text("Journalists ring 020 7946 0785 at any hour.")
    expect(sentence.get_by_role("link")).to_have_attribute("href", "tel:+44-20-7946-0785")

    # The details say which page changes, and it does, without being touched.
    open_shared(desk, "contactdetails", "ECPAT UK")
    expect(desk.locator(".reach")).to_contain_text("Every live page changes")
    reload_until_shown(desk.locator(".reach").get_by_role("link", name="Whom to ring"))
    original = desk.locator("#id_press_phone").input_value()
    for number, printed in ((f"{original[:-3]}799", "0799"), (original, "0785")):
        desk.fill("#id_press_phone", number)
        publish(desk)
        expect(desk.locator(".messages")).to_contain_text("published")
        reader.reload()
        expect(sentence).to_have_text(f"Journalists ring 020 7946 {printed} at any hour.")
        open_shared(desk, "contactdetails", "ECPAT UK")
