"""Blocks that print facts which are kept once: a statistic, the members of a coalition."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import CharBlock, ChoiceBlock, DateBlock, ListBlock, StructValue
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.base import ValidatedBlock
from content.blocks.images import ComparableImageBlock, add_alt_text_problem
from content.text.dates import DatePrecision
from content.validation.problems import Problems


class StatisticBlock(ValidatedBlock):
    """A figure with its unit, period, source and date, kept in one place for all pages."""

    statistic = SnippetChooserBlock("snippets.Statistic")

    class Meta:
        icon = "order"
        template = "blocks/statistic_block.html"
        description = "A figure with its period and source"
        preview_template = "blocks/previews/statistic_block.html"


class CoalitionValue(StructValue):
    """A coalition as readers are told of it."""

    @property
    def named_members(self) -> list[Any]:
        """The members that are published; those that are not can be neither named nor counted."""
        return [member for member in self["members"] if member and member.is_live_now]


class CoalitionBlock(ValidatedBlock):
    """Organisations that act together; how many there are is counted, not typed."""

    name = CharBlock(max_length=120)
    logo = ComparableImageBlock(required=False)
    members = ListBlock(SnippetChooserBlock("snippets.Organisation"), min_num=2)
    as_of = DateBlock(
        help_text="When this was the membership; any day of it, if only a month is known"
    )
    precision = ChoiceBlock(
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
        help_text="How much of the date is known",
    )

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse a member listed twice, and a logo that is not described."""
        members = list(value["members"])
        if len(members) != len(set(members)):
            problems.add("members", "An organisation is listed twice. Remove one of the entries.")
        add_alt_text_problem(problems, "logo", value["logo"], value["name"])

    class Meta:
        icon = "group"
        template = "blocks/coalition_block.html"
        value_class = CoalitionValue
        description = "The members of a coalition, with the date of the list"
        preview_template = "blocks/previews/coalition_block.html"
