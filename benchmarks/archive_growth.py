"""Compare how long readers wait with 1,000 releases and with 100,000.

Prints JSON: the median milliseconds of each address at both sizes, and the ratio. Both are from
one run on one machine, on an SQLite database of its own or on TEST_DATABASE_URL.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from _stage import empty_database

SIZES = (1_000, 100_000)
RUNS = 7
ADDRESSES = ("/", "/press/", "/press/?year=2010", "/press/?topic=topic-3", "/press/?page=40", "{}")


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

    from tests import factories
    from tests.archive import grow

    with empty_database():
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


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    main()
