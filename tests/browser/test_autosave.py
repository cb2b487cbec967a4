"""The editor saves itself while somebody types, and never against what they decided."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Request, Response, Route, expect

from tests.browser.desk import (
    begin,
    choose_action,
    copy_page,
    insert_block,
    number_of,
    open_waiting,
    submit,
)

EXAMPLE = "/press/councils-to-test-new-answers/"
SUMMARY = "Every child who may have been trafficked needs one adult whose only duty is to them."
# Longer than Wagtail takes to look at a form for the first time and to send it after that.
QUIET_MILLISECONDS = 5_000
SAVED = "Summary of the minister’s promise, as the second writer understood it on Monday morning."


def is_autosave(request: Request) -> bool:
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def record_autosaves(page: Page) -> list[str]:
    """Return the list that the page's own saves are added to."""
    found: list[str] = []

    def record(request: Request) -> None:
        if is_autosave(request) and re.search("/(add|edit)/", request.url):
            found.append(request.url)

    page.on("request", record)
    return found


def hold_autosaves(page: Page) -> list[Route]:
    """Let no autosave reach the site until the test continues it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if is_autosave(route.request):
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile("/edit/"), hold)
    return held


def wait_until(page: Page, is_true: Callable[[], object]) -> None:
    for _ in range(150):
        if is_true():
            return
        page.wait_for_timeout(200)
    raise AssertionError("It did not happen within 30 seconds")


def history(page: Page) -> str:
    """Return what the history of the page whose form is open says."""
    page.goto(re.sub("/edit/.*", "/history/", page.url))
    return page.locator("main").inner_text()


def delay_session_checks(page: Page) -> list[Route]:
    """Answer what a button asks first only when the test continues it."""
    held: list[Route] = []
    page.route(re.compile("/admin/edit-session/"), lambda route: held.append(route))
    return held


def test_a_new_page_does_not_save_itself_while_a_button_saves_it(desk):
    desk.goto(f"/admin/pages/add/pressroom/pressrelease/{number_of(desk, '/press/')}/")
    held = delay_session_checks(desk)
    title = "What a slow machine saves once"
    desk.locator("#id_title").press_sequentially(title)
    desk.get_by_role("button", name="Save draft").click()
    wait_until(desk, lambda: held)
    saves = record_autosaves(desk)
    desk.wait_for_timeout(QUIET_MILLISECONDS)
    assert not saves
    held[0].continue_()

    expect(desk.locator(".messages")).to_contain_text(re.compile("created|has been saved"))
    expect(desk.locator("#id_title")).to_have_value(title)


def test_a_paragraph_typed_the_moment_before_a_button_is_pressed_is_saved(desk):
    begin(desk, "pressroom/pressrelease", "/press/", "What was typed at the last moment")
    insert_block(desk.locator("[data-contentpath=body]"), "Paragraph")
    paragraph = desk.locator("[data-contentpath=body] .public-DraftEditor-content")
    expect(paragraph).to_be_focused()
    # Pressed by script, as a shortcut does: in the moment of the last key.
    desk.evaluate("""() => {
        const editor = document.querySelector("[data-contentpath=body] [contenteditable=true]");
        const press = () => editor.textContent.endsWith(".") && button.click();
        const button = document.querySelector("[data-edit-form] footer button[type=submit]");
        new MutationObserver(press).observe(editor, {
            characterData: true, childList: true, subtree: true,
        });
    }""")
    desk.keyboard.type("The last words of the day.")

    expect(desk.locator(".messages")).to_contain_text("has been saved")
    expect(paragraph).to_have_text("The last words of the day.")


def test_a_paragraph_left_for_a_button_before_it_reached_the_form_is_saved(desk):
    begin(desk, "pressroom/pressrelease", "/press/", "What was typed before the mouse was taken")
    insert_block(desk.locator("[data-contentpath=body]"), "Paragraph")
    paragraph = desk.locator("[data-contentpath=body] .public-DraftEditor-content")
    expect(paragraph).to_be_focused()
    # Rich text waits anew for 250 ms when the editor gets or loses the focus.
    desk.evaluate("""() => {
        const editor = document.querySelector("[data-contentpath=body] [contenteditable=true]");
        const button = document.querySelector("[data-edit-form] footer button[type=submit]");
        new MutationObserver((changes, observer) => {
            if (editor.textContent.endsWith(".")) {
                observer.disconnect();
                [button, editor, button, editor, button].forEach((target, place) => {
                    setTimeout(() => target.focus(), 150 * (place + 1));
                });
                setTimeout(() => button.click(), 770);
            }
        }).observe(editor, { characterData: true, childList: true, subtree: true });
    }""")
    desk.keyboard.type("The last words of the day.")

    expect(desk.locator(".messages")).to_contain_text("has been saved")
    expect(paragraph).to_have_text("The last words of the day.")


def test_what_is_typed_into_rich_text_while_a_button_waits_is_saved(desk):
    begin(desk, "pressroom/pressrelease", "/press/", "What was typed while the site was slow")
    insert_block(desk.locator("[data-contentpath=body]"), "Paragraph")
    paragraph = desk.locator("[data-contentpath=body] .public-DraftEditor-content")
    expect(paragraph).to_be_focused()
    desk.keyboard.type("Before the button.")
    held: list[Route] = []
    desk.route(re.compile("/admin/edit-session/"), lambda route: held.append(route))
    # Pressed by script, as a shortcut does: the focus stays where it was.
    button = "document.querySelector('[data-edit-form] footer button[type=submit]')"
    desk.evaluate(f"{button}.click()")
    wait_until(desk, lambda: held)
    desk.keyboard.type(" While it waited.")
    held[0].continue_()

    expect(desk.locator(".messages")).to_contain_text("has been saved")
    expect(paragraph).to_have_text("Before the button. While it waited.")


def test_what_is_typed_after_a_refused_submission_is_saved_without_a_button(desk):
    begin(desk, "pressroom/pressrelease", "/press/", "What is not complete yet")
    # A form that came back shows the marks; what is saved has none.
    insert_block(desk.locator("[data-contentpath=body]"), "Quote")
    desk.fill("[name='body-0-value-text']", "“A hotel is no home.”")
    choose_action(desk, "Submit for approval")
    expect(desk.locator(".messages .error")).to_contain_text("Not submitted for approval yet.")
    with desk.expect_response(lambda response: is_autosave(response.request)):
        pass
    desk.wait_for_timeout(1_000)
    desk.goto(desk.url)
    expect(desk.locator("[name='body-0-value-text']")).to_have_value("A hotel is no home.")
    expect(desk.locator(".edit-notice")).to_have_count(0)

    choose_action(desk, "Submit for approval")
    expect(desk.locator(".messages .error")).to_contain_text("Not submitted for approval yet.")

    def is_save_of_summary(response: Response) -> bool:
        return is_autosave(response.request) and SUMMARY in (response.request.post_data or "")

    with desk.expect_response(is_save_of_summary) as saved:
        desk.fill("#id_summary", SUMMARY)
    assert saved.value.json()["success"]

    desk.goto(desk.url)
    expect(desk.locator("#id_summary")).to_have_value(SUMMARY)


def test_approving_an_untouched_release_leaves_no_draft_behind(sit_down, desk):
    title = "What the council tested first"
    writer = sit_down("contributor")
    copy_page(writer, EXAMPLE, title, "what-the-council-tested-first")
    submit(writer)

    open_waiting(desk, "To approve", title)
    form = desk.url
    saves = record_autosaves(desk)
    desk.wait_for_timeout(QUIET_MILLISECONDS)
    expect(desk.get_by_text("Saving…")).not_to_be_visible()
    choose_action(desk, "Approve")
    expect(desk.locator(".messages")).to_contain_text("Approved. It is live.")
    desk.goto(form)
    desk.wait_for_timeout(QUIET_MILLISECONDS)

    assert not saves
    expect(desk.locator("body")).to_have_class(re.compile("page-is-live"))
    said = history(desk)
    assert "Publisher" in said
    assert "draft saved" not in said.lower().split("contributor")[0]


def test_a_button_waits_for_the_save_under_way_and_nothing_follows_it(sit_down):
    page = sit_down("contributor")
    copy_page(page, EXAMPLE, "What the council tested next", "what-the-council-tested-next")
    held = hold_autosaves(page)
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if is_button(request) else None)

    page.fill("#id_summary", SUMMARY)
    wait_until(page, lambda: held)
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_timeout(2_000)
    assert not posts
    held[0].continue_()

    expect(page.locator(".messages")).to_contain_text("has been saved")
    expect(page.locator("#id_summary")).to_have_value(SUMMARY)
    assert len(posts) == 1
    assert len(held) == 1
    page.unroute_all()
    # Nor does anything that follows take the own save for somebody else's.
    page.fill("#id_summary", SUMMARY.replace("one", "one trusted"))
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("has been saved")
    expect(page.get_by_role("dialog", name=re.compile("saved a new version"))).to_have_count(0)
    expect(page.get_by_text("Autosave is paused")).not_to_be_visible()


def test_approve_pressed_during_the_autosave_that_ends_the_right_to_it_says_why(sit_down, desk):
    title = "What the council tested last"
    writer = sit_down("contributor")
    copy_page(writer, EXAMPLE, title, "what-the-council-tested-last")
    submit(writer)
    open_waiting(desk, "To approve", title)
    held = hold_autosaves(desk)

    desk.fill("#id_summary", SUMMARY)
    wait_until(desk, lambda: held)
    choose_action(desk, "Approve")
    desk.wait_for_timeout(1_000)
    held[0].continue_()

    expect(desk.locator(".approval-obstacle").first).to_contain_text("somebody else has to approve")
    expect(desk.locator("[name=action-workflow-action]")).to_have_count(0)
    # What is typed from now on is saved by itself, as before.
    desk.unroute_all()
    saves = record_autosaves(desk)
    desk.fill("#id_summary", SUMMARY.replace("one", "one trusted"))
    wait_until(desk, lambda: saves)


def is_button(request: Request) -> bool:
    return request.method == "POST" and "/edit/" in request.url and not is_autosave(request)


def test_two_people_are_told_of_each_other_and_one_takes_over_the_others_words(
    sit_down, desk, assert_accessible
):
    title = "What two people wrote at once"
    writer = sit_down("contributor")
    copy_page(writer, EXAMPLE, title, "what-two-people-wrote-at-once")
    desk.goto(writer.url)
    desk.fill("#id_summary", SAVED)
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messages")).to_contain_text("has been saved")

    writer.fill("#id_summary", SUMMARY)
    writer.fill("#id_title", f"{title} again")
    writer.get_by_role("button", name="Save draft").click()

    told = writer.locator(".messages")
    expect(told).to_contain_text(re.compile(r"Publisher .*saved a newer version on"))
    expect(writer.locator("#id_summary")).to_have_value(SUMMARY)
    assert_accessible(writer)
    told.get_by_role("checkbox", name=re.compile("^Summary")).check()
    writer.get_by_role("button", name="Save draft").click()
    expect(told).to_contain_text("has been saved")
    expect(writer.locator("#id_summary")).to_have_value(SAVED)
    expect(writer.locator("#id_title")).to_have_value(f"{title} again")
