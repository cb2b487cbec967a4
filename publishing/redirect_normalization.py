"""Store and look up redirects in one normal form, however their old address was typed."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect

# One or more escaped bytes, or a percent sign that escapes nothing.
ESCAPE_PATTERN = re.compile(r"(?:%[0-9A-Fa-f]{2})+|%")
# Decoded, these would be read as something else: as an escape, or as the end of a part.
CHARACTERS_RESERVED_IN_PATH = frozenset("%?#")
CHARACTERS_RESERVED_IN_QUERY = CHARACTERS_RESERVED_IN_PATH | frozenset("&=+")
# Django escapes the escape of a byte that is no UTF-8, as in addresses of older sites.
ESCAPED_BYTE_PATTERN = re.compile(r"%25([89A-F][0-9A-F])")

# As Wagtail has it; the test of this module watches over it.
WAGTAIL_NORMALISE_PATH = Redirect.normalise_path


def patch_redirect_normalization() -> None:
    """Have everything that stores or looks up a redirect use `normalise_path`.

    Wagtail (8.0.1) leaves spaces and most signs of ASCII as they were typed, and forms of accented
    letters apart, so that what a browser asks for is never found.
    """
    Redirect.normalise_path = staticmethod(normalise_path)


def normalise_path(url: str, decode_unicode: bool = True) -> str:
    """Return the path and query of an address as they are compared.

    Escapes are decoded, but for those that mean something else when decoded; parameters are
    sorted; there is no slash at the end. The result is the same with and without `decode_unicode`,
    and when it is normalised once more.

    Raises:
        ValidationError: `url` is no address.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError as error:
        raise ValidationError(
            "This is not an address. Enter the part after the site’s name, such as /old-page."
        ) from error
    path = "/" + _decode(parts.path, CHARACTERS_RESERVED_IN_PATH).strip().strip("/")
    if parts.query:
        query = _decode(parts.query.replace("+", " "), CHARACTERS_RESERVED_IN_QUERY)
        path += "?" + "&".join(sorted(part for part in query.split("&") if part))
    return normalize("NFC", path)


def _decode(text: str, kept: frozenset[str]) -> str:
    """Return `text` without needless escapes; those that are needed are in capitals."""
    decoded = ESCAPE_PATTERN.sub(lambda found: _decode_run(found[0], kept), text)
    return ESCAPED_BYTE_PATTERN.sub(r"%\1", decoded)


def _decode_run(escapes: str, kept: frozenset[str]) -> str:
    decoded = unquote_to_bytes(escapes).decode("utf-8", "surrogateescape")
    return "".join(
        character if character.isprintable() and character not in kept else _escape(character)
        for character in decoded
    )


def _escape(character: str) -> str:
    return quote(character, safe="", errors="surrogateescape")
