"""The site as a whole: who gets in, what it refuses, and that the watch on all pages sees."""


def test_public_pages_refuse_inline_scripts(page, watch):
    page.goto("/search/")

    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
        }"""
    )

    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in watch.faults)
    watch.faults.clear()


def test_public_pages_ask_no_other_host(page, watch):
    page.goto("/search/")

    page.evaluate("() => { new Image().src = 'https://example.org/pixel.png'; }")
    page.wait_for_timeout(100)

    assert watch.faults
    watch.faults.clear()


def test_a_demonstration_account_signs_in(page, sign_in):
    from demo.accounts import ACCOUNTS

    username, _password, _role = ACCOUNTS[0]
    sign_in(page, username)

    assert page.get_by_role("heading", level=1).is_visible()


def test_a_stranger_is_sent_to_the_login_form(page):
    page.goto("/admin/pages/")

    assert page.url.endswith("/admin/login/?next=/admin/pages/")
