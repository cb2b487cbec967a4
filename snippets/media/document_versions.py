"""Replace the file of a document: its address stays, readers are told, and caches as well."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page, ReferenceIndex

from snippets.models import DocumentVersion, SiteDocument


def create_document_version(
    document: SiteDocument, file: FieldFile, file_hash: str, user: Any, note: str
) -> None:
    """Keep `file`, which the document has no more, for editors; nothing if it is lost."""
    if not file.name or not file.storage.exists(file.name):
        return
    with file.open("rb") as old:
        version = DocumentVersion(
            document=document,
            file_hash=file_hash,
            replaced_at=timezone.now(),
            replaced_by=user,
            note=note,
        )
        version.file.save(document.filename, old, save=True)


def purge_document(document: SiteDocument) -> None:
    """Tell the caches in front of the site to fetch a document, and the pages with it, anew."""
    batch = PurgeBatch([document.full_url])
    references = ReferenceIndex.get_references_to(document).filter(
        Q(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    )
    pks = references.order_by().values_list("object_id", flat=True).distinct()
    batch.add_pages(Page.objects.live().filter(pk__in=[int(pk) for pk in pks]))
    transaction.on_commit(batch.purge)
