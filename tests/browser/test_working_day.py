"""A day of the communications team: written by one, approved by another, seen by readers."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.desk import (
    LONDON,
    PREVIEW,
    begin,
    choose_action,
    choose_page,
    copy_page,
    insert_block,
    number_of,
    open_tab,
    open_waiting,
    set_schedule,
    submit,
    waiting,
)

EXAMPLE = "/press/councils-to-test-new-answers/"
SUMMARY = "Every child who may have been trafficked needs one adult whose only duty is to them."
REPORT = "Watch Over Me"
MISSING = (
    "Summary",
    "Topics",
    "Body, block 2 (Quote), Speaker",
    "Body, block 3 (Report cover), Report",
    "Body, block 4 (Read more), Links, item 1, Link",
)
HEADING, NEW_HEADING = "We have moved office", "We have moved, and the telephone works"
QUOTED = "He took a new name and a new country."
QUOTED_ON = "/press/retired-teacher-admits-45-offences/"
NOTE = "An earlier version of this page said “a new face”."


def test_a_page_that_was_saved_by_itself_is_checked_as_the_page_it_is(sit_down):
    writer = sit_down("contributor")
    writer.goto(f"/admin/pages/add/pressroom/pressrelease/{number_of(writer, '/press/')}/")
    writer.locator("#id_title").press_sequentially("A page that nobody has saved")
    # What is typed before Wagtail begins to watch the form is saved with what is typed next.
    for _ in range(20):
        if "/edit/" in writer.url:
            break
        writer.locator("#id_summary").press_sequentially("More. ")
        writer.wait_for_timeout(1_000)

    writer.get_by_role("button", name="Toggle checks").click()
    mend = writer.locator("[data-checklist] .checklist__errors li")
    expect(mend.filter(has_text="Topics")).to_have_count(1)
    expect(mend.filter(has_text="Slug")).to_have_count(0)


def test_a_contributor_is_told_what_is_missing_mends_it_and_submits_it(
    sit_down, open_page, assert_accessible
):
    title = "One adult for every child who waits"
    writer = sit_down("contributor")
    begin(writer, "pressroom/pressrelease", "/press/", title)
    body = writer.locator("[data-contentpath=body]")
    insert_block(body, "Paragraph")
    body.locator(".public-DraftEditor-content").first.click()
    writer.keyboard.type("The House debates guardians today.")
    insert_block(body, "Quote")
    writer.fill("[name=body-1-value-text]", "One adult would have been enough.")
    insert_block(body, "Report cover")
    insert_block(body, "Read more")
    writer.fill("[name=body-3-value-links-0-value-text]", "here")

    # Told what is missing, of what is on the screen.
    writer.get_by_role("button", name="Toggle checks").click()
    checks = writer.locator("[data-checklist]")
    mend = checks.locator(".checklist__errors li")
    for place in MISSING:
        expect(mend.filter(has_text=place)).not_to_have_count(0)
    assert_accessible(writer)

    # Mended.
    writer.fill("#id_summary", SUMMARY)
    writer.fill("[name=body-1-value-speaker]", "ECPAT UK spokesperson, sample quotation")
    body.get_by_role("button", name="Choose a page (Report)").click()
    choose_page(writer, REPORT)
    target = body.locator("[data-contentpath=target]")
    insert_block(target, "Web address")
    target.locator("[name$=target-0-value]").fill("https://www.example.org/guardians")
    writer.fill("#id_release_date", "20/06/2017")
    writer.keyboard.press("Escape")
    writer.get_by_label("Guardianship").check()
    # The press office is there from the start.
    expect(writer.locator("#id_media_contacts-FORMS")).to_contain_text("Press office")
    checks.get_by_role("button", name="Check again").click()
    expect(mend).to_have_count(1)
    expect(mend).to_contain_text("“here” means nothing when it is read on its own")
    open_tab(writer, "Content")
    writer.fill("[name=body-3-value-links-0-value-text]", "What a guardian does")
    checks.get_by_role("button", name="Check again").click()
    expect(checks).to_contain_text("It can be published.")
    expect(mend).to_have_count(0)

    # Handed on, to be approved by somebody else.
    submit(writer)
    row = waiting(writer, "Waiting for someone else", title)
    expect(row).to_contain_text("Waiting for approval")
    approve = writer.get_by_role("button", name=re.compile("Approve"), include_hidden=True)
    expect(approve).to_have_count(0)
    open_waiting(writer, "Waiting for someone else", title)
    expect(writer.locator("#id_title")).to_have_value(title)
    # It is there to say why not, and cannot be pressed.
    expect(approve).to_have_count(1)
    expect(approve).to_be_disabled()
    assert title not in open_page("/press/").content()


def test_a_release_is_sent_back_changed_and_approved_for_a_moment(
    sit_down, desk, open_page, assert_accessible
):
    title, slug = "What the minister promised on Monday", "what-the-minister-promised"
    asked = "Say in the summary what the minister promised."
    moment = datetime.now(LONDON).replace(hour=12, minute=1, second=0) + timedelta(days=6)
    writer = sit_down("contributor")
    copy_page(writer, EXAMPLE, title, slug)
    submit(writer)

    # Sent back, with what is asked for.
    expect(waiting(desk, "To approve", title)).to_contain_text("Submitted by Contributor")
    assert_accessible(desk)
    open_waiting(desk, "To approve", title)
    choose_action(desk, "Request changes")
    dialog = desk.locator(".modal")
    dialog.get_by_role("button", name="Request changes").click()
    expect(dialog).to_contain_text("Say what should change")
    dialog.get_by_label("What should change").fill(asked)
    dialog.get_by_role("button", name="Request changes").click()
    expect(desk.locator(".messages")).to_contain_text("has been saved")
    expect(waiting(desk, "To approve", title)).to_have_count(0)

    # Changed, and handed on again.
    expect(waiting(writer, "Changes requested", title)).to_contain_text(f"“{asked}”")
    assert_accessible(writer)
    open_waiting(writer, "Changes requested", title)
    writer.fill("#id_summary", SUMMARY)
    submit(writer)

    # Whoever approves it says when it goes live.
    open_waiting(desk, "To approve", title)
    expect(desk.locator("#id_summary")).to_have_value(SUMMARY)
    set_schedule(desk, moment)
    # The form saved itself a moment before; a fresh one has nothing to overwrite.
    desk.goto(desk.url)
    choose_action(desk, "Approve")
    expect(desk.locator(".messages")).to_contain_text("has been saved")
    desk.goto("/admin/")
    going_out = desk.locator("#going-out-next-section li").filter(has_text=title)
    expect(going_out).to_contain_text(f"{moment:%A %-d %B %Y, %H:%M} London time")
    expect(going_out).not_to_contain_text("not scheduled")

    # Readers learn nothing before.
    reader = open_page("/press/")
    assert title not in reader.content()
    assert reader.request.get(f"/press/{slug}/").status == 404
    assert title not in reader.request.get(f"/search/?q={title}").text().split("</form>")[-1]


def test_the_banner_is_changed_by_one_and_approved_by_another(
    sit_down, desk, banner, open_page, assert_accessible
):
    contributor = sit_down("contributor")
    menu = contributor.get_by_role("navigation", name="Main menu")
    expect(menu).to_contain_text("Calendar")
    expect(menu).not_to_contain_text("Whole site")
    contributor.goto(banner)
    expect(contributor.locator(".messages")).to_contain_text("you do not have permission")

    communications = sit_down("communications")
    communications.goto(banner)
    communications.fill("#id_heading", NEW_HEADING)
    communications.get_by_role("button", name="Toggle preview").click()
    preview = communications.frame_locator(PREVIEW)
    expect(preview.locator("site-banner h2").first).to_contain_text(NEW_HEADING)
    submit(communications)
    reader = open_page("/")
    expect(reader.locator("site-banner h2")).to_contain_text(HEADING)

    row = waiting(desk, "To approve", NEW_HEADING)
    row.get_by_role("link", name=re.compile("^Compare with what is live")).click()
    expect(desk.locator("ins, .addition").first).to_contain_text("and the telephone works")
    expect(desk.locator(".side-by-side iframe")).to_have_count(2)
    assert_accessible(desk)
    open_waiting(desk, "To approve", NEW_HEADING)
    choose_action(desk, "Approve")
    expect(desk.locator(".messages")).to_contain_text("updated")
    reader.reload()
    expect(reader.locator("site-banner h2")).to_contain_text(NEW_HEADING)


def test_a_quotation_is_marked_as_corrected_and_readers_are_told(
    sit_down, open_page, assert_accessible
):
    communications = sit_down("communications")
    communications.get_by_role("button", name="Reports").click()
    communications.get_by_role("link", name="Quotations").click()
    communications.wait_for_url("**/quotations/**")
    communications.locator("#id_q").fill(QUOTED)
    communications.keyboard.press("Enter")
    rows = communications.locator("main table.listing tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(QUOTED)
    assert_accessible(communications)

    rows.get_by_role("button", name=re.compile("^More options")).click()
    menu = communications.locator("[data-tippy-root]")
    menu.get_by_role("link", name="Mark", exact=True).click()
    communications.wait_for_url("**/quotations/edit/**")
    form = communications.url
    communications.get_by_role("radio", name=re.compile("Corrected")).check()
    communications.get_by_label("Note to readers").fill(NOTE)
    assert_accessible(communications)
    communications.get_by_role("button", name="Save the mark").click()
    expect(communications.locator(".messages")).to_contain_text("the page shows your note")

    reader = open_page(QUOTED_ON)
    quotation = reader.locator("figure.quote").filter(has_text=QUOTED)
    today = f"{datetime.now(LONDON):%-d %B %Y}"
    expect(quotation.locator(".quote__note")).to_have_text(f"Corrected on {today}: {NOTE}")
    assert_accessible(reader)

    communications.goto(form)
    communications.get_by_role("radio", name=re.compile("No mark")).check()
    communications.get_by_label("Note to readers").fill("")
    communications.get_by_role("button", name="Save the mark").click()
    expect(communications.locator(".messages")).to_contain_text("The mark is taken back")
    reader.reload()
    expect(quotation).to_be_visible()
    expect(quotation.locator(".quote__note")).to_have_count(0)
