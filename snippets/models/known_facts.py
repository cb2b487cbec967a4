"""What the records of contact hold, and held: what typed facts are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ModelLogEntry, Revision

from snippets.models.contact_details import ContactDetails
from snippets.models.people import MediaContact
from snippets.typed_facts import Kind, KnownFacts, normal
from snippets.visibility import PUBLICATIONS

OF_DETAILS = {
    "postcode": Kind.POSTCODE,
    "public_phone": Kind.PHONE,
    "press_phone": Kind.PHONE,
    "out_of_hours_phone": Kind.PHONE,
    "fax": Kind.PHONE,
    "email": Kind.EMAIL,
    "press_email": Kind.EMAIL,
    "charity_number": Kind.CHARITY,
    "company_number": Kind.COMPANY,
}
OF_CONTACT = {"phone": Kind.PHONE, "email": Kind.EMAIL}
# Publications that are looked through for what was ours; the office does not move that often.
LATEST = 200

Facts = dict[tuple[Kind, str], str]


def known_facts() -> KnownFacts:
    """Return what the records hold now, and what they held when readers saw it.

    A draft says nothing: neither what is planned nor what was never published is known here.
    """
    all_details = list(ContactDetails.objects.live())
    current = next((details for details in all_details if details.is_current), None)
    ours: Facts = {}
    for contact in MediaContact.objects.live():
        ours |= _facts_in(vars(contact), MediaContact, "the {} of " + contact.full_name)
    if current:
        ours |= _facts_in(vars(current), ContactDetails)
    former: Facts = {}
    for details in all_details:
        former |= _facts_in(vars(details), ContactDetails)
    for model, content in _published():
        former |= _facts_in(content, model)
    emails = [current.email, current.press_email] if current else []
    return KnownFacts(
        ours=ours,
        former={key: label for key, label in former.items() if key not in ours},
        name=current.organisation_name if current else "",
        domains=frozenset(email.partition("@")[2].casefold() for email in emails),
    )


def _published() -> list[tuple[type[Model], dict[str, Any]]]:
    """Return what contact details and media contacts held whenever they were published."""
    models = {
        kind.pk: model
        for model, kind in ContentType.objects.get_for_models(ContactDetails, MediaContact).items()
    }
    publications = ModelLogEntry.objects.filter(action__in=PUBLICATIONS, content_type__in=models)
    latest = list(publications.order_by("-timestamp").values_list("revision", flat=True)[:LATEST])
    revisions = Revision.objects.filter(pk__in=latest).values_list("content_type", "content")
    return [(models[kind], content) for kind, content in revisions]


def _facts_in(values: Mapping[str, Any], model: type[Model], label: str = "our {}") -> Facts:
    """Return the facts that the fields of a record hold, with what each is to an editor."""
    kinds = OF_DETAILS if model is ContactDetails else OF_CONTACT
    return {
        (kind, normal(kind, str(values[name]))): label.format(
            model._meta.get_field(name).verbose_name
        )
        for name, kind in kinds.items()
        if values.get(name)
    }
