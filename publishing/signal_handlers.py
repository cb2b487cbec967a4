"""Check rules and update records when content is saved, published or deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.db.models.signals import post_save, pre_delete, pre_save
from modelcluster.models import get_all_child_relations
from wagtail.models import (
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    TaskState,
)
from wagtail.signals import page_published, published

from content.validation.batching import run_once_per_batch
from content.validation.publication_rules import PublicationRulesMixin
from publishing.access.locked_files import prevent_locked_file_deletion
from publishing.clock import format_datetime
from publishing.dependents import MODELS_WITH_DEPENDENTS, validate_deletion, validate_unpublishing
from publishing.history import LOG_MODELS, set_log_entry_uuid_per_object
from publishing.locks import validate_not_locked_by_set
from publishing.models import EmbargoAudit, ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type
from publishing.simulation import is_simulating
from publishing.unpublishing.lost_links import record_lost_links
from snippets.models import SiteDocument, SiteImage


def prevent_active_set_deletion(sender: type[Model], instance: ReleaseSet, **kwargs: Any) -> None:
    """Refuse to delete an active release set; the database itself keeps what is in it.

    Raises:
        ValidationError: it is promised.
    """
    # Read anew, and kept from being approved meanwhile.
    stored = ReleaseSet.objects.active().select_for_update()
    if promised := stored.filter(pk=instance.pk).first():
        raise ValidationError(
            f"“{promised}” is promised for {format_datetime(promised.go_live_at)}. Cancel it first."
        )


def prevent_locked_page_restriction(
    sender: type[Model], instance: PageViewRestriction, **kwargs: Any
) -> None:
    """Refuse to close a page to the public that an active release set has promised to it.

    Raises:
        ValidationError: names the set.
    """
    held = ReleaseSetItem.objects.filter(is_locked=True, content_type=get_base_content_type(Page()))
    keys = held.values_list("object_id", flat=True)
    for page in Page.objects.filter(pk__in=list(keys), path__startswith=instance.page.path):
        validate_not_locked_by_set(page, "closed to the public")


def prevent_deletion_needed_by_scheduled(
    sender: type[Model], instance: Model, origin: Any = None, **kwargs: Any
) -> None:
    """Refuse to delete what something scheduled or approved needs.

    All that one queryset deletes, which is `origin` then, is looked at together and once.

    Raises:
        ValidationError: names what would not go live.
    """
    # Files of what is scheduled are kept by `prevent_locked_file_deletion`, with one look for all.
    if isinstance(instance, SiteDocument | SiteImage) or not isinstance(
        instance, MODELS_WITH_DEPENDENTS
    ):
        return
    if getattr(origin, "_is_unneeded", False):
        return
    things = list(origin) if isinstance(origin, QuerySet) else [origin]
    things = [thing for thing in things if isinstance(thing, MODELS_WITH_DEPENDENTS)]
    validate_deletion(things or [instance])
    if things:
        origin._is_unneeded = True


def prevent_unpublishing_needed_by_scheduled(
    sender: type[Model],
    instance: Model,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse to unpublish what something scheduled or approved needs, unless it has expired.

    Wagtail unpublishes in several ways, which end in a save.

    Raises:
        ValidationError: names what would not go live.
    """
    if not isinstance(instance, PublicationRulesMixin) or instance.live or instance.expired:
        return
    if not instance.pk or (update_fields is not None and "live" not in update_fields):
        return
    if type(instance)._base_manager.filter(pk=instance.pk, live=True).exists():
        validate_unpublishing(instance)


def index_references_of_published(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Record at once what has gone live refers to: readers get its files from this moment on.

    Wagtail's worker does so as well, but later. A page that is merely scheduled sends the signals
    too; only the one for pages is sent for aliases.
    """
    if isinstance(instance, Page) and kwargs["signal"] is not page_published:
        return
    if instance.live and ReferenceIndex.is_indexed(type(instance)):
        run_once_per_batch(_record_references, instance)


@transaction.atomic(savepoint=False)
def _record_references(contents: list[Model]) -> None:
    by_model: dict[type[Model], list[Model]] = {}
    for content in contents:
        by_model.setdefault(type(content), []).append(content)
    for model, of_model in by_model.items():
        children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
        prefetch_related_objects(of_model, *children)
        for content in of_model:
            ReferenceIndex.create_or_update_for_object(content)


def update_task_state_revision(
    sender: type[Model], instance: Revision, created: bool, **kwargs: Any
) -> None:
    """Have whoever signs off look at a version that was saved while they were asked.

    Wagtail would take their approval for the version that was submitted, and ask once more.
    """
    if created:
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task__signofftask__isnull=False,
            workflow_state__base_content_type=instance.base_content_type_id,
            workflow_state__object_id=instance.object_id,
        ).update(revision=instance)


def reset_audits_on_reschedule(
    sender: type[Model],
    instance: Revision,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Have what is scheduled checked, though another version was for the same moment before.

    A version that has just gone live still carries its moment when it is saved for other reasons.
    """
    is_schedule = update_fields is None or "approved_go_live_at" in update_fields
    if is_schedule and instance.approved_go_live_at:
        EmbargoAudit.objects.filter(
            content_type=instance.base_content_type_id,
            object_id=instance.object_id,
            go_live_at=instance.approved_go_live_at,
        ).mark_as_manual()


def record_links_to_deleted(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Note where readers lose a link, before a page is deleted."""
    if not is_simulating():
        record_lost_links(instance)


def connect() -> None:
    """Listen to versions, publication and deletion."""
    for model in LOG_MODELS:
        pre_save.connect(set_log_entry_uuid_per_object, sender=model)
    post_save.connect(update_task_state_revision, sender=Revision)
    post_save.connect(reset_audits_on_reschedule, sender=Revision)
    pre_delete.connect(record_links_to_deleted, sender=Page)
    pre_delete.connect(prevent_active_set_deletion, sender=ReleaseSet)
    pre_delete.connect(prevent_locked_file_deletion, sender=SiteDocument)
    pre_delete.connect(prevent_locked_file_deletion, sender=SiteImage)
    pre_delete.connect(prevent_deletion_needed_by_scheduled)
    pre_save.connect(prevent_unpublishing_needed_by_scheduled)
    pre_save.connect(prevent_locked_page_restriction, sender=PageViewRestriction)
    page_published.connect(index_references_of_published)
    published.connect(index_references_of_published)
