import pytest

from content.blocks.text import (
    CalloutBlock,
    FindingsBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    SubheadingBlock,
    TableBlock,
    build_anchor,
)
from tests.content.block_validation import cleaned, draft_errors, errors

QUOTE = {"text": "We must act.", "speaker": "A spokesperson"}
TABLE = {
    "caption": "Children referred, by year",
    "table": {
        "columns": [{"type": "text", "heading": "Year"}, {"type": "number", "heading": "Children"}],
        "rows": [{"values": ["2016", "1,278"]}],
        "caption": "",
    },
}


def paragraph(html):
    return errors(ParagraphBlock(), html)


def test_a_heading_has_an_anchor_made_of_its_words():
    value = cleaned(HeadingBlock(), {"text": "What is trafficking?", "level": "2"})
    assert value.anchor == "what-is-trafficking"


def test_an_anchor_is_never_empty_and_never_ends_in_a_hyphen():
    assert build_anchor("???") == "section"
    assert not build_anchor("A " * 60).endswith("-")
    assert len(build_anchor("word" * 40)) <= 60


def test_a_heading_with_a_full_stop_is_refused():
    found = errors(HeadingBlock(), {"text": "What we found.", "level": "2"})
    assert "no full stop" in found["text"][0]
    assert "Remove it" in found["text"][0]


def test_a_heading_may_be_a_question():
    assert errors(HeadingBlock(), {"text": "What did we find?", "level": "2"}) == {}


@pytest.mark.parametrize("level", ["1", "5", ""])
def test_a_heading_has_one_of_three_levels(level):
    assert "level" in errors(HeadingBlock(), {"text": "What we found", "level": level})


def test_a_heading_inside_a_section_is_below_the_sections_own():
    assert "level" in errors(SubheadingBlock(), {"text": "What we found", "level": "2"})
    assert errors(SubheadingBlock(), {"text": "What we found", "level": "3"}) == {}


@pytest.mark.parametrize("text", ["here", "click here", "this page", "https://www.example.org/x"])
def test_a_link_in_a_paragraph_says_where_it_leads(text):
    found = paragraph(f'<p>Read it <a href="https://www.example.org/x">{text}</a>.</p>')
    assert "Say what readers will find there" in found[""][0]
    assert text in found[""][0]


def test_a_vague_link_is_found_behind_bold_and_after_a_good_one():
    assert paragraph(
        '<p><a href="https://a.example">Our briefing</a> '
        '<a href="https://b.example"><b>click</b> <i>here</i></a></p>'
    )


def test_a_link_without_words_is_refused():
    assert paragraph('<p>Read <a href="https://www.example.org/x"> </a>.</p>')


def test_a_paragraph_with_a_telling_link_is_published():
    assert paragraph('<p><a linktype="page" id="1">Our briefing for MPs</a></p>') == {}


def test_a_paragraph_offers_no_headings_and_no_pictures():
    assert set(ParagraphBlock().field.widget.features) == {
        "bold", "italic", "link", "document-link", "contact", "ul", "ol",
    }  # fmt: skip


def test_an_empty_paragraph_is_refused_on_publication():
    assert paragraph("")


def test_a_quotation_loses_its_outer_marks_and_its_typed_elisions():
    value = cleaned(QuoteBlock(), {**QUOTE, "text": '"...it isn\'t [yet] enough"'})
    assert value["text"] == "…it isn’t [yet] enough"


def test_a_quotation_needs_somebody_who_said_it():
    found = errors(QuoteBlock(), {**QUOTE, "speaker": ""})
    assert "Give the speaker" in found["speaker"][0]
    assert "document" in found["speaker"][0]


def test_a_printed_quotation_needs_no_speaker_but_a_page():
    printed = {"text": "We must act.", "speaker": "", "source": "GRETA report"}
    assert "which page" in errors(QuoteBlock(), printed)["page"][0]
    assert errors(QuoteBlock(), {**printed, "page": "12"}) == {}


@pytest.mark.parametrize("text", ["A [trafficked child", "A trafficked] child", "A (child"])
def test_a_bracket_without_its_partner_is_refused(text):
    found = errors(QuoteBlock(), {**QUOTE, "text": text})
    assert "has no partner" in found["text"][0]
    assert "Add the other one or remove it" in found["text"][0]


