"""Reading ahead: pages and shared content rendered as they will be, before they are live.

Whoever may read ahead does so below one address: that of an embargo link, or of a set's preview in
the admin. Pages, documents and pictures of what is planned lead there; everything else leads to
where readers get it today. Shared content other than contact details, banners and promotions
(contacts, organisations, topics) shows inside pages as it is today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from wagtail.models import Page

from content.references import get_referenced_pks
from content.visibility import show_previews
from snippets.models import MediaContact, SiteDocument, SiteImage, SiteRendition
from snippets.models.base import BaseSnippet, SiteWideSnippet

RENDITION_PREFIX = "images/"


@dataclass(frozen=True)
class PreviewFiles:
    """The numbers of the files that may be had ahead, by their types; small enough to remember."""

    pks: dict[type, set[int]]

    def includes(self, file: SiteDocument | SiteImage) -> bool:
        """Return whether `file` may be had ahead."""
        return file.pk in self.pks[type(file)]


@dataclass(frozen=True)
class EmbargoPreview:
    """What may be read ahead, and the address below which it is read, with a slash at its end."""

    contents: tuple[Any, ...]
    base_url: str
    # Said in the title of every page, such as “Under embargo”, and across its top.
    label: str
    notice: str
    terms_of_use: str
    is_set: bool = False
    # What changed since the reader was given the address, the latest first.
    changes: tuple[str, ...] = ()

    @cached_property
    def pages(self) -> dict[int, Page]:
        """The pages by their numbers."""
        return {content.pk: content for content in self.contents if isinstance(content, Page)}

    @cached_property
    def site_wide_snippets(self) -> list[SiteWideSnippet]:
        """What will show around every page."""
        return [
            content
            for content in self.contents
            if isinstance(content, SiteWideSnippet) and content.shows_at_go_live
        ]

    @property
    def snippets_shown(self) -> list[BaseSnippet]:
        """What is shown in place of what readers get today: the frame, and what texts insert."""
        contacts = (content for content in self.contents if isinstance(content, MediaContact))
        return [*self.site_wide_snippets, *contacts]

    @property
    def has_index(self) -> bool:
        """Whether the contents are listed at the prefix; one page shows what frames every page."""
        return self.is_set and len(self.site_wide_snippets) < len(self.contents)

    @cached_property
    def files(self) -> PreviewFiles:
        """The files that the contents refer to, so that they may be had ahead as well."""
        kinds = (SiteDocument, SiteImage)
        return PreviewFiles({kind: get_referenced_pks(self.contents, kind) for kind in kinds})

    def includes(self, file: SiteDocument | SiteImage) -> bool:
        """Return whether the contents refer to `file`."""
        return self.files.includes(file)

    def get_page(self, pk: int) -> Page:
        """Return the page of that number.

        Raises:
            Http404: it is not among the contents.
        """
        if pk not in self.pages:
            raise Http404("This page is not part of it")
        return self.pages[pk]

    def get_snippet(self, kind: str, key: str) -> BaseSnippet:
        """Return the piece of shared content of that kind and number.

        Raises:
            Http404: it is not among the contents.
        """
        for content in self.contents:
            if isinstance(content, BaseSnippet) and _get_name_and_pk(content) == (kind, key):
                return content
        raise Http404("This content is not part of it")

    def get_preview_url(self, content: Any) -> str:
        """Return where `content` is read ahead."""
        if isinstance(content, Page):
            return f"{self.base_url}pages/{content.pk}/"
        return f"{self.base_url}shared/{'/'.join(_get_name_and_pk(content))}/"

    def get_urls(self) -> dict[str, str]:
        """Return where what has a public address is read ahead, by that address."""
        found: dict[str, str] = {}
        stored = Page.objects.filter(pk__in=self.pages)
        for page in [*self.pages.values(), *stored]:
            preview_url = self.get_preview_url(page)
            # Without a site a page has no address.
            found |= {address: preview_url for address in (page.url, page.full_url) if address}
        for document in SiteDocument.objects.filter(pk__in=self.files.pks[SiteDocument]):
            name = quote(document.filename)
            found[document.url] = f"{self.base_url}documents/{document.pk}/{name}"
        for drawing in SiteRendition.objects.filter(image__in=self.files.pks[SiteImage]):
            name = quote(drawing.file.name.removeprefix(RENDITION_PREFIX))
            found[drawing.url] = f"{self.base_url}images/{name}"
        return found


def render_preview(
    request: Any, preview: EmbargoPreview, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return what `answer` returns when the request may read ahead, sealed.

    Nothing of it outlasts the call: neither on the request nor in the thread.
    """
    request.embargo_preview, request.previewed_content = preview, preview.snippets_shown
    try:
        with show_previews(preview.pages.values()):
            response = answer()
            if hasattr(response, "render"):
                response.render()
    finally:
        del request.embargo_preview, request.previewed_content
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        html = rewrite_urls(response.content.decode(), preview.get_urls())
        response.content = html.encode()
    return add_private_headers(response)


def add_private_headers(response: Any) -> Any:
    """Return `response` marked so that nobody keeps it, indexes it or learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


class LinkRewriter(HTMLParser):
    """Replaces addresses in the attributes of HTML that hold one, and leaves all else as it is."""

    def __init__(self, html: str, urls: dict[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.urls = html, urls
        self.line_starts = [0, *(i + 1 for i, character in enumerate(html) if character == "\n")]
        self.rewritten, self._kept_to = "", 0
        self.feed(html)
        self.close()
        self.rewritten += html[self._kept_to :]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the tag anew if one of its addresses changes."""
        changed = [(name, self._replace(name, value)) for name, value in attrs]
        if changed == attrs:
            return
        old = self.get_starttag_text() or ""
        line, column = self.getpos()
        start = self.line_starts[line - 1] + column
        parts = [name if value is None else f'{name}="{escape(value)}"' for name, value in changed]
        self.rewritten += self.html[self._kept_to : start] + " ".join([f"<{tag}", *parts])
        self.rewritten += "/>" if old.endswith("/>") else ">"
        self._kept_to = start + len(old)

    def _replace(self, attribute: str, value: str | None) -> str | None:
        if value and attribute in ("href", "src", "cite"):
            return self._get_address(value)
        if value and attribute == "srcset":
            candidates = [part.split() for part in value.split(",") if part.strip()]
            if any(source in self.urls for source, *_ in candidates):
                return ", ".join(
                    " ".join([self._get_address(source), *size]) for source, *size in candidates
                )
        return value

    def _get_address(self, old: str) -> str:
        base = old.partition("#")[0].partition("?")[0]
        return self.urls[base] + old[len(base) :] if base in self.urls else old


def rewrite_urls(html: str, urls: dict[str, str]) -> str:
    """Return `html` with links and sources led to where `urls` says, and nothing else."""
    return LinkRewriter(html, urls).rewritten


def _get_name_and_pk(content: BaseSnippet) -> tuple[str, str]:
    return str(content._meta.model_name), str(content.pk)
