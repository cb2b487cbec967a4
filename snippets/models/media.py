"""Images with a credit and unguessable addresses."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DatabaseError, models
from django.templatetags.static import static
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index

from snippets.media import renditions
from snippets.media.image_files import CleanImageFile, clean_image

FOCAL_FIELDS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# What an editor may change while the worker cleans the file.
IMAGE_FIELDS_EDITORS_CHANGE = ("file", "rights", *FOCAL_FIELDS)
FIELDS_SET_BY_CLEANING = (
    *IMAGE_FIELDS_EDITORS_CHANGE,
    "width",
    "height",
    "original",
    "file_hash",
    "file_size",
)
# Letters; each is one of 64.
FILE_NAME_SECRET_LENGTH = 16
PLACEHOLDER_IMAGE_PATH = "img/picture-missing.svg"

logger = logging.getLogger(__name__)


def get_original_upload_to(instance: SiteImage, filename: str) -> str:
    """Return a path that cannot be guessed for a picture as it was uploaded."""
    return str(PurePath("uploaded_images", PurePath(instance.get_upload_to(filename)).name))


class SiteImage(AbstractImage):
    """A picture, with the person or agency it must be credited to.

    `file` is a copy with nothing but pixels, from which everything else is drawn; `original` is
    the picture as it was uploaded, with all that its maker wrote into it.
    """

    # Wagtail's field, whose file is an upload until it is stored.
    file: Any

    original = models.FileField(upload_to=get_original_upload_to, blank=True, editable=False)
    # A file from before files were checked that cannot be decoded: a placeholder stands in for it.
    is_unreadable = models.BooleanField(default=False, editable=False)

    credit = models.CharField(
        max_length=120,
        blank=True,
        help_text="Printed beneath the picture, such as “Photo: A. Name”",
    )

    rights = models.CharField(
        max_length=600,
        blank=True,
        help_text="Who holds the rights, and on which terms it may be used. Readers do not see it.",
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit", "rights")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"
        permissions = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        """Return a path that cannot be guessed from the file's name.

        Renditions take their name from the original's, so theirs cannot be guessed either.
        """
        path = PurePath(super().get_upload_to(filename))
        secret = secrets.token_urlsafe(FILE_NAME_SECRET_LENGTH)[:FILE_NAME_SECRET_LENGTH]
        return str(path.with_name(f"{path.stem[:40]}-{secret}{path.suffix}"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the picture; make a clean copy of a new file first, and have it drawn after.

        Raises:
            ValidationError: the new file is no picture that can be shown. Forms have refused it.
        """
        if self.file and not kwargs.get("update_fields"):
            self._clean_file()
        super().save(*args, **kwargs)
        if not kwargs.get("update_fields"):
            renditions.draw_renditions.enqueue(self.pk)

    def ensure_clean_file(self) -> bool:
        """Return whether there is a clean copy; make it if this was uploaded before there were.

        What somebody changes meanwhile stays, and saving it had the picture cleaned.
        """
        if self.original or self.is_unreadable:
            return bool(self.original)
        before = {name: getattr(self, name) for name in IMAGE_FIELDS_EDITORS_CHANGE}
        unchanged = SiteImage.objects.filter(pk=self.pk, **{**before, "file": self.file.name})
        self._clean_file()
        if not self.original:
            unchanged.update(is_unreadable=self.is_unreadable)
            return False
        self._meta.get_field("file").pre_save(self, add=False)
        if unchanged.update(**{name: getattr(self, name) for name in FIELDS_SET_BY_CLEANING}):
            return True
        self.file.storage.delete(self.file.name)
        return False

    def _clean_file(self) -> None:
        """Let `file` be a clean copy and `original` what was uploaded."""
        is_stored = self.file._committed
        if is_stored and (self.original or self.is_unreadable):
            return
        width, height = self.width, self.height
        clean = self.file._file if not is_stored else None
        try:
            if not isinstance(clean, CleanImageFile):
                with self.open_file() as upload:
                    clean = clean_image(upload, is_stored=is_stored)
        except (OSError, ValidationError) as error:
            if not is_stored:
                raise
            # It was stored before files were checked; words about it can be changed all the same.
            # A file that cannot be fetched is tried again.
            self.is_unreadable = isinstance(error, ValidationError)
            logger.warning("The picture %s cannot be decoded", self.pk)
            return
        if is_stored:
            self.original.name = self.file.name
        else:
            self.original = File(clean.upload, name=PurePath(clean.upload.name or "").name)
        self.file, self.is_unreadable = clean, False
        self._scale_focal_point(width, height)
        self.file_hash, self.file_size = clean.upload_hash, clean.size
        self.rights = self.rights or clean.rights.note

    def _scale_focal_point(self, width: int, height: int) -> None:
        """Leave the focal point where it is in the picture, which was of this size before.

        It is picked on the upright picture, which Wagtail's form takes to be as wide and high as
        the file: of one on its side as well, it is a part of each side.
        """
        if not self.has_focal_point() or not (width and height):
            return
        for name in FOCAL_FIELDS:
            is_across = name in ("focal_point_x", "focal_point_width")
            factor = self.width / width if is_across else self.height / height
            setattr(self, name, round(getattr(self, name) * factor))

    @property
    def uploaded_name(self) -> str:
        """The name of the file as it was uploaded, without what keeps it from being guessed."""
        path = PurePath(self.original.name or "")
        return f"{path.stem[: -FILE_NAME_SECRET_LENGTH - 1]}{path.suffix}"

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:
        """Return a drawn picture; a placeholder where it is missing or cannot be drawn."""
        if isinstance(filter, str):
            filter = Filter(spec=filter)
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            return self.get_placeholder(filter.spec)

    def get_renditions(self, *filters: Filter | str) -> dict[str, AbstractRendition]:
        """Return drawn pictures by their specs; placeholders for those that are missing."""
        try:
            return super().get_renditions(*filters)
        except SourceImageIOError:
            return {
                rendition.filter_spec: rendition for rendition in map(self.get_rendition, filters)
            }

    def get_placeholder(self, spec: str) -> SiteRendition:
        """Return what stands in for a picture, in the size that it would have."""
        width, height = self.width, self.height
        with contextlib.suppress(Exception):
            width, height = Filter(spec=spec).get_transform(self).size
        return SiteRendition(
            image=self, filter_spec=spec, width=max(1, round(width)), height=max(1, round(height))
        )

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Draw a picture without metadata."""
        return super().generate_rendition_file(
            renditions.CleanFilter(spec=filter.spec), source=source
        )

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        """Draw and store a picture.

        Raises:
            SourceImageIOError: a reader waits for it, or it cannot be drawn or stored.
        """
        with _render_or_skip(self):
            return super().create_rendition(filter)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Draw and store several pictures; return those that are stored.

        Of two requests that draw the same at once, only one's picture is kept. Wagtail returns, and
        caches, the other one's as well, which has no row and so no address here.

        Raises:
            SourceImageIOError: a reader waits for them, or one cannot be drawn or stored.
        """
        if not filters:
            return {}
        with _render_or_skip(self):
            drawn = super().create_renditions(*filters)
        specs = [filter.spec for filter in filters]
        stored = {
            (rendition.filter_spec, rendition.focal_point_key): rendition
            for rendition in self.renditions.filter(filter_spec__in=specs)
        }
        return {
            filter: stored.get((filter.spec, filter.get_cache_key(self)), rendition)
            for filter, rendition in drawn.items()
        }


@contextmanager
def _render_or_skip(image: SiteImage) -> Iterator[None]:
    """Let a full disk or an odd file cost a page its picture and nothing more."""
    if not renditions.can_render():
        raise SourceImageIOError("It is not drawn yet")
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("A picture could not be drawn: %s", image.pk)
        raise SourceImageIOError(str(error)) from error


class SiteRendition(AbstractRendition):
    """A resized copy of a `SiteImage`."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        # A picture is asked for by its file's name.
        indexes = [models.Index(fields=["file"], name="rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]

    @property
    def url(self) -> str:
        """The picture's address on this site, which checks who asks, wherever files are stored."""
        if not self.file:
            return static(PLACEHOLDER_IMAGE_PATH)
        return f"{settings.MEDIA_URL}{quote(self.file.name)}"
