"""The states of a page that lists of pages can be narrowed to."""

from __future__ import annotations

from django.db.models import BigIntegerField, Q, QuerySet, TextChoices
from django.db.models.functions import Cast
from wagtail.models import Page, WorkflowState

from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type
from publishing.upcoming import get_scheduled_revisions


class PageState(TextChoices):
    """How far a page has come. A live page can have a draft, too."""

    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waiting for approval"
    SENT_BACK = "sent-back", "Sent back"
    SCHEDULED = "scheduled", "Scheduled"
    IN_SET = "in-set", "In a release set"
    LIVE = "live", "Live"


def filter_by_state(pages: QuerySet, state: str) -> QuerySet:
    """Return those of `pages` in a state; “draft” leaves out what goes on by itself.

    Only the numbers of pages are compared, because a search cannot filter by anything else.
    """
    match state:
        case PageState.LIVE:
            return pages.filter(pk__in=Page.objects.live().order_by().values("pk"))
        case PageState.WAITING:
            return pages.filter(pk__in=_get_page_pks_in_workflow(WorkflowState.STATUS_IN_PROGRESS))
        case PageState.SENT_BACK:
            return pages.filter(
                pk__in=_get_page_pks_in_workflow(WorkflowState.STATUS_NEEDS_CHANGES)
            )
        case PageState.SCHEDULED:
            return pages.filter(pk__in=_get_scheduled_page_pks())
        case PageState.IN_SET:
            return pages.filter(pk__in=_get_in_sets())
    drafts = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    for others in (
        _get_page_pks_in_workflow(WorkflowState.STATUS_IN_PROGRESS),
        _get_scheduled_page_pks(),
        _get_in_sets(),
    ):
        drafts = drafts.exclude(pk__in=others)
    return pages.filter(pk__in=drafts.order_by().values("pk"))


def _get_page_pks_in_workflow(status: str) -> QuerySet:
    states = WorkflowState.objects.filter(
        base_content_type=get_base_content_type(Page()), status=status
    )
    return _get_page_pks(states)


def _get_scheduled_page_pks() -> QuerySet:
    return _get_page_pks(
        get_scheduled_revisions().filter(base_content_type=get_base_content_type(Page()))
    )


def _get_in_sets() -> QuerySet:
    to_come = (ReleaseSet.State.DRAFT, *ReleaseSet.ACTIVE_STATES)
    items = ReleaseSetItem.objects.filter(content_type=get_base_content_type(Page()))
    return _get_page_pks(items.filter(release_set__state__in=to_come))


def _get_page_pks(records: QuerySet) -> QuerySet:
    """Return the numbers of pages that records keep as text."""
    return records.order_by().annotate(number=Cast("object_id", BigIntegerField())).values("number")
