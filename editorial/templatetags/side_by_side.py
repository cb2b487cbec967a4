"""Two versions beside each other, each as readers would get it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page, PreviewableMixin

register = template.Library()


@register.simple_tag
def versions_beside(view: Any) -> list[tuple[str, str]]:
    """Return name and address of the two versions that a view of Wagtail's compares.

    Empty if one of them cannot be shown by itself, such as a live page that no version is kept of.
    """
    content = view.object
    if not isinstance(content, PreviewableMixin) or not content.is_previewable():
        return []
    versions = [_get_pk(content, name) for name in (view.revision_id_a, view.revision_id_b)]
    if None in versions:
        return []
    name = "wagtailadmin_pages:revisions_view"
    if not isinstance(content, Page):
        name = content.snippet_viewset.get_url_name("revisions_view")
    return [
        (title, reverse(name, args=[content.pk, number]))
        for title, number in zip(("Before", "After"), versions, strict=True)
    ]


def _get_pk(content: Any, name: str) -> int | None:
    """Return the number of the version that an address calls “live”, “earliest” or “latest”."""
    if name == "live":
        return content.live_revision_id
    if name == "latest":
        return content.latest_revision_id
    if name == "earliest":
        return content.revisions.order_by("created_at", "pk").values_list("pk", flat=True).first()
    return int(name)
