"""An archive of any size, made in seconds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models.sql import InsertQuery
from django.utils import timezone
from wagtail.models import Page

from pressroom.models import PressRelease


def grow(index: Any, topics: list[Any], first: int, last: int) -> None:
    """Add releases number `first` to `last` to the archive, without Wagtail's bookkeeping."""
    now = timezone.now()
    kind = PressRelease(release_date=date(2000, 1, 1)).cached_content_type
    pages = [
        Page(
            path=f"{index.path}{Page._int2str(number).rjust(4, '0')}",
            depth=index.depth + 1,
            title=f"Release number {number}",
            draft_title=f"Release number {number}",
            slug=f"release-{number}",
            url_path=f"{index.url_path}release-{number}/",
            content_type=kind,
            locale=index.locale,
            first_published_at=now,
            last_published_at=now,
        )
        for number in range(first, last + 1)
    ]
    Page.objects.bulk_create(pages, batch_size=500)
    body = [{"type": "paragraph", "value": "<p>Sample.</p>"}]
    releases = [
        PressRelease(
            page_ptr=page,
            release_date=date(2000, 1, 1) + timedelta(days=(first + offset) * 13 % 9000),
            summary="A summary of the release. " * 4,
            body=body,
        )
        for offset, page in enumerate(pages)
    ]
    # Django inserts no rows in bulk into the table of a child model.
    for start in range(0, len(releases), 50):
        query = InsertQuery(PressRelease)
        columns = PressRelease._meta.local_concrete_fields
        query.insert_values(columns, releases[start : start + 50], raw=True)
        query.get_compiler("default").execute_sql()
    through = PressRelease.topics.through
    through.objects.bulk_create(
        [
            through(pressrelease_id=page.pk, topic_id=topics[(first + offset) % len(topics)].pk)
            for offset, page in enumerate(pages)
        ],
        batch_size=500,
    )
