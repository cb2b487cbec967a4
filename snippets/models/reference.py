"""Facts that several pages state: topics, treaties and laws, statistics."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    PublishingPanel,
    TitleFieldPanel,
)
from wagtail.admin.widgets.slug import SlugInput
from wagtail.models import Orderable

from content.fields import LinesField, split_lines
from content.text.dates import (
    DatePrecision,
    format_machine_date,
    get_first_day,
    get_last_day,
    print_date,
)
from content.validation.problems import Problems
from snippets.models.base import BaseSnippet
from snippets.motifs import Motif, choose_motif


class Topic(BaseSnippet):
    """A subject that pages are filed under and archives are filtered by."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True, help_text="Used in addresses")
    description = models.TextField(blank=True, help_text="What belongs under this topic")
    motif = models.CharField(
        "drawing",
        max_length=20,
        choices=Motif,
        blank=True,
        help_text="Shown beside the topic. If empty, the site chooses one.",
    )

    panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=False, required_on_save=True),
        FieldPanel("slug", widget=SlugInput, required_on_save=True),
        FieldPanel("description"),
        FieldPanel("motif"),
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Choose a drawing if the editor has not."""
        if not self.motif:
            others = type(self).objects.exclude(pk=self.pk)
            self.motif = choose_motif(self.slug, set(others.values_list("motif", flat=True)))
        super().save(*args, **kwargs)


class Instrument(ClusterableModel, BaseSnippet):
    """A treaty or law: the one place where its name and its dates are kept."""

    official_name = models.CharField(max_length=255, unique=True)
    aliases = LinesField("other names", blank=True, help_text="Short names, one a line")
    reference = models.CharField(max_length=60, blank=True, help_text="Such as “CETS 197”")
    url = models.URLField("full text", blank=True, help_text="Where the official text is published")

    panels = [
        FieldPanel("official_name", required_on_save=True),
        FieldPanel("aliases"),
        FieldPanel("reference"),
        FieldPanel("url"),
        InlinePanel("key_dates", heading="Key dates", label="date"),
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["official_name"]

    def __str__(self) -> str:
        return self.official_name

    @property
    def other_names(self) -> list[str]:
        """The short names by which it is known."""
        return split_lines(self.aliases)

    @property
    def timeline(self) -> list[InstrumentDate]:
        """The key dates in order of time."""
        return sorted((d for d in self.key_dates.all() if d.date), key=lambda d: d.date)

    def find_problems(self, problems: Problems) -> None:
        """Refuse an entry into force before a signature, which is a slip of the keyboard."""
        dates = list(self.key_dates.all())
        add_missing_label_problem(dates, problems)
        signed = [d for d in dates if d.event == KeyDate.Event.SIGNED and d.date]
        in_force = [d for d in dates if d.event in KeyDate.IN_FORCE_EVENTS and d.date]
        for force in in_force:
            for signature in signed:
                if force.latest_day < signature.earliest_day:
                    problems.add(
                        "key_dates",
                        f"“{force.title}” ({force.printed_date}) lies before “{signature.title}” "
                        f"({signature.printed_date}). Check both dates.",
                    )


class KeyDate(Orderable):
    """Something that happened to an instrument, or to the subject of a page, on a date."""

    class Event(models.TextChoices):
        """What may happen to a treaty or law."""

        ADOPTED = "adopted", "Adopted"
        OPENED = "opened", "Opened for signature"
        SIGNED = "signed", "Signed by the UK"
        RATIFIED = "ratified", "Ratified by the UK"
        IN_FORCE = "in_force", "In force"
        IN_FORCE_UK = "in_force_uk", "In force in the UK"
        OTHER = "other", "Other (say what)"

    IN_FORCE_EVENTS: ClassVar[frozenset[str]] = frozenset({Event.IN_FORCE, Event.IN_FORCE_UK})

    event = models.CharField(max_length=12, choices=Event.choices)
    label = models.CharField(
        max_length=120, blank=True, help_text="Printed instead of the event; needed for “Other”"
    )
    date: Any = models.DateField(null=True)
    precision = models.CharField(
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
        help_text="What is known",
    )
    place = models.CharField(max_length=120, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("event"), FieldPanel("label")]),
        FieldRowPanel([FieldPanel("date"), FieldPanel("precision"), FieldPanel("place")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.title}: {self.printed_date}"

    @property
    def title(self) -> str:
        """What happened, in words."""
        return self.label or self.get_event_display()

    @property
    def printed_date(self) -> str:
        """The date as readers see it."""
        return print_date(self.date, self.precision) if self.date else ""

    @property
    def earliest_day(self) -> datetime.date:
        """The first day that the date may stand for."""
        return get_first_day(self.date, self.precision)

    @property
    def latest_day(self) -> datetime.date:
        """The last day that the date may stand for."""
        return get_last_day(self.date, self.precision)

    @property
    def machine_date(self) -> str:
        """The date for `<time datetime>`."""
        return format_machine_date(self.date, self.precision) if self.date else ""


def add_missing_label_problem(dates: Iterable[KeyDate], problems: Problems) -> None:
    """Ask what happened on a date that fits none of the listed events."""
    if any(entry.event == KeyDate.Event.OTHER and not entry.label for entry in dates):
        problems.add("key_dates", "Say in a few words what happened on the date marked “Other”.")


class InstrumentDate(KeyDate):
    """A key date of an instrument."""

    instrument = ParentalKey(Instrument, on_delete=models.CASCADE, related_name="key_dates")


class Statistic(BaseSnippet):
    """A figure with everything a reader needs in order to rely on it."""

    value = models.CharField(max_length=30, help_text="As printed, such as “1,278” or “30%”")
    unit = models.CharField(max_length=120, help_text="What is counted: “children referred”")
    period = models.CharField(max_length=60, help_text="Such as “2016” or “April to June 2016”")
    source = models.CharField(max_length=160, help_text="Who published the figure, and where")
    source_url = models.URLField("link to the source", blank=True)
    as_of = models.DateField("correct on", null=True, help_text="When you checked it at the source")

    panels = [
        FieldRowPanel(
            [FieldPanel("value", required_on_save=True), FieldPanel("unit"), FieldPanel("period")]
        ),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldPanel("as_of"),
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["unit", "-as_of"]

    def __str__(self) -> str:
        return f"{self.value} {self.unit} ({self.period})"
