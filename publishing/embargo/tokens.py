"""Secret addresses: whoever has one may read; the site keeps only what it needs to recognise it."""

from __future__ import annotations

import secrets
from hashlib import sha256

# More than anybody can guess, so a plain hash is enough to keep it.
TOKEN_BYTES = 32


def create_token() -> tuple[str, str]:
    """Return a new token and its hash."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """Return the hash of a token, as it is stored."""
    return sha256(token.encode()).hexdigest()
