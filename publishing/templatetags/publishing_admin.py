"""What the admin's templates need of publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.db.models import QuerySet
from wagtail.models import Comment, Page

from publishing import moments

register = template.Library()


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
