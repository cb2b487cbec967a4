"""Phone numbers, postcodes, e-mail addresses and register numbers that somebody typed into a text.

A typed fact goes stale in silence. What each one is to the organisation is judged by these rules,
so that the number of somebody else's helpline is nobody's business:

- It is *ours* when the current contact details or a published media contact hold it.
- It is *former* when they held it before: it was published, and now is not.
- It is a *slip* when one character parts it from ours: one that differs, is missing or too many, or
  two neighbours swapped. So is a phone number of our own block, alike but for the last two digits.
- It is *unknown* when the words around it call it ours and no record holds it. An e-mail address
  on the domain of our own is called ours by that. A phone number is, after “us”, “our … number” or
  our name, when nobody else is named in between (“call us on …”, but not “ask us or Childline on
  …”). A postcode is, when its paragraph names us and speaks of an office, a move or our register
  entry; a mere venue is not. A charity or company number is, when its sentence names nobody else,
  and neither does the last sentence before it that names anybody.
- Everything else is *foreign*: nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from content.text.typography import POSTCODE, phones_in

# A local part has at most 64 characters (RFC 5321, 4.5.3.1.1); without the bound, a long word
# would be tried again from each of its letters.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
# What may stand between the words and the number: nothing that begins another sentence.
UP_TO = r"(?:(?!\.\s[A-Z][a-z]|(?i:company|charity))[^\d;]){0,60}?(?<![\dA-Za-z])"
CHARITY = re.compile(rf"\b(?i:charity|charities)\b{UP_TO}((?i:SC|NIC)\s?\d{{6}}|\d{{6,7}})(?!\d)")
COMPANY = re.compile(
    rf"\b(?i:company|registered in)\b{UP_TO}((?i:SC|NI|OC|SO|NC)\s?\d{{6}}|\d{{7,8}})(?!\d)"
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘])|\n")
FIRST_PERSON = re.compile(r"\b(?:us|we|our)\b", re.I)
OUR_OWN = (
    r"(?:us|our(?: \w+){0,2} (?:address|desk|fax|line|mobile|number|office|phone|switchboard|"
    r"team|telephone)(?: is)?)"
)
# Words that speak of where somebody sits, and not of where something takes place.
OF_AN_OFFICE = re.compile(
    r"\b(?:address|offices?|premises|moved|relocated|write to|charity (?:number|no)|"
    r"registered charity|copyright)\b|©",
    re.I,
)
NAME = re.compile(r"\b[A-Z][\w’'&-]*")
NAMED_SUBJECT = re.compile(r"\W*(?:The |A |An )?[A-Z][\w’'&-]+ (?:[A-Z][\w’'&-]+|[a-z]+s)\b")
# Words in capitals that name nobody, as they stand around a charity or company number.
NAMES_NOBODY = frozenset(
    {
        "A", "An", "And", "By", "Charities", "Charity", "Commission", "Companies", "Company",
        "Copyright", "England", "Fax", "Guarantee", "House", "In", "Ireland", "It", "Its",
        "Kingdom", "Limited", "Ltd", "NI", "NIC", "No", "Northern", "Number", "Office", "Our",
        "Reg", "Registered", "Registration", "SC", "Scotland", "Tel", "The", "This", "UK",
        "United", "VAT", "Wales", "We",
    }
)  # fmt: skip


class Kind(StrEnum):
    """What may be typed, as editors call it."""

    PHONE = "phone number"
    POSTCODE = "postcode"
    EMAIL = "email address"
    CHARITY = "charity number"
    COMPANY = "company number"


class Ownership(Enum):
    """What a typed fact is to the organisation."""

    OURS = "ours"
    FORMER = "former"
    SLIP = "slip"
    UNKNOWN = "unknown"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class TypedFact:
    """A fact found in a paragraph: in the form that records keep, as typed, and where."""

    kind: Kind
    value: str
    printed: str
    paragraph: str
    start: int
    # The paragraph before, which may say whose it is.
    context: str = ""

    @property
    def sentence(self) -> str:
        """The sentence it stands in, and in which others may be named."""
        begin = 0
        for end in SENTENCE_END.finditer(self.paragraph):
            if end.start() >= self.start:
                return self.paragraph[begin : end.start()]
            begin = end.end()
        return self.paragraph[begin:]

    @property
    def sentences_before(self) -> list[str]:
        """The sentences before its own, the nearest first."""
        sentences = SENTENCE_END.split(self.paragraph[: self.paragraph.index(self.sentence)])
        return [*reversed(sentences), *reversed(SENTENCE_END.split(self.context))]

    @property
    def before(self) -> str:
        """What the paragraph says before it."""
        return self.paragraph[: self.start]


@dataclass(frozen=True)
class KnownFacts:
    """What the organisation's records hold, and held, by kind and value; with what each is."""

    ours: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    former: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    # The organisation's name, and the domains that its own e-mail addresses are on.
    name: str = ""
    domains: frozenset[str] = frozenset()

    def standing(self, typed: TypedFact) -> Ownership:
        """Judge a typed fact."""
        key = (typed.kind, typed.value)
        if key in self.ours:
            return Ownership.OURS
        if key in self.former:
            return Ownership.FORMER
        of_register = typed.kind in (Kind.CHARITY, Kind.COMPANY)
        if of_register and self._is_of_others(typed):
            return Ownership.FOREIGN
        if self.meant(typed):
            return Ownership.SLIP
        called_ours = of_register or {
            Kind.PHONE: self._is_called_ours,
            Kind.EMAIL: self._is_on_our_domain,
            Kind.POSTCODE: self._is_of_our_office,
        }[typed.kind](typed)
        return Ownership.UNKNOWN if called_ours else Ownership.FOREIGN

    def label(self, typed: TypedFact) -> str:
        """Return what a fact of ours, past or present, is called: “our press phone”."""
        key = (typed.kind, typed.value)
        return self.ours.get(key) or self.former.get(key, "")

    def meant(self, typed: TypedFact) -> str:
        """Return what of ours a slip stands for, or nothing if it is too different for one."""
        for (kind, value), label in self.ours.items():
            if kind == typed.kind and (
                is_slip(typed.value, value)
                or (kind == Kind.PHONE and typed.value[:-2] == value[:-2])
            ):
                return label
        return ""

    def _is_called_ours(self, typed: TypedFact) -> bool:
        ours = rf"\b(?:{OUR_OWN}|{re.escape(self.name)})\b" if self.name else rf"\b{OUR_OWN}\b"
        said = list(re.finditer(ours, typed.before, re.I))
        between = typed.before[said[-1].end() :] if said else ""
        return bool(said) and len(between) <= 60 and not re.search(r"[A-Z.!?;]", between)

    def _is_on_our_domain(self, typed: TypedFact) -> bool:
        return typed.value.partition("@")[2] in self.domains or self._is_called_ours(typed)

    def _is_of_our_office(self, typed: TypedFact) -> bool:
        named = FIRST_PERSON.search(typed.paragraph) or (
            self.name and self.name.casefold() in typed.paragraph.casefold()
        )
        return bool(named and OF_AN_OFFICE.search(typed.paragraph))

    def _is_of_others(self, typed: TypedFact) -> bool:
        """Return whether its sentence, or the last one before that names anybody, names others."""
        if self._names_us(typed.sentence):
            return self._names_others(typed.sentence)
        if self._names_others(typed.sentence):
            return True
        for sentence in typed.sentences_before:
            if self._names_us(sentence):
                return False
            # Every sentence begins with a capital; a name goes on with one, or does something.
            if NAMED_SUBJECT.match(sentence) or self._names_others(sentence.partition(" ")[2]):
                return True
        return False

    def _names_us(self, sentence: str) -> bool:
        named = self.name and self.name.casefold() in sentence.casefold()
        return bool(named or FIRST_PERSON.search(sentence))

    def _names_others(self, sentence: str) -> bool:
        if self.name:
            sentence = re.sub(re.escape(self.name), " ", sentence, flags=re.I)
        # A register's own letters, such as SC012345, name nobody either.
        names = {name for name in NAME.findall(sentence) if not any(map(str.isdigit, name))}
        return bool({name.removesuffix("’s") for name in names} - NAMES_NOBODY)


