"""A visitor's and an editor's browser, on the site as `make run` serves it.

The site is a separate process on its own data, made once per run, so a browser test neither sees
nor touches the test database. A test that changes content says so and works on a page of its own.

Every page opened here is watched: a script error, a refusal by the content security policy, a
request to another host or a broken subresource fails the test. axe is evaluated by the browser's
debugger, which the policy does not concern, so it too runs with the policy switched on.
"""

import os
from collections.abc import Callable, Iterator, Sequence

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Cookie,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

from tests.browser.desk import open_shared, publish
from tests.chromium import HOW_TO_GET_ONE, executable, launch_arguments
from tests.site_server import running_site

# Playwright keeps an event loop on this thread, which Django takes for asynchronous code and then
# refuses the database to the tests that follow. Nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is slow, not wrong.
expect.set_options(timeout=30_000)

# In pixels.
LARGEST_ICON = 100

AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

# What Wagtail's own markup (8.0.1) lacks, by the rule of axe and a part of the element's HTML.
WAGTAILS_OWN = (
    # The editor of running text is labelled beside it, not by its name.
    ("aria-input-field-name", "public-DraftEditor-content"),
    # While something is chosen for it, it can be neither named nor written in, and is grey.
    ("aria-allowed-attr", "public-DraftEditor-content"),
    ("color-contrast", '<span data-text="true">'),
    # The field of tags is drawn by a script, which leaves its label behind.
    ("label", "ui-autocomplete-input"),
    # The cells of a table are labelled by their row and column alone.
    ("label", "-value-table-cell-"),
    # Choosers open in a dialog whose heading does not name it.
    ("aria-dialog-name", 'class="modal fade'),
    # The picture of somebody who has the same page open is a button that only a tooltip names.
    ("button-name", "w-editing-sessions__session"),
    # A tooltip is put at the end of the page, beside the landmarks.
    ("region", "data-tippy-root"),
    # How many matches a search has is a heading and announced at once.
    ("aria-allowed-role", '<h2 role="alert">'),
)


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration site for all browser tests; `page.goto("/press/")` goes there."""
    with running_site(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, playwright: Playwright) -> dict:
    path = executable(playwright)
    if path is None:
        pytest.skip(HOW_TO_GET_ONE)
    return {**browser_type_launch_args, "executable_path": path, "args": launch_arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict, base_url: str) -> dict:
    return {
        **browser_context_args,
        "base_url": base_url,
        "locale": "en-GB",
        "reduced_motion": "reduce",
        "timezone_id": "Europe/London",
    }


class Watch:
    """Collects what must not happen on any page of the site."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.faults: list[str] = []
        # How faults begin that a test brings about itself.
        self.accepted: list[str] = []
        self.without_javascript: list[Page] = []

    def follow(self, context: BrowserContext) -> None:
        """Watch every page that this context opens."""
        context.on("console", self.on_console)
        context.on("request", self.on_request)
        context.on("response", self.on_response)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def on_console(self, message: ConsoleMessage) -> None:
        """Note an error, unless it is a page's own status, which its test asserts.

        Wagtail's checks write there as well what they find in the preview of a draft.
        """
        known = ("Failed to load resource", "axe.run results")
        if message.type == "error" and not message.text.startswith(known):
            self.faults.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        """Note a request that leaves the site."""
        if not request.url.startswith((self.base_url, "data:", "blob:", "about:")):
            self.faults.append(f"request to another host: {request.url}")

    def on_response(self, response: Response) -> None:
        """Note a missing style sheet, script, image or font.

        The editor saves by itself while somebody types, and is answered 400 until what is there
        can be saved; it then tries again.
        """
        autosave = response.status == 400 and response.request.method == "POST"
        if response.status >= 400 and response.request.resource_type != "document" and not autosave:
            self.faults.append(f"{response.status} for {response.url}")


