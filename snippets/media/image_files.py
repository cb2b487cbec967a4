"""Decode uploaded pictures and write copies that hold nothing but their pixels.

Photographs say where and by whom they were taken, in more ways than can be listed (EXIF, IPTC, XMP,
comments, text chunks, colour profiles, words behind the end). So nothing is taken out of a file:
what readers get is drawn anew from the pixels, in sRGB and upright.
"""

from __future__ import annotations

import contextlib
import hashlib
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms

from snippets.media.image_metadata import ImageRights, read_rights

# Decoders that are offered a file; Pillow has forty more.
ACCEPTED_FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
# Four bytes each while a picture is decoded. A telephone’s photograph has 12 to 50 million.
MAX_UPLOADED_PIXELS = 50_000_000
# Decoded of a picture that was stored before there was a limit: 400 MB in the worker.
MAX_STORED_PIXELS = 100_000_000
# Twice the width of the largest picture on a page.
MAX_IMAGE_SIDE = 2560
# Rows of a strip: what is large is converted and shrunk a strip at a time.
ROWS_PER_STRIP = 256
JPEG_QUALITY = 92
UNREADABLE_IMAGE_MESSAGE = (
    "This picture cannot be opened: the file is damaged or incomplete, or is no picture. Open it "
    "in a program for pictures, save it as PNG or JPEG, and upload that file."
)
ANIMATED_MESSAGE = (
    "This picture is animated, and pictures on this site do not move. Save one frame of it as PNG "
    "or JPEG and upload that file."
)
TOO_MANY_PIXELS_MESSAGE = (
    "This picture has more than {limit} million pixels{size}. Save it with fewer: this site shows "
    "no more than {side} pixels on the longer side."
)
TRANSPOSE_BY_EXIF_ORIENTATION = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")


class CleanImageFile(ContentFile):
    """A file with nothing but pixels, and what it was made from."""

    def __init__(self, content: bytes, name: str, upload: File, rights: ImageRights) -> None:
        super().__init__(content, name)
        self.upload = upload
        self.rights = rights
        upload.seek(0)
        # As Wagtail tells by it whether a picture was uploaded before.
        self.upload_hash = hashlib.file_digest(upload, "sha1").hexdigest()
        upload.seek(0)


def clean_image(upload: File, *, is_stored: bool = False) -> CleanImageFile:
    """Return a copy of a picture: decoded whole, upright, in sRGB, no larger than any use of it.

    One that `is_stored` was accepted before these limits: its first frame is taken, and it may have
    more pixels. A large JPEG is decoded at a fraction of its size.

    Raises:
        ValidationError: it cannot be decoded, is animated or has too many pixels; the message says
            what to do.
    """
    # Outside of what makes a file unreadable: a remote store fetches it here.
    upload.seek(0)
    try:
        with Image.open(upload, formats=ACCEPTED_FORMATS) as image:
            if is_stored:
                _set_reduced_jpeg_decoding(image)
            _validate_size(image, MAX_STORED_PIXELS if is_stored else MAX_UPLOADED_PIXELS)
            # A second picture in a JPEG is a preview or a depth map, and no frame.
            is_animated = image.format != "MPO" and getattr(image, "is_animated", False)
            if is_animated and not is_stored:
                raise ValidationError(ANIMATED_MESSAGE)
            kind = image.format
            clean = _shrink(image)
            rights = read_rights(image)
            profile = image.info.get("icc_profile")
            orientation = _get_orientation(image)
        clean = convert_to_bare_srgb(clean, profile)
        if orientation in TRANSPOSE_BY_EXIF_ORIENTATION:
            clean = clean.transpose(TRANSPOSE_BY_EXIF_ORIENTATION[orientation])
        content = BytesIO()
        is_photograph = kind in ("AVIF", "JPEG", "MPO", "WEBP") and clean.mode != "RGBA"
        if is_photograph:
            clean.save(content, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4")
        else:
            clean.save(content, "PNG")
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _get_size_error() from error
    except Exception as error:
        # Decoders raise whatever a damaged file leads them to.
        raise ValidationError(UNREADABLE_IMAGE_MESSAGE) from error
    stem = PurePath(upload.name or "picture").stem
    name = f"{stem}.{'jpg' if is_photograph else 'png'}"
    return CleanImageFile(content.getvalue(), name, upload, rights)


def convert_to_bare_srgb(image: Image.Image, profile: bytes | None = None) -> Image.Image:
    """Return the pixels of a picture alone, as 8 bits of grey or sRGB, with alpha if it is used.

    `profile` is what its colours are given in; without one they are taken for sRGB.
    """
    image = _convert_to_8_bits(image)
    if profile:
        # A profile that is damaged, or made for another number of channels, is none.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
            target = "RGBA" if image.mode == "RGBA" else "RGB"
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, SRGB, outputMode=target) or image
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGB")
    bands: Any = image.getextrema()
    if image.mode == "RGBA" and bands[3][0] == 255:
        image = image.convert("RGB")
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _validate_size(image: Image.Image, limit: int) -> None:
    if image.width * image.height > limit:
        raise _get_size_error(f", {image.width:,} × {image.height:,}")


