"""Check that content inserts contacts instead of typing them, and that these exist."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.rich_text.rewriters import FIND_EMBED_TAG, extract_attrs

from content.checks.publication_checks import Check
from content.text.traversal import get_texts
from content.validation.problems import Problems
from snippets.contacts.detection import (
    ContactKind,
    KnownContacts,
    Ownership,
    TypedContact,
    find_typed_contacts,
)
from snippets.contacts.known_contacts import get_fact_fields, get_facts, get_known_contacts
from snippets.contacts.references import ContactReference, ContactReferences, format_value
from snippets.models import ContactDetails, MediaContact, SiteBanner

FIX_HINTS = {
    True: "insert it as a contact",
    False: "leave it out here and insert it as a contact in a paragraph",
}


def is_contact_record(content: models.Model) -> bool:
    """Return whether content is itself one of the records of contact."""
    return isinstance(content, ContactDetails | MediaContact)


def is_prose(content: models.Model) -> bool:
    """Return whether content is prose; contact details and media contacts are facts themselves."""
    return not is_contact_record(content)


def find_typed_contact_problems(content: models.Model, problems: Problems, user: Any) -> None:
    """Point at facts of the organisation that are typed, and at those that are stale or mistaken.

    What the rules of a banner refuse anyway is not said twice.
    """
    known: KnownContacts | None = None
    for text in get_texts(content):
        for paragraph in text.paragraphs:
            for typed in find_typed_contacts(paragraph):
                known = known or get_known_contacts()
                warning = _warning(typed, known, isinstance(content, SiteBanner), text.is_rich)
                if warning and warning not in problems.get(text.field, []):
                    problems.add(text.field, warning)


def find_missing_contacts(content: models.Model, problems: Problems, user: Any) -> None:
    """Point at inserted contacts in whose place readers find nothing."""
    facts = ContactReferences()
    for text in get_texts(content):
        for tag in FIND_EMBED_TAG.findall(text.source) if text.is_rich else ():
            attributes = extract_attrs(tag)
            insertion = ContactReference.from_attributes(attributes)
            if attributes.get("embedtype") != "contact" or (
                insertion and facts.get_text(insertion)
            ):
                continue
            what = facts.get_label(insertion) if insertion else "An unknown fact"
            warning = f"The inserted contact “{what}” shows nothing. Publish it or remove it."
            if warning not in problems.get(text.field, []):
                problems.add(text.field, warning)


def find_stale_contacts(content: Any, problems: Problems, user: Any) -> None:
    """Point at published records that will still hold what this one changes."""
    records = [*ContactDetails.objects.live().filter(is_current=True), *MediaContact.objects.live()]
    before = next((record for record in records if _replaces(content, record)), None)
    if before is None:
        return
    after = get_facts(content)
    given_up = [
        field for field in get_fact_fields(type(before), vars(before)) if field[1] not in after
    ]
    for kept in (get_facts(record) for record in records if record != before):
        for name, fact in given_up:
            if fact in kept:
                problems.add(
                    name,
                    f"“{format_value(getattr(before, name))}” is also {kept[fact]}, until that "
                    "changes "
                    f"as well. A release set publishes both at once.",
                )


def _replaces(content: models.Model, record: models.Model) -> bool:
    if isinstance(content, ContactDetails):
        return isinstance(record, ContactDetails) and content.is_current
    return record == content


def _warning(typed: TypedContact, known: KnownContacts, on_banner: bool, is_rich: bool) -> str:
    standing, label = known.get_ownership(typed), known.get_label(typed)
    has_box = on_banner and typed.kind in (ContactKind.PHONE, ContactKind.POSTCODE)
    cure = "choose it below" if has_box else FIX_HINTS[is_rich]
    if standing == Ownership.OURS:
        return f"“{typed.printed}” is {label}, typed. Better {cure}, so that it stays right."
    if on_banner:
        return ""
    if standing == Ownership.FORMER:
        return (
            f"“{typed.printed}” is {label} from contact details that are no longer current. To "
            f"give the current one, {cure}; leave it if the text tells of that time."
        )
    if standing == Ownership.TYPO:
        return (
            f"“{typed.printed}” is almost {known.get_intended(typed)}, but not quite. If that is "
            f"what you mean, {cure}; if it is somebody else’s, leave it."
        )
    return ""


TYPED_CONTACTS_CHECK = Check(
    "No phone number, address or register number of ours is typed.",
    find_typed_contact_problems,
    is_prose,
)
MISSING_CONTACTS_CHECK = Check(
    "Every inserted contact has something to print.", find_missing_contacts, is_prose
)
STALE_CONTACTS_CHECK = Check(
    "No other record still holds what is changed here.", find_stale_contacts, is_contact_record
)
