"""Links that cannot be wrong: each is exactly one of a page, a document or an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    PageChooserBlock,
    StreamValue,
    StructValue,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock

from content.blocks.base import ThreadSafeStreamBlock, ValidatedBlock
from content.text.typography import curl_quotes, is_truncated, is_vague_link
from content.validation.problems import Problems
from content.visibility import get_page_for_reader

VAGUE_LINK_MESSAGE = (
    "Say what readers will find there. “{text}” means nothing when it is read on its own."
)


@dataclass(frozen=True)
class LinkTarget:
    """Where a link leads. `kind` is page, document or external; `document` is set for files.

    The title of an external link is the other site's name.
    """

    kind: str
    url: str
    title: str
    document: Any = None


def link_target(link: StreamValue | None, request: HttpRequest | None = None) -> LinkTarget | None:
    """Return where a `LinkBlock` value leads, or None when there is nothing a reader may open."""
    if not link or link[0].value is None:
        return None
    kind, value = link[0].block_type, link[0].value
    if kind == "page":
        page = get_page_for_reader(value, request)
        return LinkTarget(kind, page.get_url(request) or "", page.title) if page else None
    if kind == "document":
        return LinkTarget(kind, value.url, value.title, value)
    return LinkTarget("external", value, get_host(value)) if value else None


def get_host(address: str) -> str:
    """Return the name of the site that an address is on, as people say it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class LinkBlock(ThreadSafeStreamBlock):
    """Exactly one target: a page of this site, a document, or an address elsewhere."""

    page = PageChooserBlock(help_text="A page of this site; the link survives if it moves")
    document = DocumentChooserBlock(help_text="A file of this site; format and size are added")
    url = URLBlock(label="Web address", help_text="A page of another site, starting with https://")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        required = kwargs.get("required", True)
        super().__init__(*args, **{"min_num": 1 if required else 0, "max_num": 1, **kwargs})

    class Meta:
        icon = "link"
        label = "Link"


class ReadMoreLinkBlock(ValidatedBlock):
    """One line of a “Read more” list."""

    text = CharBlock(max_length=160, help_text="What it is, such as “Our briefing for MPs”")
    target = LinkBlock()
    note = CharBlock(required=False, max_length=200, help_text="Who wrote it, or why it matters")

    def normalize_text(self, value: StructValue) -> StructValue:
        """Set apostrophes and quotation marks."""
        value["text"] = curl_quotes(value["text"].strip())
        return value

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse texts that say nothing, and texts whose end is missing."""
        text = value["text"]
        if is_vague_link(text):
            problems.add("text", VAGUE_LINK_MESSAGE.format(text=text))
        elif is_truncated(text):
            problems.add(
                "text", f"“{text}” breaks off. Write the text as a whole; the target goes below."
            )

    class Meta:
        icon = "link"
        label = "Link"
        template = "blocks/read_more_link_block.html"


class ReadMoreBlock(ValidatedBlock):
    """Where to read on: a short list that says what each thing is before it is opened."""

    heading = CharBlock(default="Read more", max_length=80)
    links = ListBlock(ReadMoreLinkBlock(), min_num=1, max_num=12)

    class Meta:
        icon = "list-ul"
        template = "blocks/read_more_block.html"
        description = "A list of links to pages, documents and other sites"
        preview_value = {
            "heading": "Read more",
            "links": [
                {
                    "text": "The text of the Convention",
                    "target": [{"type": "url", "value": "https://www.example.org/cets-197"}],
                    "note": "Council of Europe Treaty Series 197",
                },
                {
                    "text": "How member states are monitored",
                    "target": [{"type": "url", "value": "https://www.example.org/monitoring"}],
                    "note": "",
                },
            ],
        }


def validate_link_texts(html: str) -> None:
    """Check every link text of a rich text.

    Raises:
        ValidationError: a link text says nothing when read alone.
    """
    for anchor in BeautifulSoup(html, "html.parser").find_all("a"):
        text = anchor.get_text(" ", strip=True)
        if is_vague_link(text):
            raise ValidationError(VAGUE_LINK_MESSAGE.format(text=text))
