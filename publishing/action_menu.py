"""The buttons at the foot of a form: which is the main one, and what they are called."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin import action_menu as pages
from wagtail.admin.ui.components import Component
from wagtail.snippets import action_menu as shared

APPROVE, RESTART = "approve", "action-restart-workflow"

UNASKED = "publishing/publish_unasked.html"


class MainButton(Component):
    """A button that decides, where Wagtail has “Save draft”: the Enter key still saves a draft."""

    def __init__(self, item: Component) -> None:
        self.item = item
        self.name = item.name

    def render_html(self, parent_context: Any = None) -> SafeString:
        """Return the button, after a hidden one: browsers press the first when Enter is pressed."""
        return format_html(
            '<button type="submit" hidden tabindex="-1">Save draft</button>{}',
            self.item.render_html(parent_context),
        )

    @property
    def media(self) -> Media:
        """The scripts of the button."""
        return self.item.media


class PublishPageUnasked(pages.PublishMenuItem):
    """Publishes a page that waits for approval, and says that nobody is asked."""

    template_name = UNASKED


class PublishSharedUnasked(shared.PublishMenuItem):
    """Publishes shared content that waits for approval, and says that nobody is asked."""

    template_name = UNASKED


def arrange(items: list[Any], content: Any) -> None:
    """Put Approve first, and say of Publish that nobody is asked, while `content` waits.

    To submit from the first step again is another thing only where there are several steps.
    """
    state = getattr(content, "current_workflow_state", None) if content else None
    if not state:
        return
    if state.workflow.tasks.count() < 2:
        items[:] = [item for item in items if item.name != RESTART]
    if state.status != state.STATUS_IN_PROGRESS:
        return
    for place, item in enumerate(items):
        if isinstance(item, pages.PublishMenuItem):
            items[place] = PublishPageUnasked(order=item.order)
        elif isinstance(item, shared.PublishMenuItem):
            items[place] = PublishSharedUnasked(order=item.order)
    approve = next((i for i in items if i.name == APPROVE and not i.launch_modal), None)
    if approve:
        items.remove(approve)
        items.insert(0, MainButton(approve))
