"""Filter the ledger of quotations."""

from __future__ import annotations

import django_filters
from django import forms
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.text import capfirst
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from quotations.extraction import get_quoting_models
from quotations.models import Quotation

NO_MARK_FILTER_VALUE = "none"
NOW, PAST = "now", "past"


def get_quoting_types() -> list[tuple[str, str]]:
    """Return the types of pages that can hold quotations, as editors call them."""
    return [
        (model._meta.label_lower, capfirst(model._meta.verbose_name))
        for model in get_quoting_models()
    ]


class YearFilter(django_filters.Filter):
    """A year of the calendar; a number that is none is refused beside the field."""

    field_class = forms.IntegerField


class QuotationFilterSet(WagtailFilterSet):
    """Who, when, what is said of it, where, and whether it still stands."""

    speaker = django_filters.CharFilter(
        lookup_expr="icontains", label="Speaker", help_text="The name or a part of it"
    )
    year = YearFilter(
        field_name="date", lookup_expr="year", label="Year", min_value=1900, max_value=2999
    )
    date = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)
    mark = django_filters.MultipleChoiceFilter(
        label="Mark",
        method="filter_mark",
        choices=[(kind or NO_MARK_FILTER_VALUE, label) for kind, label in Quotation.Mark.choices],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label="Kind of page",
        method="filter_kinds",
        choices=get_quoting_types,
        widget=forms.CheckboxSelectMultiple,
    )
    standing = django_filters.ChoiceFilter(
        label="On its page",
        method="filter_presence",
        choices=[(NOW, "Stands there now"), (PAST, "Stood there in the past")],
        empty_label="Now or in the past",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Quotation
        fields: list[str] = []

    def filter_mark(self, entries: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        """Return the entries with one of the chosen marks; none chosen means all."""
        marks = ["" if kind == NO_MARK_FILTER_VALUE else kind for kind in chosen]
        return entries.filter(mark__in=marks) if marks else entries

    def filter_kinds(self, entries: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        """Return the entries of pages of the chosen types; none chosen means all."""
        if not chosen:
            return entries
        kinds = ContentType.objects.get_for_models(*map(apps.get_model, chosen)).values()
        return entries.filter(page__content_type__in=[kind.pk for kind in kinds])

    def filter_presence(self, entries: QuerySet, name: str, chosen: str) -> QuerySet:
        """Return the entries whose page prints them now, or does not any more."""
        return entries.filter(removed_at__isnull=chosen == NOW)
