"""What happens when content is published or deleted."""

from __future__ import annotations


def connect() -> None:
    """Listen to publication and deletion."""
