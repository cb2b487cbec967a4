"""Give templates menus, breadcrumbs, addresses of lists and structured data."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.models import Page, Site

from content.template_context import cache_on_request, get_request
from content.text.cleaning import clean_stream_data
from content.visibility import filter_public, get_canonical_url, get_page_for_reader
from snippets.models import SiteIdentity
from snippets.templatetags.snippet_tags import contact_details

register = template.Library()

# The depth in the tree of the pages directly below a home page.
FIRST_LEVEL_PAGE_DEPTH = 3

# What could end a <script> early.
JSON_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Page]:
    """Return the public pages of the site's first level that editors put in menus."""
    return [page for page in _get_first_level(context) if page.show_in_menus]


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> list[Page]:
    """Return the public pages of the first level that the main menu leaves out."""
    return [page for page in _get_first_level(context) if not page.show_in_menus]


def _get_first_level(context: Context) -> list[Page]:
    request = get_request(context)
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    return cache_on_request(
        context,
        "_first_level",
        lambda: list(filter_public(Page.objects.child_of(site.root_page), request)),
    )


@register.simple_tag(takes_context=True)
def ancestors(context: Context, page: Page) -> list[Page]:
    """Return the public pages between the home page and `page`; routing has fetched most."""
    trail: list[Page] = []
    while page.depth and page.depth > FIRST_LEVEL_PAGE_DEPTH:
        page = page.get_parent()
        if shown := get_page_for_reader(page, get_request(context)):
            trail.insert(0, shown)
    return trail


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


@register.simple_tag(takes_context=True)
def canonical_url(context: Context, page: Page | str) -> str:
    """Return the address of a page for search engines; nothing where there is no page."""
    return get_canonical_url(page, get_request(context)) if isinstance(page, Page) else ""


@register.simple_tag(takes_context=True)
def structured_data(context: Context, page: Page) -> SafeString:
    """Return what search engines read of a page (schema.org), with the current publisher.

    A data block is not a script, so the security policy allows it.
    """
    data = page.structured_data()
    data["publisher"] = publisher = _describe_publisher(get_request(context))
    if contact := contact_details(context):
        publisher |= {
            "legalName": contact.organisation_name,
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
    text = json.dumps(clean_stream_data(data), ensure_ascii=False).translate(JSON_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def _describe_publisher(request: HttpRequest | None) -> dict[str, Any]:
    identity = SiteIdentity.for_request(request) if request else SiteIdentity.get_default()
    publisher: dict[str, Any] = {"@type": "NGO", "name": identity.organisation_name}
    logo = identity.logo and identity.logo.get_rendition("max-320x160|format-webp")
    # A placeholder, for what is not drawn yet, has no key.
    if logo and logo.pk:
        publisher["logo"] = logo.full_url
    if accounts := identity.social_accounts:
        publisher["sameAs"] = [url for _network, url in accounts]
    return publisher
