"""Links and inserted contacts inside running text: as readers get them, and as editors do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.html import escape
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.contentstate_models import ContentState
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    HandlerState,
    InlineEntityElementHandler,
)
from wagtail.models import Page
from wagtail.rich_text import EmbedHandler
from wagtail.rich_text.pages import PageLinkHandler

from content.visibility import get_pages_for_reader
from snippets.contacts.references import ContactReference, ContactValues, get_reader_contact_values
from snippets.models import ContactDetails, MediaContact

# The kind of entity that Draftail knows an inserted contact by.
CONTACT_ENTITY = "CONTACT"
EMPTY_CONTACT_LABEL = "[nothing to print]"
OPENING_TAGS_PATTERN = re.compile(r"(?:<\w+>)*")


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that readers may not see stays text: its address would give it away."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        """Return the pages that the links name and this reader may open, None for every other."""
        wanted = [attrs["id"] for attrs in attrs_list if attrs.get("id")]
        by_id = get_pages_for_reader(wanted)
        return [by_id.get(str(attrs.get("id"))) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return an opening tag for each link."""
        return [
            f'<a href="{escape(page.url)}">' if page and page.url else "<a>"
            for page in cls.get_many(attrs_list)
        ]


class ContactHandler(EmbedHandler):
    """An inserted contact, which says what is current whenever it is read."""

    identifier = "contact"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return each fact as readers get it; nothing in place of one that there is not."""
        facts = get_reader_contact_values()
        insertions = map(ContactReference.from_attributes, attrs_list)
        return [facts.get_html(insertion) if insertion else "" for insertion in insertions]

    @classmethod
    def extract_references(
        cls, attrs: dict[str, str]
    ) -> Iterator[tuple[type[Model], str, str, str]]:
        """Yield whose fact it is, so that its record knows where it is used.

        Wagtail keeps numbers as text, and takes a number that is none for another reference.
        """
        insertion = ContactReference.from_attributes(attrs)
        if insertion and insertion.contact:
            yield MediaContact, str(insertion.contact), "", ""
        elif insertion and (details := ContactDetails.objects.current()):
            yield ContactDetails, str(details.pk), "", ""


class ContactElementHandler(InlineEntityElementHandler):
    """Shows an inserted contact to an editor with what it says today."""

    mutability = "IMMUTABLE"

    def handle_starttag(
        self,
        name: str,
        attrs: list[tuple[str, str]],
        state: HandlerState,
        contentstate: ContentState,
    ) -> None:
        """Begin the entity with its words, which are not in the text that is kept."""
        super().handle_starttag(name, attrs, state, contentstate)
        insertion = ContactReference.from_attributes(dict(attrs))
        # One conversion is one text: its contacts share what they ask of the database.
        facts = vars(contentstate).setdefault("contact_facts", ContactValues())
        words = facts.get_text(insertion) if insertion else ""
        state.current_block.text += words or EMPTY_CONTACT_LABEL
        state.leading_whitespace = KEEP_WHITESPACE
        if insertion:
            entity = contentstate.entity_map[state.current_entity_ranges[-1].key]
            entity.data["label"] = facts.get_label(insertion)

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """Return what the editor keeps of it."""
        return {"fact": attrs.get("fact"), "id": attrs.get("id")}


def contact_element(props: dict[str, Any]) -> Any:
    """Return what is kept of an inserted contact; of one that names no fact, its words.

    Its words are not kept, but whether they are bold or italic is.
    """
    insertion = ContactReference.from_attributes(props)
    if not insertion:
        return props["children"]
    element = DOM.create_element("embed", insertion.attributes)
    words = DOM.render(DOM.create_element("fragment", {}, props["children"]))
    opening = OPENING_TAGS_PATTERN.match(words)
    styles = opening.group() if opening else ""
    for tag in reversed(re.findall(r"\w+", styles)):
        element = DOM.create_element(tag, {}, element)
    return element


CONTACT_CONVERSION = {
    "from_database_format": {'embed[embedtype="contact"]': ContactElementHandler(CONTACT_ENTITY)},
    "to_database_format": {"entity_decorators": {CONTACT_ENTITY: contact_element}},
}
