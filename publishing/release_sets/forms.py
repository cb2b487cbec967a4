"""The forms about release sets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminPageChooser
from wagtail.models import Page

from content.fields import LondonDateTimeField
from content.references import is_key
from publishing.clock import get_time_help_text
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type
from publishing.permissions import can_edit_or_publish, visible_to
from publishing.release_sets.amendments import SetAmendment
from snippets.models import SiteBanner
from snippets.models.base import get_base_snippet_models


class ReleaseSetForm(WagtailAdminModelForm):
    """The set itself. Once it is promised, its moment changes only with a reason."""

    go_live_at = LondonDateTimeField(
        label="Goes live", required=False, help_text=get_time_help_text("00:01")
    )

    class Meta:
        model = ReleaseSet
        fields = ["title", "go_live_at", "notes"]
        widgets = {"notes": AdminAutoHeightTextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.is_open:
            self.fields["go_live_at"].disabled = True
            self.fields["go_live_at"].help_text = "Fixed, since the set is not a draft any more"


class PageField(forms.ModelChoiceField):
    """A page by its number, whatever was sent in its place."""

    def to_python(self, value: Any) -> Page | None:
        """Return the page.

        Raises:
            ValidationError: there is no such page.
        """
        if value and not is_key(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class AddSetItemForm(forms.Form):
    """A page, or a piece of shared content with an unpublished draft, to put in the set."""

    page = PageField(Page.objects.filter(depth__gt=1), required=False, widget=AdminPageChooser)
    shared = forms.ChoiceField(
        label="Or shared content with an unpublished draft",
        required=False,
    )
    requires_item = True

    def __init__(self, *args: Any, user: Any, release_set: ReleaseSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = list_snippet_drafts(user, release_set)
        shared: Any = self.fields["shared"]
        shared.choices = [("", "Choose …"), *drafts]

    def clean(self) -> dict[str, Any]:
        """Return the one thing that was chosen, as `content_object`."""
        data: Any = super().clean()
        chosen = [value for value in (data.get("page"), data.get("shared")) if value]
        if len(chosen) > 1 or (self.requires_item and not chosen and not self.errors):
            raise ValidationError("Choose either a page or a piece of shared content.")
        if chosen:
            data["content_object"] = (
                get_choice_object(chosen[0]) if isinstance(chosen[0], str) else chosen[0].specific
            )
        return data


class OutletNoteForm(forms.Form):
    """What to tell those who hold an embargo link."""

    note = forms.CharField(
        label="What changed, for people who hold an embargo link",
        max_length=500,
        required=False,
        help_text="Shown on every page that their link opens. Leave it empty to tell them nothing.",
    )


class AmendSetForm(AddSetItemForm, OutletNoteForm):
    """What to change in an approved set."""

    instead_of = forms.ModelChoiceField(
        ReleaseSetItem.objects.none(),
        label="Item to replace",
        required=False,
        empty_label="Nothing: add it at the end",
        help_text="The item that leaves the set. It can be edited again.",
    )
    banner = forms.ModelChoiceField(
        ReleaseSetItem.objects.none(),
        label="Banner that comes down at another time",
        required=False,
        empty_label="None",
    )
    expire_at = LondonDateTimeField(
        label="The banner comes down", required=False, help_text=get_time_help_text("00:01")
    )
    requires_item = False
    field_order = ("page", "shared", "instead_of", "banner", "expire_at", "note")

    def __init__(self, *args: Any, user: Any, release_set: ReleaseSet, **kwargs: Any) -> None:
        super().__init__(*args, user=user, release_set=release_set, **kwargs)
        items = release_set.items.all()
        instead_of: Any = self.fields["instead_of"]
        banner: Any = self.fields["banner"]
        instead_of.queryset = items
        banner.queryset = items.filter(content_type=get_base_content_type(SiteBanner()))
        if not banner.queryset.exists():
            del self.fields["banner"], self.fields["expire_at"]

    def clean(self) -> dict[str, Any]:
        """Check that each half of a change comes with the other."""
        data: Any = super().clean()
        if data.get("instead_of") and not data.get("content_object"):
            self.add_error("instead_of", "Choose the replacement above.")
        if data.get("banner") and not data.get("expire_at"):
            self.add_error("expire_at", "Enter when the banner comes down.")
        if data.get("expire_at") and not data.get("banner"):
            self.add_error("banner", "Choose the banner that comes down then.")
        if not (data.get("content_object") or data.get("banner") or self.errors):
            raise ValidationError(
                "Choose a page or shared content to add, or a banner that comes down at another "
                "time."
            )
        return data

    def get_amendment(self) -> SetAmendment:
        """Return what was filled in."""
        data = self.cleaned_data
        names = ("content_object", "instead_of", "banner", "expire_at", "note")
        return SetAmendment(**{name: data[name] for name in names if data.get(name)})


class RescheduleSetForm(forms.Form):
    """Another moment for an approved set, and why."""

    moment = LondonDateTimeField(label="New go-live time", help_text=get_time_help_text("00:01"))
    reason = forms.CharField(
        max_length=500,
        help_text="Give the reason for the new time. It is saved in the log.",
        error_messages={"required": "Give the reason for the new time. It is saved in the log."},
    )


class CancelSetForm(forms.Form):
    """Why a set is cancelled, if there is something to say."""

    reason = forms.CharField(max_length=500, required=False, help_text="Kept in the log")


class ChooseSetForm(forms.Form):
    """The set that something is put in: one that is open, or a new one."""

    release_set = forms.ModelChoiceField(
        ReleaseSet.objects.filter(state=ReleaseSet.State.DRAFT),
        label="Release set",
        required=False,
        empty_label="A new one",
    )
    title = forms.CharField(label="Title of the new set", max_length=120, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = visible_to(user).filter(state=ReleaseSet.State.DRAFT)
        choice: Any = self.fields["release_set"]
        choice.queryset = known

    def clean(self) -> dict[str, Any]:
        """Ask for a title when a new set is wanted."""
        data: Any = super().clean()
        if not data.get("release_set") and not data.get("title") and not self.errors:
            self.add_error("title", "Choose a set, or give the new one a title.")
        return data


def list_snippet_drafts(user: Any, release_set: ReleaseSet) -> list[tuple[str, str]]:
    """Return the shared content with something to publish that the user may put in the set."""
    taken = ReleaseSetItem.objects.filter(Q(is_locked=True) | Q(release_set=release_set))
    keys = set(taken.values_list("content_type", "object_id"))
    return [
        (f"{model._meta.label_lower}:{thing.pk}", f"{capfirst(model._meta.verbose_name)}: {thing}")
        for model in get_base_snippet_models()
        if can_edit_or_publish(user, model())
        for thing in model.objects.filter(has_unpublished_changes=True)
        if (get_base_content_type(thing).pk, str(thing.pk)) not in keys
    ]


def get_choice_object(choice: str) -> Any:
    """Return what a choice of `list_snippet_drafts` stands for."""
    label, _, key = choice.partition(":")
    return ContentType.objects.get_by_natural_key(*label.split(".")).get_object_for_this_type(
        pk=key
    )
