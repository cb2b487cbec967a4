"""The one place where the organisation's address, numbers and legal identity are kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import ReferenceIndex, Revision

from content.fields import (
    CharityNumberField,
    CompanyNumberField,
    LinesField,
    PostcodeField,
    split_lines,
)
from content.validation.problems import Problems
from snippets.models.base import BaseSnippetQuerySet, PublicSnippetManager, SiteWideSnippet

# No charity prints an earlier year; a later one than today's is a slip.
MIN_YEAR_FOUNDED = 1800


class ContactDetailsQuerySet(BaseSnippetQuerySet["ContactDetails"]):
    """Finds the details that the site prints."""

    def current(self) -> ContactDetails | None:
        """Return the live, current details, or None before any are published."""
        return self.live().filter(is_current=True).first()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these details, as bulk actions do, unless the current ones are among them.

        Raises:
            ValidationError: the site would be left without any.
        """
        for details in self:
            details.validate_not_current("delete")
        return super().delete()


class ContactDetails(SiteWideSnippet):
    """How to reach the organisation, and what it is in law. Footer, banner and pages read it."""

    organisation_name = models.CharField(
        "registered name",
        max_length=120,
        help_text="As registered, shown above the address and after the copyright sign. The name "
        "in titles, feeds and emails is under Settings, Site identity.",
    )
    address = LinesField(help_text="Building and street, one line each, without town and postcode")
    town = models.CharField(max_length=60)
    postcode = PostcodeField(max_length=8)
    public_phone = PhoneNumberField("switchboard")
    press_phone = PhoneNumberField()
    out_of_hours_phone = PhoneNumberField(
        "urgent or out-of-hours phone",
        blank=True,
        help_text="Shown to journalists, and by a banner that says the switchboard is down",
    )
    fax = PhoneNumberField(blank=True)
    email = models.EmailField("email")
    press_email = models.EmailField("press email")
    charity_number = CharityNumberField(max_length=12)
    company_number = CompanyNumberField(max_length=8)
    copyright_start_year = models.PositiveSmallIntegerField(null=True)
    is_current = models.BooleanField(
        "these are the current details",
        default=False,
        help_text="Use these details on every page. Publishing them replaces the current details.",
    )

    objects: ClassVar[Any] = ContactDetailsQuerySet.as_manager()
    public: ClassVar[Any] = PublicSnippetManager.from_queryset(ContactDetailsQuerySet)()

    # What changes most often comes first.
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("public_phone"), FieldPanel("press_phone")]),
                FieldRowPanel([FieldPanel("out_of_hours_phone"), FieldPanel("fax")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("press_email")]),
            ],
            heading="Phone and email",
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("town"), FieldPanel("postcode")]),
            ],
            heading="Office",
        ),
        MultiFieldPanel(
            [FieldPanel("organisation_name", required_on_save=True), FieldPanel("is_current")],
            heading="Organisation",
        ),
        MultiFieldPanel(
            [
                FieldPanel("charity_number"),
                FieldPanel("company_number"),
                FieldPanel("copyright_start_year"),
            ],
            heading="Legal identity",
        ),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = "contact details"
        verbose_name_plural = "contact details"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True, live=True),
                name="one_current_contact_details",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_name}, {self.town} {self.postcode}"

    @property
    def shows_at_go_live(self) -> bool:
        """Whether the site prints these once they are live."""
        return self.is_current

    @property
    def address_lines(self) -> list[str]:
        """The postal address, a line each, ending with town and postcode."""
        return [*split_lines(self.address), f"{self.town} {self.postcode}".strip()]

    def find_problems(self, problems: Problems) -> None:
        """Refuse to leave the site without current details, now or later, and odd years."""
        year, today = self.copyright_start_year, timezone.localdate()
        if year is not None and not MIN_YEAR_FOUNDED <= year <= today.year:
            problems.add(
                "copyright_start_year",
                f"Every page prints this year. Enter one from {MIN_YEAR_FOUNDED} to {today.year}.",
            )
        if self.is_current:
            if self.expire_at:
                problems.add(
                    "expire_at",
                    "The site needs current details at all times. Remove the expiry date; these "
                    "are replaced when others become current.",
                )
            return
        others = type(self).objects.live().filter(is_current=True)
        if not others.exclude(pk=self.pk).exists():
            problems.add(
                "is_current",
                "The site needs current details. To replace these, tick “These are the current "
                "details” on the new ones.",
            )

    def validate_constraints(self, exclude: Any = None) -> None:
        """Leave the one-current constraint to the database: `save` hands the role over."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the details; once live and current, no other details are.

        Raises:
            ValidationError: withdrawing these would leave the site without any.
        """
        with transaction.atomic():
            # Two that become current at once wait for each other here (PostgreSQL locks rows).
            list(type(self).objects.select_for_update().order_by("pk").values_list("pk"))
            if not self.live:
                for stored in type(self).objects.filter(pk=self.pk):
                    stored.validate_not_current("unpublish")
            elif self.is_current:
                self._unset_other_current()
            super().save(*args, **kwargs)
            if self.live and self.is_current:
                self._move_references()

    def _unset_other_current(self) -> None:
        # Drafts that wait to become current, perhaps with a schedule, go on waiting.
        others = type(self).objects.filter(live=True, is_current=True).exclude(pk=self.pk)
        # Their drafts must not bring the old address back when somebody next edits them.
        for revision in Revision.objects.filter(
            base_content_type=self.get_base_content_type(),
            object_id__in=[str(pk) for pk in others.values_list("pk", flat=True)],
        ):
            revision.content["is_current"] = False
            revision.save(update_fields=["content"])
        others.update(is_current=False)

    def _move_references(self) -> None:
        """Keep the index right: a contact inserted into a text is of whatever details are current.

        The texts themselves do not change, so Wagtail has no reason to look into them again.
        """
        get_references_to_details().exclude(to_object_id=str(self.pk)).update(
            to_object_id=str(self.pk)
        )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the details, unless the site would be left without any.

        Raises:
            ValidationError: these are the current details.
        """
        self.validate_not_current("delete")
        return super().delete(*args, **kwargs)

    def validate_not_current(self, action: str) -> None:
        """Keep the site from being left without details.

        Raises:
            ValidationError: these are the current details.
        """
        if self.live and self.is_current:
            raise ValidationError(
                f"These are the current contact details, which every page prints. "
                f"Make other details current before you {action} these."
            )


def get_references_to_details() -> models.QuerySet[ReferenceIndex]:
    """Return where facts of the contact details are inserted."""
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(ContactDetails)
    )
