"""Fields for facts with a British form: postcodes, charity and company numbers, London time."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from localflavor.gb.forms import GBPostcodeField
from modelcluster.fields import ParentalManyToManyField
from phonenumber_field.phonenumber import PhoneNumber
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.fields import RichTextField

from content.text.dates import validate_unambiguous_time

CHARITY_NUMBER_PATTERN = re.compile(r"^(\d{6,7}|SC\d{6}|NIC\d{6})$")
COMPANY_NUMBER_PATTERN = re.compile(r"^(\d{8}|(SC|NI|OC|SO|NC)\d{6})$")

# Of the UK, Guernsey, Jersey and the Isle of Man.
UK_COUNTRY_CODE = 44


class PostcodeField(models.CharField):
    """A UK postcode, stored in capitals with its space (BS 7666)."""

    def to_python(self, value: Any) -> Any:
        """Return the postcode in its printed form."""
        value = super().to_python(value)
        return GBPostcodeField(required=False).clean(value.strip()) if value else value


class CharityNumberField(models.CharField):
    """A number of the Charity Commission (7 digits), OSCR (SC…) or the CCNI (NIC…)."""

    def to_python(self, value: Any) -> Any:
        """Return the number in capitals without spaces."""
        value = super().to_python(value)
        if not value:
            return value
        value = re.sub(r"\s", "", value).upper()
        if not CHARITY_NUMBER_PATTERN.match(value):
            raise ValidationError(
                "Enter a charity number as the register prints it: 1104948, SC012345 or NIC101234."
            )
        return value


class CompanyNumberField(models.CharField):
    """A number of Companies House, zero-padded to eight characters."""

    def to_python(self, value: Any) -> Any:
        """Return the number in capitals, padded with zeros."""
        value = super().to_python(value)
        if not value:
            return value
        value = re.sub(r"\s", "", value).upper()
        value = value.zfill(8) if value.isdigit() else value
        if not COMPANY_NUMBER_PATTERN.match(value):
            raise ValidationError(
                "Enter a company number as Companies House prints it: 05061385 or SC123456."
            )
        return value


def format_phone(number: PhoneNumber) -> str:
    """Return `number` the UK way; a number of another country with that country's code."""
    is_british = number.country_code == UK_COUNTRY_CODE
    return (number.as_national if is_british else number.as_international).replace("-", " ")


class LinesField(models.TextField):
    """Short lines, one entry each, such as an address or other names of a treaty."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a small text area: a line is an entry."""
        return super().formfield(**{"widget": forms.Textarea(attrs={"rows": 4}), **kwargs})


def split_lines(text: str) -> list[str]:
    """Return the entries of a `LinesField`: its lines, trimmed, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ReferencedManyToManyField(ParentalManyToManyField):
    """A choice of several things, which Wagtail's reference index counts as uses of them.

    By itself the index leaves fields to many out (8.0.1, wagtail/wagtail issue 9629).
    """

    REFERENCE_PATH = "item"

    def extract_references(
        self, value: Iterable[models.Model]
    ) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """Yield the model and key of each thing, and where in the field it is."""
        for chosen in value:
            yield self.related_model, str(chosen.pk), self.REFERENCE_PATH, str(chosen.pk)


class ProseField(RichTextField):
    """Rich text that is empty when nothing is written in it.

    The editor sends an empty paragraph, for which a page would print a heading with nothing below.
    """

    def to_python(self, value: Any) -> Any:
        """Return the text, or nothing if only markup is left."""
        return strip_empty_markup(super().to_python(value) or "")


def strip_empty_markup(html: str) -> str:
    """Return `html`, or an empty text if it has no words; an inserted contact is one."""
    return html if re.sub(r"<(?!embed\b)[^>]*>|&nbsp;|\s", "", html) else ""


class LondonDateTimeField(forms.DateTimeField):
    """A moment by the clocks of London; says which hours of the year cannot be meant."""

    widget = AdminDateTimeInput
    default_error_messages = {
        "invalid": "There is no such time. Write a date and a time by the 24-hour clock, such as "
        "24/12/2026 00:01.",
    }

    def to_python(self, value: Any) -> Any:
        """Return the moment.

        Raises:
            ValidationError: it is no date and time, or a clock time that is skipped or repeated.
        """
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code == "ambiguous_timezone" and error.params:
                validate_unambiguous_time(error.params["datetime"])
            raise


def format_phone_link(number: PhoneNumber) -> SafeString:
    """Return a link that dials `number`, printed the UK way."""
    return format_html('<a href="{}">{}</a>', number.as_rfc3966, format_phone(number))