def typed_facts_in(paragraph: str, context: str = "") -> Iterator[TypedFact]:
    """Yield the facts of contact that a paragraph of plain text prints; `context` stands before."""
    patterns = {
        Kind.POSTCODE: POSTCODE,
        Kind.EMAIL: EMAIL,
        Kind.CHARITY: CHARITY,
        Kind.COMPANY: COMPANY,
    }
    taken: set[int] = set()
    for kind, pattern in patterns.items():
        for match in pattern.finditer(paragraph):
            printed = match.group(pattern.groups)
            start, end = match.span(pattern.groups)
            if start in taken:
                continue
            taken.update(range(start, end))
            shown = " ".join(printed.split())
            yield TypedFact(kind, normal(kind, printed), shown, paragraph, start, context)
    for value, start, printed in phones_in(paragraph):
        # The digits of a register's number may pass for a telephone's.
        if taken.isdisjoint(range(start, start + len(printed))):
            yield TypedFact(Kind.PHONE, value, " ".join(printed.split()), paragraph, start)


def normal(kind: Kind, printed: str) -> str:
    """Return a fact in the one form in which facts of its kind are compared."""
    if kind == Kind.EMAIL:
        return printed.casefold()
    value = re.sub(r"\s", "", printed).upper()
    return value.zfill(8) if kind == Kind.COMPANY and value.isdigit() else value


def is_slip(typed: str, meant: str) -> bool:
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
