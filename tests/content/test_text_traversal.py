"""The texts of content, as a form holds it."""

from content.blocks.text import QuoteBlock
from content.text.traversal import TextPart, get_texts
from snippets.models import Organisation
from tests import factories


def found(content):
    return {(text.field, text.source) for text in get_texts(content)}


def test_every_field_block_and_row_that_holds_words_is_read(db):
    table = {
        "caption": "Numbers to ring",
        "table": {
            "columns": [{"type": "text", "heading": "Whom"}],
            "rows": [{"values": ["The press office"]}],
        },
        "source": "",
    }
    quote = {"text": "We care.", "speaker": "Ada", "role": "", "source": "", "page": "", "link": []}
    page = factories.policy_explainer(
        body=[
            factories.section(
                "Whom to ring",
                {"type": "paragraph", "value": "<p>The press office.</p>"},
                {"type": "table", "value": table},
                {"type": "quote", "value": quote},
            )
        ],
        key_dates=[factories.explainer_date(place="Strasbourg")],
    )

    texts = found(page)

    assert {
        ("title", page.title),
        ("summary", page.summary),
        ("body", "Whom to ring"),
        ("body", "<p>The press office.</p>"),
        ("body", "Numbers to ring"),
        ("body", "The press office"),
        ("body", "We care."),
        ("key_dates", "Strasbourg"),
    } <= texts
    assert not {field for field, _ in texts} & {"slug", "path", "url_path", "draft_title"}


def test_pictures_and_empty_blocks_are_passed_over(db):
    picture = {"image": None, "caption": "A street", "credit": ""}
    page = factories.information_page(
        body=[{"type": "image", "value": picture}, {"type": "contact_details", "value": None}]
    )

    assert {text for field, text in found(page) if field == "body"} == {"A street"}


def test_shared_content_is_read_without_its_addresses():
    organisation = Organisation(name="An Example", url="https://www.example.org", aliases="AE")

    assert found(organisation) == {("name", "An Example"), ("aliases", "AE")}


def test_rich_text_is_read_by_paragraphs_with_the_addresses_behind_its_links():
    text = TextPart(
        "body",
        '<p>Ring 020 <b>7946</b> 0101<br/>today.</p><ul><li>Or <a href="mailto:press@example.org'
        '?subject=Hello">write</a>.</li></ul>',
        is_html=True,
    )

    assert text.paragraphs == ["Ring 020 7946 0101\ntoday.", "Or write press@example.org ."]


def test_plain_text_is_read_by_paragraphs():
    assert TextPart("message", "One\nline.\n\n\nTwo.").paragraphs == ["One\nline.", "\nTwo."]
    assert TextPart("notes", "Bare words", is_html=True).paragraphs == ["Bare words"]


def test_blocks_that_are_not_asked_for_are_left_out(db):
    body = [
        {"type": "paragraph", "value": "<p>Plain words.</p>"},
        {"type": "quote", "value": {"text": "Said words.", "speaker": "A speaker"}},
    ]
    page = factories.press_release(body=body)

    sources = [text.source for text in get_texts(page, without=(QuoteBlock,))]

    assert "<p>Plain words.</p>" in sources
    assert not {"Said words.", "A speaker"} & set(sources)


def test_what_editors_say_to_each_other_is_no_text_of_a_page(db):
    page = factories.make_press_release()
    page.wagtail_admin_comments.create(
        user=factories.make_user(), text="Is 020 7946 0199 right?", contentpath="title"
    )

    assert not any("0199" in text.source for text in get_texts(page))
