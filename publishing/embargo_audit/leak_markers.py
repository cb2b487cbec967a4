"""Recognise in an answer of the site what must not show before go-live."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from django.core.files.storage import Storage
from django.db import models
from modelcluster.models import get_all_child_relations
from phonenumber_field.phonenumber import PhoneNumber
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from content.text.traversal import get_searchable_text, get_searchable_texts
from content.visibility import filter_public
from publishing.embargo_audit.audited_items import AuditedItem
from snippets.models import SiteDocument, SiteImage
from snippets.models.base import get_base_snippet_models

# What a marker is of. Probes name the kinds that readers find on them after go-live.
TITLE, ADDRESS, SUMMARY, TEXT, FILE = "title", "address", "summary", "text", "file"

# Shorter sentences are said on many pages; shared content is short as a whole.
MIN_SENTENCE_LENGTH = 25
MIN_VALUE_LENGTH = 5
MAX_MARKER_SENTENCES_PER_PAGE = 80
# Lists cut a summary at the end.
SUMMARY_PREFIX_LENGTH = 70

# Names that the tree, the editor or machines read.
FIELDS_WITHOUT_LEAK_MARKERS = {
    "draft_title",
    "path",
    "seo_title",
    "slug",
    "translation_key",
    "url_path",
}
INLINE_TAG_PATTERN = re.compile(
    r"</?(a|abbr|b|cite|em|i|mark|q|small|span|strong|sub|sup|wbr)\b[^>]*>"
)
TAG_PATTERN = re.compile(r"<[^<>]*>")
JSON_ESCAPE_PATTERN = re.compile(r"\\u([0-9a-fA-F]{4})")
INVISIBLE_CHARACTERS_PATTERN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
WORD_PATTERN = re.compile(r"[^_\W]+")
SENTENCE_END_PATTERN = re.compile(r"(?<=[.!?])\s+|[\r\n|]+")


def normalize_words(text: str) -> str:
    """Return the words of a text, a space around each, so that only whole words are compared."""
    plain = INVISIBLE_CHARACTERS_PATTERN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return f" {' '.join(WORD_PATTERN.findall(plain))} "


@dataclass(frozen=True)
class LeakMarker:
    """One thing that gives content away: a phrase, or an address if `kind` says so."""

    kind: str
    # Where it comes from, as a leak is reported: “the title”.
    label: str
    # Words as `normalize_words()` returns them, or the path without its last slash.
    value: str
    is_address: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the address and no longer one that starts with it."""
        return re.compile(re.escape(self.value) + r"(?![\w-])", re.IGNORECASE)


class ParsedResponse:
    """What an answer shows to a visitor: texts, markup, addresses, the values of its headers."""

    def __init__(self, text: str, headers: Iterable[str] = ()) -> None:
        self._text, self._headers = text, "\n".join(headers)

    @cached_property
    def _markup(self) -> str:
        text = f"{self._text}\n{self._headers}".replace("\\/", "/")
        text = JSON_ESCAPE_PATTERN.sub(lambda found: chr(int(found[1], 16)), text)
        # Feeds carry HTML within XML.
        return html.unescape(html.unescape(text))

    @cached_property
    def _words(self) -> str:
        # Search marks words inside a title, so tags within a line join what they part.
        reading = TAG_PATTERN.sub(" ", INLINE_TAG_PATTERN.sub("", self._markup))
        return normalize_words(self._markup) + normalize_words(reading)

    @cached_property
    def _addresses(self) -> str:
        return f"{self._markup}\n{unquote(self._markup)}"

    def contains(self, marker: LeakMarker) -> bool:
        """Return whether the marker is there."""
        if marker.is_address:
            return bool(marker.pattern.search(self._addresses))
        return marker.value in self._words


def find_leak_markers(
    item: AuditedItem, files: Iterable[Any], addresses: Iterable[str]
) -> list[LeakMarker]:
    """Return what gives `item` away: texts that readers do not know yet, addresses and files."""
    known = {marker.value for marker in _find_text_markers(item.old)} if item.old else set()
    found = [marker for marker in _find_text_markers(item.new) if marker.value not in known]
    found += [
        LeakMarker(ADDRESS, "the address", address.rstrip("/"), is_address=True)
        for address in addresses
        if address.strip("/")
    ]
    for file in files:
        found += _find_file_markers(file)
    return list({marker.value: marker for marker in reversed(found)}.values())[::-1]


