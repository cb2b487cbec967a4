"""Collect the present and former contacts that typed ones are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ModelLogEntry, Revision

from content.visibility import PUBLICATIONS
from snippets.contacts.detection import ContactKind, KnownContacts, normalize_contact
from snippets.models.contact_details import ContactDetails
from snippets.models.people import MediaContact

DETAIL_KINDS = {
    "postcode": ContactKind.POSTCODE,
    "public_phone": ContactKind.PHONE,
    "press_phone": ContactKind.PHONE,
    "out_of_hours_phone": ContactKind.PHONE,
    "fax": ContactKind.PHONE,
    "email": ContactKind.EMAIL,
    "press_email": ContactKind.EMAIL,
    "charity_number": ContactKind.CHARITY,
    "company_number": ContactKind.COMPANY,
}
CONTACT_KINDS = {"phone": ContactKind.PHONE, "email": ContactKind.EMAIL}
# Publications that are looked through for what was ours; the office does not move that often.
MAX_REVISIONS = 200

Fact = tuple[ContactKind, str]
# What each is to an editor.
Facts = dict[Fact, str]


def get_known_contacts() -> KnownContacts:
    """Return what the records hold now, and what they held when readers saw it.

    A draft says nothing: neither what is planned nor what was never published is known here.
    """
    all_details = list(ContactDetails.objects.live())
    current = next((details for details in all_details if details.is_current), None)
    ours: Facts = {}
    for contact in MediaContact.objects.live():
        ours |= get_facts(contact)
    if current:
        ours |= get_facts(current)
    former = _collect_contacts(all_details, ContactDetails, MediaContact)
    return KnownContacts(
        ours=ours,
        former={key: label for key, label in former.items() if key not in ours},
    )


def find_stale_facts() -> list[tuple[MediaContact, str, str]]:
    """Return the published contacts that hold what was ours until the contact details changed.

    Each comes with the field, and with what that was to us. Whoever has published a contact since
    stands by it.
    """
    current = ContactDetails.objects.current()
    if current is None:
        return []
    changed_at = current.last_published_at
    contacts = [
        contact
        for contact in MediaContact.objects.live()
        if not (changed_at and contact.last_published_at and contact.last_published_at > changed_at)
    ]
    former = _collect_contacts(ContactDetails.objects.live(), ContactDetails) if contacts else {}
    ours = get_facts(current)
    return [
        (contact, field, former[fact])
        for contact in contacts
        for field, fact in get_fact_fields(MediaContact, vars(contact))
        if fact in former and fact not in ours
    ]


def _collect_contacts(all_details: Iterable[ContactDetails], *models: type[Model]) -> Facts:
    """Return what live contact details hold, and what records of these models ever published."""
    held: Facts = {}
    for details in all_details:
        held |= get_facts(details)
    for model, content in _iter_published(*models):
        held |= {
            fact: f"our {_get_name(model, field)}"
            for field, fact in get_fact_fields(model, content)
        }
    return held


def _iter_published(*of: type[Model]) -> list[tuple[type[Model], dict[str, Any]]]:
    """Return what records of these models held whenever they were published."""
    models = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*of).items()}
    publications = ModelLogEntry.objects.filter(action__in=PUBLICATIONS, content_type__in=models)
    latest = list(
        publications.order_by("-timestamp").values_list("revision", flat=True)[:MAX_REVISIONS]
    )
    revisions = Revision.objects.filter(pk__in=latest).values_list("content_type", "content")
    return [(models[kind], content) for kind, content in revisions]


def get_facts(record: ContactDetails | MediaContact) -> Facts:
    """Return the facts that a record holds, with what each is to an editor."""
    model = type(record)
    is_person = isinstance(record, MediaContact)
    before, after = ("the", f" of {record.full_name}") if is_person else ("our", "")
    return {
        fact: f"{before} {_get_name(model, field)}{after}"
        for field, fact in get_fact_fields(model, vars(record))
    }


def get_fact_fields(model: type[Model], values: Mapping[str, Any]) -> Iterator[tuple[str, Fact]]:
    """Yield the fields of a record that hold a fact, each with its fact."""
    kinds = DETAIL_KINDS if model is ContactDetails else CONTACT_KINDS
    for name, kind in kinds.items():
        if values.get(name):
            yield name, (kind, normalize_contact(kind, str(values[name])))


def _get_name(model: type[Model], field: str) -> str:
    return str(getattr(model._meta.get_field(field), "verbose_name", field))
