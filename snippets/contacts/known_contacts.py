"""Collect the present and former contacts that typed ones are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ModelLogEntry, Revision

from content.visibility import PUBLISH_LOG_ACTIONS
from snippets.contacts.detection import ContactDetailKind, KnownContacts, normalize_contact
from snippets.models.contact_details import ContactDetails
from snippets.models.people import MediaContact

CONTACT_DETAILS_FIELD_KINDS = {
    "postcode": ContactDetailKind.POSTCODE,
    "public_phone": ContactDetailKind.PHONE,
    "press_phone": ContactDetailKind.PHONE,
    "out_of_hours_phone": ContactDetailKind.PHONE,
    "fax": ContactDetailKind.PHONE,
    "email": ContactDetailKind.EMAIL,
    "press_email": ContactDetailKind.EMAIL,
    "charity_number": ContactDetailKind.CHARITY,
    "company_number": ContactDetailKind.COMPANY,
}
MEDIA_CONTACT_FIELD_KINDS = {"phone": ContactDetailKind.PHONE, "email": ContactDetailKind.EMAIL}
# Publications that are looked through for what was ours; the office does not move that often.
MAX_EARLIER_REVISIONS = 200

ContactFact = tuple[ContactDetailKind, str]
# What each is to an editor.
ContactFactLabels = dict[ContactFact, str]


def get_known_contacts() -> KnownContacts:
    """Return what the records hold now, and what they held when readers saw it.

    A draft says nothing: neither what is planned nor what was never published is known here.
    """
    all_details = list(ContactDetails.objects.live())
    current = next((details for details in all_details if details.is_current), None)
    ours: ContactFactLabels = {}
    for contact in MediaContact.objects.live():
        ours |= get_contact_fact_labels(contact)
    if current:
        ours |= get_contact_fact_labels(current)
    former = _collect_contacts(all_details, ContactDetails, MediaContact)
    return KnownContacts(
        ours=ours,
        former={key: label for key, label in former.items() if key not in ours},
    )


def find_stale_media_contacts() -> list[tuple[MediaContact, str, str]]:
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
    ours = get_contact_fact_labels(current)
    return [
        (contact, field, former[fact])
        for contact in contacts
        for field, fact in iter_contact_fact_fields(MediaContact, vars(contact))
        if fact in former and fact not in ours
    ]


def _collect_contacts(
    all_details: Iterable[ContactDetails], *models: type[Model]
) -> ContactFactLabels:
    """Return what live contact details hold, and what records of these models ever published."""
    held: ContactFactLabels = {}
    for details in all_details:
        held |= get_contact_fact_labels(details)
    for model, content in _get_published_revision_contents(*models):
        held |= {
            fact: f"our {_get_name(model, field)}"
            for field, fact in iter_contact_fact_fields(model, content)
        }
    return held


def _get_published_revision_contents(*of: type[Model]) -> list[tuple[type[Model], dict[str, Any]]]:
    """Return what records of these models held whenever they were published."""
    models = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*of).items()}
    publications = ModelLogEntry.objects.filter(
        action__in=PUBLISH_LOG_ACTIONS, content_type__in=models
    )
    latest = list(
        publications.order_by("-timestamp").values_list("revision", flat=True)[
            :MAX_EARLIER_REVISIONS
        ]
    )
    revisions = Revision.objects.filter(pk__in=latest).values_list("content_type", "content")
    return [(models[kind], content) for kind, content in revisions]


def get_contact_fact_labels(record: ContactDetails | MediaContact) -> ContactFactLabels:
    """Return the facts that a record holds, with what each is to an editor."""
    model = type(record)
    is_person = isinstance(record, MediaContact)
    before, after = ("the", f" of {record.full_name}") if is_person else ("our", "")
    return {
        fact: f"{before} {_get_name(model, field)}{after}"
        for field, fact in iter_contact_fact_fields(model, vars(record))
    }


def iter_contact_fact_fields(
    model: type[Model], values: Mapping[str, Any]
) -> Iterator[tuple[str, ContactFact]]:
    """Yield the fields of a record that hold a fact, each with its fact."""
    kinds = CONTACT_DETAILS_FIELD_KINDS if model is ContactDetails else MEDIA_CONTACT_FIELD_KINDS
    for name, kind in kinds.items():
        if values.get(name):
            yield name, (kind, normalize_contact(kind, str(values[name])))


def _get_name(model: type[Model], field: str) -> str:
    return str(getattr(model._meta.get_field(field), "verbose_name", field))
