"""Print contact details, banners, rich text with inserted contacts, and facts of documents."""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.defaultfilters import filesizeformat, pluralize
from django.utils import timezone
from django.utils.translation import get_language_info
from phonenumber_field.phonenumber import PhoneNumber
from wagtail.rich_text import RichText

from content.template_context import cache_on_request, get_request
from content.text.dates import print_date
from snippets.contacts.references import get_contact_facts, reader_context
from snippets.models import ContactDetails, MediaContact, SiteBanner, SiteDocument
from snippets.models.base import previewed

register = template.Library()


@register.simple_tag(takes_context=True)
def contact_details(context: Context) -> ContactDetails | None:
    """Return the current contact details, or the draft that an editor is previewing."""
    return get_contact_facts(get_request(context)).details


@register.simple_tag(takes_context=True)
def shown_contacts(context: Context, contacts: list[MediaContact]) -> list[MediaContact]:
    """Return media contacts as this reader gets them: drafts that are read ahead in their place."""
    drafts = {draft.pk: draft for draft in previewed(get_request(context), MediaContact)}
    return [drafts.get(contact.pk, contact) for contact in contacts]


@register.simple_tag(takes_context=True)
def prose(context: Context, text: RichText | str) -> str:
    """Return rich text as this reader gets it: its contacts are what the footer prints as well."""
    with reader_context(get_request(context)):
        return str(text if isinstance(text, RichText) else RichText(text))


@register.simple_tag(takes_context=True)
def site_banners(context: Context) -> list[SiteBanner]:
    """Return the banners that show now, most severe first, with the drafts being previewed.

    Of two with one severity, the rules refuse the second; where both were promised, it replaces the
    first.
    """
    drafts = previewed(get_request(context), SiteBanner)
    banners = cache_on_request(context, "_site_banners", lambda: list(SiteBanner.objects.showing()))
    shown = {draft.severity: draft for draft in drafts}
    for banner in banners:
        if banner not in drafts:
            shown.setdefault(banner.severity, banner)
    return sorted(shown.values(), key=lambda banner: -banner.severity)


@register.simple_tag
def banner_phone(banner: SiteBanner, contact: ContactDetails | None) -> PhoneNumber | None:
    """Return the number of the contact details that the banner prints, if any."""
    return banner.phone(contact)


@register.simple_tag
def document_facts(document: SiteDocument) -> str:
    """Return what a reader wants to know before downloading: “PDF, 2.4 MB, 36 pages, Welsh”."""
    facts = [document.format, filesizeformat(document.file_size)]
    if document.pages:
        facts.append(f"{document.pages} page{pluralize(document.pages)}")
    if language := language_name(document.language):
        facts.append(language)
    return ", ".join(facts)


@register.simple_tag
def document_replacement(document: SiteDocument) -> str:
    """Return that readers had another file here before, when it was replaced, and why."""
    if not document.replaced_at:
        return ""
    day = print_date(timezone.localdate(document.replaced_at))
    return f"Replaced on {day}: {document.replacement_note}"


def language_name(code: str) -> str:
    """Return a language's English name, or nothing for English and for an unknown code."""
    primary = code.split("-")[0].lower()
    if primary == "en":
        return ""
    try:
        return get_language_info(primary)["name"]
    except KeyError:
        return ""
