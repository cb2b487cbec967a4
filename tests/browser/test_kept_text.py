"""Nothing that was typed into the editor's form is lost, whatever happens to site or session."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.desk import choose_action, copy_page, number_of, open_waiting, submit
from tests.browser.test_autosave import EXAMPLE, is_autosave, wait_until

TYPED = "Typed while nobody could save it: every child needs one adult whose only duty is to them."
SIGNED_OUT = "You are signed out. Sign in in a new tab; your text is safe here."
UNREACHABLE = "The site cannot be reached. Your text is safe here"
SESSION = re.compile("/admin/edit-session/")
EDIT = re.compile("/edit/$")


@pytest.fixture
def form(sit_down: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """Return a browser with the form of a new draft."""
    page = sit_down("contributor")
    slug = request.node.originalname.replace("_", "-").removeprefix("test-")
    copy_page(page, EXAMPLE, f"What was typed: {slug[:60]}", slug[:60])
    # Wagtail has looked at the form's first values.
    page.wait_for_timeout(3_000)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()


def count_kept(page: Page) -> int:
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('typed-text:')).length"
    )


def expect_restored(page: Page) -> None:
    """Take up the offer of what was typed, and see it in the form and nowhere else."""
    offer = page.locator(".edit-notice")
    expect(offer).to_contain_text("you typed text here that was not saved")
    offer.get_by_role("button", name="Restore it as a draft").click()
    expect(page.locator(".messages")).to_contain_text("has been saved")
    expect(page.locator("#id_summary")).to_have_value(TYPED)
    wait_until(page, lambda: count_kept(page) == 0)
    expect(offer).to_have_count(0)


def test_text_is_safe_when_the_session_ends(form, sign_in, watch, assert_accessible):
    watch.accepted += ["403 for", "console: Error fetching"]
    form.context.clear_cookies(name="sessionid")
    form.fill("#id_summary", TYPED)
    save(form)

    expect(form.locator(".edit-notice")).to_contain_text(SIGNED_OUT)
    expect(form.locator("#id_summary")).to_have_value(TYPED)
    assert_accessible(form)
    other = form.context.new_page()
    sign_in(other, "contributor")
    other.close()

    expect(form.locator(".edit-notice")).to_have_count(0)
    save(form)
    expect(form.locator(".messages")).to_contain_text("has been saved")
    expect(form.locator("#id_summary")).to_have_value(TYPED)
    wait_until(form, lambda: count_kept(form) == 0)


def test_text_is_safe_when_somebody_signs_in_elsewhere(form, sign_in, watch):
    # The first autosave may still carry the token from before.
    watch.accepted += ["403 for", "console: Error fetching"]
    other = form.context.new_page()
    form.context.clear_cookies(name="sessionid")
    sign_in(other, "contributor")
    form.fill("#id_summary", TYPED)
    save(form)

    expect(form.locator(".messages")).to_contain_text("has been saved")
    expect(form.locator("#id_summary")).to_have_value(TYPED)


def test_text_is_safe_when_the_browser_is_offline(form):
    form.context.set_offline(True)
    form.fill("#id_summary", TYPED)
    save(form)

    expect(form.locator(".edit-notice")).to_contain_text(UNREACHABLE)
    expect(form.locator("#id_summary")).to_have_value(TYPED)
    wait_until(form, lambda: count_kept(form) == 1)
    form.context.set_offline(False)
    expect(form.locator(".edit-notice")).to_have_count(0)
    wait_until(form, lambda: count_kept(form) == 0)
    form.reload()
    expect(form.locator("#id_summary")).to_have_value(TYPED)


def test_text_is_safe_while_the_site_restarts(form, watch):
    """A proxy in front of a site that restarts answers 502."""
    watch.accepted += ["502 for", "console: Error fetching"]
    for address in (SESSION, EDIT):
        form.route(address, lambda route: route.fulfill(status=502, body="Bad gateway"))
    # Wagtail tries once, and not again.
    with form.expect_response(lambda answer: is_autosave(answer.request)):
        form.fill("#id_summary", TYPED)
    save(form)

    expect(form.locator(".edit-notice")).to_contain_text(UNREACHABLE)
    expect(form.get_by_text("server error")).to_be_hidden()
    expect(form.locator("#id_summary")).to_have_value(TYPED)
    with form.expect_response(lambda answer: answer.ok and is_autosave(answer.request)):
        form.unroute_all()
    expect(form.locator(".edit-notice")).to_have_count(0)
    wait_until(form, lambda: count_kept(form) == 0)
    form.reload()
    expect(form.locator("#id_summary")).to_have_value(TYPED)


def test_text_is_offered_again_after_a_reload(form):
    """Even what was typed the moment the form was open."""
    form.on("dialog", lambda dialog: dialog.accept())
    form.reload()
    form.fill("#id_summary", TYPED)
    form.route(
        EDIT, lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    form.reload()
    form.unroute_all()

    expect_restored(form)


def test_text_is_offered_again_after_going_back(form):
    form.on("dialog", lambda dialog: dialog.accept())
    address = form.url
    form.route(
        EDIT, lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    form.fill("#id_summary", TYPED)
    form.goto("/admin/")
    form.unroute_all()
    form.go_back()
    form.wait_for_url(address)

    wait_until(
        form,
        lambda: (
            form.locator(".edit-notice").count()
            or form.locator("#id_summary").input_value() == TYPED
        ),
    )
    if form.locator(".edit-notice").count():
        expect_restored(form)


def test_text_of_a_page_that_was_never_saved_is_offered_again(sit_down):
    page = sit_down("contributor")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/admin/pages/add/pressroom/pressrelease/{number_of(page, '/press/')}/")
    page.fill("#id_summary", TYPED)
    page.reload()

    expect(page.locator(".edit-notice")).to_contain_text("you typed text here")
    page.get_by_role("button", name="Delete it").click()
    assert count_kept(page) == 0


def test_signing_out_removes_what_the_browser_kept(form):
    form.on("dialog", lambda dialog: dialog.accept())
    form.route(
        EDIT, lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    form.fill("#id_summary", TYPED)
    wait_until(form, lambda: count_kept(form) == 1)
    form.unroute_all()
    form.get_by_role("button", name=re.compile("Contributor")).click()
    form.get_by_role("button", name="Log out").click()
    form.wait_for_url("**/login/**")

    assert count_kept(form) == 0


def answer_slowly(page: Page, act: Callable[[], None]) -> None:
    """Do what sends the form, and let the site answer after Wagtail has looked at it again."""
    answered: list[Route] = []

    def delay(route: Route) -> None:
        if route.request.method == "POST" and not is_autosave(route.request):
            # Here and not after `act`, which may wait for the answer by itself.
            page.wait_for_timeout(1_500)
            answered.append(route)
        route.continue_()

    page.route(EDIT, delay)
    act()
    wait_until(page, lambda: answered)
    page.unroute(EDIT)


def test_nothing_is_offered_of_what_a_decision_sent(sit_down, desk):
    """Wagtail sends a decision by script, which no submit event tells of."""
    title = "What nobody typed"
    writer = sit_down("contributor")
    copy_page(writer, EXAMPLE, title, "what-nobody-typed")
    submit(writer)
    open_waiting(desk, "To approve", title)
    form = desk.url
    choose_action(desk, "Request changes")
    dialog = desk.get_by_role("dialog")
    dialog.locator("textarea").fill("Name the minister.")
    answer_slowly(desk, dialog.get_by_role("button", name="Request changes").click)
    expect(desk.locator(".messages")).to_contain_text("Sent back")
    desk.goto(form)
    wait_until(desk, lambda: count_kept(desk) == 0)

    writer.goto(form)
    writer.fill("#id_summary", TYPED)
    answer_slowly(writer, lambda: choose_action(writer, re.compile("^Submit for approval")))
    expect(writer.locator(".messages")).to_contain_text("submitted for approval")
    writer.goto(form)
    expect(writer.locator("#id_summary")).to_have_value(TYPED)
    wait_until(writer, lambda: count_kept(writer) == 0)

    open_waiting(desk, "To approve", title)
    answer_slowly(desk, lambda: choose_action(desk, "Approve"))
    expect(desk.locator(".messages")).to_contain_text("Approved")
    wait_until(desk, lambda: count_kept(desk) == 0)
