"""Phone numbers, postcodes, e-mail addresses and register numbers that somebody typed into a text.

A typed fact goes stale in silence. What each one is to the organisation is judged by its records:

- It is *ours* when the current contact details or a published media contact hold it.
- It is *former* when they held it before: it was published, and now is not.
- It is a *slip* when one character parts it from ours: one that differs, is missing or too many, or
  two neighbours swapped. So is a phone number of our own block, alike but for the last two digits.
- Everything else is *foreign*: nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from content.text.typography import POSTCODE_PATTERN, find_phones

# A local part has at most 64 characters (RFC 5321, 4.5.3.1.1); without the bound, a long word
# would be tried again from each of its letters.
EMAIL_PATTERN = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
# What may stand between the words and the number: nothing that begins another sentence.
UP_TO_NUMBER_PATTERN = r"(?:(?!\.\s[A-Z][a-z]|(?i:company|charity))[^\d;]){0,60}?(?<![\dA-Za-z])"
CHARITY_NUMBER_PATTERN = re.compile(
    rf"\b(?i:charity|charities)\b{UP_TO_NUMBER_PATTERN}((?i:SC|NIC)\s?\d{{6}}|\d{{6,7}})(?!\d)"
)
COMPANY_NUMBER_PATTERN = re.compile(
    rf"\b(?i:company|registered in)\b{UP_TO_NUMBER_PATTERN}"
    r"((?i:SC|NI|OC|SO|NC)\s?\d{6}|\d{7,8})(?!\d)"
)


class ContactDetailKind(StrEnum):
    """What may be typed, as editors call it."""

    PHONE = "phone number"
    POSTCODE = "postcode"
    EMAIL = "email address"
    CHARITY = "charity number"
    COMPANY = "company number"


class ContactOwnership(Enum):
    """What a typed fact is to the organisation."""

    OURS = "ours"
    FORMER = "former"
    TYPO = "slip"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class TypedContact:
    """A fact found in a paragraph: in the form that records keep, and as typed."""

    kind: ContactDetailKind
    value: str
    as_typed: str


@dataclass(frozen=True)
class KnownContacts:
    """What the organisation's records hold, and held, by kind and value; with what each is."""

    ours: Mapping[tuple[ContactDetailKind, str], str] = field(default_factory=dict)
    former: Mapping[tuple[ContactDetailKind, str], str] = field(default_factory=dict)

    def get_ownership(self, typed: TypedContact) -> ContactOwnership:
        """Judge a typed fact."""
        key = (typed.kind, typed.value)
        if key in self.ours:
            return ContactOwnership.OURS
        if key in self.former:
            return ContactOwnership.FORMER
        return ContactOwnership.TYPO if self.get_intended(typed) else ContactOwnership.FOREIGN

    def get_label(self, typed: TypedContact) -> str:
        """Return what a fact of ours, past or present, is called: “our press phone”."""
        key = (typed.kind, typed.value)
        return self.ours.get(key) or self.former.get(key, "")

    def get_intended(self, typed: TypedContact) -> str:
        """Return what of ours a slip stands for, or nothing if it is too different for one."""
        for (kind, value), label in self.ours.items():
            if kind == typed.kind and (
                is_one_typo_apart(typed.value, value)
                or (kind == ContactDetailKind.PHONE and typed.value[:-2] == value[:-2])
            ):
                return label
        return ""


def find_typed_contacts(paragraph: str) -> Iterator[TypedContact]:
    """Yield the facts of contact that a paragraph of plain text prints."""
    patterns = {
        ContactDetailKind.POSTCODE: POSTCODE_PATTERN,
        ContactDetailKind.EMAIL: EMAIL_PATTERN,
        ContactDetailKind.CHARITY: CHARITY_NUMBER_PATTERN,
        ContactDetailKind.COMPANY: COMPANY_NUMBER_PATTERN,
    }
    taken: set[int] = set()
    for kind, pattern in patterns.items():
        for match in pattern.finditer(paragraph):
            printed = match.group(pattern.groups)
            start, end = match.span(pattern.groups)
            if start in taken:
                continue
            taken.update(range(start, end))
            yield TypedContact(kind, normalize_contact(kind, printed), " ".join(printed.split()))
    for value, start, printed in find_phones(paragraph):
        # The digits of a register's number may pass for a telephone's.
        if taken.isdisjoint(range(start, start + len(printed))):
            yield TypedContact(ContactDetailKind.PHONE, value, " ".join(printed.split()))


def normalize_contact(kind: ContactDetailKind, printed: str) -> str:
    """Return a fact in the one form in which facts of its kind are compared."""
    if kind == ContactDetailKind.EMAIL:
        return printed.casefold()
    value = re.sub(r"\s", "", printed).upper()
    return value.zfill(8) if kind == ContactDetailKind.COMPANY and value.isdigit() else value


def is_one_typo_apart(typed: str, meant: str) -> bool:
    """Return whether one slip of the keyboard makes `meant` into `typed`.

    One character is another, missing or too many, or two neighbours are swapped.
    """
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, other = typed[start:], meant[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
