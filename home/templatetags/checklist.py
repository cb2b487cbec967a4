"""The address at which the editor's form is looked over."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from snippets.rules import PublicationRulesMixin

register = template.Library()


@register.simple_tag(takes_context=True)
def checklist_url(context: dict[str, Any], content: Any) -> str:
    """Return the address for what is edited, or an empty text if it has no rules of ours."""
    if not isinstance(content, PublicationRulesMixin):
        return ""
    meta = content._meta
    if not isinstance(content, Page):
        return reverse("checklist_shared", args=[meta.model_name, *filter(None, [content.pk])])
    if content.pk:
        return reverse("checklist_page", args=[content.pk])
    # Wagtail names the page below which this one is made in the address of the form.
    parent = context["request"].resolver_match.kwargs["parent_page_id"]
    return reverse("checklist_new_page", args=[meta.app_label, meta.model_name, parent])
