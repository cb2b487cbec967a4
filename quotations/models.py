"""Every quotation that readers have been shown, and what is to be said of it."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.text.dates import DatePrecision, print_date
from content.visibility import filter_public, get_page_for_reader, is_live_now
from snippets.models.documents import SiteDocument

# Whoever may do one of these works on a page.
PAGE_EDIT_ACTIONS = ("change", "publish")
MAX_NAME_LENGTH = 255


def hash_quotation(words: str, speaker: str) -> str:
    """Return what tells words of a speaker from all others; words alone are too long to index."""
    return hashlib.sha256(f"{speaker}\n{words}".encode()).hexdigest()


class QuotationQuerySet(models.QuerySet):
    """Reads as a sentence: `Quotation.objects.visible_to(user).current()`."""

    def current(self) -> QuotationQuerySet:
        """Return what stands on its page now."""
        return self.filter(removed_at=None)

    def marked(self) -> QuotationQuerySet:
        """Return what was corrected or withdrawn."""
        return self.exclude(mark=Quotation.Mark.NONE)

    def visible_to(self, user: Any, request: HttpRequest | None = None) -> QuotationQuerySet:
        """Return the entries of pages that are public or that `user` works on.

        `is_own` tells the latter apart.
        """
        policy = policy_registry.get_by_type(Page)
        own = (
            policy.instances_user_has_any_permission_for(user, PAGE_EDIT_ACTIONS)
            .order_by()
            .values("pk")
        )
        public = filter_public(Page.objects.order_by(), request).values("pk")
        return self.filter(models.Q(page__in=public) | models.Q(page__in=own)).annotate(
            is_own=models.Q(page__in=own)
        )


class Quotation(models.Model):
    """An entry of the ledger: words that a page prints, or has printed.

    The ledger is kept by `quotations.index`; only the mark is ever written by a person.
    """

    class Mark(models.TextChoices):
        """What readers are told of a quotation."""

        NONE = "", "No mark"
        CORRECTED = "corrected", "Corrected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    block_id = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64)
    words = models.TextField()
    speaker = models.CharField(max_length=MAX_NAME_LENGTH, blank=True, db_index=True)
    role = models.CharField(max_length=MAX_NAME_LENGTH, blank=True)
    source = models.CharField(max_length=MAX_NAME_LENGTH, blank=True)
    source_locator = models.CharField(max_length=MAX_NAME_LENGTH, blank=True)
    source_document = models.ForeignKey(
        SiteDocument, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    source_url = models.TextField(blank=True)
    date = models.DateField(null=True, db_index=True)
    date_precision = models.CharField(
        max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    removed_at = models.DateTimeField(null=True, verbose_name="not on the page since")

    mark = models.CharField(max_length=9, choices=Mark.choices, blank=True, default=Mark.NONE)
    note = models.TextField(blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = QuotationQuerySet.as_manager()

    class Meta:
        ordering = [models.F("date").desc(nulls_last=True), "-pk"]
        # The ledger fills itself, and nothing in it is deleted but with its page.
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "block_id", "fingerprint"], name="quotation_once_a_block"
            ),
            models.CheckConstraint(
                condition=models.Q(mark="", note="", marked_at=None)
                | (~models.Q(mark="") & ~models.Q(note="") & models.Q(marked_at__isnull=False)),
                name="quotation_mark_with_note_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Quotation of {self.attribution}"

    @property
    def attribution(self) -> str:
        """Who said it, or what it is printed in."""
        return self.speaker or self.printed_in or "nobody named"

    @property
    def printed_in(self) -> str:
        """The document with the place in it, as readers are told."""
        return ", ".join(filter(None, [self.source, self.source_locator]))

    @property
    def printed_date(self) -> str:
        """The date of the page as readers see it, no more exact than it is known."""
        return print_date(self.date, self.date_precision) if self.date else ""

    @property
    def is_current(self) -> bool:
        """Whether the page prints it now, whoever may open the page."""
        return self.removed_at is None

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody should rely on it any more."""
        return self.mark == self.Mark.WITHDRAWN

    @property
    def marked_on(self) -> datetime.date | None:
        """The day of the mark in London."""
        return timezone.localdate(self.marked_at) if self.marked_at else None

    @property
    def removed_on(self) -> datetime.date | None:
        """The day in London from which the page did not print it any more."""
        return timezone.localdate(self.removed_at) if self.removed_at else None

    @property
    def is_page_live(self) -> bool:
        """Whether there is a live page to open; a login may be asked for."""
        return is_live_now(self.page)

    def source_address(self, request: HttpRequest | None = None) -> str:
        """Return where the source can be checked, as readers get it, or nothing."""
        if self.source_document:
            return self.source_document.url
        if page := get_page_for_reader(self.source_page, request):
            return page.get_full_url(request) or ""
        return self.source_url

    def source_title(self, request: HttpRequest | None = None) -> str:
        """Return what the source is called: as the page says, or else what its link leads to."""
        if self.printed_in:
            return self.printed_in
        if self.source_document:
            return self.source_document.title
        page = get_page_for_reader(self.source_page, request)
        return page.title if page else self.source_url
