"""Record what drafts and scheduled versions refer to, so that usage counts name them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone
from django_tasks import task
from modelcluster.models import get_all_child_m2m_relations
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page, ReferenceIndex, Revision

from content.references import find_references, get_base_model
from snippets.models import DraftReferences
from snippets.models.base import get_base_snippet_models

# After everything that somebody waits for.
DRAFT_REFERENCES_TASK_PRIORITY = -20


class DraftURLFinder:
    """Finds where the content of a draft is edited, for those who may edit it."""

    def __init__(self, user: Any = None) -> None:
        self.finder = AdminURLFinder(user)

    def get_edit_url(self, draft: DraftReferences) -> str | None:
        """Return the address of the form; None if the user may not edit the content."""
        return self.finder.get_edit_url(draft.content) if draft.content else None


@transaction.atomic
def record_draft_references(revision: Revision) -> None:
    """Record what a version refers to, and forget versions of the same content that are over."""
    kind, key = revision.base_content_type_id, revision.object_id
    versions = Revision.objects.filter(base_content_type_id=kind, object_id=key)
    latest = versions.order_by("-pk").values_list("pk", flat=True).first()
    waiting = models.Q(approved_go_live_at__isnull=False) | models.Q(pk=latest)
    others = DraftReferences.objects.filter(
        revision__base_content_type_id=kind, revision__object_id=key
    ).exclude(revision__in=versions.filter(waiting).exclude(pk=revision.pk))
    delete_draft_references(others)
    model = revision.content_type.model_class()
    if model is None or (revision.pk != latest and not revision.approved_go_live_at):
        return
    stored = _find_stored_references(revision, model)
    references = {
        (get_base_model(reference.model)._meta.label_lower, reference.key, reference.field)
        for reference in find_references(model, revision.content)
        if (get_base_model(reference.model), reference.key) not in stored
    }
    if references:
        row = DraftReferences(revision=revision, references=sorted(map(list, references)))
        # Without signals: Wagtail would have its worker index the row once more.
        DraftReferences.objects.bulk_create([row])
        ReferenceIndex.create_or_update_for_object(row)


def find_draft_and_scheduled_revisions() -> models.QuerySet[Revision]:
    """Return the newest version of all that has a draft, and all scheduled ones."""
    waiting = models.Q(approved_go_live_at__isnull=False)
    for model in (Page, *get_base_snippet_models()):
        drafts = model.objects.filter(has_unpublished_changes=True)
        waiting |= models.Q(pk__in=drafts.values("latest_revision"))
    return Revision.objects.filter(waiting).order_by("pk")


def record_all_draft_references() -> int:
    """Record what all drafts and scheduled versions refer to; return how many there are."""
    count = 0
    for revision in find_draft_and_scheduled_revisions().iterator():
        record_draft_references(revision)
        count += 1
    return count


@task(priority=DRAFT_REFERENCES_TASK_PRIORITY)
def record_earlier_drafts() -> None:
    """Record versions that were saved before they were recorded."""
    record_all_draft_references()


def enqueue_daily_draft_references(now: datetime) -> None:
    """Have drafts recorded, once a day while there are some and nothing of any is recorded."""
    if DraftReferences.objects.exists() or not find_draft_and_scheduled_revisions().exists():
        return
    if cache.add(f"draft-references-{timezone.localdate(now)}", True, 24 * 60 * 60):
        record_earlier_drafts.enqueue()


@transaction.atomic(savepoint=False)
def delete_published_references(contents: list[models.Model]) -> None:
    """Forget the drafts of what has just gone live as its newest draft says."""
    for kind, keys in _group_pks_by_type(contents).items():
        delete_draft_references(
            DraftReferences.objects.filter(
                revision__base_content_type=kind,
                revision__object_id__in=keys,
                revision__approved_go_live_at=None,
            )
        )


def delete_draft_references(rows: models.QuerySet[DraftReferences]) -> None:
    """Delete rows with what the index holds of them, in as many queries for many as for one."""
    if pks := list(rows.values_list("pk", flat=True)):
        kind = ContentType.objects.get_for_model(DraftReferences)
        ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=pks).delete()
        found = DraftReferences.objects.filter(pk__in=pks)
        found._raw_delete(found.db)


def _group_pks_by_type(contents: list[DraftStateMixin]) -> dict[ContentType, list[str]]:
    found: dict[ContentType, list[str]] = {}
    for content in contents:
        if not content.has_unpublished_changes:
            found.setdefault(content.get_base_content_type(), []).append(str(content.pk))
    return found


def _find_stored_references(
    revision: Revision, model: type[models.Model]
) -> set[tuple[type[models.Model], str]]:
    """Return the models and keys that the content refers to as it is stored."""
    index = ReferenceIndex.objects.filter(
        base_content_type=revision.base_content_type_id, object_id=revision.object_id
    )
    rows = set(index.values_list("to_content_type", "to_object_id"))
    if not rows and (content := model._base_manager.filter(pk=revision.object_id).first()):
        # Just made, so that the worker has not indexed it yet.
        ReferenceIndex.create_or_update_for_object(content)
        rows = set(index.values_list("to_content_type", "to_object_id"))
    stored = {
        (target, key)
        for kind, key in rows
        if (target := ContentType.objects.get_for_id(kind).model_class())
    }
    # The worker indexes what was saved a moment ago; fields to many are read where they are.
    for field in get_all_child_m2m_relations(model):
        through, source = field.remote_field.through, field.m2m_field_name()
        keys = through._base_manager.filter(**{source: revision.object_id})
        stored |= {
            (field.related_model, str(key))
            for key in keys.values_list(field.m2m_reverse_field_name(), flat=True)
        }
    return stored
