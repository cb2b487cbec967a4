"""Pictures of every page type, for people to look at: `make screenshots`.

    python -m tests.screenshots                    of a new demonstration site, everything
    python -m tests.screenshots press_release      only what has this in its name
    python -m tests.screenshots --running ...      of the site that `make run` serves now
    python -m tests.screenshots --manual           those of docs/editors.md alone

They go to screenshots/: readers' pages narrow to wide in light and dark, the same for print, and
the editor's form of each page type. Those of docs/editors.md go to docs/images/.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import HOW_TO_GET_ONE, executable, launch_arguments
from tests.site_server import ROOT, running_site

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
A4_WIDTH = 794
FIXED = {
    "search": "/search/?q=children",
    "search_empty": "/search/?q=zzzz",
    "newsletter": "/newsletter/",
    "not_found": "/no-such-page/",
}
# Resolves when what moves has come to rest; a spinner never does.
FADED_IN = """Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished))"""
TARGET = ROOT / "screenshots"
MANUAL = ROOT / "docs" / "images"


def pages() -> dict[str, tuple[int, str]]:
    """Return id and path of the fullest live page of each type, by the type's name."""
    import django

    django.setup()
    from wagtail.models import get_page_models

    found = {}
    for model in get_page_models():
        live = model.objects.live().filter(depth__gt=1)
        if live and model._meta.app_label != "wagtailcore":
            page = max(live, key=lambda page: len(page.to_json()))
            found[model.__name__] = page.pk, page.url
    return {snake(name): place for name, place in found.items()}


