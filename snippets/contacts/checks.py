"""Check that content inserts contacts instead of typing them, and that these exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.rich_text.rewriters import FIND_EMBED_TAG, extract_attrs

from content.checks.publication_checks import PublicationCheck
from content.text.traversal import get_texts
from content.validation.problems import Problems
from snippets.contacts.detection import (
    ContactDetailKind,
    ContactOwnership,
    KnownContacts,
    TypedContact,
    find_typed_contacts,
)
from snippets.contacts.known_contacts import (
    get_contact_fact_labels,
    get_known_contacts,
    iter_contact_fact_fields,
)
from snippets.contacts.references import ContactReference, ContactValues, format_value
from snippets.models import ContactDetails, MediaContact, SiteBanner

INSERT_CONTACT_HINTS = {
    True: "insert it as a contact",
    False: "leave it out here and insert it as a contact in a paragraph",
}


def is_contact_record(content: models.Model) -> bool:
    """Return whether content is itself one of the records of contact."""
    return isinstance(content, ContactDetails | MediaContact)


def is_not_contact_record(content: models.Model) -> bool:
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
                warning = _build_typed_contact_warning(
                    typed, known, isinstance(content, SiteBanner), text.is_html
                )
                if warning and warning not in problems.get(text.field, []):
                    problems.add(text.field, warning)


def find_missing_contacts(content: models.Model, problems: Problems, user: Any) -> None:
    """Point at inserted contacts in whose place readers find nothing."""
    facts = ContactValues()
    for field, insertion in _iter_inserted_contacts(content):
        if insertion and facts.get_text(insertion):
            continue
        warning = (
            f"The inserted contact “{facts.get_label(insertion)}” shows readers nothing. "
            "Publish it or remove it."
            if insertion
            else "This text has an inserted contact that no longer exists. Remove it."
        )
        if warning not in problems.get(field, []):
            problems.add(field, warning)


def has_inserted_contacts(content: models.Model) -> bool:
    """Return whether there is an inserted contact to look at."""
    return is_not_contact_record(content) and any(_iter_inserted_contacts(content))


def _iter_inserted_contacts(
    content: models.Model,
) -> Iterator[tuple[str, ContactReference | None]]:
    """Yield the field of each inserted contact, and what it refers to if that can be read."""
    for text in get_texts(content):
        for tag in FIND_EMBED_TAG.findall(text.source) if text.is_html else ():
            attributes = extract_attrs(tag)
            if attributes.get("embedtype") == "contact":
                yield text.field, ContactReference.from_attributes(attributes)


def find_stale_contacts(content: Any, problems: Problems, user: Any) -> None:
    """Point at published records that will still hold what this one changes."""
    records = [*ContactDetails.objects.live().filter(is_current=True), *MediaContact.objects.live()]
    before = next((record for record in records if _replaces_contact_record(content, record)), None)
    if before is None:
        return
    after = get_contact_fact_labels(content)
    given_up = [
        field
        for field in iter_contact_fact_fields(type(before), vars(before))
        if field[1] not in after
    ]
    for kept in (get_contact_fact_labels(record) for record in records if record != before):
        for name, fact in given_up:
            if fact in kept:
                problems.add(
                    name,
                    f"“{format_value(getattr(before, name))}” is also {kept[fact]}, until that "
                    "changes "
                    f"as well. A release set publishes both at once.",
                )


def _replaces_contact_record(content: models.Model, record: models.Model) -> bool:
    if isinstance(content, ContactDetails):
        return isinstance(record, ContactDetails) and content.is_current
    return record == content


def _build_typed_contact_warning(
    typed: TypedContact, known: KnownContacts, on_banner: bool, is_rich: bool
) -> str:
    standing, label = known.get_ownership(typed), known.get_label(typed)
    has_box = on_banner and typed.kind in (ContactDetailKind.PHONE, ContactDetailKind.POSTCODE)
    cure = "choose it below" if has_box else INSERT_CONTACT_HINTS[is_rich]
    if standing == ContactOwnership.OURS:
        return f"“{typed.as_typed}” is {label}, typed. Better {cure}, so that it stays right."
    if on_banner:
        return ""
    if standing == ContactOwnership.FORMER:
        return (
            f"“{typed.as_typed}” is {label} from contact details that are no longer current. To "
            f"give the current one, {cure}; leave it if the text tells of that time."
        )
    if standing == ContactOwnership.TYPO:
        return (
            f"“{typed.as_typed}” is almost {known.get_intended(typed)}, but not quite. If that is "
            f"what you mean, {cure}; if it is somebody else’s, leave it."
        )
    return ""


TYPED_CONTACTS_CHECK = PublicationCheck(
    "No phone number, address or register number of ours is typed.",
    find_typed_contact_problems,
    is_not_contact_record,
)
MISSING_CONTACTS_CHECK = PublicationCheck(
    "Every inserted contact shows readers something.", find_missing_contacts, has_inserted_contacts
)
STALE_CONTACTS_CHECK = PublicationCheck(
    "No other record still holds what is changed here.", find_stale_contacts, is_contact_record
)
