"""Pasting from Word, PowerPoint and web pages: words stay apart, and a note names what is lost."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import begin

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "paste.js"
# As these programs put it on the clipboard, shortened.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{}</style>
</head><body><!--StartFragment--><h1>Referrals<o:p></o:p></h1>
<p class=MsoNormal><b>In 2016</b>, 1,278<sup>1</sup> children were <s>rescued</s> referred.</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Year</p></td>
<td><p class=MsoNormal>Children</p></td></tr><tr><td><p class=MsoNormal>2015</p></td>
<td><p class=MsoNormal>982</p></td></tr><tr><td><p class=MsoNormal>2016</p></td>
<td><p class=MsoNormal>1,278</p></td></tr></table>
<p class=MsoNormal>After the table.</p><!--EndFragment--></body></html>"""
SLIDES = """<html><body><div style="mso-element:comment">A remark</div>
<table><tr><td colspan=2>Both</td></tr><tr><td>One</td><td>Two</td></tr></table>
<p><span style="text-decoration:line-through">Old slide</span>New slide</p></body></html>"""
WEB = """<article><figure><img src="https://www.example.org/a.png" alt="A street">
<figcaption>The street</figcaption></figure><dl><dt>Term</dt><dd>Meaning</dd></dl>
<blockquote>Nobody asked her.</blockquote><ul><li>First</li><li>Second</li></ul>
<table role=presentation><tr><td>Laid out</td></tr></table></article>"""
CLIPBOARD = """async ([html, text]) => {
  const parts = { "text/html": html, "text/plain": text };
  for (const type in parts) parts[type] = new Blob([parts[type]], { type });
  await navigator.clipboard.write([new ClipboardItem(parts)]);
}"""


@pytest.fixture
def form(desk: Page, request: pytest.FixtureRequest) -> Page:
    """Return the form of a new page with an empty paragraph that has the focus."""
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # A title of its own: the address is made of it, and there can be one of each.
    begin(desk, "home/informationpage", "/", request.node.originalname[:60])
    desk.wait_for_load_state()
    desk.get_by_role("button", name=re.compile("Insert a block")).first.click()
    desk.get_by_role("option", name=re.compile("Paragraph")).click()
    desk.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()
    return desk


def paste(form: Page, html: str) -> list[str]:
    """Paste into the paragraph with the keyboard, and return its lines."""
    form.evaluate(CLIPBOARD, [html, "plain"])
    form.keyboard.press("ControlOrMeta+v")
    lines = form.locator("[data-contentpath=body] [data-block]")
    expect(lines.first).not_to_be_empty()
    return [line.strip() for line in lines.all_inner_texts() if line.strip()]


def test_a_table_from_word_keeps_its_cells_apart_and_becomes_a_table_block(form: Page) -> None:
    lines = paste(form, WORD)

    assert lines == [
        "Referrals",
        "In 2016, 1,278¹ children were referred.",
        "Year | Children",
        "2015 | 982",
        "2016 | 1,278",
        "After the table.",
    ]
    note = form.locator(".paste-note")
    expect(note).to_contain_text(
        "Headings are ordinary paragraphs now. Make each a heading block: “Referrals”"
    )
    expect(note).to_contain_text("Struck-out words were left out: “rescued”")
    expect(note).to_contain_text("A table of 3 rows and 2 columns")

    note.get_by_role("button", name="Make it a table block").press("Enter")

    table = form.locator(".typed-table-block")
    expect(table.locator("tbody input[type=text]")).to_have_count(4)
    values = table.locator("tbody input[type=text]").evaluate_all("all => all.map(i => i.value)")
    assert values == ["2015", "982", "2016", "1,278"]
    expect(form.locator("[name$='column-0-heading']")).to_have_value("Year")
    text = form.locator("[data-contentpath=body] .public-DraftEditor-content").first
    expect(text).not_to_contain_text("|")
    expect(text).to_contain_text("After the table.")
    expect(form.locator("input[name=body-0-value]")).not_to_have_value(re.compile(r"2015 \|"))
    note.get_by_role("button", name="Close this note").press("Enter")
    expect(note).to_have_count(0)
    expect(text).to_be_focused()


