"""The notation of the demonstration texts, and the stream data that it becomes.

Running text is plain: blank lines part paragraphs, `## ` and `### ` begin headings, `- ` begins an
item of a list, `[words](target)` is a link. A target is a web address, `doc:` and a document's
title, or the path of a page, such as `reports/all-change`, which must be loaded already. `{fact}`
inserts a fact of the contact details, such as `{press_phone}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import escape, format_html, format_html_join

from content.text.typography import curl_quotes
from snippets.contacts.references import ContactReference

BlockData = dict[str, Any]
SPOKESPERSON = "ECPAT UK spokesperson, sample quotation"
MARKUP_PATTERN = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)|\{(\w+)\}")


@dataclass(frozen=True)
class DemoObjectRef:
    """Stands for an object of the database, by its kind and the name it goes by in these texts."""

    kind: str
    name: str


@dataclass(frozen=True)
class RichTextSource:
    """Running text in the notation, until its links can be resolved."""

    source: str


Finder = Callable[[DemoObjectRef], Any]


def _render_inline_markup(text: str, find: Finder) -> str:
    """Return one paragraph's text as rich text."""
    pieces, end = [], 0
    for match in MARKUP_PATTERN.finditer(text):
        words, target, fact = match.groups()
        piece = _contact(fact) if fact else _render_link(words, target, find)
        pieces += [escape(curl_quotes(text[end : match.start()])), piece]
        end = match.end()
    return "".join([*pieces, escape(curl_quotes(text[end:]))])


def _contact(fact: str) -> str:
    attributes = ContactReference(fact).attributes.items()
    return format_html("<embed {}/>", format_html_join(" ", '{}="{}"', attributes))


def _render_link(words: str, target: str, find: Finder) -> str:
    ref = target_ref(target)
    if ref is None:
        return format_html('<a href="{}">{}</a>', target, curl_quotes(words))
    return format_html(
        '<a linktype="{}" id="{}">{}</a>', ref.kind, find(ref).pk, curl_quotes(words)
    )


def rich_text(source: str, find: Finder) -> str:
    """Return `source` as the HTML that Wagtail keeps, its links resolved by `find`."""
    html = []
    for piece in re.split(r"\n\s*\n", source.strip()):
        lines = [line.strip() for line in piece.splitlines()]
        if lines[0].startswith("- "):
            items = " ".join(lines)[2:].split(" - ")
            entries = (f"<li>{_render_inline_markup(item, find)}</li>" for item in items)
            html.append(f"<ul>{''.join(entries)}</ul>")
        else:
            html.append(f"<p>{_render_inline_markup(' '.join(lines), find)}</p>")
    return "".join(html)


def resolve(value: Any, find: Finder, name: str) -> Any:
    """Return stream data with references and rich text resolved, and an id for every block.

    The ids depend on `name` and the order of the blocks alone, so each load makes the same.
    """
    count = 0

    def walk(value: Any) -> Any:
        nonlocal count
        if isinstance(value, DemoObjectRef):
            return find(value).pk
        if isinstance(value, RichTextSource):
            return rich_text(value.source, find)
        if isinstance(value, list):
            return [walk(item) for item in value]
        if not isinstance(value, dict):
            return value
        if not {"type", "value"} <= set(value):
            return {key: walk(item) for key, item in value.items()}
        count += 1
        identity = str(uuid5(NAMESPACE_URL, f"{name}#{count}"))
        return {"type": value["type"], "value": walk(value["value"]), "id": identity}

    return walk(value)


def target_ref(target: str) -> DemoObjectRef | None:
    """Return the page or document that `target` names, or None for a web address."""
    if target.startswith("https://"):
        return None
    if target.startswith("doc:"):
        return DemoObjectRef("document", target.removeprefix("doc:"))
    return DemoObjectRef("page", target)


def block(kind: str, value: Any) -> BlockData:
    """Return the data of one block."""
    return {"type": kind, "value": value}


def items(values: Sequence[Any]) -> list[BlockData]:
    """Return the data of a list block."""
    return [block("item", value) for value in values]


