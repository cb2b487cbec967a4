"""Draw pictures in the sizes that templates ask for, in the worker and never for a reader.

A picture is drawn in every size as soon as it is uploaded, so that previews, embargo links and
pages have it. A reader who is there first sees a placeholder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import IO, Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from snippets.media.image_files import convert_to_bare_srgb

# Every size that a template of the site asks for; tests/snippets/test_renditions.py reads them.
SITE_FILTER_SPECS = tuple(
    spec
    for pattern in (
        "fill-1200x630|format-jpeg",
        "max-320x160|format-webp",
        "format-{avif,webp,jpeg}|fill-{300x400,600x800}",
        "format-{avif,webp,jpeg}|fill-{640x360,1280x720}",
        "format-{avif,webp,jpeg}|width-{480,960}",
    )
    for spec in Filter.expand_spec(pattern)
)
# What Wagtail’s lists of pictures show; the other sizes of the admin are drawn when asked for.
ADMIN_FILTER_SPECS = ("max-165x165",)
# After everything that somebody waits for.
RENDITION_TASK_PRIORITY = -20
# Of Pillow's 0 (slowest, smallest) to 10; its default is 6.
AVIF_SPEED = 8
# How many pictures are looked for at a time, when none may be missing.
RENDITION_BATCH_SIZE = 100

_can_render: ContextVar[bool] = ContextVar("may_draw", default=True)


class CleanImage(PillowImage):
    """Pixels alone, written as AVIF in about a third of the time and up to a seventh larger."""

    def save_as_avif(
        self, f: IO[bytes], quality: int = 61, lossless: bool = False, **options: Any
    ) -> AvifImageFile:
        """Write the picture into `f`."""
        # As Willow does; only of these two together does Pillow make a file without loss.
        kept = {"quality": 100, "subsampling": "4:4:4"} if lossless else {"quality": quality}
        self.image.save(f, "AVIF", speed=AVIF_SPEED, **kept)
        return AvifImageFile(f)


class StripMetadata(FilterOperation):
    """Leave nothing in a picture but its pixels."""

    def construct(self) -> None:
        """Take no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> CleanImage:
        """Return the pixels, in sRGB."""
        picture = willow.get_pillow_image()
        return CleanImage(convert_to_bare_srgb(picture, picture.info.get("icc_profile")))


class CleanFilter(Filter):
    """Draws pictures without metadata, whatever the file is that they are drawn from."""

    @property
    def filter_operations(self) -> list[FilterOperation]:
        """Return what the spec asks for, and then strip what it left."""
        return [*super().filter_operations, StripMetadata("strip")]


def can_render() -> bool:
    """Return whether a picture that is missing may be drawn now."""
    return _can_render.get()


@contextmanager
def rendering_disabled() -> Iterator[None]:
    """Show a placeholder for what is not drawn yet."""
    token = _can_render.set(False)
    try:
        yield
    finally:
        _can_render.reset(token)


@task(priority=RENDITION_TASK_PRIORITY)
def draw_renditions(pk: int) -> None:
    """Draw a picture in every size in which it is missing; clean it first if that was not done."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None or not image.ensure_clean_file():
        return
    image.get_renditions(*ADMIN_FILTER_SPECS, *SITE_FILTER_SPECS)


@task(priority=RENDITION_TASK_PRIORITY)
def draw_missing_renditions(after: int = 0) -> None:
    """Have pictures drawn that are not, or not in every size: a batch now, and then the next."""
    model = get_image_model()
    specs = (*ADMIN_FILTER_SPECS, *SITE_FILTER_SPECS)
    images = model.objects.filter(pk__gt=after).order_by("pk")[:RENDITION_BATCH_SIZE]
    pks = list(images.values_list("pk", flat=True))
    missing = (
        model.objects.filter(pk__in=pks)
        .annotate(drawn=Count("renditions", filter=Q(renditions__filter_spec__in=specs)))
        .filter(Q(drawn__lt=len(specs)) | Q(original=""), is_unreadable=False)
        .order_by("pk")
    )
    for pk in missing.values_list("pk", flat=True):
        draw_renditions.enqueue(pk)
    if len(pks) == RENDITION_BATCH_SIZE:
        draw_missing_renditions.enqueue(pks[-1])


def enqueue_daily_renditions(now: datetime) -> None:
    """Have missing pictures drawn, once a day."""
    day = timezone.localdate(now)
    if cache.add(f"renditions-{day}", True, 24 * 60 * 60):
        draw_missing_renditions.enqueue()