@pytest.fixture
def watch(base_url: str) -> Iterator[Watch]:
    """Fail the test for faults of any page it opened."""
    watch = Watch(base_url)
    yield watch
    faults = [fault for fault in watch.faults if not fault.startswith(tuple(watch.accepted))]
    assert not faults, "\n".join(faults)


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], watch: Watch) -> BrowserContext:
    """Return the watched context that `page` belongs to."""
    context = new_context()
    watch.follow(context)
    return context


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], watch: Watch) -> Callable[..., Page]:
    """Return a function that opens an address in a fresh browser of a given kind."""

    def open_page(
        path: str,
        *,
        scheme: str = "light",
        width: int = 1280,
        javascript: bool = True,
        cookies: Sequence[Cookie] = (),
    ) -> Page:
        context = new_context(
            color_scheme=scheme,
            java_script_enabled=javascript,
            storage_state={"cookies": list(cookies), "origins": []},
            viewport={"width": width, "height": 800},
        )
        watch.follow(context)
        page = context.new_page()
        if not javascript:
            watch.without_javascript.append(page)
        page.goto(path)
        return page

    return open_page


@pytest.fixture
def sign_in(base_url: str) -> Callable[[Page, str], None]:
    """Return a function that signs a demonstration account in through the login form."""
    from demo.accounts import ACCOUNTS

    passwords = {username: password for username, password, _role in ACCOUNTS}

    def sign_in(page: Page, username: str) -> None:
        page.goto("/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", passwords[username])
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")

    return sign_in


@pytest.fixture(scope="session")
def signed_in() -> dict[str, list[Cookie]]:
    """Return the cookies of the accounts that have signed in during this run."""
    return {}


@pytest.fixture
def sit_down(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    signed_in: dict[str, list[Cookie]],
) -> Callable:
    """Return a function that returns a browser in which a demonstration account works."""

    def sit_down(username: str, *, width: int = 1400) -> Page:
        page = open_page("/admin/", width=width, cookies=signed_in.get(username, ()))
        # Nobody has signed in yet, or a test has signed the account out.
        if "/login/" in page.url:
            sign_in(page, username)
            signed_in[username] = page.context.cookies()
        return page

    return sit_down


@pytest.fixture
def desk(sit_down: Callable[..., Page]) -> Page:
    """Return the browser of a publisher who has signed in."""
    return sit_down("publisher")


@pytest.fixture
def banner(desk: Page) -> Iterator[str]:
    """Return where the banner is edited; afterwards readers, and editors, find it as it was.

    The editor saves what is typed by itself, so that even a refused change stays in the draft.
    """
    from demo.reusable_content import MOVED_OFFICE_BANNER

    open_shared(desk, "sitebanner", MOVED_OFFICE_BANNER["heading"])
    address = desk.url
    yield address
    # A save that is under way when the page is left would be newer than the form opened next.
    desk.wait_for_timeout(1_000)
    expect(desk.get_by_text("Saving…")).not_to_be_visible()
    desk.goto(address)
    desk.fill("#id_heading", MOVED_OFFICE_BANNER["heading"])
    desk.fill("#id_message", MOVED_OFFICE_BANNER["message"])
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("published")


def leave_out_wagtails_own(results: AxeResults) -> None:
    """Keep of a report what this site can mend."""
    for violation in results.response["violations"]:
        violation["nodes"] = [
            node
            for node in violation["nodes"]
            if not any(
                violation["id"] == rule and part in node["html"] for rule, part in WAGTAILS_OWN
            )
        ]
    results.response["violations"] = [
        violation for violation in results.response["violations"] if violation["nodes"]
    ]


@pytest.fixture
def assert_accessible(watch: Watch) -> Callable[[Page], None]:
    """Return a function that fails with axe's own report if a page breaks WCAG 2.2 AA."""

    def assert_accessible(page: Page) -> None:
        assert page not in watch.without_javascript, "axe would wait for ever without JavaScript"
        # An icon outside the places that Wagtail gives it a size is 300 pixels wide.
        widths = page.locator("svg.icon").evaluate_all("them => them.map(one => one.clientWidth)")
        assert max(widths, default=0) < LARGEST_ICON, page.url
        # What has arrived in part has no headings yet, and no landmarks around it.
        page.wait_for_load_state()
        results = Axe().run(page, options=AXE_OPTIONS)
        leave_out_wagtails_own(results)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return assert_accessible
