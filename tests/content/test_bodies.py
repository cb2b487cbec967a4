import pytest

from content.blocks import BodyBlock, ExplainerBodyBlock, PressBodyBlock
from content.blocks.text import FindingsBlock
from home.blocks import InformationBodyBlock
from tests.content.block_validation import draft_errors, errors
from tests.factories import PARAGRAPH, section

TEXT = {"type": "paragraph", "value": PARAGRAPH}


def heading(text, level="2"):
    return {"type": "heading", "value": {"text": text, "level": level}}


def test_headings_in_order_are_published():
    body = [heading("One"), heading("Two", "3"), heading("Three", "4"), heading("Four"), TEXT]
    assert errors(BodyBlock(), body) == {}


@pytest.mark.parametrize("level", ["3", "4"])
def test_the_first_heading_is_a_section(level):
    found = errors(BodyBlock(), [TEXT, heading("One", level)])
    assert "skips a level" in found[1][0]
    assert "Choose “Section”" in found[1][0]


def test_a_heading_skips_no_level():
    found = errors(BodyBlock(), [heading("One"), heading("Two", "4"), TEXT])
    assert list(found) == [1]
    assert "Choose “Subsection”" in found[1][0]


@pytest.mark.parametrize("again", ["What we found", "what we FOUND?"])
def test_a_heading_stands_once_on_a_page(again):
    found = errors(BodyBlock(), [heading("What we found"), heading(again), TEXT])
    assert "Another heading on this page says the same" in found[1][0]
    assert "Reword" in found[1][0]


def test_a_draft_may_have_headings_out_of_order_and_twice():
    body = [heading("One", "4"), heading("One"), heading("")]
    assert draft_errors(BodyBlock(), body) == {}


def test_a_press_release_has_a_paragraph():
    quote = {"type": "quote", "value": {"text": "Words", "speaker": "A spokesperson"}}
    assert "Write at least one paragraph" in errors(PressBodyBlock(), [quote])[""][0]
    assert errors(PressBodyBlock(), [quote, TEXT]) == {}
    assert errors(PressBodyBlock(), [])[""]


def test_a_missing_paragraph_is_named_beside_a_block_that_is_wrong():
    quote = {"type": "quote", "value": {"text": "Words", "speaker": ""}}
    found = errors(PressBodyBlock(), [quote])
    assert found[""] == ["Write at least one paragraph."]
    assert len(found[0]) == 1
    assert "required" in errors(PressBodyBlock(), [])[""][0]
    assert len(errors(PressBodyBlock(), [])[""]) == 1


def test_a_draft_of_a_press_release_may_be_empty():
    assert draft_errors(PressBodyBlock(), []) == {}


def test_the_body_of_a_report_may_be_left_out():
    assert errors(BodyBlock(required=False), []) == {}


def test_an_explainer_consists_of_sections():
    assert errors(ExplainerBodyBlock(), [section("One"), section("Two")]) == {}
    assert errors(ExplainerBodyBlock(), [])[""]
    assert list(ExplainerBodyBlock().child_blocks) == ["section"]


def test_a_section_has_a_heading_and_content():
    assert errors(ExplainerBodyBlock(), [section("")])
    empty = {"type": "section", "value": {"heading": "One", "content": []}}
    assert errors(ExplainerBodyBlock(), [empty])


def test_a_section_has_a_place_on_the_page():
    value = ExplainerBodyBlock().to_python([section("What is the Convention?")])
    assert value[0].value.anchor == "what-is-the-convention"


@pytest.mark.parametrize(
    "body",
    [
        [section("One"), section("one?")],
        [section("One"), section("Two", heading("One", "3"), TEXT)],
        [section("One", heading("Same", "3"), TEXT), section("Two", heading("Same", "3"), TEXT)],
    ],
)
def test_a_heading_stands_once_in_all_sections(body):
    found = errors(ExplainerBodyBlock(), body)
    assert "Another heading on this page says the same" in found[1][0]


def test_a_section_of_an_explainer_skips_no_level():
    found = errors(ExplainerBodyBlock(), [section("One", heading("Two", "4"), TEXT)])
    assert "skips a level" in found[0][0]


def test_a_draft_of_an_explainer_may_have_gaps():
    empty = {"type": "section", "value": {"heading": "", "content": []}}
    assert draft_errors(ExplainerBodyBlock(), [empty, empty, section("A", heading("B", "4"))]) == {}
    assert draft_errors(ExplainerBodyBlock(), []) == {}


def test_an_information_page_may_print_the_contact_details():
    block = InformationBodyBlock()
    assert errors(block, [{"type": "contact_details", "value": None}]) == {}
    assert "contact_details" not in BodyBlock().child_blocks


def test_no_body_offers_raw_html_or_embeds():
    for body in (BodyBlock(), PressBodyBlock(), InformationBodyBlock(), ExplainerBodyBlock()):
        assert not {"html", "raw_html", "embed"} & set(body.child_blocks)


def test_findings_of_a_report_keep_their_rules():
    assert errors(FindingsBlock(), {"introduction": "Found:", "items": ["Only one"]})
