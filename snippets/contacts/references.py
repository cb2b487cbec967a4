"""Facts of contact that a text inserts instead of typing them, and what each of them says today.

A text keeps `<embed embedtype="contact" fact="press_phone"/>`: which fact, never its value. A fact
of a media contact names that contact by its number, in `id`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from phonenumber_field.phonenumber import PhoneNumber

from content.fields import format_phone, format_phone_link
from content.reader import get_reader_request
from snippets.models import ContactDetails, MediaContact
from snippets.models.base import get_previewed_drafts

# In the order in which an editor is offered them.
CONTACT_DETAIL_LABELS = {
    "address": "Address",
    "postcode": "Postcode",
    "public_phone": "Switchboard",
    "press_phone": "Press phone",
    "out_of_hours_phone": "Urgent or out-of-hours phone",
    "fax": "Fax",
    "email": "Email",
    "press_email": "Press email",
    "charity_number": "Charity number",
    "company_number": "Company number",
}
MEDIA_CONTACT_LABELS = {"phone": "phone", "email": "email"}
PK_PATTERN = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class ContactReference:
    """What stands in a text in place of a fact: the fact's name, and whose if not the office's."""

    fact: str
    contact: int | None = None

    @classmethod
    def from_attributes(cls, attributes: Mapping[str, Any]) -> ContactReference | None:
        """Return what the attributes of a mark in a text stand for, or None if for nothing."""
        fact, number = attributes.get("fact"), attributes.get("id")
        if not number:
            return cls(fact) if fact in CONTACT_DETAIL_LABELS else None
        if fact in MEDIA_CONTACT_LABELS and PK_PATTERN.fullmatch(str(number)):
            return cls(fact, int(number))
        return None

    @property
    def attributes(self) -> dict[str, str]:
        """How it is kept in a text."""
        kept = {"embedtype": "contact", "fact": self.fact}
        return {**kept, "id": str(self.contact)} if self.contact else kept


class ContactValues:
    """What the facts say to a reader. Each kind of record is asked for once, when first needed."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self._request = request

    @property
    def details(self) -> ContactDetails | None:
        """The current contact details, or the draft that the reader is shown in their place."""
        drafts = get_previewed_drafts(self._request, ContactDetails)
        return drafts[0] if drafts else self._current

    def get_contact(self, number: int) -> MediaContact | None:
        """Return the published media contact of that number, or the draft shown in its place."""
        drafts = {draft.pk: draft for draft in get_previewed_drafts(self._request, MediaContact)}
        return drafts.get(number) or self._contacts.get(number)

    @cached_property
    def _current(self) -> ContactDetails | None:
        return ContactDetails.public.current()

    @cached_property
    def _contacts(self) -> dict[int, MediaContact]:
        return {contact.pk: contact for contact in MediaContact.public.all()}

    def get_value(self, insertion: ContactReference) -> str | PhoneNumber:
        """Return the fact as its record keeps it, or nothing if there is none to print."""
        if insertion.contact is None:
            if insertion.fact == "address":
                return ", ".join(self.details.address_lines) if self.details else ""
            record: Any = self.details
        else:
            record = self.get_contact(insertion.contact)
        return getattr(record, insertion.fact, "") or ""

    def get_text(self, insertion: ContactReference) -> str:
        """Return the fact as it is printed."""
        return format_value(self.get_value(insertion))

    def get_html(self, insertion: ContactReference) -> SafeString:
        """Return the fact as readers get it: a number that dials, an address that writes."""
        value = self.get_value(insertion)
        if isinstance(value, PhoneNumber) and insertion.fact != "fax":
            return format_phone_link(value)
        if "email" in insertion.fact and value:
            return format_html('<a href="mailto:{0}">{0}</a>', value)
        return conditional_escape(self.get_text(insertion))

    def get_label(self, insertion: ContactReference) -> str:
        """Return what the fact is, as editors call it."""
        if insertion.contact is None:
            return CONTACT_DETAIL_LABELS[insertion.fact]
        contact = self.get_contact(insertion.contact)
        whose = contact.full_name if contact else "A media contact that is not published"
        return f"{whose}, {MEDIA_CONTACT_LABELS[insertion.fact]}"

    def get_choices(self) -> list[ContactReference]:
        """Return what there is to insert today: the office's facts, then those of each contact."""
        insertions = [
            *map(ContactReference, CONTACT_DETAIL_LABELS),
            *(
                ContactReference(fact, number)
                for number in self._contacts
                for fact in MEDIA_CONTACT_LABELS
            ),
        ]
        return [insertion for insertion in insertions if self.get_value(insertion)]


def get_contact_values(request: HttpRequest | None) -> ContactValues:
    """Return the facts as this reader gets them, asked once a request."""
    if request is None:
        return ContactValues()
    kept = vars(request)
    if "_contact_facts" not in kept:
        kept["_contact_facts"] = ContactValues(request)
    return kept["_contact_facts"]


def get_reader_contact_values() -> ContactValues:
    """Return the facts for whoever reads the text that is being rendered."""
    return get_contact_values(get_reader_request())


def format_value(value: str | PhoneNumber) -> str:
    """Return a fact as it is printed."""
    return format_phone(value) if isinstance(value, PhoneNumber) else value
