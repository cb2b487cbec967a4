"""The manual for editors: docs/editors.md as HTML, and which chapter belongs to which form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import ResolverMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS_PATH = Path(settings.BASE_DIR) / "docs"
IMAGES_PATH = DOCS_PATH / "images"


@dataclass(frozen=True)
class ManualChapter:
    """A chapter of the manual."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Manual:
    """The manual as it is shown in the admin."""

    title: str
    chapters: tuple[ManualChapter, ...]
    html: SafeString


@cache
def get_manual() -> Manual:
    """Return the manual, read once in each process."""
    # Without HTML of its own: what is not Markdown is shown as text.
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    tokens = parser.parse((DOCS_PATH / "editors.md").read_text(encoding="utf-8"))
    title, *chapters = _set_anchors(tokens)
    _set_image_addresses(tokens)
    # The page has a heading of its own.
    body = tokens[3:]
    html = parser.renderer.render(body, parser.options, {})
    return Manual(title.title, tuple(chapters), mark_safe(html))  # noqa: S308


def _set_anchors(tokens: list[Token]) -> list[ManualChapter]:
    """Give each heading of the first two levels an id; return them in their order."""
    found: list[ManualChapter] = []
    for token, words in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            chapter = ManualChapter(slugify(words.content), words.content)
            token.attrSet("id", chapter.anchor)
            found.append(chapter)
    return found


def _set_image_addresses(tokens: list[Token]) -> None:
    for token in tokens:
        for image in token.children or ():
            if image.type == "image":
                name = Path(str(image.attrGet("src"))).name
                image.attrSet("src", reverse("manual_image", args=[name]))
                image.attrSet("loading", "lazy")


# The chapter that belongs to a snippet’s form and list, by the model.
CHAPTERS_OF_MODELS = {
    "snippets.contactdetails": "phone-numbers-addresses-and-other-facts-of-contact",
    "snippets.mediacontact": "phone-numbers-addresses-and-other-facts-of-contact",
    "snippets.sitebanner": "phone-numbers-addresses-and-other-facts-of-contact",
    "snippets.instrument": "what-a-change-reaches",
    "snippets.statistic": "what-a-change-reaches",
    "snippets.organisation": "what-a-change-reaches",
    "snippets.topic": "what-a-change-reaches",
    "snippets.promo": "publish-one-thing-at-a-set-time",
}
# The same by the beginning of a view’s name.
CHAPTERS_OF_VIEWS = {
    "wagtailadmin_home": "what-needs-attention",
    "snippets.media.document_views.": "pdfs-what-the-site-reads-and-what-it-warns-of",
    "wagtaildocs:": "pdfs-what-the-site-reads-and-what-it-warns-of",
    "wagtailimages:": "who-may-see-a-document-or-picture",
    "release_sets:": "several-things-at-the-same-time-release-sets",
    "release_set_": "several-things-at-the-same-time-release-sets",
    "embargo_link": "let-a-journalist-read-ahead-embargo-links",
    "embargo_audit_report": "seal-check",
    "publication_calendar": "what-is-going-out-next",
    "public_collections:": "who-may-see-a-document-or-picture",
    "quotations:": "quotations-what-was-said-where-and-whether-it-still-holds",
    "link_": "links-that-stay-alive",
    "wagtail_bulk_action": "the-list-of-press-releases",
    "press_release_duplicate": "a-release-like-an-earlier-one",
    "wagtailadmin_pages:unpublish": "take-a-page-off-the-site",
    "wagtailadmin_pages:delete": "take-a-page-off-the-site",
    "wagtailadmin_pages:": "press-releases-explainers-and-reports",
    "wagtailadmin_explore": "the-list-of-press-releases",
}


def get_chapter_anchor(match: ResolverMatch | None) -> str:
    """Return the anchor of the chapter about the view at an address; empty if there is none."""
    if match is None:
        return ""
    if chapter := CHAPTERS_OF_MODELS.get(_get_snippet_model_label(match)):
        return chapter
    name = match.view_name or ""
    return next((c for start, c in CHAPTERS_OF_VIEWS.items() if name.startswith(start)), "")


def _get_snippet_model_label(match: ResolverMatch) -> str:
    """Return the model that a snippet’s view is about, such as “snippets.topic”."""
    # Wagtail names these views wagtailsnippets_APP_MODEL:edit.
    namespace = match.namespace.removeprefix("wagtailsnippets_")
    return namespace.replace("_", ".", 1) if namespace != match.namespace else ""


def get_manual_url(request: Any) -> str:
    """Return the address of the chapter about the page that the request shows."""
    anchor = get_chapter_anchor(getattr(request, "resolver_match", None))
    return reverse("manual") + (f"#{anchor}" if anchor else "")
