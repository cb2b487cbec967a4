"""The checklist names paragraphs that stand in for headings and tables."""

import pytest

from content.checks.layout_checks import LAYOUT_CHECK
from content.checks.publication_checks import get_checks_for
from content.validation.problems import Problems
from tests import factories

pytestmark = pytest.mark.django_db


def warnings(*html, **overrides):
    body = [{"type": "paragraph", "value": text} for text in html]
    problems = Problems()
    LAYOUT_CHECK.find(factories.press_release(body=body, **overrides), problems, None)
    return dict(problems)


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>Background</b></p><p>Children are referred.</p>",
        "<p><strong>What the </strong><b>law says</b> </p>",
        "<p><b><i>Why it matters?</i></b></p>",
        '<p><b><a href="https://example.org/">Background</a></b></p>',
    ],
)
def test_a_short_bold_paragraph_looks_like_a_heading(html):
    (said,) = warnings(html)["body"]

    assert said.endswith(
        "is short and all bold, as a heading would be. Make it a heading block, so that readers "
        "can find it and jump to it."
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>Call 999</b> if a child is in danger.</p>",
        "<p>If a child is in danger, <b>call 999</b></p>",
        "<p><b>ENDS</b></p>",
        "<p><b>– Ends –</b></p>",
        "<p><b>This is a sentence that is bold, and it ends as one.</b></p>",
        f"<p><b>{'word ' * 13}</b></p>",
        "<ul><li><b>Background</b></li></ul>",
        "<p></p><p><b> </b></p>",
    ],
)
def test_other_bold_words_are_no_heading(html):
    assert warnings(html) == {}


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>YearChildren201598220161,278</p>", "YearChildren201598220161,278"),
        ("<p>In all: YearChildren2015982</p>", "YearChildren2015982"),
        ("<p>There were 20161,278 of them.</p>", "20161,278"),
    ],
)
def test_a_table_whose_cells_ran_together_is_named(html, words):
    (said,) = warnings(html)["body"]

    assert said.startswith(f"“{words}” looks like a table whose cells have run together")


def test_cells_that_ran_together_are_named_in_any_text():
    assert "summary" in warnings("<p>Text</p>", summary="YearChildren201598220161,278")


@pytest.mark.parametrize(
    "html",
    [
        "<p>In 2016, 1,278 children; 1,104,948 people signed; 12,345.</p>",
        "<p>McDonald wrote on 2016 children in iPhone15 and COVID19.</p>",
        "<p>Charity 1104948, ring 020 7946 0102, ISBN 978-1-4028-9462-6.</p>",
        "<p>2016,2017 and CO2,500</p>",
    ],
)
def test_figures_as_people_write_them_are_no_table(html):
    assert warnings(html) == {}


@pytest.mark.parametrize("html", ["<p>A | B</p><p>1 | 2</p>", "<p>A\tB<br/>1\t2</p>"])
def test_lines_of_cells_look_like_rows(html):
    (said,) = warnings(html)["body"]

    assert said.startswith("The lines from “A")


def test_one_line_with_a_bar_is_no_table():
    assert warnings("<p>Home | Press</p><p>Text</p>") == {}


def test_the_checklist_asks_wherever_text_can_be_pasted():
    assert LAYOUT_CHECK in get_checks_for(factories.press_release())
    assert LAYOUT_CHECK not in get_checks_for(factories.make_topic())
