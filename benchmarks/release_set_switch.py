"""Measure how soon readers see all of a release set of 50, and that they never see a part.

Prints JSON for SQLite and PostgreSQL. One reader asks for all 50 addresses over and over while
the set goes live, another for the sitemap, which lists them in one answer. Promised: once one
page is out, no request that begins later misses another; every sitemap lists 0 or 50; all are out
within 2 s of the promised moment. Ends with status 1 if that was not kept.
"""

import sys
import threading
import time
from http.client import HTTPConnection
from typing import Any

from _stage import in_seconds, make_drafts, on_each_database, schedulers, status_of, web_server

SIZE = 50
LONGEST = 2.0
# In seconds, between two requests of a reader: they are to watch the switch, not to slow it down.
PAUSE = 0.05


def measure() -> dict[str, Any]:
    """Publish a set before the eyes of two readers, and return what they saw."""
    from publishing import release_sets
    from publishing.models import ReleaseSet
    from tests import factories

    user = factories.make_user("publisher")
    drafts = make_drafts(SIZE)
    release_set = ReleaseSet.objects.create(title="Launch", owner=user, go_live_at=in_seconds(600))
    for page in drafts:
        page.save_revision(clean=False)
        release_sets.add_item(release_set, page, user)
    start = time.perf_counter()
    release_sets.approve(release_set, user)
    approval = time.perf_counter() - start
    addresses = [page.get_url() for page in drafts]
    with web_server() as web, schedulers():
        status_of(web, addresses[0])
        moment = in_seconds(4)
        ReleaseSet.objects.filter(pk=release_set.pk).update(go_live_at=moment)
        listed: list[int] = []
        stop = threading.Event()
        lister = threading.Thread(target=count_listed, args=(web, addresses, listed, stop))
        lister.start()
        seen = poll(web, addresses, moment.timestamp() + 8)
        stop.set()
        lister.join()
    public = [(begin, end) for begin, end, status in seen if status == 200]
    first = min(end for _, end in public)
    late = [begin for begin, _, status in seen if status != 200 and begin > first]
    figures = {
        "size": SIZE,
        "approval_seconds": round(approval, 2),
        "committed_seconds": round(first - moment.timestamp(), 2),
        "requests_before": sum(status != 200 for _, _, status in seen),
        "requests_after": len(public),
        "missed_after_the_first": len(late),
        "sitemaps": len(listed),
        "partial_sitemaps": sum(count not in {0, SIZE} for count in listed),
        "whole_sitemaps": listed.count(SIZE),
    }
    kept = (
        not figures["missed_after_the_first"]
        and not figures["partial_sitemaps"]
        and figures["whole_sitemaps"]
        and figures["requests_before"]
        and figures["committed_seconds"] <= LONGEST
    )
    return {**figures, "kept": bool(kept)}


def poll(web: HTTPConnection, addresses: list[str], until: float) -> list[tuple]:
    """Ask for every address in turn; return when each request began and ended, and its status."""
    seen: list[tuple] = []
    while time.time() < until:
        for address in addresses:
            begin = time.time()
            status = status_of(web, address)
            seen.append((begin, time.time(), status))
            time.sleep(PAUSE)
    return seen


def count_listed(
    web: HTTPConnection, addresses: list[str], listed: list[int], stop: threading.Event
) -> None:
    """Note how many of the addresses each sitemap lists."""
    own = HTTPConnection(web.host, web.port, timeout=10)
    while not stop.is_set():
        own.request("GET", "/sitemap.xml")
        body = own.getresponse().read().decode()
        listed.append(sum(f"{address}<" in body for address in addresses))
        time.sleep(PAUSE)


if __name__ == "__main__":
    sys.exit(on_each_database(__file__, measure))
