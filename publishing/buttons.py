"""Ways from what is edited to what publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail.admin.widgets import Button
from wagtail.models import Page

from content.validation.publication_rules import PublicationRulesMixin
from publishing.embargo.admin_views import links_address, may_make_links
from publishing.embargo_audit.views import may_see_seal
from publishing.lookups import get_seal_url
from publishing.models import EmbargoAudit
from publishing.models.content_objects import get_base_content_type
from publishing.upcoming import get_upcoming


def add_to_set(subject: Any, user: Any) -> Iterator[Button]:
    """Offer to put something that has a draft, and no date of its own, in a release set."""
    is_page = isinstance(subject, Page)
    if not isinstance(subject.specific if is_page else subject, PublicationRulesMixin):
        return
    # A list of shared content would ask for each row; there, the set itself refuses.
    if is_page and subject.approved_schedule:
        return
    if subject.has_unpublished_changes and user.has_perm("publishing.change_releaseset"):
        url = reverse("publishing_add_to_set", args=[get_base_content_type(subject).pk, subject.pk])
        yield Button("Add to a release set", url, icon_name="calendar-check", priority=60)


def embargo_links(page: Page, user: Any) -> Iterator[Button]:
    """Offer links for journalists once a page is promised."""
    if may_make_links(user, page) and get_upcoming(page):
        yield Button("Embargo links", links_address(page), icon_name="mail", priority=61)


def seal(page: Page, user: Any) -> Iterator[Button]:
    """Offer what the site found of a page that is promised, or was."""
    if may_see_seal(user, page) and (
        get_upcoming(page) or EmbargoAudit.objects.about(page).exists()
    ):
        yield Button("Embargo seal", get_seal_url(page), icon_name="lock", priority=62)
