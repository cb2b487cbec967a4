"""Check content when it is published, scheduled or submitted, and not when a draft is saved.

A model states its rules once, in two methods; the editor's form, a bulk action, a workflow approval
and the scheduler all read the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from wagtail import hooks
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import Page, Revision

from content.text.cleaning import clean_content
from content.validation.batching import is_batching
from content.validation.missing_references import find_missing_references
from content.validation.problems import Problems
from content.validation.revision_guard import RevisionGuardMixin

GO_LIVE_PASSED_MESSAGE = "This time has passed. Clear it to publish now, or choose a later one."
SCHEDULED_PAGE_HAS_ALIASES_MESSAGE = (
    "Other pages are aliases of this one and would show it to readers at once: {}. Delete them or "
    "convert them to ordinary pages first, and add aliases again once this page is live."
)


CHANGE_NOTE_NEEDED_MESSAGE = (
    "Readers have seen this page already. Say what changed, or tick “Minor change” if nothing "
    "they rely on did."
)


def _call_publication_hooks(hook: str, content: models.Model) -> None:
    """Call what layers above have registered; each may refuse with a `ValidationError`."""
    for check in hooks.get_hooks(hook):
        check(content)


class PublicationRulesMixin(RevisionGuardMixin):
    """A model whose content must be whole before readers see it."""

    # Models that the rules look at although the content does not refer to them.
    models_read_by_rules: tuple[str, ...] = ()

    # A copy has no past and no schedule, in none of the versions that come with it.
    exclude_fields_in_copy = [
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "last_published_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
    ]

    class Meta:
        abstract = True

    def find_problems(self, problems: Problems) -> None:
        """Record what is wrong with the content itself, whenever it is looked at."""

    def shift_printed_dates(self, before: datetime, after: datetime) -> bool:
        """Let what is printed follow a go-live that moves; return whether anything changed."""
        return False

    def find_timing_problems(self, problems: Problems) -> None:
        """Record what is wrong with publishing now: rules that depend on today's date or on others.

        These are asked of an editor who decides to publish. They are not asked again when a page
        that is live already is saved, or it could not be saved once its review date had passed.
        """
        if not self.go_live_at:
            return
        if self.go_live_at > timezone.now():
            self._refuse_scheduling_with_aliases(problems)
        elif not (self.first_published_at or self.last_published_at):
            problems.add("go_live_at", GO_LIVE_PASSED_MESSAGE)

    def _refuse_scheduling_with_aliases(self, problems: Problems) -> None:
        """Refuse to schedule a page that is not live and has aliases.

        Wagtail makes the aliases live at once, and not at the moment set (8.0.1).
        """
        if not isinstance(self, Page) or not self.pk or self.live_revision_id:
            return
        aliases = [alias.get_admin_display_title() for alias in self.aliases.all()]
        if aliases:
            problems.add(
                "go_live_at",
                SCHEDULED_PAGE_HAS_ALIASES_MESSAGE.format(", ".join(map("“{}”".format, aliases))),
            )

    def full_clean(
        self,
        exclude: Iterable[str] | None = None,
        validate_unique: bool = True,
        validate_constraints: bool = True,
    ) -> None:
        """Check the rules as well, unless a form asks: a form knows whether this is a draft.

        A form names the fields that it does not show, so `exclude` tells the two apart.
        """
        spared = self._get_filled_relation_names() if exclude is None and is_batching() else exclude
        super().full_clean(spared, validate_unique, validate_constraints)
        if exclude is None:
            problems = Problems()
            self.find_problems(problems)
            self._find_block_problems(problems)
            if problems:
                raise ValidationError(problems)

    def clean_fields(self, exclude: Iterable[str] | None = None) -> None:
        """Clean the text, whoever wrote it, before it is judged."""
        clean_content(self)
        super().clean_fields(exclude)

    def _get_filled_relation_names(self) -> set[str]:
        """Return the fields that name a row: reading a revision has looked each of them up."""
        fields = [field for field in self._meta.concrete_fields if field.is_relation]
        return {field.name for field in fields if getattr(self, field.attname) is not None}

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Publish or schedule `revision`, wherever that was asked for.

        Bulk actions and workflow approvals show no form that could have checked it. Without a
        `user`, as from the scheduler, nobody decides anything today.

        Raises:
            ValidationError: a rule is broken; the message says of what, where and why.
        """
        together = is_batching()
        with transaction.atomic(savepoint=not together):
            if not together:
                self._lock_rows_for_publication(revision)
                _call_publication_hooks("before_publication", self)
            # Wagtail checks a page when it saves it; without a decision to judge, that is enough.
            reasons = [] if together else self._find_missing_required_references(revision)
            if not reasons and (user or not isinstance(self, Page)):
                reasons = self.get_publication_errors(
                    revision.as_object(), revision, decided=bool(user)
                )
            if not reasons:
                try:
                    super().publish(revision, user=user, **kwargs)
                except ValidationError as error:
                    reasons = self.format_problems(Problems(error.message_dict))
            if reasons:
                raise ValidationError(
                    f"“{revision.object_str}” was not published. {' '.join(reasons)}"
                )

    def _find_missing_required_references(self, revision: Revision) -> list[str]:
        """Return a sentence for each thing that was deleted and that this cannot do without.

        Publications that share a transaction have been looked through together.
        """
        return [
            f"{self.get_field_label(reference.field)}: {reference.message}"
            for reference in find_missing_references(type(self), revision.content)
            if reference.is_needed
        ]

    def unpublish(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """Withdraw the content, unless a layer above keeps a person from it.

        Raises:
            ValidationError: the hook `before_publication` refuses.
        """
        if user:
            _call_publication_hooks("before_publication", self)
        super().unpublish(*args, user=user, **kwargs)

    def _lock_rows_for_publication(self, revision: Revision) -> None:
        """Lock what is scheduled of this, then its row, as everybody who publishes does.

        Otherwise what goes live on its own and what goes live with others could pass each other.
        What `revision` remembers of the row, such as its place in the tree, is read again if the
        row has changed since: Wagtail writes it back.
        """
        scheduled = self.revisions.filter(approved_go_live_at__isnull=False)
        list(scheduled.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        rows = self._select_row_for_update().values()
        remembered = Revision._meta.get_field("content_object")
        if remembered.is_cached(revision):
            content = revision.content_object
            if any(getattr(content, name) != stored for name, stored in rows[0].items()):
                remembered.delete_cached_value(revision)
        else:
            list(rows)

    def get_publication_errors(self, content: Self, revision: Revision, decided: bool) -> list[str]:
        """Return why `content`, which `revision` holds, cannot be published; empty if it can.

        `decided` says whether somebody decides it today, so that the rules about today hold.
        """
        problems = Problems()
        try:
            content.full_clean()
        except ValidationError as error:
            problems.update(error.message_dict)
        if decided:
            content.find_timing_problems(problems)
            self.find_publication_problems(content, revision, problems)
        return self.format_problems(problems)

    def format_problems(self, problems: Problems) -> list[str]:
        """Return a sentence for each problem, with what editors call the field."""
        return [
            f"{self.get_field_label(name)}: {message}"
            for name, messages in problems.items()
            for message in messages
        ]

    def get_lock(self) -> BaseLock | None:
        """Return what keeps editors from changing this: an upper layer's reason, or Wagtail's.

        A layer above registers the hook `get_content_lock`: it takes the content and returns a
        lock or None.
        """
        for find_lock in hooks.get_hooks("get_content_lock"):
            if lock := find_lock(self):
                return lock
        return super().get_lock()

    def find_publication_problems(
        self, content: Self, revision: Revision, problems: Problems
    ) -> None:
        """Record what is wrong with replacing this, which readers see, by `content`."""

    def get_field_label(self, name: str) -> str:
        """Return what editors know a field or panel as."""
        try:
            return capfirst(str(self._meta.get_field(name).verbose_name))
        except (FieldDoesNotExist, AttributeError):
            return capfirst(name.strip("_").replace("_", " "))

    def _find_block_problems(self, problems: Problems) -> None:
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                value = getattr(self, field.name)
                try:
                    field.stream_block.clean(value)
                except StreamBlockValidationError:
                    problems.add(
                        field.name,
                        f"Fix the blocks marked red under “{self.get_field_label(field.name)}” "
                        "in the "
                        f"editor, then publish there.",
                    )
