"""Images with a credit and unguessable addresses."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index

logger = logging.getLogger(__name__)


class SiteImage(AbstractImage):
    """A picture, with the person or agency it must be credited to."""

    credit = models.CharField(
        max_length=120,
        blank=True,
        help_text="Printed beneath the picture, such as “Photo: A. Name”",
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")
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
        return str(path.with_name(f"{path.stem[:40]}-{secrets.token_urlsafe(12)}{path.suffix}"))

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        """Draw and store a picture.

        Raises:
            SourceImageIOError: it cannot be read or stored; templates then do without it.
        """
        with _page_goes_on():
            return super().create_rendition(filter)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Draw and store several pictures; return those that are stored.

        Of two requests that draw the same at once, only one's picture is kept. Wagtail returns, and
        caches, the other one's as well, which has no row and so no address here.

        Raises:
            SourceImageIOError: one cannot be read or stored; templates then do without them.
        """
        with _page_goes_on():
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
def _page_goes_on() -> Iterator[None]:
    """Let a full disk cost a page its picture and nothing more."""
    try:
        yield
    except OSError as error:
        logger.exception("A picture could not be drawn")
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
        return f"{settings.MEDIA_URL}{quote(self.file.name)}"
