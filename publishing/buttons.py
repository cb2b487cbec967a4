"""Ways from what is edited to what publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail.admin.widgets import Button
from wagtail.models import Page

from content.validation.publication_rules import PublicationRulesMixin
from publishing.embargo.admin_views import can_create_embargo_links, get_embargo_links_url
from publishing.embargo_audit.views import can_see_audit
from publishing.lookups import get_audit_url
from publishing.models import EmbargoAudit
from publishing.models.content_objects import get_base_content_type
from publishing.upcoming import get_upcoming_publication


def iter_set_buttons(content_object: Any, user: Any) -> Iterator[Button]:
    """Offer to put something that has a draft, and no date of its own, in a release set."""
    is_page = isinstance(content_object, Page)
    if not isinstance(
        content_object.specific if is_page else content_object, PublicationRulesMixin
    ):
        return
    # A list of shared content would ask for each row; there, the set itself refuses.
    if is_page and content_object.approved_schedule:
        return
    if content_object.has_unpublished_changes and user.has_perm("publishing.change_releaseset"):
        url = reverse(
            "release_set_add_item",
            args=[get_base_content_type(content_object).pk, content_object.pk],
        )
        yield Button("Add to a release set", url, icon_name="calendar-check", priority=60)


def iter_embargo_link_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Offer links for journalists once a page is promised."""
    if can_create_embargo_links(user, page) and get_upcoming_publication(page):
        yield Button("Embargo links", get_embargo_links_url(page), icon_name="mail", priority=61)


def iter_audit_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Offer what the site found of a page that is promised, or was."""
    if can_see_audit(user, page) and (
        get_upcoming_publication(page) or EmbargoAudit.objects.about(page).exists()
    ):
        yield Button("Embargo seal", get_audit_url(page), icon_name="lock", priority=62)
