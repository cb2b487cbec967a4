"""The notice across the top of every page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from phonenumber_field.phonenumber import PhoneNumber
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Revision

from content.blocks.links import LinkBlock
from content.validation.problems import Problems
from snippets.contacts.detection import (
    ContactDetailKind,
    ContactOwnership,
    KnownContacts,
    find_typed_contacts,
)
from snippets.contacts.known_contacts import get_known_contacts
from snippets.models.base import BaseSnippetQuerySet, PublicSnippetManager, SiteWideSnippet
from snippets.models.contact_details import ContactDetails

MAX_BANNER_RUN = timedelta(days=90)
FOREIGN_CONTACT_HINT = "Remove it, or correct the contact details first."
UNKNOWN_CONTACT_MESSAGES = {
    ContactDetailKind.PHONE: "This phone number is not in the current contact details. Remove it "
    "and choose which number the banner shows, or correct the contact details first.",
    ContactDetailKind.POSTCODE: "This postcode is not the one in the current contact details. "
    "Remove it and tick “Shows address”, or correct the contact details first.",
    ContactDetailKind.EMAIL: "This email address is in no current contact details and of no media "
    f"contact. {FOREIGN_CONTACT_HINT}",
    ContactDetailKind.CHARITY: "This charity number is not the one in the current contact details. "
    f"{FOREIGN_CONTACT_HINT}",
    ContactDetailKind.COMPANY: "This company number is not the one in the current contact details. "
    f"{FOREIGN_CONTACT_HINT}",
}
# Facts of others that a banner may print. Their numbers and postcodes are taken for ours.
ALLOWED_FOREIGN = dict.fromkeys(
    (ContactDetailKind.EMAIL, ContactDetailKind.CHARITY, ContactDetailKind.COMPANY),
    ContactOwnership.FOREIGN,
)


class SiteBannerQuerySet(BaseSnippetQuerySet):
    """Finds the banners that readers see."""

    def showing(self, at: datetime | None = None) -> Self:
        """Return what is published and within its dates at the moment `at`.

        The most severe comes first, and of each severity what was published last.
        """
        at = at or timezone.now()
        return (
            self.live()
            .filter(models.Q(go_live_at=None) | models.Q(go_live_at__lte=at), expire_at__gt=at)
            .order_by("-severity", "-last_published_at", "-pk")
        )


class SiteBanner(SiteWideSnippet):
    """A notice on every page for a limited time. Address and phones come from ContactDetails."""

    class Severity(models.IntegerChoices):
        """How much of the reader's attention the banner may claim."""

        INFORMATION = 1, "Information"
        SERVICE_PROBLEM = 2, "Service problem"
        URGENT = 3, "Urgent"

    class Phone(models.TextChoices):
        """Which of the current contact details' numbers the banner prints."""

        NONE = "", "No phone number"
        PUBLIC = "public_phone", "Switchboard"
        PRESS = "press_phone", "Press phone"
        URGENT = "out_of_hours_phone", "Urgent or out-of-hours phone"

    heading = models.CharField(max_length=60)
    message = models.TextField(
        help_text="A few sentences. Do not type the address or a phone number: tick them below."
    )
    severity = models.PositiveSmallIntegerField(
        choices=Severity.choices, default=Severity.INFORMATION
    )
    shows_address = models.BooleanField(
        default=False, help_text="Prints the address of the current contact details"
    )
    shows_phone = models.CharField(
        max_length=20,
        choices=Phone.choices,
        default=Phone.NONE,
        blank=True,
        help_text="Prints that number of the current contact details",
    )
    link = StreamField(LinkBlock(required=False), blank=True, max_num=1)
    dismissible = models.BooleanField(
        default=True, help_text="Readers may hide it until it is next published"
    )

    objects: ClassVar[Any] = SiteBannerQuerySet.as_manager()
    public: ClassVar[Any] = PublicSnippetManager.from_queryset(SiteBannerQuerySet)()
    models_read_by_rules = ("snippets.ContactDetails",)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("heading", required_on_save=True),
                FieldPanel("message"),
                FieldPanel("severity"),
            ],
            heading="What it says",
        ),
        MultiFieldPanel(
            [FieldPanel("shows_address"), FieldPanel("shows_phone")],
            heading="From the contact details",
        ),
        FieldPanel("link"),
        FieldPanel("dismissible"),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = "site banner"

    def __str__(self) -> str:
        return self.heading

    @property
    def version(self) -> str:
        """Changes with every publication, so that a dismissed banner returns when it says more."""
        published = self.last_published_at
        return f"{self.pk}-{int(published.timestamp())}" if published else f"{self.pk}-draft"

    @property
    def shows_at_go_live(self) -> bool:
        """Whether the banner is still up when it goes live."""
        return not (self.expire_at and self.go_live_at and self.expire_at <= self.go_live_at)

    def phone(self, contact: ContactDetails | None) -> PhoneNumber | None:
        """Return the number of `contact` that this banner prints, if any."""
        return getattr(contact, self.shows_phone) if contact and self.shows_phone else None

    def find_problems(self, problems: Problems) -> None:
        """Refuse numbers typed by hand that differ from the current contact details."""
        for name in ("heading", "message"):
            self._compare_with_contact(name, problems)
        if self.shows_phone and not self.phone(ContactDetails.objects.current()):
            problems.add(
                "shows_phone",
                "The current contact details have no such number. Add it there or choose another.",
            )

    def find_timing_problems(self, problems: Problems) -> None:
        """Require an end within 90 days, and no other banner of this severity at the same time."""
        super().find_timing_problems(problems)
        start = max(self.go_live_at or timezone.now(), timezone.now())
        if not self.expire_at:
            problems.add(
                "expire_at", "Say when the banner comes down: set the expiry date and time."
            )
            return
        if self.expire_at <= start:
            problems.add("expire_at", "The banner must come down after it goes up.")
            return
        if self.expire_at - start > MAX_BANNER_RUN:
            problems.add(
                "expire_at",
                "A banner stays at most 90 days. Set an earlier expiry and renew it if need be.",
            )
        for other, begins, ends in self._get_other_banner_runs():
            if begins < self.expire_at and start < ends:
                problems.add(
                    "severity",
                    f"“{other.heading}” has the same severity and shows until "
                    f"{timezone.localtime(ends):%-d %B %Y, %H:%M}. Unpublish it first, "
                    f"choose other dates or another severity.",
                )

    def _compare_with_contact(self, name: str, problems: Problems) -> None:
        """Refuse facts typed by hand that are not ours now.

        Every number and every postcode is taken for ours; of other facts, what was ours or nearly
        is.
        """
        typed_facts = list(find_typed_contacts(getattr(self, name)))
        known = get_known_contacts() if typed_facts else KnownContacts()
        wrong = {
            typed.kind
            for typed in typed_facts
            if known.get_ownership(typed)
            not in (ContactOwnership.OURS, ALLOWED_FOREIGN.get(typed.kind))
        }
        for kind in sorted(wrong):
            problems.add(name, UNKNOWN_CONTACT_MESSAGES[kind])

    def _get_other_banner_runs(self) -> list[tuple[SiteBanner, datetime, datetime]]:
        """Return the other banners of this severity that show or are scheduled, with their run."""
        now = timezone.now()
        runs = [
            (banner, banner.go_live_at or now, banner.expire_at)
            for banner in type(self).objects.live().filter(expire_at__gt=now)
        ]
        scheduled = Revision.objects.filter(
            base_content_type=self.get_base_content_type(), approved_go_live_at__isnull=False
        )
        for revision in scheduled:
            banner: Any = revision.as_object()
            runs.append((banner, revision.approved_go_live_at, banner.expire_at))
        return [
            run
            for run in runs
            if run[0].pk != self.pk and run[0].severity == self.severity and run[2]
        ]