def test_a_web_page_leaves_its_pictures_and_keeps_its_lines(form: Page) -> None:
    lines = paste(form, WEB)

    assert lines == ["The street", "Term", "Meaning", "Nobody asked her.", "First", "Second",
                     "Laid out"]  # fmt: skip
    note = form.locator(".paste-note")
    expect(note).to_contain_text("1. Upload each and add it as a block: “A street”")
    expect(note).to_contain_text("Make each a quote block: “Nobody asked her.”")


# The same script on a page of its own, which needs no site.

BARE = "<div data-field-input><div class='public-DraftEditor-content' contenteditable>x</div></div>"
PASTE = """html => {
  const editor = document.querySelector(".public-DraftEditor-content");
  let taken;
  editor.addEventListener("paste", (event) => {
    taken = event.clipboardData.getData("text/html");
  }, { once: true });
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "plain");
  const options = { bubbles: true, cancelable: true, clipboardData };
  editor.dispatchEvent(new ClipboardEvent("paste", options));
  return [taken, document.querySelector(".paste-note")?.textContent || ""];
}"""


@pytest.fixture
def adapt(browser: Browser) -> Iterator[Callable[[str], tuple[str, str]]]:
    """Return a function that returns what the editor is handed of a paste, and the note."""
    page = browser.new_page()
    page.set_content(BARE)
    page.add_script_tag(path=SCRIPT)
    yield lambda html: tuple(page.evaluate(PASTE, html))
    page.close()


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", "<p>One <b>bold</b> word</p><p>Two</p>"),
        # Google Docs wraps everything; others write lines as divs among paragraphs.
        ("<b style='font-weight:normal'><p>One</p><p>Two</p></b>", "<p>One</p><p>Two</p>"),
        ("<div>One</div><div>Two<br>three</div>loose<p>p</p>",
         "<p>One</p><p>Two<br>three</p><p>loose</p><p>p</p>"),
        ("<ul><li><p>One</p></li><li>Two</li></ul>", "<ul><li>One </li><li>Two </li></ul>"),
        ("<p>Seen<a href='#_ftn12'><span class=MsoFootnoteReference>[12]</span></a> today</p>",
         "<p>Seen¹² today</p>"),
        ("<p>Seen<sup><a href='file:///C:/a.docx#_edn1'>1</a></sup></p>",
         "<p>Seen<sup>¹</sup></p>"),
        ("<p><a href='#_Toc1'>Part one</a>, <a href='https://www.example.org/#b'>two</a></p>",
         "<p>Part one, <a href=\"https://www.example.org/#b\">two</a></p>"),
        ("<p>CO<sub>2</sub>, 5 m<sup>2</sup></p>", "<p>CO<sub>₂</sub>, 5 m<sup>²</sup></p>"),
        ("<table role=presentation><tr><td><p>One</p><p>Two</p></td></tr></table>",
         "<p>One</p><p>Two</p>"),
        # What was copied in the editor itself is left to it.
        ("<div data-draftjs-conductor-fragment='{}'><h2>A</h2></div>",
         "<div data-draftjs-conductor-fragment='{}'><h2>A</h2></div>"),
    ],
)  # fmt: skip
def test_words_that_were_apart_stay_apart(
    adapt: Callable[[str], tuple[str, str]], html: str, taken: str
) -> None:
    assert adapt(html) == (taken, "")


def test_remarks_and_struck_words_stay_behind_and_joined_cells_stay_lines(
    adapt: Callable[[str], tuple[str, str]],
) -> None:
    taken, note = adapt(SLIDES)

    assert taken == "<p>Both</p><p>One | Two</p><p>New slide</p>"
    assert "A table with joined or missing cells" in note
    assert "Struck-out words were left out: “Old slide”" in note
    assert "A remark" not in note + taken
    assert "Make it a table block" not in note


def test_a_note_goes_with_the_next_paste(adapt: Callable[[str], tuple[str, str]]) -> None:
    assert "Make each a heading block" in adapt("<h2>Background</h2>")[1]
    assert adapt("<p>Plain</p>")[1] == ""
