"""Warn of text that asks too much of those who read it."""

from __future__ import annotations

from typing import Any

from django.db import models

from content.blocks.text import QuoteBlock
from content.checks.publication_checks import PublicationCheck
from content.text.traversal import get_texts
from content.text.typography import measure_reading_difficulty
from content.validation.problems import Problems

# A newspaper has about 40, a statute 60.
MAX_READING_GRADE = 50
# Fewer words than these have no level to speak of.
MIN_GRADED_WORDS = 50
# Where a model names no fields of its own.
DEFAULT_READING_LEVEL_FIELDS = ("summary", "body")
# As much of a sentence as tells which it is.
MAX_QUOTED_WORDS = 12


def get_paragraphs_without_quotes(content: models.Model) -> list[str]:
    """Return the paragraphs that readers get, without what others said in their own words."""
    fields = getattr(content, "reading_level_fields", DEFAULT_READING_LEVEL_FIELDS)
    return [
        paragraph
        for text in get_texts(content, without=(QuoteBlock,))
        if text.field in fields
        for paragraph in text.paragraphs
    ]


def find_hard_reading(content: models.Model, warnings: Problems, user: Any) -> None:
    """Warn of a text that is harder to read than a newspaper for professionals."""
    texts = get_paragraphs_without_quotes(content)
    if sum(len(text.split()) for text in texts) < MIN_GRADED_WORDS:
        return
    level, longest = measure_reading_difficulty(texts)
    if level > MAX_READING_GRADE:
        words = longest.split()
        beginning = " ".join(words[:MAX_QUOTED_WORDS]) + (
            "…" if len(words) > MAX_QUOTED_WORDS else ""
        )
        warnings.add(
            "body",
            f"Hard to read: level {level}, where a newspaper has 40 and a statute 60. Shorten long "
            f"sentences, first the one of {len(words)} words that begins “{beginning}”.",
        )


READING_LEVEL_CHECK = PublicationCheck(
    success_message="It reads like a newspaper, not like a statute.",
    find=find_hard_reading,
    applies_to=lambda content: bool(get_paragraphs_without_quotes(content)),
)
