"""Guard versions where Wagtail does not: late autosaves, unchanged forms, deleted references."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.models import Page, Revision

from content.mixins import ModelMixinBase
from content.validation.edit_state import find_changed_edit_state_keys, get_edit_state
from content.validation.missing_references import clear_missing_keys

NEWER_VERSION_MESSAGE = (
    "This content changed after you opened the form, so the automatic save stopped. Choose “Save "
    "draft” to see what changed."
)


class RevisionGuardMixin(ModelMixinBase):
    """A model whose stored versions are never overwritten by what comes too late."""

    # What an autosave was opened on, and the version that its window has loaded: set for one
    # request by `content.editing.edit_conflicts`.
    autosave_state: dict[str, Any] | None = None
    loaded_revision_pk: str | None = None
    # Set by the form that was sent: what is stored says the same.
    is_unchanged = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the content; a lock or a new draft's number is stored without asking the rules."""
        self._refuse_late_autosave()
        if isinstance(self, Page) and kwargs.get("update_fields"):
            kwargs["clean"] = False
        super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Store a version, unless the form that was sent changes nothing.

        Raises:
            PermissionDenied: an autosave comes after another version or a decision.
        """
        self._refuse_late_autosave()
        if overwrite_revision:
            list(self._select_row_for_update().values_list("pk"))
            if self.revisions.order_by("-pk").first() != overwrite_revision:
                raise PermissionDenied(NEWER_VERSION_MESSAGE)
        if self.is_unchanged and not kwargs.get("previous_revision"):
            self.is_unchanged = False
            latest = self.get_latest_revision()
            if latest and latest.pk == self.latest_revision_id:
                return latest
        if overwrite_revision and self._must_keep_revision(overwrite_revision, kwargs.get("user")):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _refuse_late_autosave(self) -> None:
        """Compare, under the row's lock, what an autosave was opened on with what is stored.

        Wagtail compares the number and the time of the newest version alone, before the lock
        (8.0.1).
        """
        before, self.autosave_state = self.autosave_state, None
        if before is None or not self.pk:
            return
        list(self._select_row_for_update().values_list("pk"))
        if find_changed_edit_state_keys(before, get_edit_state(self)):
            raise PermissionDenied(NEWER_VERSION_MESSAGE)

    def _must_keep_revision(self, revision: Revision, user: Any) -> bool:
        """Return whether an autosave has to leave a version as it is and make a new one.

        An autosave of an unchanged form returns the version that was there; the next one would
        overwrite it.
        """
        return (
            revision.user_id != (user and user.pk)
            or revision.approved_go_live_at is not None
            or revision.pk == self.live_revision_id
            or str(revision.pk) == self.loaded_revision_pk
        )

    def _select_row_for_update(self) -> models.QuerySet:
        """Return what finds the row that all who save or publish this wait for, and locks it."""
        model = Page if isinstance(self, Page) else type(self)
        return model._base_manager.select_for_update(no_key=True).filter(pk=self.pk)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Return this as a version has it, without what it refers to and what was deleted since.

        modelcluster refuses to read a version whose foreign key is protected and whose target is
        gone, with a bare `Exception` (6.5).
        """
        try:
            return super().with_content_json(content)
        except Exception:
            whole = clear_missing_keys(type(self), content)
            if whole == content:
                raise
            return super().with_content_json(whole)
