"""Documents and pictures that go live with what was scheduled or approved stay as they are.

The two forms at the end are what Wagtail builds its forms of files from.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from wagtail.documents.forms import BaseDocumentForm

from publishing.planned import all_planned
from snippets.image_forms import CleanImageForm
from snippets.references import referred_to


def numbers_promised(kind: type[Model]) -> set[int]:
    """Return the numbers of the documents, or pictures, that something promised refers to.

    Every version that is promised is read for it.
    """
    contents = (content for planned in all_planned() for content in planned.contents())
    return referred_to(contents, kind)


def refuse_to_delete(
    sender: type[Model], instance: Model, origin: Any = None, **kwargs: Any
) -> None:
    """Refuse to delete a file that is promised.

    What is promised is read once for all that one queryset deletes, which is `origin` then.

    Raises:
        ValidationError: says how to get at it.
    """
    if not isinstance(origin, QuerySet):
        numbers = numbers_promised(sender)
    elif (numbers := getattr(origin, "_promised", None)) is None:
        numbers = origin._promised = numbers_promised(sender)
    if instance.pk in numbers:
        raise _refusal(instance, "deleted")


def _refusal(file: Any, what: str) -> ValidationError:
    """Return the refusal; it names no page, as rights to a file are no rights to its pages."""
    return ValidationError(
        f"“{file}” goes live with something that is scheduled or approved as it is, so it cannot "
        f"be {what}. A publisher can take what uses it off its schedule, or out of its set, first."
    )


class _FileForm:
    """Keeps the file of what is promised; all else that is said of it may be changed."""

    def clean_file(self) -> Any:
        """Refuse another file in place of one that is promised.

        Raises:
            ValidationError: says how to get at it.
        """
        replaced = self.instance.pk and "file" in self.changed_data
        if replaced and self.instance.pk in numbers_promised(type(self.instance)):
            raise _refusal(self.instance, "replaced")
        return self.cleaned_data["file"]


class DocumentForm(_FileForm, BaseDocumentForm):
    """The form of a document."""


class ImageForm(_FileForm, CleanImageForm):
    """The form of a picture."""
