"""Text that asks too much of readers is pointed out before it is published."""

import pytest

from content.checks.reading_level import READING_LEVEL_CHECK
from content.text.typography import measure_reading_difficulty
from content.validation.problems import Problems
from tests import factories

pytestmark = pytest.mark.django_db

EASY = "<p>" + "Children need help. They ask for it. We say how to give it. " * 8 + "</p>"
HARD = (
    "<p>"
    + "Notwithstanding intergovernmental recommendations concerning identification procedures, "
    "implementing authorities systematically underestimate vulnerabilities, particularly regarding "
    "unaccompanied minors experiencing exploitation throughout jurisdictions where safeguarding "
    "responsibilities remain insufficiently coordinated between participating organisations. "
    * 3
    + "</p>"
)


def warnings(*paragraphs, **overrides):
    found = Problems()
    body = [{"type": "paragraph", "value": paragraph} for paragraph in paragraphs]
    READING_LEVEL_CHECK.find(factories.press_release(body=body, **overrides), found, None)
    return found


def test_a_text_like_a_newspaper_passes():
    assert warnings(EASY) == {}


def test_a_text_like_a_statute_is_pointed_out_with_its_longest_sentence():
    (message,) = warnings(HARD)["body"]
    assert "Hard to read: level" in message
    assert "that begins “Notwithstanding intergovernmental recommendations" in message


def test_a_few_words_have_no_level():
    assert warnings(f"<p>{' '.join(HARD.split()[:12])}</p>", summary="Interdepartmental.") == {}


def test_what_somebody_said_is_not_judged():
    quote = {"type": "quote", "value": {"text": HARD[3:-4], "speaker": "A minister"}}
    found = Problems()
    body = [{"type": "paragraph", "value": EASY}, quote]
    READING_LEVEL_CHECK.find(factories.press_release(body=body), found, None)
    assert found == {}


def test_what_has_no_text_is_not_judged():
    assert not READING_LEVEL_CHECK.applies_to(factories.make_topic())
    assert not READING_LEVEL_CHECK.applies_to(factories.press_release(summary="", body=[]))
    assert READING_LEVEL_CHECK.applies_to(factories.press_release())


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        ([], 0),
        (["12 – 2017"], 0),
        # Four words in one sentence, one of them long.
        (["The cat sleeps soundly."], 4 + 25),
        # Two sentences of two words, none of them long.
        (["We ask. They act."], 2),
        (["We ask", "They act"], 2),
    ],
)
def test_the_level_is_words_a_sentence_and_long_words_in_a_hundred(texts, level):
    assert measure_reading_difficulty(texts)[0] == level
