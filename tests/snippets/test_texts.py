"""The words of content, wherever they stand."""

import pytest

from snippets.blocks.text import QuoteBlock
from snippets.texts import texts_of
from tests import factories

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "paragraph", "value": "<p>Plain <b>words</b>.</p>"},
    {"type": "quote", "value": {"text": "Said words.", "speaker": "A speaker", "role": "Chair"}},
]


def in_body(page, **options):
    return [text for field, text in texts_of(page, **options) if field == "body"]


def test_texts_come_with_the_field_they_stand_in():
    page = factories.press_release(title="A title", body=BODY)
    assert ("title", "A title") in texts_of(page)
    assert ("summary", page.summary) in texts_of(page)


def test_texts_of_blocks_come_without_markup():
    texts = in_body(factories.press_release(body=BODY))
    assert texts == ["Plain words.", "Said words.", "A speaker", "Chair"]


def test_texts_inside_sections_are_found():
    page = factories.policy_explainer(body=[factories.section("What is it?", BODY[0])])
    assert "What is it?" in in_body(page)
    assert "Plain words." in in_body(page)


def test_blocks_that_are_not_asked_for_are_left_out():
    page = factories.press_release(body=BODY)
    assert in_body(page, without=(QuoteBlock,)) == ["Plain words."]


def test_texts_are_read_without_asking_the_database(django_assert_num_queries):
    page = factories.make_press_release(body=BODY)
    with django_assert_num_queries(0):
        assert list(texts_of(page))
