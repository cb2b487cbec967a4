"""Read the forms of a page, with what a browser would send of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

# All that is read of a page: its forms, and buttons elsewhere that belong to one.
PARTS = re.compile(r"<form\b.*?</form>|<button\b[^>]*\bform=[^>]*>", re.DOTALL)
# What a browser sends only if it is pressed or ticked.
PRESSED = {"submit", "button", "image", "reset"}
TICKED = {"checkbox", "radio"}
Data = dict[str, list[str]]


@dataclass
class Form:
    """A form that is sent by POST: its address, its values, and the buttons that have a name."""

    url: str
    data: Data = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def read(self, tag: Tag) -> None:
        """Add what a field or button sends."""
        kind = tag.get("type", "submit" if tag.name == "button" else "text")
        if tag.name == "select":
            values = [option.get("value", "") for option in tag.find_all("option", selected=True)]
        elif tag.name == "textarea":
            values = [tag.text.lstrip("\n")]
        elif kind in PRESSED:
            self.buttons.append((tag["name"], tag.get("value", "")))
            return
        elif kind == "file" or (kind in TICKED and not tag.has_attr("checked")):
            return
        else:
            values = [tag.get("value", "on" if kind in TICKED else "")]
        self.data.setdefault(tag["name"], []).extend(values)


def find_forms(html: str, url: str) -> list[Form]:
    """Return the forms of a page at `url` that are sent by POST to the admin."""
    page = BeautifulSoup("".join(PARTS.findall(html)), "html.parser")
    forms = []
    for tag in page.find_all("form", method=re.compile("post", re.IGNORECASE)):
        form = Form(urljoin(url, tag.get("action", "")))
        if urlsplit(form.url).path.startswith("/admin/"):
            elsewhere = page.find_all("button", form=tag["id"]) if tag.has_attr("id") else []
            for part in [*tag.find_all(["input", "select", "textarea", "button"]), *elsewhere]:
                if part.get("name"):
                    form.read(part)
            forms.append(form)
    return forms
