"""Blocks with an image, and the rule for its alternative text."""

from __future__ import annotations

from typing import Any

from wagtail.admin.compare import BlockComparison
from wagtail.blocks import CharBlock, StructValue
from wagtail.images.blocks import ImageBlock, ImageBlockComparison

from content.blocks.base import ValidatedBlock
from content.text.typography import describe_alt_text_problem
from content.validation.problems import Problems


def add_alt_text_problem(problems: Problems, name: str, image: Any, caption: str = "") -> None:
    """Record why the alternative text of an `ImageBlock` value would not help, if so."""
    if (
        image
        and not image.decorative
        and (reason := describe_alt_text_problem(image.contextual_alt_text or "", caption))
    ):
        problems.add(name, reason)


class ComparableImageBlock(ImageBlock):
    """A picture that versions of a page can be compared with, also where it is left out.

    Wagtail's own fails then (8.0.1); tests/home/test_upstream.py says when that is mended.
    """

    def get_comparison_class(self) -> type[BlockComparison]:
        """Return what shows a picture in a comparison."""
        return ImageComparison

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return what migrations know the block as: what is stored is Wagtail's."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageBlock", args, kwargs


class ImageComparison(ImageBlockComparison):
    """A picture with its words, or neither."""

    def htmlvalue(self, val: Any) -> str:
        """Return the picture as one version has it; `val` is the image, its parts, or None."""
        return super().htmlvalue(val or self.block._image_to_struct_value(None))


class CaptionedImageBlock(ValidatedBlock):
    """A picture with a caption and a credit."""

    image = ComparableImageBlock()
    caption = CharBlock(required=False, max_length=240)
    credit = CharBlock(
        required=False, max_length=120, help_text="Instead of the credit kept with the image"
    )

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Refuse an alternative text that would not help."""
        add_alt_text_problem(problems, "image", value["image"], value["caption"])

    class Meta:
        icon = "image"
        template = "blocks/captioned_image_block.html"
        description = "A picture with a caption and a credit"
        preview_template = "blocks/previews/captioned_image_block.html"
