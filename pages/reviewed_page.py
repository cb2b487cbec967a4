"""Define pages that somebody has to check again on a day that they name."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from content.blocks.text import QuoteBlock
from content.text.traversal import get_texts
from content.text.typography import find_time_bound_words
from content.validation.problems import Problems
from pages.content_page import ContentPage


class ReviewedPage(ContentPage):
    """Says when it was last checked, and when somebody has to check it again."""

    needs_review = True

    last_reviewed = models.DateField(
        null=True,
        blank=True,
        help_text="When somebody last checked every statement; shown to readers",
    )
    review_on = models.DateField(null=True, blank=True, help_text="When to check it again")

    class Meta:
        abstract = True

    @property
    def is_review_overdue(self) -> bool:
        """Whether readers have to be told that nobody has looked at it when somebody should."""
        return bool(self.review_on and self.review_on <= timezone.localdate())

    def time_bound_words(self) -> list[str]:
        """Return the words of the page's own that will not stay true; quotations keep theirs."""
        found: dict[str, None] = {}
        for text in get_texts(self, without=(QuoteBlock,)):
            # What changed is printed with its date.
            if text.field != "change_note":
                found.update(dict.fromkeys(find_time_bound_words("\n".join(text.paragraphs))))
        return list(found)

    def find_problems(self, problems: Problems) -> None:
        """Ask when somebody last checked what is to be checked again."""
        super().find_problems(problems)
        if self.review_on and not self.last_reviewed:
            problems.add("last_reviewed", "Enter when somebody last checked every statement.")

    def find_timing_problems(self, problems: Problems) -> None:
        """Ask for a day to come back to what will not stay true, and for days that can be right.

        What was promised before it said so still goes live: nobody decides anything then.
        """
        super().find_timing_problems(problems)
        today = timezone.localdate()
        words = self.time_bound_words()
        if words and not self.review_on:
            said = ", ".join(f"“{word}”" for word in words)
            problems.add(
                "review_on",
                f"The page says {said}, which will not stay true. Choose a day to check it again, "
                f"or say which year you mean.",
            )
        if self.review_on and self.review_on <= today:
            problems.add("review_on", "Choose a day after today for the next review.")
        if self.last_reviewed and self.last_reviewed > today:
            problems.add(
                "last_reviewed", "This date is in the future. Enter the date of the last check."
            )
