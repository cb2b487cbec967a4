"""Print text, dates, phone numbers, links and quotations in templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from phonenumber_field.phonenumber import PhoneNumber
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text import RichText

from content.blocks import LinkTarget
from content.blocks import link_target as target_of
from content.blocks.links import get_host
from content.fields import format_phone_link
from content.reader import use_reader_request
from content.template_context import get_request
from content.text import typography
from content.text.dates import DatePrecision, format_machine_date, print_date
from content.text.traversal import get_searchable_texts
from content.visibility import get_page_for_reader as readable_page

register = template.Library()


@register.filter
def teaser(text: str, length: int = 160) -> str:
    """Return `text` cut between words to `length` characters."""
    return typography.shorten_to_teaser(text, length)


@register.filter
def phone(number: PhoneNumber | None) -> SafeString | str:
    """Return a link that dials `number`, printed the UK way."""
    if not number:
        return ""
    return format_phone_link(number)


@register.simple_tag
def date_element(
    value: date | datetime | None, precision: str = DatePrecision.DAY
) -> SafeString | str:
    """Return a `<time>` element for a date, no more exact than it is known."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        format_machine_date(value, precision),
        print_date(value, precision),
    )


@register.filter
def highlight(text: str, words: list[str]) -> SafeString:
    """Return `text` with every word that starts with one of `words` in a `<mark>`."""
    return typography.highlight_words(text, words)


@register.filter
def reading_minutes(page: Page) -> int:
    """Return how many minutes the page's text takes at 230 words a minute, at least one."""
    texts = get_searchable_texts(page._meta.get_field("body"), page.body)
    return typography.get_reading_minutes(texts)


@register.filter
def host(address: str) -> str:
    """Return the name of the site that an address is on."""
    return get_host(address)


@register.filter
def verbose_name(thing: Model) -> str:
    """Return what kind of content this is, as editors call it."""
    return str(thing._meta.verbose_name).capitalize()


@register.simple_tag(takes_context=True)
def link_target(context: Context, link: Any) -> LinkTarget | None:
    """Return where a link block leads, or None when readers may not open it."""
    return target_of(link, get_request(context))


@register.simple_tag(takes_context=True)
def readable_links(context: Context, links: Any) -> list[dict[str, Any]]:
    """Return those lines of a “Read more” list that readers may open, with their targets."""
    found = [
        {"value": link, "target": target_of(link["target"], get_request(context))} for link in links
    ]
    return [entry for entry in found if entry["target"]]


@register.simple_tag(takes_context=True)
def rich_text_for_reader(context: Context, text: RichText | str) -> str:
    """Return rich text as this reader gets it: its contacts are what the footer prints as well."""
    with use_reader_request(get_request(context)):
        return str(text if isinstance(text, RichText) else RichText(text))


@register.simple_tag(takes_context=True)
def page_for_reader(context: Context, page: Page | None) -> Page | None:
    """Return `page` as this reader gets it, or None if they may not be told of it."""
    return readable_page(page, get_request(context))


@register.simple_tag
def shown_date(page: Page) -> SafeString | str:
    """Return the date that readers see of a release, explainer or report."""
    return date_element(page.display_date, page.date_precision)


@register.simple_tag(takes_context=True)
def quotation_mark(context: Context, quotation: Any) -> Any:
    """Return what is to be said of a quotation on the page it stands on, or None.

    A block that is previewed by itself stands on none. Layers above register the hook
    `get_quotation_mark`: it takes a page, the words and the speaker, and returns a mark or None.
    """
    page = context.get("page")
    if not isinstance(page, Page):
        return None
    words, speaker = quotation.get("text") or "", quotation.get("speaker") or ""
    marks = (get_mark(page, words, speaker) for get_mark in hooks.get_hooks("get_quotation_mark"))
    return next((mark for mark in marks if mark), None)
