"""What templates need of the reusable content: contact details, banners, links, dates, phones."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.template import Context
from django.template.defaultfilters import filesizeformat, pluralize
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from phonenumber_field.phonenumber import PhoneNumber
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from snippets import wording
from snippets.blocks import LinkTarget
from snippets.blocks import link_target as target_of
from snippets.blocks.links import host_of
from snippets.cleaning import clean_stored
from snippets.dates import Precision, machine_date, print_date
from snippets.facts import dialling_link, facts_for, read_by
from snippets.ledger.marks import Mark, noted_on
from snippets.models import ContactDetails, MediaContact, SiteBanner, SiteDocument
from snippets.models.base import previewed
from snippets.visibility import get_canonical_url, visible
from snippets.visibility import readable as readable_page

register = template.Library()

# The depth in the tree of the pages directly below a home page.
FIRST_LEVEL = 3

# What could end a <script> early.
JSON_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def _request(context: Context) -> HttpRequest | None:
    return context.get("request")


def _once(context: Context, name: str, find: Any) -> Any:
    """Return what `find` returns, asked once a request: header, page and footer share it."""
    request = _request(context)
    if request is None:
        return find()
    if not hasattr(request, name):
        setattr(request, name, find())
    return getattr(request, name)


@register.simple_tag(takes_context=True)
def contact_details(context: Context) -> ContactDetails | None:
    """Return the current contact details, or the draft that an editor is previewing."""
    return facts_for(_request(context)).details


@register.simple_tag(takes_context=True)
def shown_contacts(context: Context, contacts: list[MediaContact]) -> list[MediaContact]:
    """Return media contacts as this reader gets them: drafts that are read ahead in their place."""
    drafts = {draft.pk: draft for draft in previewed(_request(context), MediaContact)}
    return [drafts.get(contact.pk, contact) for contact in contacts]


@register.simple_tag(takes_context=True)
def prose(context: Context, text: RichText | str) -> str:
    """Return rich text as this reader gets it: its contacts are what the footer prints as well."""
    with read_by(_request(context)):
        return str(text if isinstance(text, RichText) else RichText(text))


@register.simple_tag(takes_context=True)
def site_banners(context: Context) -> list[SiteBanner]:
    """Return the banners that show now, most severe first, with the drafts being previewed.

    Of two with one severity, the rules refuse the second; where both were promised, it replaces the
    first.
    """
    drafts = previewed(_request(context), SiteBanner)
    banners = _once(context, "_site_banners", lambda: list(SiteBanner.objects.showing()))
    shown = {draft.severity: draft for draft in drafts}
    for banner in banners:
        if banner not in drafts:
            shown.setdefault(banner.severity, banner)
    return sorted(shown.values(), key=lambda banner: -banner.severity)


@register.simple_tag
def banner_phone(banner: SiteBanner, contact: ContactDetails | None) -> PhoneNumber | None:
    """Return the number of the contact details that the banner prints, if any."""
    return banner.phone(contact)


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Page]:
    """Return the public pages of the site's first level that editors put in menus."""
    return [page for page in _first_level(context) if page.show_in_menus]


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> list[Page]:
    """Return the public pages of the first level that the main menu leaves out."""
    return [page for page in _first_level(context) if not page.show_in_menus]


def _first_level(context: Context) -> list[Page]:
    request = _request(context)
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    return _once(
        context,
        "_first_level",
        lambda: list(visible(Page.objects.child_of(site.root_page), request)),
    )


@register.simple_tag(takes_context=True)
def ancestors(context: Context, page: Page) -> list[Page]:
    """Return the public pages between the home page and `page`; routing has fetched most."""
    trail: list[Page] = []
    while page.depth and page.depth > FIRST_LEVEL:
        page = page.get_parent()
        if shown := readable_page(page, _request(context)):
            trail.insert(0, shown)
    return trail


@register.simple_tag(takes_context=True)
def link_target(context: Context, link: Any) -> LinkTarget | None:
    """Return where a link block leads, or None when readers may not open it."""
    return target_of(link, _request(context))


