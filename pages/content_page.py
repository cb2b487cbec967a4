"""Define the base of every page that informs readers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.core.checks import CheckMessage, Error
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet, Revision
from wagtail.search import index

from content.admin_titles import AdminTitleMixin
from content.blocks import ReadMoreStreamBlock
from content.editing.forms import ContentPageForm
from content.fields import ReferencedManyToManyField
from content.text.dates import DatePrecision, format_machine_date
from content.validation.problems import Problems
from content.validation.publication_rules import CHANGE_NOTE_NEEDED_MESSAGE, PublicationRulesMixin
from content.validation.slugs import FreeSlugMixin
from content.visibility import PublicPagesMixin, get_canonical_url
from pages.page_notes import PublishedChange, get_page_notes
from snippets.models import SiteImage, Topic

MAX_TITLE_LENGTH = 120
MIN_AND_MAX_SUMMARY_LENGTH = (50, 300)
MAX_CHANGE_NOTE_LENGTH = 300


class ContentPageQuerySet(PageQuerySet):
    """Reads as a sentence: `PressRelease.public.in_year(2012).about(topic).newest_first()`."""

    def in_year(self, year: int) -> ContentPageQuerySet:
        """Return the pages whose date, as readers see it, lies in `year`."""
        return self.filter(
            **{f"{self.model.date_field}__range": (date(year, 1, 1), date(year, 12, 31))}
        )

    def about(self, topic: Topic) -> ContentPageQuerySet:
        """Return the pages filed under `topic`."""
        return self.filter(topics=topic)

    def newest_first(self) -> ContentPageQuerySet:
        """Return the pages by the date that readers see."""
        return self.order_by(f"-{self.model.date_field}", "-pk")


ContentPageManager: Any = PageManager.from_queryset(ContentPageQuerySet)


class PublicContentPageManager(PublicPagesMixin, ContentPageManager):
    """Finds the public pages of a type."""


class ContentPage(AdminTitleMixin, FreeSlugMixin, PublicationRulesMixin, Page):
    """A page that informs readers: what its types share, and the rules for it.

    Subclassing it registers a page type with the whole site. What the site does with the type is
    in the class attributes below.
    """

    # What the page is called above its title, such as “Press release”.
    kicker = ""
    # Its kind in schema.org.
    schema_type = "Article"
    # The field with the date that readers see and that lists are ordered by. Every type names one.
    date_field = ""
    # Whether that date is the day of publication.
    is_dated_for_publication = False
    # Whether the newest of these pages are among the latest updates.
    in_updates = True
    # Whether they have a `cover`, by which the home page shows the newest.
    has_cover = False
    # What a search calls these pages, if not by the plural of `verbose_name`.
    search_label = ""
    # What stands for them in the address of a search, if not the name of the model.
    search_type = ""
    # Whether they have the fields of `ReviewedPage`.
    needs_review = False
    # Whether statistics on them have to be those of today.
    is_kept_current = False
    # The fields whose text the checklist measures for how hard it is to read.
    reading_level_fields: tuple[str, ...] = ("summary", "body")
    # The roles, beside Publisher, that write these pages.
    written_by: tuple[str, ...] = ("Contributor", "Communications", "Policy")

    summary = models.TextField(
        help_text="One or two sentences, 50 to 300 characters. Shown in lists, feeds, search "
        "results and shared links.",
    )
    topics: Any = ReferencedManyToManyField(
        Topic, related_name="+", help_text="What the page is about; at least one"
    )
    share_image = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when somebody shares a link to this page",
    )
    read_more = StreamField(
        ReadMoreStreamBlock(required=False),
        blank=True,
        max_num=1,
        help_text="Printed after the text",
    )
    change_note = models.CharField(
        max_length=MAX_CHANGE_NOTE_LENGTH,
        blank=True,
        help_text="What you changed and why; printed with the date at the foot of the page",
    )
    minor_change = models.BooleanField(
        default=False, help_text="Nothing that a reader relies on has changed"
    )

    # Django and Wagtail take the first one where they ask for all pages.
    objects = ContentPageManager()
    public = PublicContentPageManager()
    exclude_fields_in_copy = [
        *PublicationRulesMixin.exclude_fields_in_copy,
        "change_note",
        "minor_change",
    ]

    base_form_class = ContentPageForm

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[CheckMessage]:
        """Report a page type that names no date to be listed by."""
        errors = super().check(**kwargs)
        if not cls.date_field:
            hint = "Set date_field to the name of the field with the date that readers see."
            errors.append(Error("A page type has no date.", hint=hint, obj=cls, id="pages.E001"))
        return errors

    @property
    def display_date(self) -> date | None:
        """The date a reader sees on the page and that lists are ordered by."""
        return getattr(self, self.date_field)

    def shift_printed_dates(self, before: datetime, after: datetime) -> bool:
        """Print the new day on a page that was dated for the day of its go-live."""
        old, new = timezone.localdate(before), timezone.localdate(after)
        was_dated = self.is_dated_for_publication and self.date_precision == DatePrecision.DAY
        if not was_dated or self.display_date != old or old == new:
            return False
        setattr(self, self.date_field, new)
        return True

    @property
    def date_precision(self) -> str:
        """How much of that date is known."""
        return DatePrecision.DAY

    @cached_property
    def live_topics(self) -> list[Topic]:
        """The published topics of the page."""
        return [topic for topic in self.topics.all() if topic.is_live_now]

    def find_publication_problems(
        self, content: Self, revision: Revision, problems: Problems
    ) -> None:
        """Ask for a change note where no form could: bulk actions and workflow approvals."""
        # Wagtail makes a new page as if it were live already.
        seen = self.live and self.first_published_at and revision.pk != self.live_revision_id
        if seen and not (content.change_note or content.minor_change):
            problems.add("change_note", CHANGE_NOTE_NEEDED_MESSAGE)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add other pages of this kind on the same topics."""
        context = super().get_context(request, *args, **kwargs)
        context["related"] = self.get_related(request)
        return context

    def get_related(self, request: HttpRequest) -> ContentPageQuerySet:
        """Return the newest other pages of this kind on the same topics."""
        return (
            type(self)
            .public.for_request(request)
            .filter(topics__in=[topic.pk for topic in self.live_topics])
            .exclude(pk__in=[self.pk, self.alias_of_id])
            .distinct()
            .newest_first()
            .defer_streamfields()[:3]
        )

    def structured_data(self) -> dict[str, str]:
        """Return what the page is in the words of schema.org."""
        return {
            "@context": "https://schema.org",
            "@type": self.schema_type,
            "headline": self.title,
            "description": self.summary,
            "url": get_canonical_url(self),
            "datePublished": format_machine_date(self.display_date, self.date_precision)
            if self.display_date
            else "",
        }

    @property
    def change_notes(self) -> list[PublishedChange]:
        """What was changed after readers had seen the page; nothing before its first save."""
        return get_page_notes(self).changes

    def find_problems(self, problems: Problems) -> None:
        """Check title, summary and topics."""
        super().find_problems(problems)
        if len(self.title) > MAX_TITLE_LENGTH:
            problems.add(
                "title",
                f"The title has {len(self.title)} characters. Shorten it to {MAX_TITLE_LENGTH}.",
            )
        if self.title.rstrip().endswith(".") and not self.title.rstrip().endswith("…"):
            problems.add("title", "A title has no full stop at the end. Remove it.")
        shortest, longest = MIN_AND_MAX_SUMMARY_LENGTH
        length = len(self.summary.strip())
        if not shortest <= length <= longest:
            problems.add(
                "summary",
                f"The summary has {length} characters. Write {shortest} to {longest}, "
                f"so that it stands alone wherever the page is announced.",
            )
        if "\n" in self.summary.strip():
            problems.add("summary", "The summary is one paragraph. Remove the line break.")
        topics = list(self.topics.all())
        problems.require(
            topics, "topics", "Tick at least one topic, so that readers find the page."
        )
        if topics and not any(topic.live for topic in topics):
            problems.add(
                "topics",
                f"“{topics[0]}” is not published, so readers would not see it. Publish the topic "
                f"or tick another.",
            )
