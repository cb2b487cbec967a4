"""Comparisons of two versions that show values as editors and readers see them."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from wagtail.admin.compare import BlockComparison, FieldComparison, diff_text

from content.fields import format_phone

# Elements that end a line, and the sign between two cells of a table.
LINE_ENDING_TAGS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "caption")
CELL_SEPARATOR = " | "


def get_comparison_text(html: str) -> str:
    """Return the words of rich text: a line for each paragraph, and where each link leads.

    Wagtail's own comparison joins the last word of a paragraph to the first of the next (8.0.1).
    """
    soup = BeautifulSoup(" ".join((html or "").split()), "html.parser")
    for link in soup.find_all("a"):
        target = link.get("href") or f"{link.get('linktype', '')} {link.get('id', '')}".strip()
        link.append(f" [{target}]")
    for contact in soup.find_all("embed"):
        contact.replace_with(f"[{contact.get('fact', contact.get('embedtype', ''))}]")
    for cell in soup.find_all(["td", "th"]):
        if cell.find_next_sibling(["td", "th"]):
            cell.append(CELL_SEPARATOR)
    for element in soup.find_all(["br", "hr"]):
        element.replace_with("\n")
    for element in soup.find_all(LINE_ENDING_TAGS):
        element.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return "\n".join(line for line in lines if line)


def render_difference(before: str, after: str) -> SafeString:
    """Return what was taken out and put in, with each line on a line of its own."""
    return with_line_breaks(diff_text(before, after).to_html())


def with_line_breaks(html: str) -> SafeString:
    """Return text that is escaped already with its line breaks as elements."""
    return mark_safe(str(html).replace("\n", "<br>"))  # noqa: S308


class FormattedValueComparison(FieldComparison):
    """A value whose stored form says little: shown as it is printed."""

    @staticmethod
    def format_compared_value(value: Any) -> str:
        """Return the value in the words of an editor."""
        return str(value)

    def htmldiff(self) -> SafeString:
        """Return both values, or the one if they are equal; nothing for an empty one."""
        before, after = (
            "" if value in (None, "") else self.format_compared_value(value)
            for value in (self.val_a, self.val_b)
        )
        if self.val_a == self.val_b:
            return format_html("{}", before)
        return format_html(
            '<span class="deletion">{}</span> <span class="addition">{}</span>', before, after
        )


class PhoneComparison(FormattedValueComparison):
    """A phone number, written as in the UK."""

    @staticmethod
    def format_compared_value(value: Any) -> str:
        """Return the number with its spaces."""
        return format_phone(value)


class YesNoComparison(FormattedValueComparison):
    """Something that is ticked or not."""

    @staticmethod
    def format_compared_value(value: Any) -> str:
        """Return the answer."""
        return "Yes" if value else "No"


class DateComparison(FormattedValueComparison):
    """A day."""

    @staticmethod
    def format_compared_value(value: Any) -> str:
        """Return the day in words."""
        return f"{value:%-d %B %Y}"


class MomentComparison(FormattedValueComparison):
    """A moment by the clocks of London."""

    @staticmethod
    def format_compared_value(value: Any) -> str:
        """Return day and time in words."""
        return f"{localtime(value):%-d %B %Y, %H:%M}"


class LinesComparison(FieldComparison):
    """Plain text in which a line is an entry or a paragraph."""

    def htmldiff(self) -> SafeString:
        """Return what differs, line by line."""
        return render_difference(self.val_a or "", self.val_b or "")


class ProseComparison(FieldComparison):
    """Rich text, paragraph by paragraph."""

    def htmldiff(self) -> SafeString:
        """Return what differs in the words and in where links lead."""
        return render_difference(get_comparison_text(self.val_a), get_comparison_text(self.val_b))


class ProseBlockComparison(BlockComparison):
    """A block of rich text, paragraph by paragraph."""

    def get_html(self, value: Any) -> str:
        """Return the text as it is stored, which says where each link leads."""
        return value.source if value else ""

    def htmlvalue(self, val: Any) -> SafeString:
        """Return the words of one version."""
        return with_line_breaks(format_html("{}", get_comparison_text(self.get_html(val))))

    def htmldiff(self) -> SafeString:
        """Return what differs."""
        return render_difference(
            *(get_comparison_text(self.get_html(v)) for v in (self.val_a, self.val_b))
        )


class TableBlockComparison(ProseBlockComparison):
    """A table, row by row."""

    def get_html(self, value: Any) -> str:
        """Return the table as readers get it."""
        return self.block.render_basic(value) if value else ""
