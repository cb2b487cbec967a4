"""The first screen holds the news, on a phone and on a desk, and a release fits on one sheet."""

import re

import pytest

PHONE, DESK = 390, 1280
# The height of the windows that `open_page` opens.
WINDOW_HEIGHT = 800
MAX_BANNER_HEIGHT = 64


def find_box(page, selector):
    """Return where the first match is: a dict of x, y, width and height in pixels."""
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_newest_headline_is_in_the_first_screen(open_page, width):
    headline = find_box(open_page("/", width=width), ".lead h2")
    assert headline["y"] + headline["height"] <= WINDOW_HEIGHT


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_first_entry_of_the_archive_is_in_the_first_screen(open_page, width):
    entry = find_box(open_page("/press/", width=width), ".updates li")
    assert entry["y"] + entry["height"] <= WINDOW_HEIGHT


@pytest.mark.parametrize("width", [320, PHONE, DESK])
def test_the_banner_is_one_line_that_opens(open_page, width):
    page = open_page("/", width=width)
    banner = page.locator("site-banner").first
    assert banner.bounding_box()["height"] <= MAX_BANNER_HEIGHT
    address = banner.locator("address")
    assert not address.is_visible()
    banner.get_by_text("Details").click()
    assert address.is_visible()


def test_the_menu_button_stays_where_it_is(open_page):
    page = open_page("/", width=PHONE)
    before = find_box(page, ".menu--narrow summary")
    page.get_by_text("Menu", exact=True).click()
    assert find_box(page, ".menu--narrow summary") == before


def test_hiding_the_banner_does_not_scroll_the_page(open_page):
    page = open_page("/", width=DESK)
    banner = page.locator("site-banner").first
    banner.locator("summary").click()
    banner.get_by_role("button").click()
    assert page.evaluate("scrollY") == 0


def test_the_contact_stands_before_the_text_and_beside_the_standfirst(open_page):
    page = open_page("/press/lost-in-migration/", width=DESK)
    contact, standfirst = find_box(page, ".media-contact"), find_box(page, ".standfirst")
    assert contact["x"] + contact["width"] <= standfirst["x"]
    assert abs(contact["y"] - standfirst["y"]) < 40


def test_the_contents_stay_in_sight_and_mark_the_section(open_page):
    page = open_page("/policy/council-of-europe-convention/", width=DESK)
    last = page.locator(".contents a").last
    page.locator("#" + last.get_attribute("href").removeprefix("#")).evaluate(
        "heading => heading.scrollIntoView({behavior: 'instant'})"
    )
    marked = page.locator(".contents [aria-current]")
    marked.wait_for()
    assert marked.inner_text() == last.inner_text()
    assert 0 <= find_box(page, ".contents")["y"] < WINDOW_HEIGHT


def test_a_release_is_printed_on_two_sides_with_its_address(open_page):
    page = open_page("/press/our-calls-raised-in-debate-on-first-idmg-report/")
    page.emulate_media(media="print")
    assert page.locator(".printed").inner_text() == page.url
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
