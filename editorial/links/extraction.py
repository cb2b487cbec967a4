"""Finding addresses of other sites in content, and replacing them there.

Both go the same way, so that what is found can be replaced: through every URL field, every rich
text and every stream, at any depth, and through the rows that belong to a page, such as downloads.
Streams are read as they are stored, so that whatever is not replaced stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, RichTextBlock, URLBlock
from wagtail.fields import RichTextField, StreamField

from content.streams import StreamPath, replace_values, walk_stream
from editorial.links.addresses import MAX_URL_LENGTH

UrlRewriter = Callable[[str], str]

# A tag with its attributes, whose values may hold “>” and even “href=”.
LINK_TAG_PATTERN = re.compile(r"""<a(?=[\s>])(?:[^"'>]|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
ATTRIBUTE_PATTERN = re.compile(r"""([^\s=>"'/]+)(\s*=\s*)("[^"]*"|'[^']*')""")


def find_outbound_urls(content: models.Model) -> dict[str, list[str]]:
    """Return the addresses of other sites that content links to, with the fields they stand in."""
    written = find_urls_in_content(content)
    return {address: names for address, names in written.items() if is_outbound(address)}


def find_urls_in_content(content: models.Model) -> dict[str, list[str]]:
    """Return all addresses that somebody wrote or pasted, with the fields they stand in."""
    found: dict[str, list[str]] = {}

    def note(name: str) -> UrlRewriter:
        def keep(address: str) -> str:
            names = found.setdefault(address.strip(), [])
            if name not in names:
                names.append(name)
            return address

        return keep

    _rewrite_content_urls(content, note)
    return found


def replace_address(content: models.Model, old: str, new: str) -> int:
    """Replace an address wherever content links to it, in memory; return in how many places.

    Raises:
        ValidationError: the new one is too long for a field.
    """
    count = 0

    def change(address: str) -> str:
        nonlocal count
        if address.strip() != old:
            return address
        count += 1
        return new

    _rewrite_content_urls(content, lambda name: change)
    return count


def is_outbound(address: str) -> bool:
    """Return whether an address is one that a browser would ask another site for."""
    if len(address) > MAX_URL_LENGTH or "\x00" in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def may_hold_links(model: type[models.Model]) -> bool:
    """Return whether content of a kind can link to other sites."""
    return any(_iter_link_fields(model)) or any(_get_child_relations(model))


def get_field_label(content: models.Model, name: str) -> str:
    """Return what editors call a field, or the rows of a page."""
    field: Any = content._meta.get_field(name)
    label = field.related_name if field.auto_created else field.verbose_name
    return capfirst(str(label).replace("_", " "))


def _iter_link_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField | RichTextField | models.URLField):
            yield field


def _get_child_relations(model: type[models.Model]) -> Iterator[Any]:
    for relation in get_all_child_relations(model):
        if isinstance(relation.field, ParentalKey) and may_hold_links(relation.related_model):
            yield relation


def _use_rewriter_for_all_fields(change: UrlRewriter) -> Callable[[str], UrlRewriter]:
    return lambda _field: change


def _rewrite_content_urls(content: models.Model, change_for: Callable[[str], UrlRewriter]) -> bool:
    """Pass every address in `content` through the change for its field; return whether any did."""
    is_changed = False
    for field in _iter_link_fields(type(content)):
        is_changed |= _rewrite_field(content, field, change_for(field.name))
    for relation in _get_child_relations(type(content)):
        name = relation.get_accessor_name()
        rows = list(getattr(content, name).all())
        change = change_for(name)
        changed = [
            row for row in rows if _rewrite_content_urls(row, _use_rewriter_for_all_fields(change))
        ]
        if changed:
            getattr(content, name).set(rows)
            is_changed = True
    return is_changed


def _rewrite_field(content: models.Model, field: models.Field, change: UrlRewriter) -> bool:
    value = getattr(content, field.name)
    if not value:
        return False
    if isinstance(field, StreamField):
        stored = field.stream_block.get_prep_value(value)
        rewritten = _rewrite_stream(field.stream_block, stored, change)
        if rewritten != stored:
            value = field.stream_block.to_python(rewritten)
    else:
        stored = str(value)
        in_text = isinstance(field, RichTextField)
        value = rewritten = _rewrite_html(stored, change) if in_text else change(stored)
        if rewritten != stored and field.max_length and len(rewritten) > field.max_length:
            raise ValidationError(
                f"The new address is longer than {field.max_length} characters, which is more than "
                f"“{capfirst(field.verbose_name)}” can hold."
            )
    if rewritten != stored:
        setattr(content, field.name, value)
    return rewritten != stored


def _rewrite_stream(block: Block, stored: Any, change: UrlRewriter) -> Any:
    """Return the stored value of a stream with its addresses changed."""
    changes: dict[StreamPath, str] = {}
    for node in walk_stream(block, stored):
        if node.value and isinstance(node.block, RichTextBlock | URLBlock):
            in_text = isinstance(node.block, RichTextBlock)
            rewritten = _rewrite_html(node.value, change) if in_text else change(node.value)
            if rewritten != node.value:
                changes[node.path] = rewritten
    return replace_values(stored, changes) if changes else stored


def _rewrite_html(html: str, change: UrlRewriter) -> str:
    """Return a rich text with the addresses of its links changed, and nothing else."""
    return LINK_TAG_PATTERN.sub(
        lambda tag: ATTRIBUTE_PATTERN.sub(lambda found: _rewrite_href(found, change), tag[0]), html
    )


def _rewrite_href(found: re.Match[str], change: UrlRewriter) -> str:
    name, equals, quoted = found.groups()
    if name.lower() != "href":
        return found[0]
    before = unescape(quoted[1:-1])
    after = change(before)
    return found[0] if after == before else f'{name}{equals}"{escape(after)}"'
