"""Do in a browser what editors do again and again, whatever they work on."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, TimeoutError, expect

LONDON = ZoneInfo("Europe/London")
# While the preview is drawn anew, the old one stays beside it.
PREVIEW = "iframe.w-preview__iframe:not(.w-preview__proxy)"
RELOADS, RELOAD_MILLISECONDS = 20, 2_000


def number_of(page: Page, path: str) -> str:
    """Return the number of the page at `path`, from the link that an editor sees there."""
    page.goto(path)
    link = page.locator("wagtail-userbar a[href*='/edit/']").first
    return re.search(r"/pages/(\d+)/", link.get_attribute("href")).group(1)


def begin(page: Page, kind: str, parent: str, title: str) -> None:
    """Keep a draft of a new page below the one at the path `parent`, and stay in its form."""
    page.goto(f"/admin/pages/add/{kind}/{number_of(page, parent)}/")
    page.locator("#id_title").press_sequentially(title)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save draft").click()
    # The address alone does not tell: it changes as soon as the form has saved itself.
    expect(page.locator(".messages")).to_contain_text(re.compile("created|has been saved"))
    # A form without a message, so that the next one answers what is done next.
    page.goto(page.url)


def copy_page(page: Page, path: str, title: str, slug: str) -> None:
    """Keep a draft that is a copy of the page at `path`, and open its form."""
    page.goto(f"/admin/pages/{number_of(page, path)}/copy/")
    page.fill("#id_new_title", title)
    page.fill("#id_new_slug", slug)
    page.get_by_role("button", name="Copy this page").click()
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/**")


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(name)).click()


def choose_action(page: Page, name: str | re.Pattern) -> None:
    """Press a button at the foot of the form, in its menu or beside it."""
    button = page.get_by_role("button", name=name, exact=True).first
    if not button.is_visible():
        page.get_by_role("button", name="More actions").click()
    button.click()


def publish(page: Page) -> None:
    choose_action(page, "Publish")


def submit(page: Page) -> None:
    """Hand on what is on the screen, to be approved by somebody else."""
    choose_action(page, re.compile("^Submit for approval( again)?$"))
    expect(page.locator(".messages")).to_contain_text("submitted for approval")


def waiting(page: Page, group: str, title: str) -> Locator:
    """Return the row about something in a group of the dashboard's “Approvals and changes”."""
    page.goto("/admin/")
    heading = page.locator("#waiting-section").get_by_role("heading", name=group, exact=True)
    rows = heading.locator("xpath=following-sibling::ul[1]").get_by_role("listitem")
    return rows.filter(has=page.get_by_role("link", name=title, exact=True))


def open_waiting(page: Page, group: str, title: str) -> None:
    """Open the form of something that is in a group of the dashboard's “Approvals and changes”."""
    waiting(page, group, title).get_by_role("link", name=title, exact=True).click()
    page.wait_for_url("**/edit/**")


def open_more(page: Page, name: str) -> None:
    """Follow a link of the … menu beside the title."""
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name=name).click()


def set_schedule(page: Page, moment: datetime) -> None:
    """Keep in the draft when it goes live; this does not schedule it."""
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    expect(page.locator("#id_go_live_at")).to_be_focused()
    page.fill("#id_go_live_at", f"{moment:%d/%m/%Y %H:%M}")
    page.get_by_role("button", name="Save schedule").click()
    expect(page.locator(".messages")).to_contain_text("has been saved")


def choose_page(page: Page, title: str) -> None:
    """Choose a page by words of its title, in the chooser that is open."""
    chooser = page.locator(".modal")
    chooser.locator("#id_q").fill(title)
    chooser.get_by_role("link", name=re.compile(title)).first.click()
    expect(chooser).to_have_count(0)


def insert_block(body: Locator, name: str) -> None:
    """Put a block at the end of a body, and wait until it is there."""
    blocks = body.locator("[data-streamfield-child]")
    before = blocks.count()
    body.get_by_role("button", name="Insert a block").last.click()
    body.page.get_by_role("option", name=name, exact=True).click()
    # The choice returns first; a button pressed now would still stand above the new block.
    expect(blocks.nth(before)).to_be_attached()


def open_shared(page: Page, kind: str, name: str) -> None:
    """Open the form of a piece of shared content, such as a “sitebanner”."""
    page.goto(f"/admin/snippets/snippets/{kind}/")
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url("**/edit/**")


def reload_until_shown(wanted: Locator) -> None:
    """Ask for a page again until the worker, which is a process of its own, has seen to it."""
    for _ in range(RELOADS):
        try:
            wanted.first.wait_for(timeout=RELOAD_MILLISECONDS)
        except TimeoutError:
            wanted.page.reload()
        else:
            break
    expect(wanted.first).to_be_visible()