def _find_text_markers(content: Any) -> list[LeakMarker]:
    if not isinstance(content, Page):
        pieces = (normalize_words(text) for text in _iter_texts(content))
        return [
            LeakMarker(TEXT, _quote_start(piece), piece)
            for piece in pieces
            if _is_long_enough(piece, MIN_VALUE_LENGTH)
        ]
    found = (
        [LeakMarker(TITLE, "the title", normalize_words(content.title))] if content.title else []
    )
    summary = getattr(content, "summary", "")
    if summary:
        found.append(LeakMarker(SUMMARY, "the summary", normalize_words(_cut_summary(summary))))
    sentences = [
        normalize_words(sentence)
        for text in _iter_texts(content)
        if text != content.title
        for sentence in SENTENCE_END_PATTERN.split(text)
    ]
    long = [sentence for sentence in sentences if _is_long_enough(sentence, MIN_SENTENCE_LENGTH)]
    return found + [
        LeakMarker(TEXT, _quote_start(text), text) for text in long[:MAX_MARKER_SENTENCES_PER_PAGE]
    ]


def _is_long_enough(text: str, least: int) -> bool:
    return len(text) - 2 >= least


def _quote_start(text: str) -> str:
    start = text.strip()
    return f"the words “{start[:60]}{'…' if len(start) > 60 else ''}”"


def _cut_summary(text: str) -> str:
    start = text[:SUMMARY_PREFIX_LENGTH]
    return start.rsplit(" ", 1)[0] if len(text) > SUMMARY_PREFIX_LENGTH and " " in start else start


def _iter_texts(content: Any) -> Iterator[str]:
    """Yield every text of the content that readers may get, with those of its inline rows."""
    for field in content._meta.get_fields():
        if (
            not isinstance(field, models.Field)
            or field.name in FIELDS_WITHOUT_LEAK_MARKERS
            or not field.editable
        ):
            continue
        value = field.value_from_object(content)
        if isinstance(field, StreamField):
            yield from get_searchable_texts(field, value)
        elif isinstance(value, PhoneNumber):
            yield value.as_national
        elif isinstance(field, RichTextField):
            yield get_searchable_text(value or "")
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield value or ""
    for relation in get_all_child_relations(type(content)):
        rows = getattr(content, relation.get_accessor_name(), None)
        for row in rows.all() if rows else ():
            yield from _iter_texts(row)


def _find_file_markers(file: SiteDocument | SiteImage) -> list[LeakMarker]:
    if isinstance(file, SiteImage):
        return [
            LeakMarker(FILE, f"a picture of “{file}”", address, is_address=True)
            for address in get_rendition_urls(file)
        ]
    found = [LeakMarker(FILE, f"the address of “{file}”", unquote(file.url), is_address=True)]
    title = normalize_words(file.title)
    return (
        [*found, LeakMarker(FILE, f"the title of “{file}”", title)]
        if _is_long_enough(title, 8)
        else found
    )


def get_rendition_urls(image: SiteImage) -> list[str]:
    """Return the address of each copy of `image` that was drawn."""
    return [rendition.url for rendition in image.renditions.all()]


def get_storage_url(storage: Storage, name: str, media_url: str) -> str:
    """Return where a stored file would be, were it served to whoever guesses its name."""
    try:
        # A signature would open what a visitor without it cannot.
        return storage.url(name).partition("?")[0]
    except NotImplementedError:
        return f"{media_url}{name}"


class PublicTextIndex:
    """Everything the site says already, read when first asked: what it says betrays nothing.

    Reading every page takes a while, so a phrase is looked up here only once it was found where it
    should not be.
    """

    def __init__(self, hidden_files: Iterable[Any] = ()) -> None:
        self._hidden = {(type(file), file.pk) for file in hidden_files}

    @cached_property
    def _public_words(self) -> str:
        things: list[Any] = []
        for model in get_page_models():
            pages = filter_public(model.objects.all()) if model is not Page else []
            things += [page for page in pages if type(page) is model]
        for model in get_base_snippet_models():
            things += model.objects.filter(live=True)
        texts = [text for thing in things for text in _iter_texts(thing)]
        for document in SiteDocument.objects.all():
            if (SiteDocument, document.pk) not in self._hidden:
                texts.append(document.title)
        return "\n".join(normalize_words(text) for text in texts)

    def contains(self, marker: LeakMarker) -> bool:
        """Return whether the phrase is public already, apart from what is to go live."""
        return not marker.is_address and marker.value in self._public_words
