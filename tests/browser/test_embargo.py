"""A journalist reads a scheduled release through the link that a publisher made for them."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.desk import LONDON, choose_action, copy_page, open_more, set_schedule

TITLE = "What ministers will hear on Friday"
SLUG = "what-ministers-will-hear"
FILE = "figures-under-embargo.pdf"


@pytest.fixture
def moment() -> datetime:
    """Return when the release is to go live."""
    return datetime.now(LONDON).replace(hour=12, minute=1, second=0) + timedelta(days=3)


@pytest.fixture
def scheduled(desk, moment) -> str:
    """Return where the editor works on a release that has a new document and is scheduled."""
    copy_page(desk, "/press/lost-in-migration/", TITLE, SLUG)
    desk.get_by_role("button", name=re.compile("Insert a block")).first.click()
    desk.get_by_role("option", name="Document").click()
    desk.get_by_role("button", name="Choose a document").first.click()
    desk.get_by_role("tab", name="Upload").click()
    file = {"name": FILE, "mimeType": "application/pdf", "buffer": factories.make_pdf()}
    desk.set_input_files("#id_document-chooser-upload-file", file)
    desk.fill("#id_document-chooser-upload-title", "The figures")
    desk.locator(".modal").get_by_role("button", name="Upload").click()
    expect(desk.locator(".modal")).to_have_count(0)
    # The form saves itself; a fresh one has nothing on its way when the date is sent.
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messages")).to_contain_text("has been saved")
    desk.goto(desk.url)
    set_schedule(desk, moment)
    desk.goto(desk.url)
    choose_action(desk, "Schedule to publish")
    expect(desk.locator(".messages")).to_contain_text("has been scheduled")
    desk.get_by_role("link", name=TITLE, exact=True).first.click()
    desk.wait_for_url("**/edit/**")
    return desk.url


def test_a_journalist_reads_a_release_before_it_is_public(
    desk, scheduled, moment, open_page, assert_accessible
):
    open_more(desk, "Embargo links")
    desk.get_by_label("Outlet or person").fill("The Example Times")
    assert_accessible(desk)
    desk.get_by_role("button", name="Make the link").click()
    address = desk.get_by_label("Address").input_value()
    promise = f"Under embargo until {moment:%A %-d %B %Y, %H:%M} London time."
    expect(desk.get_by_label("Text for an email")).to_have_value(re.compile(re.escape(promise)))
    assert_accessible(desk)

    reader = open_page(address, width=360)
    bar = reader.get_by_role("region", name=promise)
    expect(bar).to_contain_text("For The Example Times only.")
    expect(reader.locator("h1")).to_have_text(TITLE)
    assert_accessible(reader)
    document = reader.locator(f"a[href$='{FILE}']").get_attribute("href")
    assert document.startswith(urlsplit(address).path)
    assert reader.request.get(document).status == 200
    outside = re.sub("^/embargo/[^/]+", "", document)
    assert reader.request.get(outside).status == 404
    assert reader.request.get(f"/press/{SLUG}/").status == 404
    dark = open_page(address, scheme="dark")
    assert_accessible(dark)

    desk.goto(scheduled)
    open_more(desk, "Embargo links")
    row = desk.get_by_role("row", name=re.compile("The Example Times"))
    expect(row).to_contain_text("3 times")
    row.get_by_role("link", name=re.compile("Revoke")).click()
    assert_accessible(desk)
    desk.get_by_role("button", name="Yes, revoke the link").click()
    expect(desk.locator(".messages")).to_contain_text("does not work any more")
    assert reader.request.get(address).status == 404


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_embargo_and_the_banners_leave_room_for_the_text(open_page, javascript):
    """The site prints one banner for everybody, and the set brings a second one."""
    from demo.scheduled import DEMO_EMBARGO_TOKEN

    reader = open_page(f"/embargo/{DEMO_EMBARGO_TOKEN}/", width=360, javascript=javascript)
    reader.get_by_role("main").get_by_role("link").first.click()
    reader.wait_for_url("**/pages/**")

    header = reader.get_by_role("banner").bounding_box()
    assert header["y"] < 800 / 3
    notices = reader.get_by_role("region", name="Notices")
    heading = notices.get_by_role("heading", level=2).first
    expect(heading).to_be_hidden()
    notices.locator(".notices > summary").click()
    expect(heading).to_be_visible()

    reader.set_viewport_size({"width": 1280, "height": 800})
    expect(heading).to_be_visible()
