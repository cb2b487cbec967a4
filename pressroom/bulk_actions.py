"""The bulk action that changes the media contacts of press releases."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.models import Page

from content.admin_titles import filter_choosable_snippets
from pressroom.models import PressRelease, ReleaseContact
from publishing.bulk_actions.base import PageFormBulkAction
from publishing.bulk_actions.edits import save_and_publish_if_allowed
from snippets.models import MediaContact


class MediaContactForm(forms.Form):
    """The contact, and whom it replaces."""

    contact = forms.ModelChoiceField(
        MediaContact.objects.live(),
        label="Media contact",
        error_messages={"required": "Choose a media contact."},
    )
    replaces = forms.ModelChoiceField(
        MediaContact.objects.all(),
        required=False,
        label="Instead of",
        empty_label="All contacts of the release",
        help_text="Releases that do not name this contact are left as they are.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One that is not published is known only to those who work on contacts.
        replaced: Any = self.fields["replaces"]
        replaced.queryset = filter_choosable_snippets(replaced.queryset, user)


class ChangeMediaContactAction(PageFormBulkAction):
    """Replaces the media contacts of press releases."""

    display_name = "Media contact"
    aria_label = "Change the media contact of selected press releases"
    action_type = "media_contact"
    action_priority = 61
    form_class = MediaContactForm
    button = "Save media contact"
    note = (
        "Live releases without other changes are published if you may publish them. "
        "All other releases get a draft."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the contacts that the user may know."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def check_perm(self, page: Page) -> bool:
        """Leave out everything but press releases."""
        return isinstance(page, PressRelease) and super().check_perm(page)

    def run_on_page(self, page: PressRelease, user: Any, **context: Any) -> str:
        """Replace the contacts of one release, or one of them where it stands."""
        chosen, replaced = context["data"]["contact"], context["data"]["replaces"]
        draft = page.get_latest_revision_as_object()
        before = [entry.contact for entry in draft.media_contacts.all()]
        if replaced and replaced not in before:
            return f"Nothing to change: it does not name {replaced}."
        after = [chosen if contact == replaced else contact for contact in before]
        # Each contact once, in the order of the release.
        after = list(dict.fromkeys(after if replaced else [chosen]))
        if after == before:
            return "Nothing to change: it names this contact already."
        draft.media_contacts = [
            ReleaseContact(contact=contact, sort_order=order) for order, contact in enumerate(after)
        ]
        return save_and_publish_if_allowed(page, draft, user)
