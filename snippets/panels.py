"""Show in the form of shared content which pages a change reaches."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from snippets.models import ContactDetails
from snippets.usage import get_usage


class UsagePanel(Panel):
    """Says, before anything is changed, which live pages will change with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "What publishing this changes", "icon": "site", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The live pages that print this piece of content."""

        template_name = "snippets/reach_panel.html"

        def is_shown(self) -> bool:
            """Leave it out while the content is new: nothing can refer to it."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Find the pages, and where Wagtail lists every use."""
            viewset = self.instance.snippet_viewset
            return {
                **super().get_context_data(parent_context),
                "reach": get_usage(self.instance, self.request.user),
                "is_details": isinstance(self.instance, ContactDetails),
                "usage_url": reverse(viewset.get_url_name("usage"), args=[self.instance.pk]),
            }
