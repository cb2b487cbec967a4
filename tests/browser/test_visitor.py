"""A reader's visit: on a phone and on a desk, by keyboard, without JavaScript, on paper."""

import pytest

from tests.browser.slow_line import slow_line

# What a reader may ask for. A name leads to the first page of its list.
ADDRESSES = {
    "home": "/",
    "archive": "/press/",
    "archive of a year": "/press/?year=2014",
    "explainers": "/policy/",
    "reports": "/reports/",
    "contact": "/contact/",
    "search": "/search/?q=guardian",
    "search without results": "/search/?q=xylophone+quartet",
    "empty search": "/search/",
    "newsletter": "/newsletter/",
    "missing page": "/no/such/page/",
}
FIRST_OF_LIST = {"release": "/press/", "explainer": "/policy/", "report": "/reports/"}
WIDTHS = [360, 768, 1280]


def visit(open_page, name, **options):
    """Open a page by its name in ADDRESSES or FIRST_OF_LIST."""
    if name in ADDRESSES:
        return open_page(ADDRESSES[name], **options)
    page = open_page(FIRST_OF_LIST[name], **options)
    page.locator("main :is(h2, h3) a").first.click()
    page.wait_for_load_state()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*ADDRESSES, *FIRST_OF_LIST])
def test_axe_finds_nothing(open_page, assert_accessible, name, scheme):
    assert_accessible(visit(open_page, name, scheme=scheme))


@pytest.mark.parametrize("name", ["home", "release", "explainer", "report"])
def test_axe_finds_nothing_on_a_phone_with_the_menu_open(open_page, assert_accessible, name):
    page = visit(open_page, name, width=360)
    page.get_by_text("Menu", exact=True).click()

    assert_accessible(page)


@pytest.mark.parametrize("width", [320, *WIDTHS])
@pytest.mark.parametrize("name", [*ADDRESSES, *FIRST_OF_LIST])
def test_nothing_is_wider_than_the_window(open_page, name, width):
    """At 320 pixels this is a window of 1280 at 400 % zoom (WCAG 1.4.10)."""
    page = visit(open_page, name, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def movement(page):
    """Return how far the parts of a page moved after they were painted (layout shift)."""
    return page.evaluate(
        """() => new Promise(resolve => {
            let total = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) total += entry.value;
            }).observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(total), 300);
        })"""
    )


@pytest.mark.parametrize("name", ["home", "archive", "release", "explainer", "report"])
def test_nothing_moves_while_a_page_loads(open_page, name):
    assert movement(visit(open_page, name)) == 0


@pytest.mark.parametrize("name", ["home", "archive", "contact"])
def test_nothing_moves_while_a_page_arrives_in_parts(new_context, base_url, name):
    with slow_line(base_url) as address:
        page = new_context().new_page()
        page.goto(address + ADDRESSES[name])

        assert movement(page) == 0


@pytest.mark.parametrize("name", ["home", "archive", "release", "explainer", "report", "search"])
def test_a_page_works_without_javascript(open_page, name):
    page = visit(open_page, name, javascript=False, width=360)

    assert page.locator("h1").is_visible()
    assert (
        page.locator(".needs-js").count() == 0 or not page.locator(".needs-js").first.is_visible()
    )
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("link", name="Press releases").first.is_visible()


def test_searching_filtering_and_paging_work_without_javascript(open_page):
    page = open_page("/press/", javascript=False)
    page.get_by_role("link", name="Older").click()
    assert "Page 2" in page.locator(".pages").inner_text()

    page.locator(".filters").get_by_role("link", name="2014").click()
    assert page.locator("h1").inner_text() == "Press releases, 2014"

    page.locator("#_search").fill("guardian")
    page.keyboard.press("Enter")
    assert page.locator("mark").first.inner_text().lower().startswith("guardian")


def test_the_first_tab_stop_skips_to_the_text(open_page):
    page = open_page("/press/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_tab_stop_shows_where_it_is(open_page):
    page = visit(open_page, "release")

    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style[0] != "none"
        assert style[1] != "0px"


def test_the_menu_opens_and_closes_from_the_keyboard(open_page):
    page = open_page("/", width=360)
    entry = page.locator(".menu--narrow").get_by_role("link", name="Policy")
    assert not entry.is_visible()

    page.locator(".menu--narrow summary").focus()
    page.keyboard.press("Enter")
    assert entry.is_visible()
    page.keyboard.press("Enter")

    assert not entry.is_visible()


def test_a_hidden_banner_stays_hidden_and_the_focus_moves_on(open_page):
    page = open_page("/")
    banner = page.locator("site-banner").first
    assert banner.is_visible()

    banner.locator("summary").click()
    banner.get_by_role("button").click()
    assert not banner.is_visible()
    assert page.evaluate("document.activeElement.id") == "_main"
    page.goto("/press/")

    assert not page.locator("site-banner").first.is_visible()


def test_a_quotation_is_copied_with_its_source(open_page):
    page = open_page("/search/?q=quotation&type=press")
    page.goto("/press/")
    for link in page.locator("main :is(h2, h3) a").all():
        address = link.get_attribute("href")
        other = open_page(address)
        if other.locator("figure.quote").count():
            break
    other.context.grant_permissions(["clipboard-read", "clipboard-write"])

    other.locator("[data-copy]").first.click()
    other.get_by_role("status").filter(has_text="Copied").wait_for()
    copied = other.evaluate("navigator.clipboard.readText()")

    figure = other.locator("figure.quote").first
    words = figure.locator("blockquote").inner_text().strip().removeprefix("“").strip()
    assert copied.startswith(f"“{words}")
    assert figure.locator("cite").first.inner_text() in copied
    assert address in copied


def test_the_media_contact_follows_the_standfirst_on_a_phone(open_page):
    page = visit(open_page, "release", width=360)

    contact = page.locator("#_media-contact").bounding_box()
    body = page.locator(".article__body").bounding_box()

    assert contact["y"] < body["y"]


def test_paper_has_the_contact_and_the_links_but_no_navigation(open_page):
    page = visit(open_page, "release")
    page.emulate_media(media="print")

    assert page.locator("#_media-contact").is_visible()
    assert page.locator(".site-footer address").is_visible()
    for hidden in (".menu--wide", ".search-form", ".newsletter", "site-banner", ".trail"):
        assert not page.locator(hidden).first.is_visible(), hidden
    printed = page.evaluate(
        """() => {
            const link = document.querySelector('main a[href^="http"]');
            return link && getComputedStyle(link, "::after").content;
        }"""
    )
    assert printed is None or "http" in printed or "attr" in printed
