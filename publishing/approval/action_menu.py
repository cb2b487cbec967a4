"""The buttons at the foot of a form: which is the main one, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import Media
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin import action_menu as pages
from wagtail.admin.ui.components import Component
from wagtail.snippets import action_menu as shared

APPROVE, RESTART = "approve", "action-restart-workflow"

PUBLISH_ITEM_CLASSES = (pages.PublishMenuItem, shared.PublishMenuItem)

PUBLISH_WITHOUT_APPROVAL_TEMPLATE = "publishing/publish_unasked.html"


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


class PublishPageWithoutApproval(pages.PublishMenuItem):
    """Publishes a page that waits for approval, and says that nobody is asked."""

    template_name = PUBLISH_WITHOUT_APPROVAL_TEMPLATE


class PublishSnippetWithoutApproval(shared.PublishMenuItem):
    """Publishes shared content that waits for approval, and says that nobody is asked."""

    template_name = PUBLISH_WITHOUT_APPROVAL_TEMPLATE


def arrange_menu_items(items: list[Any], content: Any) -> None:
    """Put first the button that decides, and say of Publish that it asks nobody.

    While `content` waits for approval, Approve is first. A draft with a date to come begins with
    Publish, which is then called “Schedule to publish”. To submit from the first step again is
    another thing only where there are several steps.
    """
    state = getattr(content, "current_workflow_state", None) if content else None
    if state and state.workflow.tasks.count() < 2:
        items[:] = [item for item in items if item.name != RESTART]
    if state and state.status == state.STATUS_IN_PROGRESS:
        items[:] = [replace_publish_button(item) for item in items]
        move_to_front(items, (i for i in items if i.name == APPROVE and not i.launch_modal))
    elif (moment := getattr(content, "go_live_at", None)) and moment > timezone.now():
        move_to_front(items, (item for item in items if isinstance(item, PUBLISH_ITEM_CLASSES)))


def replace_publish_button(item: Any) -> Any:
    """Return the button itself, or for Publish one that says that nobody is asked."""
    if isinstance(item, pages.PublishMenuItem):
        return PublishPageWithoutApproval(order=item.order)
    if isinstance(item, shared.PublishMenuItem):
        return PublishSnippetWithoutApproval(order=item.order)
    return item


def move_to_front(items: list[Any], wanted: Iterator[Any]) -> None:
    """Make the first wanted button, if there is one, the main button."""
    if item := next(wanted, None):
        items.remove(item)
        items.insert(0, MainButton(item))
