"""Count what four schedulers publish of 500 pages that are due at the same moment.

Prints JSON for PostgreSQL: how many came out, how often one came out twice, deadlocks, failures
and seconds. Ends with status 1 if a page is missing or came out twice, or there was a deadlock.
"""

import sys
import time
from collections import Counter
from typing import Any

from _stage import in_seconds, make_drafts, on_each_database, schedule, schedulers

COUNT = 500
SCHEDULERS = 4


def measure() -> dict[str, Any]:
    """Let four schedulers loose on 500 pages and count what they did."""
    from wagtail.models import Page, PageLogEntry

    from publishing.models import PublicationFailure
    from tests import factories

    drafts = make_drafts(COUNT)
    factories.make_home()
    before = deadlocks()
    with schedulers(SCHEDULERS):
        moment = in_seconds(40)
        for page in drafts:
            schedule(page, moment)
        time.sleep(max(moment.timestamp() - time.time(), 0))
        waiting = Page.objects.filter(pk__in=[page.pk for page in drafts], live=False)
        while waiting.exists() and time.time() < moment.timestamp() + 300:
            time.sleep(0.1)
        seconds = time.time() - moment.timestamp()
        # Whoever would publish a page twice gets the time to do so.
        time.sleep(3)
        out = COUNT - waiting.count()
    log = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
    times = Counter(log.values_list("page", flat=True))
    figures = {
        "pages": COUNT,
        "schedulers": SCHEDULERS,
        "out": out,
        "out_twice": sum(count > 1 for count in times.values()),
        "deadlocks": deadlocks() - before,
        "failures": PublicationFailure.objects.count(),
        "seconds": round(seconds, 1),
    }
    bad = ("out_twice", "deadlocks", "failures")
    return {**figures, "kept": out == COUNT and not any(figures[name] for name in bad)}


def deadlocks() -> int:
    """Return how many deadlocks PostgreSQL has ended in this database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    sys.exit(on_each_database(__file__, measure, ("postgresql",)))