def test_a_quotation_needs_words():
    assert "text" in errors(QuoteBlock(), {**QUOTE, "text": ""})


def test_a_quotation_may_lead_to_where_it_can_be_checked():
    linked = {**QUOTE, "link": [{"type": "url", "value": "https://www.example.org/hansard"}]}
    assert errors(QuoteBlock(), linked) == {}


@pytest.mark.parametrize(("count", "valid"), [(1, False), (2, True), (12, True), (13, False)])
def test_findings_are_two_to_twelve(count, valid):
    raw = {"introduction": "The report found:", "items": [f"Finding {n}" for n in range(count)]}
    assert (errors(FindingsBlock(), raw) == {}) is valid


def test_findings_need_an_introduction_but_no_citation():
    raw = {"introduction": "", "items": ["One", "Two"], "citation": ""}
    assert list(errors(FindingsBlock(), raw)) == ["introduction"]


def test_a_finding_may_not_be_empty():
    assert errors(FindingsBlock(), {"introduction": "The report found:", "items": ["One", ""]})


def test_a_callout_is_one_paragraph():
    found = errors(CalloutBlock(), {"text": "First.\n\nSecond."})
    assert "one paragraph" in found["text"][0]
    assert "Move the rest" in found["text"][0]


def test_a_callout_is_set_with_curly_marks():
    assert cleaned(CalloutBlock(), {"text": " Don't wait. \n"})["text"] == "Don’t wait."


def test_a_callout_is_at_most_four_hundred_characters():
    assert "text" in errors(CalloutBlock(), {"text": "a" * 401})


def test_a_table_has_a_caption():
    assert list(errors(TableBlock(), {**TABLE, "caption": ""})) == ["caption"]


def test_a_table_has_a_heading_on_every_column():
    table = {
        **TABLE["table"],
        "columns": [{"type": "text", "heading": " "}, TABLE["table"]["columns"][1]],
    }
    found = errors(TableBlock(), {**TABLE, "table": table})
    assert "every column a heading" in found["table"][0]


@pytest.mark.parametrize(
    "table",
    [
        {"columns": [], "rows": [], "caption": ""},
        {"columns": [{"type": "text", "heading": "Year"}], "rows": [], "caption": ""},
        None,
    ],
)
def test_an_empty_table_is_refused(table):
    found = errors(TableBlock(), {**TABLE, "table": table})
    assert "empty" in found["table"][0]
    assert "remove the block" in found["table"][0]


def test_a_table_with_caption_headings_and_rows_is_published():
    assert errors(TableBlock(), TABLE) == {}


@pytest.mark.parametrize(
    ("block", "raw"),
    [
        (HeadingBlock(), {"text": "", "level": "2"}),
        (HeadingBlock(), {"text": "A sentence.", "level": "2"}),
        (ParagraphBlock(), ""),
        (ParagraphBlock(), '<p><a href="https://www.example.org/">here</a></p>'),
        (QuoteBlock(), {"text": "", "speaker": ""}),
        (QuoteBlock(), {"text": "An [open bracket", "speaker": ""}),
        (FindingsBlock(), {"introduction": "", "items": []}),
        (FindingsBlock(), {"introduction": "", "items": ["", ""]}),
        (CalloutBlock(), {"text": ""}),
        (CalloutBlock(), {"text": "First.\n\nSecond."}),
        (TableBlock(), {"caption": "", "table": {"columns": [], "rows": [], "caption": ""}}),
        (TableBlock(), {"caption": "", "table": None}),
        (
            TableBlock(),
            {"caption": "", "table": {"columns": [{"type": "number", "heading": ""}],
                                      "rows": [{"values": [""]}], "caption": ""}},
        ),
    ],
)  # fmt: skip
def test_a_draft_may_have_gaps_and_broken_rules(block, raw):
    assert draft_errors(block, raw) == {}


def test_the_rules_hold_again_after_a_draft_was_saved():
    block = QuoteBlock()
    assert draft_errors(block, {"text": "", "speaker": ""}) == {}
    assert errors(block, {"text": "Words", "speaker": ""})