def body(*parts: str | BlockData) -> list[BlockData]:
    """Return stream data: blocks as they are, running text as headings and paragraphs."""
    blocks: list[BlockData] = []
    for part in parts:
        if not isinstance(part, str):
            blocks.append(part)
            continue
        for text in re.split(r"(?m)^\s*(#{2,4} .+)$", part):
            if heading := re.match(r"(#+) (.+)", text):
                level, words = str(len(heading[1])), curl_quotes(heading[2])
                blocks.append(block("heading", {"text": words, "level": level}))
            elif text.strip():
                blocks.append(block("paragraph", RichTextSource(text)))
    return blocks


def section(heading: str, *parts: str | BlockData) -> BlockData:
    """Return a section of an explainer."""
    return block("section", {"heading": curl_quotes(heading), "content": body(*parts)})


def link_to(target: str) -> list[BlockData]:
    """Return the data of a link block."""
    ref = target_ref(target)
    return [block("url", target) if ref is None else block(ref.kind, ref)]


def line(text: str, target: str, note: str = "") -> BlockData:
    """Return one line of a “Read more” list."""
    return {"text": curl_quotes(text), "target": link_to(target), "note": curl_quotes(note)}


def read_more(*lines: BlockData, heading: str = "Read more") -> BlockData:
    """Return a “Read more” list."""
    return block("read_more", {"heading": heading, "links": items(lines)})


def quote(
    text: str,
    speaker: str = SPOKESPERSON,
    role: str = "",
    source: str = "",
    page: str = "",
    link: str = "",
) -> BlockData:
    """Return a quotation: a sample, said by nobody, unless its source is a file of this site."""
    words = {
        "text": text,
        "speaker": curl_quotes(speaker),
        "role": curl_quotes(role),
        "source": source,
        "page": page,
    }
    return block("quote", {**words, "link": link_to(link) if link else []})


def callout(text: str) -> BlockData:
    """Return a paragraph that stands out."""
    return block("callout", {"text": text})


def findings(introduction: str, *found: str, citation: str = "") -> BlockData:
    """Return numbered findings."""
    value = {
        "introduction": curl_quotes(introduction),
        "items": items([curl_quotes(text) for text in found]),
    }
    return block("findings", {**value, "citation": curl_quotes(citation)})


def table(caption: str, columns: Sequence[str], rows: Sequence[str], source: str = "") -> BlockData:
    """Return a table; “|” parts the cells, “#” before its name makes a column one of numbers."""
    heads = [
        {"type": "number" if name.startswith("#") else "text", "heading": name.lstrip("#")}
        for name in columns
    ]
    cells = [{"values": [cell.strip() for cell in curl_quotes(row).split("|")]} for row in rows]
    value = {"columns": heads, "rows": cells, "caption": ""}
    return block("table", {"caption": curl_quotes(caption), "table": value, "source": source})


def _image(name: str, alt: str) -> BlockData:
    return {
        "image": DemoObjectRef("image", name),
        "alt_text": curl_quotes(alt),
        "decorative": False,
    }


def picture(name: str, alt: str, caption: str, credit: str = "") -> BlockData:
    """Return a picture."""
    value = {"image": _image(name, alt), "caption": curl_quotes(caption), "credit": credit}
    return block("image", value)


def document(name: str, title: str = "") -> BlockData:
    """Return a file to download."""
    return block(
        "document", {"document": DemoObjectRef("document", name), "title": curl_quotes(title)}
    )


def statistic(name: str) -> BlockData:
    """Return a statistic."""
    return block("statistic", {"statistic": DemoObjectRef("statistic", name)})


def report_cover(path: str) -> BlockData:
    """Return one of our reports with its cover."""
    value = {"report": DemoObjectRef("page", path), "title": "", "publisher": "", "links": []}
    return block("report_cover", value)


def external_report_cover(
    cover: str, alt: str, title: str, publisher: str, *lines: BlockData
) -> BlockData:
    """Return a report that is not on this site."""
    value = {"report": None, "cover": _image(cover, alt), "title": curl_quotes(title)}
    return block("report_cover", {**value, "publisher": publisher, "links": items(lines)})


def coalition(
    name: str, logo: str, alt: str, members: Sequence[str], as_of: str, precision: str
) -> BlockData:
    """Return the members of a coalition."""
    value = {
        "name": name,
        "logo": _image(logo, alt),
        "members": items([DemoObjectRef("organisation", member) for member in members]),
        "as_of": as_of,
        "precision": precision,
    }
    return block("coalition", value)
