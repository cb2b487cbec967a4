"""What the admin's templates need of publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from wagtail.models import Page

from publishing import moments

register = template.Library()


@register.filter
def london(moment: datetime) -> str:
    """Return a moment in words: “Tuesday 24 November 2026, 00:01 London time”."""
    return moments.london(moment)


@register.filter
def kind(subject: Any) -> str:
    """Return what editors call this kind of content."""
    model = subject.specific_class if isinstance(subject, Page) else subject
    return model._meta.verbose_name.capitalize()
