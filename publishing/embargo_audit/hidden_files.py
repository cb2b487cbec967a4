"""The documents and images that go live together with what uses them."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from content.references import get_referenced_pks
from content.visibility import filter_public, is_live_now
from publishing.embargo_audit.audited_items import AuditedItem
from publishing.models import PublicCollection
from snippets.models import SiteDocument, SiteIdentity, SiteImage

File = SiteDocument | SiteImage


def get_hidden_files(item: AuditedItem) -> list[File]:
    """Return the files that `item` brings along and that readers may not have before.

    This does not ask the rule by which files are served: a check that did would repeat its errors.
    """
    return [file for file in _get_files(item.new) if not _is_already_public_file(file)]


def get_newly_published_files(item: AuditedItem) -> list[File]:
    """Return the files that came with `item`, which is out."""
    known = set(_get_files(item.old)) if item.old else set()
    return [file for file in _get_files(item.new) if file not in known]


def _get_files(content: Any) -> list[File]:
    return [
        file
        for model in (SiteDocument, SiteImage)
        for file in model.objects.filter(pk__in=get_referenced_pks([content], model)).order_by("pk")
    ]


def _is_already_public_file(file: File) -> bool:
    if PublicCollection.objects.filter(collection=file.collection_id).exists():
        return True
    uses = ReferenceIndex.get_references_to(file).order_by()
    for kind, key in uses.values_list("base_content_type", "object_id").distinct():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        if issubclass(model, SiteIdentity):
            return True
        if issubclass(model, Page):
            if filter_public(Page.objects.filter(pk=key)).exists():
                return True
        elif hasattr(model, "live"):
            user = model._default_manager.filter(pk=key).first()
            if user and is_live_now(user):
                return True
    return False
