"""The address at which the editor's form is looked over."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from content.validation.publication_rules import PublicationRulesMixin

register = template.Library()


@register.simple_tag(takes_context=True)
def checklist_url(context: dict[str, Any], content: Any) -> str:
    """Return the address for what is edited, or an empty text if it has no rules of ours."""
    if not isinstance(content, PublicationRulesMixin):
        return ""
    if content.pk:
        return _build_url(content, content.pk)
    meta = content._meta
    if not isinstance(content, Page):
        return reverse("checklist_snippet", args=[meta.model_name])
    # Wagtail names the page below which this one is made in the address of the form.
    parent = context["request"].resolver_match.kwargs["parent_page_id"]
    return reverse("checklist_new_page", args=[meta.app_label, meta.model_name, parent])


@register.simple_tag
def checklist_url_saved(content: Any) -> str:
    """Return the address once it is saved, with 0 for the number that it is to get."""
    return _build_url(content, 0) if isinstance(content, PublicationRulesMixin) else ""


def _build_url(content: Any, key: Any) -> str:
    if isinstance(content, Page):
        return reverse("checklist_page", args=[key])
    return reverse("checklist_snippet", args=[content._meta.model_name, key])
