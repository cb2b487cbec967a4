"""Drafts with a date: Wagtail keeps it in the version alone, where nothing happens of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from publishing.models.content_objects import get_base_content_type
from publishing.publication_calendar.entries import DateTimeRange
from publishing.upcoming import get_scheduled_revisions

DRAFT_DATE_MARGIN = timedelta(days=1)


def get_dated_drafts(things: QuerySet, span: DateTimeRange) -> QuerySet:
    """Return those of `things` whose latest version is a draft with a date around `span`.

    Each has that date as text, `drafted_for`, and the moment for which another of its versions is
    scheduled, `scheduled_for`. Wagtail keeps the date of a draft in the version alone.
    """
    scheduled = get_scheduled_revisions().filter(
        base_content_type=get_base_content_type(things.model()),
        object_id=Cast(OuterRef("pk"), models.CharField()),
    )
    drafts = things.filter(
        Q(live=False) | Q(has_unpublished_changes=True),
        latest_revision__approved_go_live_at=None,
    ).annotate(
        drafted_for=Cast(
            KeyTextTransform("go_live_at", "latest_revision__content"), models.TextField()
        ),
        scheduled_for=Subquery(scheduled.values("approved_go_live_at")[:1]),
    )
    # Dates are stored in UTC and in one format, so that text sorts as time does, and no date, which
    # SQLite gives as “null”, sorts after all. What is found is asked again when it has been read.
    start = (span.start - DRAFT_DATE_MARGIN).isoformat() if span.start else "0001"
    end = (span.end + DRAFT_DATE_MARGIN).isoformat() if span.end else "9999"
    return drafts.filter(drafted_for__gte=start, drafted_for__lt=end)
