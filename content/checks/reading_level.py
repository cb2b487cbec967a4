"""Warn of text that asks too much of those who read it."""

from __future__ import annotations

from typing import Any

from django.db import models

from content.blocks.text import QuoteBlock
from content.checks.publication_checks import Check
from content.text.traversal import texts_of
from content.text.typography import reading_difficulty
from content.validation.problems import Problems

# A newspaper has about 40, a statute 60.
HARDEST = 50
# Fewer words than these have no level to speak of.
FEWEST_WORDS = 50
# Where a model names no fields of its own.
FIELDS = ("summary", "body")
# As much of a sentence as tells which it is.
BEGINNING = 12


def texts_to_read(content: models.Model) -> list[str]:
    """Return the paragraphs that readers get, without what others said in their own words."""
    fields = getattr(content, "reading_level_fields", FIELDS)
    return [
        paragraph
        for text in texts_of(content, without=(QuoteBlock,))
        if text.field in fields
        for paragraph in text.paragraphs
    ]


def find_hard_reading(content: models.Model, warnings: Problems, user: Any) -> None:
    """Warn of a text that is harder to read than a newspaper for professionals."""
    texts = texts_to_read(content)
    if sum(len(text.split()) for text in texts) < FEWEST_WORDS:
        return
    level, longest = reading_difficulty(texts)
    if level > HARDEST:
        words = longest.split()
        beginning = " ".join(words[:BEGINNING]) + ("…" if len(words) > BEGINNING else "")
        warnings.add(
            "body",
            f"Hard to read: level {level}, where a newspaper has 40 and a statute 60. Shorten long "
            f"sentences, first the one of {len(words)} words that begins “{beginning}”.",
        )


READING_LEVEL = Check(
    passed="It reads like a newspaper, not like a statute.",
    find=find_hard_reading,
    concerns=lambda content: bool(texts_to_read(content)),
)
