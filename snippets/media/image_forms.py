"""The form of a picture: it decodes what is uploaded, and keeps a clean copy of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from snippets.media import renditions
from snippets.media.image_files import CleanImageFile, clean_image


class ImageUploadField(WagtailImageField):
    """Takes every picture that can be decoded, whatever the ending of its name claims it is."""

    def to_python(self, data: Any) -> CleanImageFile | None:
        """Return a copy of the picture without metadata; it remembers what was uploaded.

        Wagtail's own opens the file by its ending, and fails where decoding does (8.0.1).

        Raises:
            ValidationError: it cannot be decoded, is too large, or is none of the formats allowed.
        """
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        if PurePath(file.name or "").suffix.lower()[1:] not in self.allowed_image_extensions:
            raise ValidationError(
                self.error_messages["invalid_image_extension"], code="invalid_image_extension"
            )
        return clean_image(file)


class CleanImageForm(BaseImageForm):
    """Replaces Wagtail's field for the file, and deletes an upload with what it replaces."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaced_original: FieldFile = self.instance.original
        if field := self.fields.get("file"):
            self.fields["file"] = ImageUploadField(
                label=field.label, required=field.required, widget=field.widget
            )

    def save(self, commit: bool = True) -> Any:
        """Store the picture; Wagtail has deleted what was drawn of another file by then."""
        image = super().save(commit=commit)
        if commit and "file" in self.changed_data and self.original_file:
            if self.replaced_original and self.replaced_original.name:
                self.replaced_original.storage.delete(self.replaced_original.name)
            renditions.draw_renditions.enqueue(image.pk)
        return image
