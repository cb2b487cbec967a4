"""Count the clicks that editors need for six tasks, in a browser on the demonstration site.

Prints JSON: per task the clicks made, the most there may be, and what the browser or the server
complained of meanwhile. A click is a press of the mouse; typing, Tab and Enter in a field that has
the focus are none. Signing in and the way to where a task begins are not counted: scheduling
begins in the form, sets and topics in the list of press releases, all else on the dashboard.
Ends with status 1 if a task takes more clicks, if an answer is a 500, or if a form says that
another window saved. With `--throttle` the browser's processor is slowed six times.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

MAX_CLICKS = {
    "new release, from pasted text to submitted": 22,
    "approve": 2,
    "schedule": 4,
    "release set of three": 10,
    "correct": 6,
    "set a topic of five": 5,
}
CPU_THROTTLE = 6
TITLE = "Four councils to give every trafficked child a guardian"
SUMMARY = (
    "From January, four councils will give every child who may have been trafficked a guardian."
)
TEXT = "<p>Four councils begin in January.</p><p>Each child gets <b>one adult</b>.</p>"
CLIPBOARD = """html => navigator.clipboard.write(
  [new ClipboardItem({"text/html": new Blob([html], {type: "text/html"})})]
)"""
CONFLICT = re.compile("You saved a new version in another window|Autosave is paused")


class Desk:
    """A person at a browser: what they do with the mouse is counted."""

    def __init__(self, browser: Browser, base_url: str, username: str, slowed: int) -> None:
        from demo.accounts import ACCOUNTS

        context = browser.new_context(
            base_url=base_url, locale="en-GB", viewport={"width": 1280, "height": 900}
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.faults: list[str] = []
        context.on("response", lambda answer: self._note(answer.status, answer.url))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.page: Page = context.new_page()
        self.clicks = 0
        self.page.goto("/admin/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill(
            "input[name=password]", {name: word for name, word, _role in ACCOUNTS}[username]
        )
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/admin/")
        if slowed > 1:
            devtools = context.new_cdp_session(self.page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})

    def _note(self, status: int, url: str) -> None:
        if status >= 500:
            self.faults.append(f"{status} for {url}")

    def click(self, target: Locator, **options: list[str]) -> None:
        """Press the mouse on the first such thing."""
        target.first.click(**options)
        self.clicks += 1

    def press(self, name: str | re.Pattern, within: Locator | None = None) -> None:
        """Press a button, wherever on the page."""
        where = within or self.page
        self.click(where.get_by_role("button", name=name, exact=isinstance(name, str)))

    def write(self, field: str, text: str) -> None:
        """Press the mouse in a field and type into it."""
        self.click(self.page.locator(field))
        self.page.keyboard.type(text)

    def press_at_the_foot(self, name: str) -> None:
        """Press a button of the form's foot, and open its menu first if it is in there."""
        button = self.page.get_by_role("button", name=name, exact=True)
        if not button.first.is_visible():
            self.press("More actions")
        self.click(button)

    def expect_message(self, words: str | re.Pattern) -> None:
        """Wait for the message that answers what was done."""
        expect(self.page.locator(".messages")).to_contain_text(words)
        conflicts = self.page.locator("[data-edit-conflict]").count()
        if conflicts or CONFLICT.search(self.page.locator("body").inner_text()):
            self.faults.append("A form says that another window saved.")


def in_days(days: int, clock: str) -> str:
    """Return a moment as editors type it."""
    from django.utils import timezone

    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y} {clock}"


def write_release(desk: Desk, title: str = TITLE) -> None:
    """Fill in what a release needs, from the dashboard on."""
    page = desk.page
    page.goto("/admin/")
    desk.click(page.get_by_role("link", name="New press release"))
    desk.write("#id_title", title)
    page.keyboard.press("Tab")
    desk.write("#id_summary", SUMMARY)
    desk.click(page.get_by_label("Guardianship"))
    body = page.locator("[data-contentpath=body]")
    desk.press("Insert a block", body)
    desk.click(page.get_by_role("option", name="Paragraph", exact=True))
    desk.click(body.locator(".public-DraftEditor-content"))
    page.evaluate(CLIPBOARD, TEXT)
    page.keyboard.press("ControlOrMeta+v")
    expect(body).to_contain_text("one adult")


def save_draft(desk: Desk) -> None:
    """Keep a draft, and stay in its form."""
    desk.press_at_the_foot("Save draft")
    desk.expect_message(re.compile("created|has been saved"))
    # A form without a message, so that the next one answers what is done next.
    desk.page.goto(desk.page.url)


def submit_release(contributor: Desk, _publisher: Desk, _number: str) -> None:
    """Write a release and hand it on."""
    write_release(contributor)
    contributor.press_at_the_foot("Submit for approval")
    contributor.expect_message("submitted for approval")