def snake(name: str) -> str:
    """Return `PressRelease` as `press_release`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]


def shoot_for_readers(browser: Browser, base_url: str, name: str, path: str) -> None:
    """Take a page at every width in both colour schemes, and for print."""
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(base_url + path, wait_until="networkidle")
            page.screenshot(path=TARGET / f"{name}-{width}-{scheme}.png", full_page=True)
        if scheme == "light":
            page.set_viewport_size({"width": A4_WIDTH, "height": 1123})
            page.emulate_media(media="print")
            page.screenshot(path=TARGET / f"{name}-print.png", full_page=True)
        context.close()


def shoot_for_editors(browser: Browser, base_url: str, forms: dict[str, int]) -> None:
    """Take the form of each page type, signed in as the account with most rights."""
    page = browser.new_context(viewport={"width": 1280, "height": 2000}).new_page()
    sign_in(page, base_url, "admin")
    for name, pk in forms.items():
        page.goto(f"{base_url}/admin/pages/{pk}/edit/", wait_until="networkidle")
        page.screenshot(path=TARGET / f"editor-{name}.png", full_page=True)


def sign_in(page: Page, base_url: str, username: str) -> None:
    """Sign a demonstration account in."""
    from demo.accounts import ACCOUNTS

    password = next(word for name, word, _role in ACCOUNTS if name == username)
    page.goto(f"{base_url}/admin/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def shoot_for_manual(browser: Browser, base_url: str) -> None:
    """Take what docs/editors.md shows, as a publisher sees it once the seal has been checked."""
    from django.urls import reverse

    from demo.scheduled import DEMO_EMBARGO_TOKEN
    from pressroom.models import PressRelease
    from publishing.models import EmbargoAudit, ReleaseSet
    from publishing.models.content_objects import get_base_content_type
    from snippets.models import ContactDetails

    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    sign_in(page, base_url, "publisher")
    while (
        EmbargoAudit.objects.filter(checked_at=None).exists() or not EmbargoAudit.objects.exists()
    ):
        page.wait_for_timeout(500)
    release_set = ReleaseSet.objects.get()
    content_object = [get_base_content_type(release_set).pk, release_set.pk]
    release = PressRelease.objects.live().newest_first().first()
    submit(release)
    form = reverse("wagtailadmin_pages:edit", args=[release.pk])
    contact = ContactDetails.objects.current()
    details = reverse(contact.snippet_viewset.get_url_name("edit"), args=[contact.pk])
    pictures: dict[str, tuple[str, Callable[[Page], None]]] = {
        "going-out-next": (reverse("wagtailadmin_home"), as_it_is),
        "needs-attention": (reverse("wagtailadmin_home"), show_what_waits),
        "before-publishing": (form, open_checks),
        "insert-contact": (form, open_contacts),
        "what-changes": (details, as_it_is),
        "quotations": (reverse("quotations:index"), as_it_is),
        "calendar": (reverse("publication_calendar"), as_it_is),
        "release-set": (reverse("release_sets:edit", args=[release_set.pk]), as_it_is),
        "embargo-links": (reverse("embargo_links", args=content_object), as_it_is),
        "seal": (reverse("embargo_audit_report", args=content_object), as_it_is),
        "under-embargo": (reverse("publishing:embargo", args=[DEMO_EMBARGO_TOKEN]), as_it_is),
    }
    for name, (path, prepare) in pictures.items():
        page.goto(base_url + path, wait_until="networkidle")
        prepare(page)
        page.evaluate(FADED_IN)
        picture = Image.open(BytesIO(page.screenshot()))
        # Few colours are enough for a page of text, and keep the repository small.
        picture.quantize(48).save(MANUAL / f"{name}.png", optimize=True)


def submit(release: Any) -> None:
    """Have a contributor submit a better title, so that something waits."""
    from django.contrib.auth import get_user_model

    contributor = get_user_model().objects.get(username="contributor")
    release.title = f"{release.title}, and how"
    release.minor_change = True
    release.save_revision(user=contributor)
    release.get_workflow().start(release, contributor)


def as_it_is(page: Page) -> None:
    """Leave the page as it was opened."""


def show_what_waits(page: Page) -> None:
    """Scroll the dashboard to what waits."""
    page.locator("#waiting-section").evaluate("section => section.scrollIntoView()")


def open_checks(page: Page) -> None:
    """Break two rules, and open the checklist that says so."""
    page.fill("#id_title", "A title that ends with a full stop.")
    page.fill("#id_summary", "Too short, and ring 020 7946 0001.")
    page.get_by_role("button", name="Toggle checks").click()
    page.locator("[data-checklist-results] h3").first.wait_for()


def open_contacts(page: Page) -> None:
    """Open the list of contacts from the toolbar of the first paragraph."""
    page.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" /contact")
    page.keyboard.press("Enter")
    page.locator(".modal").get_by_role("button").first.wait_for()


@contextmanager
def site(running: bool) -> Iterator[str]:
    """Give the address of the site that runs, or of a new one, and point Django at its data."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if running:
        yield f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        return
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as address:
        os.environ["DATA_DIR"] = folder
        yield address


def main() -> None:
    """Take the pictures that the arguments name."""
    parser = argparse.ArgumentParser(description="Take pictures of every page type")
    parser.add_argument("--running", action="store_true", help="of the site that runs now")
    parser.add_argument("--manual", action="store_true", help="those of docs/editors.md alone")
    parser.add_argument("names", nargs="*", help="only what has one of these in its name")
    arguments = parser.parse_args()
    TARGET.mkdir(exist_ok=True)

    def wanted(name: str) -> bool:
        return not arguments.names or any(part in name for part in arguments.names)

    with site(arguments.running) as base_url, sync_playwright() as playwright:
        path = executable(playwright)
        if path is None:
            raise SystemExit(HOW_TO_GET_ONE)
        browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
        types = pages()
        if not arguments.names:
            shoot_for_manual(browser, base_url)
            print(f"Pictures of the manual are in {MANUAL}")
        if arguments.manual:
            return
        addresses = FIXED | {name: address for name, (_pk, address) in types.items()}
        for name, address in addresses.items():
            if wanted(name):
                shoot_for_readers(browser, base_url, name, address)
        forms = {
            name: number for name, (number, _path) in types.items() if wanted(f"editor-{name}")
        }
        if forms:
            shoot_for_editors(browser, base_url, forms)
    print(f"Pictures are in {TARGET}")


if __name__ == "__main__":
    main()
