"""Find what is wrong, or soon will be, with the content that one user works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, get_page_models

from content.visibility import q_not_expired
from editorial.dashboard.rows import (
    DashboardGroup,
    DashboardRow,
    build_group,
    format_day,
    get_editable_objects,
    truncate_group,
)
from editorial.links.report import get_broken_links
from editorial.mail.views import UNDELIVERED_EMAILS_PERMISSION
from editorial.models import OutgoingEmail
from pages.registry import get_content_page_models
from pages.reviewed_page import ReviewedPage
from pressroom.models import PressRelease
from pressroom.models.press_release import ReleaseContact
from publishing.clock import format_datetime
from publishing.embargo_audit.status import format_audit
from publishing.models import EmbargoAudit
from publishing.models.content_objects import get_title, get_type_label
from publishing.permissions import VisibilityPolicy, edit_url
from publishing.publication_calendar import PublicationCalendar
from publishing.unpublishing.lost_links import LostLink, find_lost_links
from snippets.contacts.known_contacts import find_stale_media_contacts
from snippets.contacts.references import format_value
from snippets.models import MediaContact, SiteBanner, SiteImage, Statistic

BANNER_EXPIRY_WARNING_PERIOD = timedelta(days=7)
# A figure of this age has a younger one.
STATISTIC_MAX_AGE = timedelta(days=365)
# Journalists call about the releases of a year; an older one may name somebody who has left.
RELEASE_CONTACT_CHECK_MAX_AGE = timedelta(days=365)
# Beyond these, the report of links says how many there are.
MAX_BROKEN_LINKS = 100


class AttentionReport:
    """What needs attention, in a number of queries that does not grow."""

    def __init__(self, user: Any, now: datetime | None = None) -> None:
        self.user = user
        self.now = now or timezone.now()
        self.today = timezone.localdate(self.now)

    def groups(self) -> list[DashboardGroup]:
        """Return what there is, the most urgent first."""
        found = (
            self.failures(),
            self.get_embargo_leaks_group(),
            self.undelivered_emails(),
            self.get_expiring_banners_group(),
            self.get_stale_contacts_group(),
            *(
                self.get_overdue_reviews_group(model)
                for model in get_content_page_models()
                if model.needs_review
            ),
            self.releases_without_contact(),
            self.lost_links(),
            self.broken_links(),
            self.statistics(),
            self.get_undescribed_images_group(),
        )
        return [group for group in found if group.rows]

    def failures(self) -> DashboardGroup:
        """Return what should have gone live, or come down, and did not."""
        entries = PublicationCalendar(self.user, self.now).get_overdue()
        return truncate_group(
            "Overdue",
            [
                DashboardRow(e.title, e.edit_url or "", e.kind, f"{e.when}: {e.reason}")
                for e in entries
            ],
        )

    def get_embargo_leaks_group(self) -> DashboardGroup:
        """Return what strangers could see before its moment, as the latest check found."""
        later = EmbargoAudit.objects.filter(
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            checked_at__gt=OuterRef("checked_at"),
        )
        leaks = EmbargoAudit.objects.filter(~Exists(later), leaks__gt=0, checked_at__isnull=False)
        checks = leaks.order_by("-checked_at").prefetch_related("base_content_object")
        known = VisibilityPolicy(self.user)
        rows = [
            _build_leak_row(check) for check in checks if known.can_see(check.base_content_object)
        ]
        return truncate_group("Visible before go-live", rows)

    def undelivered_emails(self) -> DashboardGroup:
        """Return the messages that no mail server took, for those who may publish release sets."""
        emails = OutgoingEmail.objects.given_up()
        if not self.user.has_perm(UNDELIVERED_EMAILS_PERMISSION):
            emails = emails.none()
        return build_group(
            "Emails that were not delivered",
            emails,
            lambda email: DashboardRow(
                str(email),
                reverse("undelivered_emails"),
                "Email",
                f"Not delivered. The last attempt was on {format_datetime(email.given_up_at)}. "
                f"{email.error}",
            ),
            "Correct the address or the mail settings, then send the message again.",
        )

    def get_expiring_banners_group(self) -> DashboardGroup:
        """Return the banners that end within a week."""
        banners = get_editable_objects(self.user, SiteBanner).live()
        return self._build_content_group(
            "Banners that end soon",
            banners.filter(expire_at__lte=self.now + BANNER_EXPIRY_WARNING_PERIOD).order_by(
                "expire_at"
            ),
            lambda banner: f"Comes down on {format_datetime(banner.expire_at)}.",
            "If the matter goes on by then, choose a later end.",
        )

    def get_stale_contacts_group(self) -> DashboardGroup:
        """Return the media contacts that hold what the contact details hold no more."""
        own = set(get_editable_objects(self.user, MediaContact).values_list("pk", flat=True))
        rows = [
            self._build_row(contact, f"{format_value(getattr(contact, field))} was {label}.")
            for contact, field, label in find_stale_media_contacts()
            if contact.pk in own
        ]
        return truncate_group(
            "Media contacts with a former number or address",
            rows,
            "The contact details have changed. Change these as well, or publish them once more if "
            "they are right.",
        )

    def get_overdue_reviews_group(self, model: type[ReviewedPage]) -> DashboardGroup:
        """Return the pages of a model whose day for a review has passed."""
        due = self._get_live(model).filter(review_on__lte=self.today).order_by("review_on", "pk")
        return self._build_content_group(
            f"{model._meta.verbose_name_plural.capitalize()} to review",
            due,
            lambda page: f"The review was due on {format_day(page.review_on)}.",
            "Readers are told when the last review was. Check every statement, then enter today "
            "and the day of the next review.",
        )

    def releases_without_contact(self) -> DashboardGroup:
        """Return the releases of the last year with nobody whom a journalist can call."""
        contacts = ReleaseContact.objects.filter(page=OuterRef("pk"), contact__live=True)
        recent = self._get_live(PressRelease).filter(
            release_date__gte=self.today - RELEASE_CONTACT_CHECK_MAX_AGE
        )
        return self._build_content_group(
            "Releases without a media contact",
            recent.filter(~Exists(contacts.filter(q_not_expired("contact__")))).newest_first(),
            lambda page: f"Released on {format_day(page.release_date)}.",
            "Their contacts were taken down. Choose others, so that journalists can call somebody.",
        )

    def lost_links(self) -> DashboardGroup:
        """Return the links of live content to pages that were unpublished or deleted."""
        rows = [
            DashboardRow(link.title, link.edit_url or "", link.kind, _describe_lost_link(link))
            for link in find_lost_links(self.user)
            if link.edit_url
        ]
        return truncate_group(
            "Links to pages that are no longer live",
            rows,
            "Readers see the words without a link. Choose another page, or remove the link.",
        )

    def broken_links(self) -> DashboardGroup:
        """Return the links to other sites that lead nowhere any more, the latest to break first."""
        rows = [
            DashboardRow(
                get_title(broken.content_object),
                reverse("link_detail", args=[broken.link]),
                get_type_label(broken.content_object),
                f"{broken.url} fails since {format_day(broken.since)}.",
            )
            for broken in get_broken_links(self.user, most=MAX_BROKEN_LINKS)
        ]
        return truncate_group(
            "Broken links", rows, "See what is wrong, and replace the address everywhere."
        )

    def statistics(self) -> DashboardGroup:
        """Return the figures on pages that are kept current, checked more than a year ago."""
        old = (
            get_editable_objects(self.user, Statistic)
            .live()
            .filter(as_of__lt=self.today - STATISTIC_MAX_AGE)
        )
        return self._build_content_group(
            "Statistics out of date",
            old.filter(
                pk__in=_get_used_pks(
                    Statistic, content_type__in=_get_page_types(_get_current_models())
                )
            ).order_by("as_of", "pk"),
            lambda figure: f"Last checked at its source on {format_day(figure.as_of)}.",
            "Not checked for over a year. Look for newer figures.",
        )

    def get_undescribed_images_group(self) -> DashboardGroup:
        """Return the pictures of shared links of which nobody has said what they show.

        Every other picture is described where it stands, or it could not be published.
        """
        unsaid = get_editable_objects(self.user, SiteImage).filter(description="")
        return self._build_content_group(
            "Pictures without a description",
            unsaid.filter(pk__in=_get_used_pks(SiteImage, model_path="share_image")).order_by(
                "-pk"
            ),
            lambda image: f"Uploaded on {format_day(image.created_at)}.",
            "Shown with shared links. Describe each picture for people who cannot see it.",
        )

    def _get_live(self, model: type[Any]) -> Any:
        return (
            get_editable_objects(self.user, model)
            .live()
            .filter(q_not_expired())
            .defer_streamfields()
        )

    def _build_content_group(
        self, heading: str, found: QuerySet, detail: Callable[[Any], str], advice: str
    ) -> DashboardGroup:
        return build_group(
            heading, found, lambda thing: self._build_row(thing, detail(thing)), advice
        )

    def _build_row(self, thing: Any, detail: str) -> DashboardRow:
        url = edit_url(self.user, thing) or ""
        return DashboardRow(get_title(thing), url, get_type_label(thing), detail)


def _build_leak_row(check: EmbargoAudit) -> DashboardRow:
    content_object: Any = check.base_content_object
    url = reverse("embargo_audit_report", args=[check.content_type_id, check.object_id])
    return DashboardRow(
        get_title(content_object), url, get_type_label(content_object), format_audit(check)
    )


def _describe_lost_link(link: LostLink) -> str:
    target = f"“{link.target_title}”" if link.target_title else "a page that was removed"
    return f"“{link.place}” leads to {target}."


def _get_current_models() -> list[type[Page]]:
    """Return the page types where figures are to be those of today; a release keeps its own."""
    return [model for model in get_page_models() if getattr(model, "is_kept_current", False)]


def _get_page_types(models: Iterable[type[Model]]) -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*models).values())


def _get_used_pks(model: type[Model], **where: Any) -> QuerySet:
    """Return the numbers of the things of a model that live pages refer to."""
    live = Page.objects.filter(live=True).values("pk")
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        base_content_type=ContentType.objects.get_for_model(Page),
        **where,
    ).annotate(
        # Wagtail keeps numbers of all kinds as text.
        page=Cast("object_id", BigIntegerField()),
        number=Cast("to_object_id", BigIntegerField()),
    )
    return references.filter(page__in=live).values("number")
