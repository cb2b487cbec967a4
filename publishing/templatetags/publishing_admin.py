"""Template tags for the admin's pages about publishing, unpublishing and deleting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context
from wagtail.models import Comment, Page, WorkflowMixin

from publishing import clock
from publishing.approval.approvers import describe_obstacle
from publishing.dependents import MODELS_WITH_DEPENDENTS, describe, find_dependents_of_removal
from publishing.embargo_audit import get_audit_status_line
from publishing.models import ReleaseSet

register = template.Library()
# What Wagtail's views call the thing that they are about.
WAGTAIL_CONTEXT_NAMES = ("snippet", "page", "image", "document", "object")


@register.filter
def london(moment: datetime) -> str:
    """Return a moment in words: “Tuesday 24 November 2026, 00:01 London time”."""
    return clock.format_datetime(moment)


@register.simple_tag
def open_comments(page: Page) -> QuerySet[Comment]:
    """Return the comments on a page that nobody has resolved, the oldest first."""
    unresolved = Comment.objects.filter(page_id=page.pk, resolved_at=None)
    return unresolved.select_related("user").order_by("created_at", "pk")


@register.simple_tag(takes_context=True)
def approval_obstacle(context: Context) -> str:
    """Return why the user cannot approve what a form has just saved; empty if they can."""
    content = context.get("page") or context.get("object")
    if not isinstance(content, WorkflowMixin):
        return ""
    return describe_obstacle(content, context["request"].user)


@register.simple_tag
def seal_status(release_set: ReleaseSet) -> str:
    """Return what the latest check of a set found, in one line."""
    return get_audit_status_line(release_set)


@register.filter
def kind(content_object: Any) -> str:
    """Return what editors call this kind of content."""
    model = content_object.specific_class if isinstance(content_object, Page) else content_object
    return model._meta.verbose_name.capitalize()


@register.inclusion_tag("publishing/needed_by.html", takes_context=True)
def needed_by(context: Context, unpublished: bool = False) -> dict[str, Any]:
    """Return what would break without all that is being deleted or unpublished.

    Wagtail calls a thing differently in each of its views, and wraps those of a bulk action.
    """
    if found := context.get("needed"):
        return found
    if selected := context.get("items"):
        candidates = [entry["item"] for entry in selected]
    else:
        candidates = [context.get(name) for name in WAGTAIL_CONTEXT_NAMES]
    things = [thing for thing in candidates if isinstance(thing, MODELS_WITH_DEPENDENTS)]
    if not selected:
        # The same thing may stand there by two names.
        things = things[:1]
    unpublished = unpublished or "unpublish_url" in context
    found = find_dependents_of_removal(things, unpublished=unpublished) if things else []
    is_one = len(things) == 1 and not (isinstance(things[0], Page) and things[0].numchild)
    return {
        "thing": things[0] if is_one else None,
        "dependents": describe(found, context["request"].user),
        "is_kept": any(dependent.go_live_at for dependent in found),
    }


@register.simple_tag(takes_context=True)
def protect_needed(context: Context) -> str:
    """Set `is_protected`, with which Wagtail offers no button, if something scheduled needs it.

    A page can be unpublished without the pages below it, whatever needs those.
    """
    context["needed"] = needed = needed_by(context)
    goes_alone = "unpublish_url" in context and needed["thing"] is None
    is_needed = needed["is_kept"] and not goes_alone
    context["is_protected"] = context.get("is_protected") or is_needed
    return ""
