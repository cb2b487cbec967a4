"""A press release and the people and organisations behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Revision
from wagtail.search import index

from content.blocks import PressBodyBlock
from content.blocks.links import validate_link_texts
from content.blocks.text import RICH_TEXT_FEATURES
from content.fields import ProseField
from content.managers import SelectRelatedManager
from content.text.dates import print_date
from content.validation.problems import Problems
from pages.content_page import ContentPage
from pages.panels import content_page_tabs
from publishing.upcoming import find_intended_go_live, find_upcoming_release_sets
from snippets.models import MediaContact, Organisation


class PressRelease(ContentPage):
    """News from the organisation, dated, with somebody to call about it."""

    parent_page_types = ["pressroom.PressReleaseIndexPage"]
    subpage_types: list[str] = []
    kicker = "Press release"
    date_field = "release_date"
    is_dated_for_publication = True
    schema_type = "NewsArticle"
    search_type = "press"
    written_by = ("Contributor", "Communications")

    release_date = models.DateField(
        null=True,
        db_index=True,
        help_text="The date printed on the release. Archive, feeds and lists are ordered by it.",
    )
    event_date = models.DateField(
        null=True, blank=True, help_text="When what it reports on happened, if that was another day"
    )
    location = models.CharField(
        max_length=80, blank=True, help_text="The place of the dateline, such as “London”"
    )
    body = StreamField(PressBodyBlock())
    notes_to_editors = ProseField(
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text="Background and boilerplate, for journalists",
    )

    edit_handler = content_page_tabs(
        content=[FieldPanel("body"), FieldPanel("notes_to_editors")],
        dates=[
            MultiFieldPanel(
                [
                    FieldPanel("release_date"),
                    FieldRowPanel([FieldPanel("event_date"), FieldPanel("location")]),
                ],
                heading="Dates on the release",
            )
        ],
        people_and_topics=[
            MultipleChooserPanel(
                "media_contacts", "contact", heading="Media contacts", label="contact", min_num=1
            ),
            MultipleChooserPanel(
                "issued_with", "organisation", heading="Issued with", label="organisation"
            ),
        ],
    )
    search_fields = [
        *ContentPage.search_fields,
        index.FilterField("release_date"),
        index.SearchField("notes_to_editors"),
    ]

    class Meta:
        verbose_name = "press release"

    def contacts(self) -> list[MediaContact]:
        """Return the published media contacts, in the editor's order."""
        return [
            link.contact
            for link in self.media_contacts.all()
            if link.contact and link.contact.is_live_now
        ]

    def joint_issuers(self) -> list[Organisation]:
        """Return the published organisations that issue the release together with us."""
        return [
            entry.organisation
            for entry in self.issued_with.all()
            if entry.organisation and entry.organisation.is_live_now
        ]

    def find_problems(self, problems: Problems) -> None:
        """Ask for whom to call, and for link texts that say something."""
        super().find_problems(problems)
        contacts = [link.contact for link in self.media_contacts.all() if link.contact_id]
        problems.require(
            contacts, "media_contacts", "Choose at least one contact whom journalists can call."
        )
        withdrawn = [contact for contact in contacts if not contact.live]
        for contact in withdrawn:
            problems.add(
                "media_contacts",
                f"{contact} is not published, so readers would not see it. "
                f"Publish the contact or choose another.",
            )
        problems.check("notes_to_editors", validate_link_texts, self.notes_to_editors)

    def find_timing_problems(self, problems: Problems) -> None:
        """Refuse a date in the future on which the release does not go live."""
        super().find_timing_problems(problems)
        # Few releases are dated ahead, so few ask for their sets.
        if (said := self._describe_wrong_date(self.go_live_at)) and self._describe_wrong_date(
            find_intended_go_live(self, find_upcoming_release_sets(self))
        ):
            problems.add("release_date", said)

    def find_publication_problems(
        self, content: Self, revision: Revision, problems: Problems
    ) -> None:
        """Refuse to publish now what is dated for the day on which its release set goes live."""
        super().find_publication_problems(content, revision, problems)
        said = content._describe_wrong_date(content.go_live_at)
        if said and said not in problems.get("release_date", []):
            problems.add("release_date", said)

    def _describe_wrong_date(self, moment: datetime | None) -> str:
        """Return what is wrong with a date ahead if the release goes live at `moment`, or now."""
        if not self.release_date or self.release_date <= timezone.localdate():
            return ""
        goes_live = timezone.localdate(moment) if moment else None
        if goes_live == self.release_date:
            return ""
        when = f"goes live on {print_date(goes_live)}" if goes_live else "would go live now"
        return (
            f"The release is dated {print_date(self.release_date)} but {when}. Make the two dates "
            f"the same, or use a release date that has passed."
        )


class ReleaseContact(Orderable):
    """A media contact of a release."""

    page = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="media_contacts")
    contact = models.ForeignKey(
        MediaContact, null=True, on_delete=models.PROTECT, related_name="releases"
    )

    objects = SelectRelatedManager()

    panels = [FieldPanel("contact")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "contact"], name="contact_once_a_release")
        ]

    def __str__(self) -> str:
        return str(self.contact)


class JointIssuer(Orderable):
    """An organisation that issues a release together with us."""

    page = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="issued_with")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SelectRelatedManager()

    panels = [FieldPanel("organisation")]

    def __str__(self) -> str:
        return str(self.organisation)
