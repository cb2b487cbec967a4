"""Give the blocks of a copied page identifiers of their own.

Permalinks of quotations and their marks are kept under these, so a copy must not share them.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models.signals import post_save
from wagtail.models import Page, PageLogEntry, Revision

from quotations import index
from quotations.models import Quotation

COPY_LOG_ACTION = "wagtail.copy"


def replace_block_ids(
    sender: type[PageLogEntry], instance: PageLogEntry, created: bool, **kwargs: Any
) -> None:
    """Replace the identifiers in a page that has just been copied, and in all its versions.

    Wagtail sends no signal of its own when it copies a page, but it logs it.
    """
    if not (created and instance.action == COPY_LOG_ACTION):
        return
    page = instance.page.specific
    names = type(page).get_streamfield_names()
    if not names:
        return
    for revision in Revision.objects.for_instance(page):
        for name in names:
            if stored := revision.content.get(name):
                revision.content[name] = json.dumps(_replace_block_ids(json.loads(stored), page))
        revision.save(update_fields=["content"])
    for name in names:
        stream = page._meta.get_field(name).stream_block
        raw = stream.get_prep_value(getattr(page, name))
        setattr(page, name, stream.to_python(_replace_block_ids(raw, page)))
    page.save(clean=False, update_fields=names)
    Quotation.objects.filter(page_id=page.pk).delete()
    index.index_page_quotations([page])


def _replace_block_ids(value: Any, page: Page) -> Any:
    """Return the stored value of a stream with an identifier for each block of this page."""
    if isinstance(value, list):
        return [_replace_block_ids(part, page) for part in value]
    if not isinstance(value, dict):
        return value
    changed = {name: _replace_block_ids(part, page) for name, part in value.items()}
    if {"type", "value"} <= value.keys() and value.get("id"):
        changed["id"] = str(uuid5(NAMESPACE_URL, f"{page.pk}/{value['id']}"))
    return changed


def connect() -> None:
    """Listen to copies."""
    post_save.connect(replace_block_ids, sender=PageLogEntry)
