"""How much longer readers wait when the archive grows from 1,000 releases to 100,000.

Prints JSON: the median milliseconds of each address at both sizes, and the ratio. Both are from
one run on one machine, on an SQLite database of its own or on TEST_DATABASE_URL.
"""

import json
import os
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SIZES = (1_000, 100_000)
RUNS = 7
ADDRESSES = ("/", "/press/", "/press/?year=2010", "/press/?topic=topic-3", "/press/?page=40", "{}")


def grow(index: Any, topics: list[Any], first: int, last: int) -> None:
    """Add releases number `first` to `last` to the archive, without Wagtail's bookkeeping."""
    from django.db.models.sql import InsertQuery
    from django.utils import timezone
    from wagtail.models import Page

    from pressroom.models import PressRelease

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


def measure(client: Any, address: str) -> float:
    """Return the median milliseconds of several requests, after one that fills the caches."""
    client.get(address)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    return round(statistics.median(times), 1)


def main() -> None:
    """Grow the archive step by step and print what its readers wait."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import setup_databases, teardown_databases

    from tests import factories

    made = setup_databases(verbosity=0, interactive=False)
    try:
        index = factories.make_press_index()
        topics = [factories.make_topic(f"Topic {number}") for number in range(12)]
        results: dict[str, dict[str, float]] = {}
        size = 0
        for target in SIZES:
            with transaction.atomic():
                grow(index, topics, size + 1, target)
            size = target
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            for address in ADDRESSES:
                url = address.format(f"/press/release-{size}/")
                name = address.format("a release")
                results.setdefault(name, {})[str(size)] = measure(Client(), url)
        for timings in results.values():
            timings["ratio"] = round(timings[str(SIZES[-1])] / timings[str(SIZES[0])], 1)
        print(json.dumps({"database": connection.vendor, "milliseconds": results}, indent=2))
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    main()
