"""The editor's forms: they show a model's rules beside the fields that these are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Self

from django import forms
from django.db.models import Q
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from content.admin_titles import filter_choosable_snippets
from content.editing.edit_forms import EditStateFormMixin
from content.validation.problems import Problems
from content.validation.publication_rules import CHANGE_NOTE_NEEDED_MESSAGE
from content.validation.slugs import FreeSlugFormMixin


class PublicationRulesFormMixin(EditStateFormMixin):
    """Shows a model's rules beside the fields they are about, on publish, schedule and submit."""

    # What was sent, as far as a draft could hold it; None before validation, or if none could.
    content: Any = None
    # What could not be read: `content` has in these fields what is stored.
    fields_kept_as_stored: frozenset[str] = frozenset()
    _has_checked_incomplete_form = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.pk is None:
            # Reading the form changes the instance, and this one cannot be had from the database.
            instance = deepcopy(instance)
        self._made_from = args, {**kwargs, "instance": instance}
        super().__init__(*args, **kwargs)
        if "go_live_at" in self.fields:
            # The dialog of the schedule opens with the cursor in this field.
            self.fields["go_live_at"].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Check fields and panels, then, unless a draft is being saved, the model's own rules.

        The rules are asked as well where fields are empty, so that an editor is told all at once.
        """
        if not super().is_valid():
            if self.is_bound and not (
                self.is_deferred_validation or self._has_checked_incomplete_form
            ):
                self._has_checked_incomplete_form = True
                self._check_rules_of_incomplete_form()
            return False
        if self.is_deferred_validation:
            return True
        problems = self._find_all_problems()
        self._add_problems_as_form_errors(problems)
        return not problems

    def _find_all_problems(self) -> Problems:
        """Return the rules that the content breaks."""
        # Children (downloads, contacts) reach the instance only through save().
        self.content = super().save(commit=False)
        problems = Problems()
        self.content.find_problems(problems)
        if not self.fields_kept_as_stored & {"go_live_at", "expire_at"}:
            self.content.find_timing_problems(problems)
        self.find_problems(problems)
        return problems

    def _check_rules_of_incomplete_form(self) -> None:
        """Show the rules that the rest breaks, where nothing is said of a field or panel yet."""
        if getattr(self.instance, "edit_conflict", None):
            return
        draft = self._build_draft_form()
        if not draft.is_valid():
            draft = self._build_draft_form(stored=draft.errors)
        if draft.is_valid():
            problems = draft._find_all_problems()
            self.content = draft.content
            self.fields_kept_as_stored = draft.fields_kept_as_stored
            said = {*self.errors, *(n for n, f in self.formsets.items() if f.total_error_count())}
            self._add_problems_as_form_errors(
                {name: texts for name, texts in problems.items() if name not in said}
            )

    def _build_draft_form(self, stored: Iterable[str] = ()) -> Self:
        """Return the form as a draft is saved; fields in `stored` keep what is stored in them."""
        args, kwargs = self._made_from
        unread = self._get_unread_instance(kwargs["instance"])
        draft = type(self)(*args, **{**kwargs, "instance": unread})
        draft.defer_required_fields()
        draft.fields_kept_as_stored = frozenset(draft.fields) & {*stored}
        for name in draft.fields_kept_as_stored:
            draft.fields[name].disabled = True
        return draft

    def _get_unread_instance(self, instance: Any) -> Any:
        """Return the instance that the form was made with, as it was before it was read into."""
        if instance is None or instance.pk is None:
            return deepcopy(instance)
        stored = type(instance)._base_manager.get(pk=instance.pk)
        return stored.get_latest_revision_as_object()

    def add_error(self, field: str | None, error: Any) -> None:
        """Leave alone the expiry that a page has passed while its draft is saved.

        Wagtail would have it cleared first. It is asked for when somebody publishes.
        """
        if not (
            field == "expire_at" and self.is_deferred_validation and self._is_expiry_unchanged()
        ):
            super().add_error(field, error)

    def _is_expiry_unchanged(self) -> bool:
        """Return whether the expiry is as it was; the form shows no seconds."""
        before, after = self.initial.get("expire_at"), self.cleaned_data.get("expire_at")
        minute = {"second": 0, "microsecond": 0}
        return bool(before and after and before.replace(**minute) == after.replace(**minute))

    def find_problems(self, problems: Problems) -> None:
        """Record what can only be seen by comparing the form with what was there before."""

    def _add_problems_as_form_errors(self, problems: Mapping[str, list[str]]) -> None:
        for name, messages in problems.items():
            if name in self.formsets:
                self.formsets[name].non_form_errors().extend(messages)
            else:
                self.add_error(name if name in self.fields else None, messages)


class BaseSnippetForm(PublicationRulesFormMixin, WagtailAdminModelForm):
    """The editor's form of a snippet."""

    def find_problems(self, problems: Problems) -> None:
        """Ask layers above whether what needs this content would break.

        The functions of the hook `find_problems_elsewhere` take the content and return messages.
        """
        super().find_problems(problems)
        for find in hooks.get_hooks("find_problems_elsewhere"):
            for message in find(self.instance):
                problems.add("", message)


class ContentPageForm(FreeSlugFormMixin, PublicationRulesFormMixin, WagtailAdminPageForm):
    """The editor's form of a page."""

    # Changing these does not change what a reader is told.
    NON_SUBSTANTIVE_FIELDS = frozenset(
        {
            "change_note",
            "comment_notifications",
            "expire_at",
            "go_live_at",
            "minor_change",
            "owner",
            "review_on",
            "search_description",
            "seo_title",
            "share_image",
            "show_in_menus",
            "slug",
        }
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user and "topics" in self.fields:
            field: Any = self.fields["topics"]
            offered = filter_choosable_snippets(field.queryset, self.for_user)
            chosen = [topic.pk for topic in self.instance.topics.all()]
            field.queryset = field.queryset.filter(
                Q(pk__in=offered.values("pk")) | Q(pk__in=chosen)
            )

    def has_substantive_changes(self) -> bool:
        """Return whether a reader of the live page would be told something else than before."""
        page = self.instance
        # A page counts as live from the moment it is made, until its first save says otherwise.
        if not page.pk or not page.live:
            return False
        fields = set(self.changed_data) - self.NON_SUBSTANTIVE_FIELDS
        panels = set(self.get_changed_panels()) - {"comments"}
        return bool(fields or panels) or page.has_unpublished_changes

    def find_problems(self, problems: Problems) -> None:
        """Ask for a change note when a live page changes in substance."""
        if "change_note" not in self.fields or not self.has_substantive_changes():
            return
        data: dict[str, forms.Field] = self.cleaned_data
        if not (data.get("change_note") or data.get("minor_change")):
            problems.add("change_note", CHANGE_NOTE_NEEDED_MESSAGE)
