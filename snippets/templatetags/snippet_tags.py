"""Give templates the contact details, the contacts and the banners of this reader."""

from __future__ import annotations

from django import template
from django.template import Context
from phonenumber_field.phonenumber import PhoneNumber
from wagtail.models import Page

from content.template_context import cache_on_request, get_request
from snippets.contacts.references import get_contact_values
from snippets.models import (
    ContactDetails,
    MediaContact,
    SiteBanner,
    SiteIdentity,
    SiteImage,
    Statistic,
)
from snippets.models.base import get_previewed_drafts
from snippets.models.site_identity import get_default_name
from snippets.tally import Tally, draw_tally

register = template.Library()


@register.simple_tag(takes_context=True)
def contact_details(context: Context) -> ContactDetails | None:
    """Return the current contact details, or the draft that an editor is previewing."""
    return get_contact_values(get_request(context)).details


@register.simple_tag(takes_context=True)
def contacts_for_reader(context: Context, contacts: list[MediaContact]) -> list[MediaContact]:
    """Return media contacts as this reader gets them: drafts that are read ahead in their place."""
    drafts = {draft.pk: draft for draft in get_previewed_drafts(get_request(context), MediaContact)}
    return [drafts.get(contact.pk, contact) for contact in contacts]


@register.simple_tag(takes_context=True)
def site_banners(context: Context) -> list[SiteBanner]:
    """Return the banners that show now, most severe first, with the drafts being previewed.

    Of two with one severity, the rules refuse the second; where both were promised, it replaces the
    first.
    """
    drafts = get_previewed_drafts(get_request(context), SiteBanner)
    banners = cache_on_request(context, "_site_banners", lambda: list(SiteBanner.public.showing()))
    shown = {draft.severity: draft for draft in drafts}
    for banner in banners:
        if banner not in drafts:
            shown.setdefault(banner.severity, banner)
    return sorted(shown.values(), key=lambda banner: -banner.severity)


@register.simple_tag(takes_context=True)
def share_image(context: Context, page: Page | str) -> SiteImage | None:
    """Return the image of a shared link to a page: its own, or the one for all pages."""
    request = get_request(context)
    own = getattr(page, "share_image", None)
    return own or (SiteIdentity.for_request(request).share_image if request else None)


@register.simple_tag
def default_organisation_name() -> str:
    """Return the organisation's name for a page that must not ask the database."""
    return get_default_name()


@register.simple_tag
def banner_phone(banner: SiteBanner, contact: ContactDetails | None) -> PhoneNumber | None:
    """Return the number of the contact details that the banner prints, if any."""
    return banner.phone(contact)


@register.filter
def tally(statistic: Statistic) -> Tally | None:
    """Return a figure as strokes to draw, or None if it is no count of up to 2,000."""
    return draw_tally(statistic.value)