def _get_size_error(size: str = "") -> ValidationError:
    limit = MAX_UPLOADED_PIXELS // 1_000_000
    return ValidationError(
        TOO_MANY_PIXELS_MESSAGE.format(limit=limit, size=size, side=f"{MAX_IMAGE_SIDE:,}")
    )


def _shrink(image: Image.Image) -> Image.Image:
    """Return a picture that fits into a square of MAX_IMAGE_SIDE; it is decoded only once."""
    _set_reduced_jpeg_decoding(image)
    image.load()
    factor = max(image.size) // MAX_IMAGE_SIDE
    image = _reduce(image, factor) if factor > 1 else _convert_to_8_bits(image)
    # To a reduced copy; what is small stays as it is.
    image.thumbnail((MAX_IMAGE_SIDE, MAX_IMAGE_SIDE), Image.Resampling.LANCZOS)
    return image


def _set_reduced_jpeg_decoding(image: Image.Image) -> None:
    """Have a large JPEG decoded at a half, a quarter or an eighth of its size."""
    factor = max(image.size) // MAX_IMAGE_SIDE
    if factor > 1:
        image.draft(None, (image.width // factor, image.height // factor))


def _reduce(image: Image.Image, factor: int) -> Image.Image:
    """Return a picture a whole number of times smaller, with little memory beyond its own."""
    width = -(-image.width // factor)
    reduced: Any = None
    for top in range(0, image.height, ROWS_PER_STRIP * factor):
        bottom = min(image.height, top + ROWS_PER_STRIP * factor)
        strip = _convert_to_8_bits(image.crop((0, top, image.width, bottom)))
        strip = strip.reduce((factor, min(factor, strip.height)))
        if reduced is None:
            reduced = Image.new(strip.mode, (width, -(-image.height // factor)))
        reduced.paste(strip, (0, top // factor))
    return reduced


def _convert_to_8_bits(image: Image.Image) -> Image.Image:
    """Return a copy in a mode that can be resized: L, RGB, RGBA or CMYK."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return _convert_from_16_bits(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image.copy()
    return image.convert("L" if image.mode == "1" else "RGB")


def _convert_from_16_bits(image: Image.Image) -> Image.Image:
    """Return 16 bits of grey as 8; Pillow would make white of all but the darkest."""
    transparent = image.info.get("transparency")
    wide = image.convert("I")
    grey = wide.point(lambda value: value * (1 / 256) + 0).convert("L")
    if not isinstance(transparent, int):
        return grey
    alpha = wide.point(lambda value: value * 1 - transparent).convert("L")
    alpha = Image.eval(alpha, lambda value: 255 if value else 0)
    return Image.merge("RGBA", (grey, grey, grey, alpha))


def _get_orientation(image: Image.Image) -> Any:
    try:
        return image.getexif().get(0x0112)
    except Exception:
        # Words that make no sense say nothing.
        return None
