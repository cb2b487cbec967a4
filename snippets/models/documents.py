"""Documents that know what is in them."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat, pluralize
from django.utils import timezone
from django.utils.translation import get_language_info
from wagtail.documents.models import AbstractDocument

from content.text.dates import print_date
from content.text.file_names import is_generated_file_name, is_misdecoded_text
from snippets.media.pdf import PdfMetadata, draw_cover, extract_pdf_metadata

# What is said of “This PDF” where it is uploaded, and of its name where pages use it.
UNREADABLE_PDF_MESSAGE = "{} cannot be opened. Upload a file that can be."
PARTLY_READ_PDF_MESSAGE = (
    "{} is too large or too complicated to look through, and no cover could be drawn from it; "
    "readers’ phones may fail as well. Export it once more with smaller pictures."
)
NO_TEXT_MESSAGE = (
    "{} is a scan: nobody can search it or have it read aloud. Use the file it was printed from, "
    "or a program that recognises its text (OCR)."
)
NOT_TAGGED_MESSAGE = "{} is not tagged: screen readers will struggle. Add an accessible version."
NO_TITLE_MESSAGE = (
    "{} has no title in its properties: screen readers and browser tabs give its file name "
    "instead. Enter a title in the program it was made in, and export it once more."
)
BAD_TITLE_MESSAGE = (
    "{} is called “{title}” in its properties, which is what browser tabs and screen readers give. "
    "Enter its title in the program it was made in, and export it once more."
)
NO_LANGUAGE_MESSAGE = (
    "{} does not say which language it is in: it may be read aloud in the wrong one. Set the "
    "language in the program it was made in, and export it once more."
)
ENCRYPTED_MESSAGE = (
    "{} is protected against changes: readers may not be able to copy from it, and some screen "
    "readers refuse it. Save it without protection."
)

OTHER_FORMAT_MESSAGE = (
    "This document’s address ends in “{old}”, and a replacement keeps the address. Choose a file "
    "that ends in “{old}”, or add the “{new}” file as a document of its own."
)


class SiteDocument(AbstractDocument):
    """A file to download. What readers are told of it is read from the file itself."""

    class Reading(models.TextChoices):
        """How far a PDF could be read; empty for other files, and for PDFs not looked at yet."""

        WHOLE = "whole", "Whole"
        IN_PART = "in_part", "In part"
        REFUSED = "refused", "Not at all"

    # The name in its address, which stays when the file is replaced.
    address_name = models.CharField(max_length=255, blank=True, editable=False)
    # When readers had it already and got another file in its place, and what that changed.
    replaced_at = models.DateTimeField(null=True, editable=False)
    replacement_note = models.CharField(max_length=200, blank=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    language = models.CharField(max_length=35, blank=True, editable=False)
    pdf_title = models.CharField(max_length=255, blank=True, editable=False)
    is_tagged = models.BooleanField(null=True, editable=False)
    is_encrypted = models.BooleanField(null=True, editable=False)
    has_text = models.BooleanField(null=True, editable=False)
    reading = models.CharField(max_length=7, choices=Reading.choices, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")
    # The file that was read last, by its fingerprint: a form reads it once and saves it later.
    _read: tuple[str, PdfMetadata] | None = None

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        permissions = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """Refuse a new file that readers could not open.

        Where several files are dropped, one whose title would not do has been looked at already,
        and comes after the form that mends the title.
        """
        if not self.file:
            return
        super().clean()
        if not self.file._committed and self.address_name:
            self._validate_format()
        if not self.file._committed and self.format == "PDF":
            facts = self._read_file()
            if facts.refusal:
                raise ValidationError({"file": facts.refusal})

    def _validate_format(self) -> None:
        """Refuse a file whose format is not the one that the address ends in."""
        old, new = (PurePath(name).suffix for name in (self.address_name, self.file.name))
        if old.lower() != new.lower():
            raise ValidationError({"file": OTHER_FORMAT_MESSAGE.format(old=old, new=new)})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the document; look into a new file first."""
        if self.file and not self.file._committed:
            self._set_document_file_metadata()
        super().save(*args, **kwargs)
        if self.file and not self.address_name:
            # Only now is it known what the file is called where it is stored.
            self.address_name = PurePath(self.file.name).name
            super().save(update_fields=["address_name"])

    def _set_document_file_metadata(self) -> None:
        """Keep the file's size and fingerprint, and what it says of itself if it is a PDF.

        Wagtail calls this wherever it accepts a file; before it stores it, and once after.
        """
        super()._set_document_file_metadata()
        is_pdf = self.format == "PDF"
        facts = self._read_file() if is_pdf else PdfMetadata()
        self.pages, self.language, self.pdf_title = facts.pages, facts.language, facts.title
        self.is_tagged, self.is_encrypted = facts.is_tagged, facts.is_encrypted
        self.has_text = facts.has_text
        if not is_pdf:
            self.reading = ""
        elif facts.refusal:
            self.reading = self.Reading.REFUSED
        else:
            self.reading = self.Reading.WHOLE if facts.is_whole else self.Reading.IN_PART

    def _read_file(self) -> PdfMetadata:
        with self.open_file() as file:
            file.seek(0)
            fingerprint = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            if not self._read or self._read[0] != fingerprint:
                self._read = fingerprint, extract_pdf_metadata(file)
            file.seek(0)
        return self._read[1]

    def draw_cover(self) -> bytes | None:
        """Return a PNG of a PDF's first page; None where there is none or it takes too much.

        What was not looked at yet may take too much.
        """
        if self.reading != self.Reading.WHOLE:
            return None
        with self.open_file() as file:
            return draw_cover(file)

    @property
    def filename(self) -> str:
        """The name in its address, which is the one that it was first uploaded with."""
        return self.address_name or super().filename

    @property
    def file_extension(self) -> str:
        """The ending of the file itself, which forms keep the same as that of the address."""
        return PurePath(self.file.name).suffix[1:]

    @property
    def full_url(self) -> str:
        """The whole address, as it is sent out."""
        return f"{settings.WAGTAILADMIN_BASE_URL}{self.url}"

    @property
    def format(self) -> str:
        """The file's format as a reader knows it: PDF, XLSX."""
        return self.file_extension.upper()

    @property
    def summary(self) -> str:
        """What an editor wants to know of a PDF: “24 pages, 1.2 MB, English, tagged”."""
        facts = [f"{self.pages} page{pluralize(self.pages)}"] if self.pages else []
        facts.append(filesizeformat(self.file_size))
        if self.language:
            facts.append(_get_language_name(self.language))
        if self.is_tagged is not None:
            facts.append("tagged" if self.is_tagged else "not tagged")
        return ", ".join(facts)

    @property
    def description(self) -> str:
        """What a reader wants to know before downloading: “PDF, 2.4 MB, 36 pages, Welsh”."""
        facts = [self.format, filesizeformat(self.file_size)]
        if self.pages:
            facts.append(f"{self.pages} page{pluralize(self.pages)}")
        primary = self.language.split("-")[0].lower()
        # English goes without saying, and a code that nobody has named says nothing.
        if primary not in ("", "en") and (name := _get_language_name(primary)) != primary:
            facts.append(name)
        return ", ".join(facts)

    @property
    def replacement(self) -> str:
        """When readers got another file here, and why; empty if they never did."""
        if not self.replaced_at:
            return ""
        day = print_date(timezone.localdate(self.replaced_at))
        return f"Replaced on {day}: {self.replacement_note}"

    def warnings(self, subject: str = "This PDF", has_alternative: bool = False) -> list[str]:
        """Return what makes a PDF hard to read, and what to do; nothing of other files.

        `has_alternative` says that readers are offered an accessible version instead of this one.
        """
        found = {
            UNREADABLE_PDF_MESSAGE: self.reading == self.Reading.REFUSED,
            PARTLY_READ_PDF_MESSAGE: self.reading == self.Reading.IN_PART,
            NO_TEXT_MESSAGE: self.has_text is False,
            NOT_TAGGED_MESSAGE: self.is_tagged is False and not has_alternative,
            NO_TITLE_MESSAGE: self.pages and self.reading and not self.pdf_title,
            BAD_TITLE_MESSAGE: is_generated_file_name(self.pdf_title)
            or is_misdecoded_text(self.pdf_title),
            NO_LANGUAGE_MESSAGE: self.pages and not self.language,
            ENCRYPTED_MESSAGE: self.is_encrypted,
        }
        title = self.pdf_title
        return [
            warning.format(subject, title=title) for warning, applies in found.items() if applies
        ]


def _get_language_name(language: str) -> str:
    """Return a language's English name, or its code where nobody has named it."""
    try:
        return get_language_info(language)["name"]
    except KeyError:
        return language
