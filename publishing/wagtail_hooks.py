"""What publication adds to the admin, and asks of Wagtail."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.locks import BaseLock

from publishing import locks


@hooks.register("find_content_lock")
def lock_of_what_is_promised(content: Any) -> BaseLock | None:
    """Lock what is scheduled or in an approved set."""
    return locks.find_lock(content)
