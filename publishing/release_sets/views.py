"""The admin's pages about release sets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views import generic

from content.references import is_key
from publishing import release_sets, retry
from publishing.clock import format_datetime, get_go_live_warnings
from publishing.date_checks import describe_printed_date_mismatch
from publishing.embargo.admin_views import can_create_embargo_links, get_embargo_links_url
from publishing.lookups import get_audit_url
from publishing.models import PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.release_sets.amend_views import get_amend_url, get_remove_item_url
from publishing.release_sets.forms import AddSetItemForm, CancelSetForm, RescheduleSetForm
from publishing.upcoming import get_revision_content

# What can be done on the page of a set: the form it needs, if any, and what is said afterwards.
SET_ACTIONS: dict[str, tuple[Any, str]] = {
    "add": (AddSetItemForm, "It is in the set now."),
    "remove": (None, "It was removed from the set."),
    "move_up": (None, "It goes live earlier within the set now."),
    "check": (None, "Checked. Everything in the set can go live as it is. Nothing was approved."),
    "approve": (None, "The set is approved. Its items are locked until it goes live."),
    "publish_now": (None, "Everything in the set is live."),
    "move": (RescheduleSetForm, "The set goes live at the new time."),
    "cancel": (CancelSetForm, "The set is cancelled. Its items may be edited again."),
    "reopen": (None, "The set is a draft again. Its items may be edited again."),
    "retry": (None, "It is tried again within a second. Reload this page to see the result."),
}


class ReleaseSetCreateView(generic.CreateView):
    """Makes an empty set and goes on to its page."""

    def save_instance(self) -> ReleaseSet:
        """Store the set with whoever makes it as its owner."""
        self.form.instance.owner = self.request.user
        release_set = super().save_instance()
        release_set.log_event("Made", self.request.user)
        return release_set

    def get_success_url(self) -> str:
        """Return the page of the new set."""
        return self.get_edit_url()


class ReleaseSetEditView(generic.EditView):
    """The page of a set: its state, its items, what can be done with it, and its log."""

    template_name = "publishing/release_set.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the forms that were sent, so that nothing typed is lost."""
        super().setup(request, *args, **kwargs)
        self.sent: dict[str, forms.Form | None] = {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the form, or do what one of the buttons says."""
        action = request.POST.get("set_action")
        if not action:
            return super().post(request, *args, **kwargs)
        if action not in SET_ACTIONS:
            raise Http404("There is no such button")
        self.object = self.get_object()
        form_class, message = SET_ACTIONS[action]
        form = self.get_action_form(action, request.POST) if form_class else None
        try:
            if form and not form.is_valid():
                raise ValidationError(
                    [error for errors in form.errors.values() for error in errors]
                )
            if action == "remove" and self.needs_removal_confirmation:
                return redirect(get_remove_item_url(self.item))
            self.perform_action(action, form.cleaned_data if form else {})
            if action == "check":
                # What was typed is kept: nothing was saved.
                messages.success(request, message)
                return self.render_again()
        except ValidationError as error:
            for refusal in error.messages:
                messages.error(request, refusal)
            if action != "add":
                # A chooser would name the page, which the user may not be allowed to know.
                self.sent[action] = form
            return self.render_again()
        if action in ("approve", "move"):
            self.object.refresh_from_db()
            message = f"{message} That is {format_datetime(self.object.go_live_at)}."
        messages.success(request, message)
        self.add_problem_messages(action)
        return redirect(self.get_edit_url())

    def render_again(self) -> HttpResponse:
        """Return the page with what was typed into the set's own form, if that was sent along."""
        self.object.refresh_from_db()
        form_class, user = self.get_form_class(), self.request.user
        self.form = form_class(instance=self.object, for_user=user)
        if "title" in self.request.POST:
            typed = form_class(self.request.POST, instance=self.get_object(), for_user=user)
            # A form that holds what is stored would ask whoever leaves the page to stay.
            if typed.has_changed():
                self.form = typed
        return self.render_to_response(self.get_context_data())

    def add_problem_messages(self, action: str) -> None:
        """Say, after each change of a draft set, what keeps it from being approved as it is."""
        if action in ("add", "remove", "move_up") and self.object.items.exists():
            for problem in release_sets.find_set_approval_problems(self.object, self.request.user):
                messages.warning(self.request, problem)

    def get_action_form(self, action: str, data: Any = None) -> forms.Form:
        """Return the form that goes with a button."""
        form_class, _said = SET_ACTIONS[action]
        more = {"user": self.request.user, "release_set": self.object} if action == "add" else {}
        return form_class(data, prefix=action, **more)

    def save_instance(self) -> ReleaseSet:
        """Store what the form says, unless the set has gone on meanwhile."""
        release_sets.update_details(self.object, self.request.user, **self.form.cleaned_data)
        return self.object

    def get_queryset(self) -> QuerySet[ReleaseSet]:
        """Leave out sets that the user neither made nor knows wholly."""
        return release_sets.visible_to(self.request.user)

    def get_side_panels(self) -> MediaContainer:
        """Offer none: Wagtail's says that a set is live, whatever its state; the log is below."""
        return MediaContainer()

    def perform_action(self, action: str, data: dict[str, Any]) -> None:
        """Do one thing with the set.

        Raises:
            ValidationError: it is refused; the messages say what to change.
        """
        user = self.request.user
        match action:
            case "add":
                release_sets.add_item(self.object, data["content_object"], user)
            case "remove":
                release_sets.remove_item(self.item, user)
            case "move_up":
                release_sets.move_up(self.item)
            case "check":
                self.check()
            case "approve":
                self.approve()
            case "publish_now":
                release_sets.publish_now(self.object, user, self.reviewed)
            case "move":
                release_sets.reschedule_release_set(
                    self.object, data["moment"], data["reason"], user
                )
            case "cancel":
                release_sets.cancel(self.object, user, data["reason"])
            case "retry":
                retry.retry_publication(self.object, user)
            case _:
                getattr(release_sets, action)(self.object, user)

    def check(self) -> None:
        """Try what approving the set as its form says would find; nothing is stored.

        Raises:
            ValidationError: with what is in the way.
        """
        form = self.get_submitted_form()
        release_set = form.save(commit=False) if form else self.object
        if problems := release_sets.find_set_approval_problems(release_set, self.request.user):
            raise ValidationError(problems)

    @transaction.atomic
    def approve(self) -> None:
        """Approve the set as its form says, which is sent along: what was typed there is meant.

        Raises:
            ValidationError: the form or the set is refused; nothing is stored.
        """
        form = self.get_submitted_form()
        if form and form.has_changed():
            release_sets.update_details(self.object, self.request.user, **form.cleaned_data)
        release_sets.approve(self.object, self.request.user, self.reviewed)

    def get_submitted_form(self) -> forms.ModelForm | None:
        """Return the set's own form if it was sent along with a button, None if not.

        Raises:
            ValidationError: it is not valid.
        """
        if "title" not in self.request.POST:
            return None
        stored = self.get_queryset().get(pk=self.object.pk)
        form = self.get_form_class()(self.request.POST, instance=stored, for_user=self.request.user)
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        return form

    @property
    def reviewed(self) -> dict[int, int]:
        """The revisions on the page on which the button was pressed, by their items."""
        pairs = (pair.partition(":") for pair in self.request.POST.getlist("seen"))
        return {int(a): int(b) for a, _, b in pairs if is_key(a) and is_key(b)}

    @property
    def needs_removal_confirmation(self) -> bool:
        """Whether taking something out asks for confirmation first: others rely on the set."""
        is_last = self.object.items.count() == 1
        return (
            self.object.is_active
            and not is_last
            and self.request.user.has_perm(release_sets.PUBLISH)
        )

    @property
    def item(self) -> ReleaseSetItem:
        """The item whose button was pressed.

        Raises:
            ValidationError: it is not in the set any more.
        """
        key = self.request.POST.get("item", "")
        item = self.object.items.filter(pk=key).first() if is_key(key) else None
        if item is None:
            raise ValidationError("It is not in the set any more.")
        return item

    def get_success_url(self) -> str:
        """Stay on the page."""
        return self.get_edit_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows beside the form."""
        release_set: ReleaseSet = self.object
        is_to_come = release_set.is_open or release_set.is_active
        return super().get_context_data(
            **kwargs,
            can_publish=self.request.user.has_perm(release_sets.PUBLISH),
            items=self.rows,
            items_heading=f"What {'went' if release_set.published_at else 'goes'} live together",
            warnings=self.warnings if is_to_come else [],
            links=self.links,
            failure=PublicationFailure.objects.about(release_set).first(),
            can_see_all=self.can_see_all,
            events=release_sets.get_visible_events(self.request.user, release_set),
            forms={
                name: self.sent.get(name) or self.get_action_form(name)
                for name, (form_class, _said) in SET_ACTIONS.items()
                if form_class
            },
        )

    @property
    def warnings(self) -> list[str]:
        """What to look at again before the set goes live; none of it is in the way."""
        moment = self.object.go_live_at
        found = get_go_live_warnings(moment) if moment else []
        for row in self.rows:
            content = get_revision_content(row["revision"]) if row.get("revision") else None
            if content and (message := describe_printed_date_mismatch(content, moment)):
                found.append(f"“{row['name']}”: {message}")
        return found

    @property
    def links(self) -> list[dict[str, str]]:
        """Where to look at the set ahead, let others do so, and see whether it is sealed."""
        release_set: ReleaseSet = self.object
        links: list[dict[str, str]] = []
        if release_set.items.exists():
            url = reverse("release_set_preview", args=[release_set.pk])
            links.append({"label": "Preview", "url": url})
        if release_set.is_active and self.request.user.has_perm(release_sets.PUBLISH):
            links.append({"label": "Amend the set", "url": get_amend_url(release_set)})
        if release_set.is_active and can_create_embargo_links(self.request.user, release_set):
            links.append({"label": "Embargo links", "url": get_embargo_links_url(release_set)})
        if self.can_see_all and (release_set.is_active or release_set.published_at):
            links.append({"label": "Embargo seal", "url": get_audit_url(release_set)})
        return links

    @cached_property
    def can_see_all(self) -> bool:
        """Whether the user works on everything in the set."""
        return release_sets.fully_visible_to(self.request.user).filter(pk=self.object.pk).exists()

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Each item with the revision that goes live and where it is edited.

        What the user does not work on is shown as an item of another team.
        """
        finder = AdminURLFinder(self.request.user)
        rows: list[dict[str, Any]] = []
        for item in self.object.items.select_related("revision__user"):
            content_object = item.content_object
            if not self.can_see_all and not (
                content_object
                and release_sets.can_edit_or_publish(self.request.user, content_object)
            ):
                rows.append({"item": item, "name": "An item of another team"})
                continue
            rows.append(
                {
                    "item": item,
                    "name": str(item),
                    "content_object": content_object,
                    "revision": release_sets.get_item_revision(item),
                    "url": finder.get_edit_url(content_object) if content_object else None,
                }
            )
        return rows


class ReleaseSetDeleteView(generic.DeleteView):
    """Deletes a set that promises nothing."""

    def get_queryset(self) -> QuerySet[ReleaseSet]:
        """Leave out sets that the user neither made nor knows wholly."""
        return release_sets.visible_to(self.request.user)