def approve(_contributor: Desk, publisher: Desk, _number: str) -> None:
    """Approve what waits, from the dashboard."""
    publisher.page.goto("/admin/")
    publisher.click(publisher.page.get_by_role("link", name=TITLE, exact=True))
    publisher.press("Approve")
    publisher.expect_message("Approved. It is live.")


def schedule(_contributor: Desk, publisher: Desk, _number: str) -> None:
    """Give a release that is written a moment, from its form on."""
    page = publisher.page
    write_release(publisher, "The hearing on guardians begins")
    save_draft(publisher)
    publisher.clicks = 0
    publisher.press("Toggle status")
    publisher.press("Set schedule")
    expect(page.locator("#id_go_live_at")).to_be_focused()
    page.keyboard.type(in_days(5, "09:30"))
    publisher.press("Save schedule")
    publisher.expect_message(re.compile("updated|has been saved"))
    publisher.press_at_the_foot("Schedule to publish")
    publisher.expect_message("has been scheduled")


def make_set(_contributor: Desk, publisher: Desk, number: str) -> None:
    """Put three releases that are written into a new set, with its moment."""
    page = publisher.page
    titles = [f"Part {part} of the hearing" for part in ("one", "two", "three")]
    for title in titles:
        write_release(publisher, title)
        save_draft(publisher)
    publisher.clicks = 0
    page.goto(f"/admin/pages/{number}/")
    for title in titles:
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))
        publisher.click(row.get_by_role("checkbox"))
    publisher.click(page.get_by_role("link", name=re.compile("to a release set")))
    publisher.write("#id_title", "The hearing")
    publisher.press(re.compile("^Add"))
    publisher.expect_message("Done: 3 of 3 pages")
    publisher.click(page.get_by_role("link", name="Release sets", exact=True))
    publisher.click(page.get_by_role("link", name="The hearing", exact=True))
    publisher.write("#id_go_live_at", in_days(9, "00:01"))
    page.keyboard.press("Escape")
    publisher.press("Save")
    publisher.expect_message(re.compile("updated|has been saved"))


def correct(_contributor: Desk, publisher: Desk, _number: str) -> None:
    """Correct a figure in a release that readers have seen, from the dashboard on."""
    page = publisher.page
    page.goto("/admin/")
    publisher.write("#id_q, [name=q]", "four councils")
    page.keyboard.press("Enter")
    publisher.click(page.get_by_role("link", name=TITLE, exact=True))
    publisher.click(page.locator("#id_summary"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(SUMMARY.replace("January", "March"))
    publisher.write("#id_change_note", "The councils begin in March, not in January.")
    publisher.press_at_the_foot("Publish")
    publisher.expect_message("published")


def set_topic(_contributor: Desk, publisher: Desk, number: str) -> None:
    """Add a topic to five releases of the list."""
    page = publisher.page
    page.goto(f"/admin/pages/{number}/?ordering=latest_revision_created_at")
    boxes = page.locator("tbody input[type=checkbox]")
    publisher.click(boxes.nth(0))
    publisher.click(boxes.nth(4), modifiers=["Shift"])
    expect(page.locator("tbody input[type=checkbox]:checked")).to_have_count(5)
    publisher.click(page.get_by_role("link", name=re.compile("topics", re.IGNORECASE)))
    publisher.click(page.get_by_label("Training"))
    publisher.press("Save topics")
    publisher.expect_message("Done: 5 of 5 pages")


TASKS: dict[str, Callable[[Desk, Desk, str], None]] = dict(
    zip(MAX_CLICKS, [submit_release, approve, schedule, make_set, correct, set_topic], strict=True)
)


def measure_tasks(playwright: Playwright, base_url: str, slowed: int) -> dict[str, dict]:
    """Do every task, and return its clicks and what went wrong."""
    from tests.browser.desk import number_of
    from tests.chromium import executable, launch_arguments

    browser = playwright.chromium.launch(
        executable_path=executable(playwright), args=launch_arguments()
    )
    contributor, publisher = (
        Desk(browser, base_url, name, slowed) for name in ("contributor", "publisher")
    )
    number = number_of(publisher.page, "/press/")
    report = {}
    for name, task in TASKS.items():
        desks = (contributor, publisher)
        for desk in desks:
            desk.clicks, desk.faults = 0, []
        task(contributor, publisher, number)
        report[name] = {
            "clicks": sum(desk.clicks for desk in desks),
            "most": MAX_CLICKS[name],
            "faults": [fault for desk in desks for fault in desk.faults],
        }
        print(name, report[name], file=sys.stderr, flush=True)
    browser.close()
    return report


def main(options: list[str]) -> int:
    """Print the report and return the exit status."""
    from tests.site_server import running_site

    expect.set_options(timeout=60_000)
    slowed = CPU_THROTTLE if "--throttle" in options else 1
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as base_url,
        sync_playwright() as playwright,
    ):
        report = measure_tasks(playwright, base_url, slowed)
    print(json.dumps(report, indent=2))
    return int(any(task["faults"] or task["clicks"] > task["most"] for task in report.values()))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
