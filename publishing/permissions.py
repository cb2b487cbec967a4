"""Decide who may see a release set, who works on what, and who may publish it."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.admin_titles import can_work_on
from publishing.models import ReleaseSet, ReleaseSetEvent, ReleaseSetItem

ADD, CHANGE, PUBLISH = (
    f"publishing.{action}_releaseset" for action in ("add", "change", "publish")
)
# What the log calls a publication that failed, or would; the reasons name what is in the set.
FAILED, WOULD_FAIL = "Publication failed", "Would fail at its go-live"
APPROVAL_ENDED_EVENT = "Approval ended: the rest points at something that readers cannot see"
CHECK_NEEDED_EVENT = "Would point at something that readers cannot see"
# Log lines whose notes name things by their titles.
ACTIONS_NAMING_OTHERS = (FAILED, WOULD_FAIL, CHECK_NEEDED_EVENT, APPROVAL_ENDED_EVENT)
# Whoever may do one of these works on a page or on shared content.
EDIT_ACTIONS = ("change", "publish")


def visible_to(user: Any) -> models.QuerySet[ReleaseSet]:
    """Return the sets that the user may see: those they made, and those they know wholly.

    What they do not work on in a set of theirs stands there as an item of another team.
    """
    if user.has_perm(PUBLISH):
        return ReleaseSet.objects.all()
    if not _can_work_on_sets(user):
        return ReleaseSet.objects.none()
    return ReleaseSet.objects.filter(
        models.Q(pk__in=fully_visible_to(user).values("pk")) | models.Q(owner=user)
    )


def fully_visible_to(user: Any) -> models.QuerySet[ReleaseSet]:
    """Return the sets whose every item the user works on; a publisher of sets knows all of them."""
    if user.has_perm(PUBLISH):
        return ReleaseSet.objects.all()
    if not _can_work_on_sets(user):
        return ReleaseSet.objects.none()
    foreign = models.Q()
    kinds = ReleaseSetItem.objects.values_list("content_type", flat=True).distinct()
    for kind in ContentType.objects.filter(pk__in=kinds):
        foreign |= models.Q(content_type=kind) & _q_not_editable(user, kind.model_class())
    unknown = ReleaseSetItem.objects.filter(foreign) if foreign else ReleaseSetItem.objects.none()
    return ReleaseSet.objects.exclude(pk__in=unknown.values("release_set"))


def get_set_name_for_user(release_set: ReleaseSet, user: Any) -> str:
    """Return how to speak of a set to a user, who may not know its title; None knows all."""
    if user is None or visible_to(user).filter(pk=release_set.pk).exists():
        return f"the release set “{release_set}”"
    return "a release set"


def _can_work_on_sets(user: Any) -> bool:
    return any(user.has_perm(right) for right in (ADD, CHANGE))


def get_visible_events(user: Any, release_set: ReleaseSet) -> list[ReleaseSetEvent]:
    """Return the lines of a set's log without the titles of what the user does not work on.

    Things of other sections may have been in the set before.
    """
    events = list(release_set.events.select_related("user"))
    if user.has_perm(PUBLISH):
        return events
    known = [
        event
        for event in events
        if event.content_type is None
        or (event.content_object and can_edit_or_publish(user, event.content_object))
    ]
    if len(known) < len(events):
        known = [event for event in known if event.action not in ACTIONS_NAMING_OTHERS]
    return known


class VisibilityPolicy:
    """What one user works on, and so may know of before it is public.

    Rights are read once for a user, and sets once for a `VisibilityPolicy`, not for each thing.
    """

    def __init__(self, user: Any) -> None:
        self.user = user

    def can_see(self, content_object: Any) -> bool:
        """Return whether the user may know of a page, shared content or a release set."""
        if isinstance(content_object, ReleaseSet):
            return content_object.pk in self._sets
        return can_see(self.user, content_object)

    @cached_property
    def _sets(self) -> set[int]:
        return set(visible_to(self.user).values_list("pk", flat=True))


def can_see(user: Any, content_object: Any) -> bool:
    """Return whether the user works on a page or shared content that may not be public yet."""
    return content_object is not None and can_work_on(user, content_object)


def edit_url(user: Any, content_object: Any) -> str | None:
    """Return where the user edits something, None if they may not; no query for a page.

    Wagtail's own finder asks the database about the workflow of each page.
    """
    if not isinstance(content_object, Page):
        return AdminURLFinder(user).get_edit_url(content_object)
    policy = policy_registry.get_by_type(Page)
    if policy.user_has_permission_for_instance(user, "change", content_object):
        return reverse("wagtailadmin_pages:edit", args=[content_object.pk])
    return None


def can_edit_or_publish(user: Any, content_object: Any) -> bool:
    """Return whether the user may edit or publish a page or a piece of shared content."""
    if isinstance(content_object, Page):
        rights = content_object.permissions_for_user(user)
        return rights.can_edit() or rights.can_publish()
    return policy_registry.get(content_object).user_has_any_permission(user, EDIT_ACTIONS)


def can_publish(user: Any, content_object: Any) -> bool:
    """Return whether the user may publish a page, a piece of shared content or a set."""
    policy = policy_registry.get(content_object)
    return policy.user_has_permission_for_instance(user, "publish", content_object)


def _q_not_editable(user: Any, model: type[models.Model] | None) -> models.Q:
    if model is None:
        return models.Q()
    policy = policy_registry.get_by_type(model)
    if not issubclass(model, Page):
        is_own = policy.user_has_any_permission(user, EDIT_ACTIONS)
        return models.Q(pk__in=[]) if is_own else models.Q()
    pages = policy.instances_user_has_any_permission_for(user, EDIT_ACTIONS)
    text = Cast("pk", models.CharField())
    return ~models.Q(object_id__in=pages.annotate(text=text).order_by().values("text"))
