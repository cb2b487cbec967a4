"""Reading ahead: pages and shared content rendered as they will be, before they are live.

Whoever may read ahead does so below one address: that of an embargo link, or of a set's preview in
the admin. Pages, documents and pictures of what is planned lead there; everything else leads to
where readers get it today. Shared content other than contact details, banners and promotions
(contacts, organisations, topics) shows inside pages as it is today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from wagtail.models import Page

from content.references import get_referenced_pks
from content.visibility import show_previews
from snippets.models import MediaContact, SiteDocument, SiteImage, SiteRendition
from snippets.models.base import BaseSnippet, SiteWideSnippet

DRAWN = "images/"
TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(r"""(\s([^\s=>"'/]+)\s*=\s*)(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class PreviewFiles:
    """The numbers of the files that may be had ahead, by their types; small enough to remember."""

    numbers: dict[type, set[int]]

    def includes(self, file: SiteDocument | SiteImage) -> bool:
        """Return whether `file` may be had ahead."""
        return file.pk in self.numbers[type(file)]


@dataclass(frozen=True)
class EmbargoPreview:
    """What may be read ahead, and the address below which it is read, with a slash at its end."""

    contents: tuple[Any, ...]
    prefix: str
    # Said in the title of every page, such as “Under embargo”, and across its top.
    label: str
    notice: str
    terms: str
    is_set: bool = False
    # What changed since the reader was given the address, the latest first.
    changes: tuple[str, ...] = ()

    @cached_property
    def pages(self) -> dict[int, Page]:
        """The pages by their numbers."""
        return {content.pk: content for content in self.contents if isinstance(content, Page)}

    @cached_property
    def frame(self) -> list[SiteWideSnippet]:
        """What will show around every page."""
        return [
            content
            for content in self.contents
            if isinstance(content, SiteWideSnippet) and content.will_show
        ]

    @property
    def shown(self) -> list[BaseSnippet]:
        """What is shown in place of what readers get today: the frame, and what texts insert."""
        contacts = (content for content in self.contents if isinstance(content, MediaContact))
        return [*self.frame, *contacts]

    @property
    def has_index(self) -> bool:
        """Whether the contents are listed at the prefix; one page shows what frames every page."""
        return self.is_set and len(self.frame) < len(self.contents)

    @cached_property
    def files(self) -> PreviewFiles:
        """The files that the contents refer to, so that they may be had ahead as well."""
        kinds = (SiteDocument, SiteImage)
        return PreviewFiles({kind: get_referenced_pks(self.contents, kind) for kind in kinds})

    def includes(self, file: SiteDocument | SiteImage) -> bool:
        """Return whether the contents refer to `file`."""
        return self.files.includes(file)

    def page(self, pk: int) -> Page:
        """Return the page of that number.

        Raises:
            Http404: it is not among the contents.
        """
        if pk not in self.pages:
            raise Http404("This page is not part of it")
        return self.pages[pk]

    def shared(self, kind: str, key: str) -> BaseSnippet:
        """Return the piece of shared content of that kind and number.

        Raises:
            Http404: it is not among the contents.
        """
        for content in self.contents:
            if isinstance(content, BaseSnippet) and _name(content) == (kind, key):
                return content
        raise Http404("This content is not part of it")

    def address_of(self, content: Any) -> str:
        """Return where `content` is read ahead."""
        if isinstance(content, Page):
            return f"{self.prefix}pages/{content.pk}/"
        return f"{self.prefix}shared/{'/'.join(_name(content))}/"

    def addresses(self) -> dict[str, str]:
        """Return where what has a public address is read ahead, by that address."""
        found: dict[str, str] = {}
        stored = Page.objects.filter(pk__in=self.pages)
        for page in [*self.pages.values(), *stored]:
            ahead = self.address_of(page)
            # Without a site a page has no address.
            found |= {address: ahead for address in (page.url, page.full_url) if address}
        for document in SiteDocument.objects.filter(pk__in=self.files.numbers[SiteDocument]):
            name = quote(document.filename)
            found[document.url] = f"{self.prefix}documents/{document.pk}/{name}"
        for drawing in SiteRendition.objects.filter(image__in=self.files.numbers[SiteImage]):
            name = quote(drawing.file.name.removeprefix(DRAWN))
            found[drawing.url] = f"{self.prefix}images/{name}"
        return found


def render_preview(
    request: Any, ahead: EmbargoPreview, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return what `answer` returns when the request may read ahead, sealed.

    Nothing of it outlasts the call: neither on the request nor in the thread.
    """
    request.ahead, request.previewed_content = ahead, ahead.shown
    try:
        with show_previews(ahead.pages.values()):
            response = answer()
            if hasattr(response, "render"):
                response.render()
    finally:
        del request.ahead, request.previewed_content
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        html = rewrite_urls(response.content.decode(), ahead.addresses())
        response.content = html.encode()
    return add_private_headers(response)


def add_private_headers(response: Any) -> Any:
    """Return `response` marked so that nobody keeps it, indexes it or learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def rewrite_urls(html: str, addresses: dict[str, str]) -> str:
    """Return `html` with links and sources led to where `addresses` says, and nothing else."""

    def led(address: str) -> str:
        path = re.split(r"[?#]", address, maxsplit=1)[0]
        return addresses[path] + address[len(path) :] if path in addresses else address

    def led_candidates(sources: str) -> str:
        candidates = [candidate.split() for candidate in sources.split(",") if candidate.strip()]
        if not any(source in addresses for source, *_ in candidates):
            return sources
        return ", ".join(" ".join([led(source), *size]) for source, *size in candidates)

    def attribute(match: re.Match[str]) -> str:
        start, name, double, single = match.groups()
        change = changes.get(name.lower())
        if change is None:
            return match.group()
        old = unescape(single if double is None else double)
        new = change(old)
        return match.group() if new == old else f'{start}"{escape(new)}"'

    changes = {"href": led, "src": led, "cite": led, "srcset": led_candidates}
    return TAG.sub(lambda tag: ATTRIBUTE.sub(attribute, tag.group()), html)


def _name(content: BaseSnippet) -> tuple[str, str]:
    return str(content._meta.model_name), str(content.pk)
