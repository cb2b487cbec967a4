"""What the admin's templates need of publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.db.models import Model, QuerySet
from django.template import Context
from wagtail.models import Comment, Page

from publishing import moments
from publishing.dependents import NEEDED_MODELS, describe, find_dependents_without

register = template.Library()
# What Wagtail's views call the thing that they are about.
THINGS = ("snippet", "page", "image", "document", "object")


@register.filter
def london(moment: datetime) -> str:
    """Return a moment in words: “Tuesday 24 November 2026, 00:01 London time”."""
    return moments.london(moment)


@register.simple_tag
def open_comments(page: Page) -> QuerySet[Comment]:
    """Return the comments on a page that nobody has resolved, the oldest first."""
    unresolved = Comment.objects.filter(page_id=page.pk, resolved_at=None)
    return unresolved.select_related("user").order_by("created_at", "pk")


@register.filter
def kind(subject: Any) -> str:
    """Return what editors call this kind of content."""
    model = subject.specific_class if isinstance(subject, Page) else subject
    return model._meta.verbose_name.capitalize()


@register.inclusion_tag("publishing/needed_by.html", takes_context=True)
def needed_by(context: Context, unpublished: bool = False) -> dict[str, Any]:
    """Return what would break without the thing that is being deleted or unpublished.

    Wagtail calls it differently in each of its views, and wraps it for bulk actions.
    """
    thing = next((found for name in THINGS if (found := _unwrap(context.get(name)))), None)
    if thing is None:
        thing = next(map(_unwrap, context.get("items") or ()), None)
    unpublished = unpublished or "unpublish_url" in context
    found = find_dependents_without([thing], unpublished=unpublished) if thing else []
    return {
        "thing": thing,
        "dependents": describe(found, context["request"].user),
        "is_kept": any(dependent.go_live_at for dependent in found),
    }


def _unwrap(value: Any) -> Model | None:
    value = value.get("item") if isinstance(value, dict) else value
    return value if isinstance(value, NEEDED_MODELS) else None
