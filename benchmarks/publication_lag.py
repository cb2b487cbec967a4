"""Measure how long after the promised moment the first visitor gets a page, over HTTP.

Prints JSON for SQLite and PostgreSQL: median and worst of 50 publications, in seconds, and how
often a page came out too early. Promised: median at most 0.3 s, worst at most 1 s, never early.
Ends with status 1 if that was not kept.
"""

import statistics
import sys
import time
from typing import Any

from _stage import (
    in_seconds,
    make_drafts,
    on_each_database,
    schedule,
    schedulers,
    status_of,
    web_server,
)

COUNT = 50
# Not a whole number of seconds, or every moment would fall at the same point of the scheduler's.
APART = 1.13
BEFORE = 0.2
MEDIAN, WORST = 0.3, 1.0
POLL = 0.02


def measure() -> dict[str, Any]:
    """Publish one release after the other and return how late each was."""
    drafts = make_drafts(COUNT)
    with web_server() as web, schedulers():
        status_of(web, "/press/")
        start = in_seconds(5).timestamp()
        moments = [start + number * APART for number in range(COUNT)]
        for page, moment in zip(drafts, moments, strict=True):
            schedule(page, in_seconds(moment - time.time()))
        if time.time() > start:
            raise SystemExit("Scheduling took too long on this machine.")
        seen = [first_seen(web, page.get_url(), page.go_live_at.timestamp()) for page in drafts]
    lags = [moment - page.go_live_at.timestamp() for moment, page in zip(seen, drafts, strict=True)]
    figures = {
        "median": round(statistics.median(lags), 3),
        "worst": round(max(lags), 3),
        "early": sum(lag < 0 for lag in lags),
    }
    kept = figures["median"] <= MEDIAN and figures["worst"] <= WORST and not figures["early"]
    return {**figures, "count": COUNT, "kept": kept}


def first_seen(web: Any, address: str, moment: float) -> float:
    """Return when a visitor who asks all the time first got the page."""
    time.sleep(max(moment - BEFORE - time.time(), 0))
    while status_of(web, address) != 200:
        if time.time() > moment + 60:
            raise SystemExit(f"{address} never came out.")
        time.sleep(POLL)
    return time.time()


if __name__ == "__main__":
    sys.exit(on_each_database(__file__, measure))
