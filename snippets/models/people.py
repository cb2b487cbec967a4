"""Store media contacts, and the organisations that the charity works with."""

from __future__ import annotations

from django.db import models
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel

from content.fields import LinesField, split_lines
from content.text.typography import describe_alt_text_problem
from content.validation.problems import Problems
from snippets.models.base import BaseSnippet


class MediaContact(BaseSnippet):
    """A person or desk that answers journalists."""

    honorific = models.CharField(max_length=20, blank=True, help_text="Ms, Dr, Baroness")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    phone = PhoneNumberField()
    email = models.EmailField("email")
    hours = models.CharField(
        max_length=120, blank=True, help_text="When they answer, such as “Weekdays 9am–6pm”"
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name", required_on_save=True), FieldPanel("honorific")]),
                FieldPanel("role"),
            ],
            heading="Who",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("hours")],
            heading="How",
        ),
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.role}"

    @property
    def as_list(self) -> list[MediaContact]:
        """The contact alone, for a template that shows several."""
        return [self]

    @property
    def full_name(self) -> str:
        """The name with its honorific, if there is one."""
        return f"{self.honorific} {self.name}".strip()


class Organisation(BaseSnippet):
    """A charity, publisher or public body that pages name."""

    name = models.CharField(max_length=160, unique=True)
    url = models.URLField("web address", blank=True)
    logo = models.ForeignKey(
        "snippets.SiteImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logo_alt = models.CharField(
        "logo description", max_length=200, blank=True, help_text="What the logo shows, in words"
    )
    aliases = LinesField(
        "other names", blank=True, help_text="Abbreviations and former names, one a line"
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name", required_on_save=True), FieldPanel("aliases"), FieldPanel("url")],
            heading="Identity",
        ),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_alt")], heading="Logo"),
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def other_names(self) -> list[str]:
        """Abbreviations and former names."""
        return split_lines(self.aliases)

    def find_problems(self, problems: Problems) -> None:
        """Ask for a description that helps when there is a logo."""
        if not self.logo:
            return
        problems.require(
            self.logo_alt, "logo_alt", "Describe the logo for those who cannot see it."
        )
        if reason := describe_alt_text_problem(self.logo_alt):
            problems.add("logo_alt", reason)
