"""A contact that an editor inserts with the keyboard, and that follows the contact details."""

import re

from playwright.sync_api import Page, expect

SUMMARY = "Whom to ring when you write about trafficked children, and when somebody answers."


def number_of(page: Page, path: str) -> str:
    """Return the number of the page at `path`, from the link that an editor sees there."""
    page.goto(path)
    link = page.locator("wagtail-userbar a[href*='/edit/']").first
    return re.search(r"/pages/(\d+)/", link.get_attribute("href")).group(1)


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("published")


def test_a_contact_is_inserted_with_the_keyboard_and_stays_right(open_page, sign_in):
    desk = open_page("/admin/login/", width=1400)
    sign_in(desk, "publisher")
    newer = desk.get_by_role("dialog", name="You saved a new version in another window")
    desk.add_locator_handler(
        newer, lambda dialog: dialog.get_by_role("button", name="Publish", exact=True).click()
    )
    desk.goto(f"/admin/pages/add/home/informationpage/{number_of(desk, '/')}/")
    desk.locator("#id_title").press_sequentially("Whom to ring")
    desk.keyboard.press("Tab")
    desk.get_by_role("button", name="Save draft").click()
    desk.wait_for_url("**/edit/**")
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

    reader = open_page("/whom-to-ring/")
    sentence = reader.locator(".article__body p")
    expect(sentence).to_have_text("Journalists ring 020 7946 0785 at any hour.")
    expect(sentence.get_by_role("link")).to_have_attribute("href", "tel:+44-20-7946-0785")

    # The details say which page changes, and it does, without being touched.
    desk.goto("/admin/snippets/snippets/contactdetails/")
    desk.get_by_role("link", name="ECPAT UK", exact=True).first.click()
    expect(desk.locator(".reach")).to_contain_text("Every live page changes")
    expect(desk.locator(".reach").get_by_role("link", name="Whom to ring")).to_be_visible()
    original = desk.locator("#id_press_phone").input_value()
    for number, printed in ((f"{original[:-3]}799", "0799"), (original, "0785")):
        desk.fill("#id_press_phone", number)
        publish(desk)
        reader.reload()
        expect(sentence).to_have_text(f"Journalists ring 020 7946 {printed} at any hour.")
        desk.goto("/admin/snippets/snippets/contactdetails/")
        desk.get_by_role("link", name="ECPAT UK", exact=True).first.click()