@register.simple_tag(takes_context=True)
def open_links(context: Context, links: Any) -> list[dict[str, Any]]:
    """Return those lines of a “Read more” list that readers may open, with their targets."""
    found = [
        {"value": link, "target": target_of(link["target"], _request(context))} for link in links
    ]
    return [entry for entry in found if entry["target"]]


@register.simple_tag(takes_context=True)
def quotation_mark(context: Context, quotation: Any) -> Mark | None:
    """Return what is to be said of a quotation on the page it stands on, or None.

    A block that is previewed by itself stands on none.
    """
    page = context.get("page")
    if not isinstance(page, Page):
        return None
    return noted_on(page).mark_of(quotation.get("text") or "", quotation.get("speaker") or "")


@register.simple_tag(takes_context=True)
def readable(context: Context, page: Page | None) -> Page | None:
    """Return `page` as this reader gets it, or None if they may not be told of it."""
    return readable_page(page, _request(context))


@register.filter
def teaser(text: str, length: int = 160) -> str:
    """Return `text` cut between words to `length` characters."""
    return wording.teaser(text, length)


@register.filter
def phone(number: PhoneNumber | None) -> SafeString | str:
    """Return a link that dials `number`, printed the UK way."""
    if not number:
        return ""
    return dialling_link(number)


@register.simple_tag
def day(value: date | datetime | None, precision: str = Precision.DAY) -> SafeString | str:
    """Return a `<time>` element for a date, no more exact than it is known."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        machine_date(value, precision),
        print_date(value, precision),
    )


@register.filter
def marked(text: str, words: list[str]) -> SafeString:
    """Return `text` with every word that starts with one of `words` in a `<mark>`."""
    return wording.mark(text, words)


@register.filter
def reading_minutes(page: Page) -> int:
    """Return how many minutes the page's text takes at 230 words a minute, at least one."""
    return wording.reading_minutes(page.body.stream_block.get_searchable_content(page.body))


@register.simple_tag(takes_context=True)
def listing_url(context: Context, **changes: Any) -> str:
    """Return the address of this list with some parameters changed, keeping the other filters.

    Changing a filter starts again at the first page.
    """
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = value
    query = parameters.urlencode()
    return f"?{query}" if query else context["request"].path


@register.simple_tag
def shown_date(page: Page) -> SafeString | str:
    """Return the date that readers see of a release, explainer or report."""
    return day(page.date_shown, page.date_precision)


@register.filter
def verbose_name(thing: Model) -> str:
    """Return what kind of content this is, as editors call it."""
    return thing._meta.verbose_name.capitalize()


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


@register.filter
def host(address: str) -> str:
    """Return the name of the site that an address is on."""
    return host_of(address)


def language_name(code: str) -> str:
    """Return a language's English name, or nothing for English and for an unknown code."""
    primary = code.split("-")[0].lower()
    if primary == "en":
        return ""
    try:
        return get_language_info(primary)["name"]
    except KeyError:
        return ""


@register.simple_tag(takes_context=True)
def canonical_url(context: Context, page: Page | str) -> str:
    """Return the address of a page for search engines; nothing where there is no page."""
    return get_canonical_url(page, _request(context)) if isinstance(page, Page) else ""


@register.simple_tag(takes_context=True)
def structured_data(context: Context, page: Page) -> SafeString:
    """Return what search engines read of a page (schema.org), with the current publisher.

    A data block is not a script, so the security policy allows it.
    """
    data = page.structured_data()
    if contact := contact_details(context):
        data["publisher"] = {
            "@type": "NGO",
            "name": contact.organisation_name,
            "telephone": contact.public_phone.as_e164,
            "email": contact.email,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": ", ".join(contact.address_lines[:-1]),
                "addressLocality": contact.town,
                "postalCode": contact.postcode,
                "addressCountry": "GB",
            },
        }
    text = json.dumps(clean_stored(data), ensure_ascii=False).translate(JSON_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
