"""Default values and the address of the form for a new press release."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pressroom.models import PressRelease, PressReleaseIndexPage, ReleaseContact
from snippets.models import ContactDetails, MediaContact


def fill_in_new_release(sender: Any, page: Page, **kwargs: Any) -> None:
    """Begin the form of a new release with today’s date and the press office’s contact."""
    if not isinstance(page, PressRelease):
        return
    page.release_date = timezone.localdate()
    if contact := find_press_office_contact():
        page.media_contacts = [ReleaseContact(contact=contact)]


def find_press_office_contact() -> MediaContact | None:
    """Return the live media contact with the press phone or email of the contact details.

    If none has them, return the first contact of the newest release.
    """
    details = ContactDetails.objects.current()
    is_office = Q(pk__in=[])
    if details and details.press_phone:
        is_office |= Q(phone=details.press_phone)
    if details and details.press_email:
        is_office |= Q(email=details.press_email)
    if office := MediaContact.objects.live().filter(is_office).order_by("pk").first():
        return office
    newest = PressRelease.objects.live().newest_first().first()
    return next(iter(newest.contacts()), None) if newest else None


def get_new_release_url(user: Any) -> str:
    """Return the address of the form of a new release; empty if the user may not make one."""
    policy = policy_registry.get_by_type(Page)
    for archive in PressReleaseIndexPage.objects.all():
        if policy.user_has_permission_for_instance(user, "add", archive):
            return reverse("wagtailadmin_pages:add", args=["pressroom", "pressrelease", archive.pk])
    return ""
