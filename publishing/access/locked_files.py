"""Documents and pictures that go live with what was scheduled or approved stay as they are.

The two forms at the end are what Wagtail builds its forms of files from.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.documents.forms import BaseDocumentForm

from content.mixins import MixinBase
from content.references import get_referenced_pks
from publishing.access.files import is_public_file
from publishing.simulation import is_simulating
from publishing.upcoming import list_upcoming_publications
from snippets.media.document_versions import create_document_version, purge_document
from snippets.media.image_forms import CleanImageForm
from snippets.models import SiteDocument


def get_locked_file_pks(kind: type[Model]) -> set[int]:
    """Return the numbers of the documents, or pictures, that something promised refers to.

    Every version that is promised is read for it.
    """
    contents = (
        content for planned in list_upcoming_publications() for content in planned.contents()
    )
    return get_referenced_pks(contents, kind)


def prevent_locked_file_deletion(
    sender: type[Model], instance: Model, origin: Any = None, **kwargs: Any
) -> None:
    """Refuse to delete a file that is promised.

    What is promised is read once for all that one queryset deletes, which is `origin` then.

    Raises:
        ValidationError: says how to get at it.
    """
    if is_simulating():
        return
    if not isinstance(origin, QuerySet):
        numbers = get_locked_file_pks(sender)
    else:
        kept = vars(origin)
        if "_locked_file_pks" not in kept:
            kept["_locked_file_pks"] = get_locked_file_pks(sender)
        numbers = kept["_locked_file_pks"]
    if instance.pk in numbers:
        raise _build_refusal(instance, "deleted")


def _build_refusal(file: Any, what: str) -> ValidationError:
    """Return the refusal; it names no page, as rights to a file are no rights to its pages."""
    return ValidationError(
        f"“{file}” goes live with something that is scheduled or approved as it is, so it cannot "
        f"be {what}. A publisher can take what uses it off its schedule, or out of its set, first."
    )


class LockedFileFormMixin(MixinBase):
    """Keeps the file of what is promised; all else that is said of it may be changed."""

    def clean_file(self) -> Any:
        """Refuse another file in place of one that is promised.

        Raises:
            ValidationError: says how to get at it.
        """
        replaced = self.instance.pk and "file" in self.changed_data
        if replaced and self.instance.pk in get_locked_file_pks(type(self.instance)):
            raise _build_refusal(self.instance, "replaced")
        return self.cleaned_data["file"]


class DocumentForm(LockedFileFormMixin, BaseDocumentForm):
    """The form of a document; what it replaces stays for editors, and readers are told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.editor = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self.original_hash = self.instance.file_hash
        if self.instance.pk and "file" in self.fields:
            self.fields["replacement_note"] = forms.CharField(
                label="What the new file changes",
                required=False,
                max_length=120,
                help_text="Only if you choose another file. Readers see it beside the document, "
                "with the date: for example “Table 3 corrected”. The address stays the same.",
            )
            self.order_fields(["title", "file", "replacement_note"])

    def clean(self) -> dict[str, Any]:
        """Ask what changes where readers have the document already."""
        cleaned = super().clean()
        if self._replaces_file():
            self.was_public = is_public_file(self.instance)
            if self.was_public and not cleaned.get("replacement_note"):
                self.add_error(
                    "replacement_note",
                    "Readers have this document already. Say in a few words what the new file "
                    "changes, and choose the file again.",
                )
        return cleaned

    def _replaces_file(self) -> bool:
        return bool(self.instance.pk and self.original_file and "file" in self.changed_data)

    def save(self, commit: bool = True) -> SiteDocument:
        """Store the document; keep what it was, and tell caches."""
        replaces = commit and self._replaces_file()
        document = self.instance
        if replaces:
            note = self.cleaned_data["replacement_note"]
            create_document_version(
                document, self.original_file, self.original_hash, self.editor, note
            )
            if self.was_public:
                document.replaced_at, document.replacement_note = timezone.now(), note
        document = super().save(commit=commit)
        if replaces:
            purge_document(document)
        return document


class ImageForm(LockedFileFormMixin, CleanImageForm):
    """The form of a picture."""
