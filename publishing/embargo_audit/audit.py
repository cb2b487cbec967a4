"""Looking at the site as a visitor does, and judging what came back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup

from publishing.embargo_audit.audited_items import AuditScope
from publishing.embargo_audit.http_client import Answer, Fetch, TooSlowError, UnreachableError
from publishing.embargo_audit.leak_markers import (
    ADDRESS,
    TEXT,
    TITLE,
    LeakMarker,
    ParsedResponse,
    PublicTextIndex,
)
from publishing.embargo_audit.probes import (
    NO_SUCH_PAGE,
    AuditPlan,
    Count,
    Probe,
    merge_probes,
    plan_for,
)

SEALED, LEAK, PUBLIC = "sealed", "leak", "public"
NOT_YET, UNREACHABLE = "not yet public", "unreachable"

MOST_WORDS = 3
# After so many answers that did not come, the rest is not waited for.
MOST_SLOW = 3
ABSENT = (404, 410)
SENT = (200, 206)
# The site, or what stands before it, could not or would not answer this visitor.
NO_ANSWER = {400, 401, 407, 408, 421, 429}


@dataclass
class Result:
    """What a check found: a line for each route, as `EmbargoAudit` keeps it."""

    routes: list[dict[str, str]] = field(default_factory=list)
    problem: str = ""

    @property
    def leaks(self) -> int:
        """On how many routes something showed too early."""
        return self.count(LEAK)

    def count(self, outcome: str) -> int:
        """Return on how many routes that was found."""
        return sum(route["outcome"] == outcome for route in self.routes)

    def add(self, route: Probe, outcome: str, detail: str = "") -> None:
        """Keep what was found on a route."""
        self.routes.append(
            {"name": route.name, "address": route.address, "outcome": outcome, "detail": detail}
        )


def look(case: AuditScope, fetch: Fetch) -> Result:
    """Ask for every route of `case` and return what was found on each."""
    plans = [plan_for(item, case.is_out) for item in case.items]
    if not plans:
        return Result(problem="There is nothing in it to look for.")
    result = _look_after(plans, fetch) if case.is_out else _look_before(plans, fetch)
    if case.is_out and not result.routes:
        result.problem = "Readers cannot find it on any route: they have to log in to see it."
    return result


def _look_before(plans: list[AuditPlan], fetch: Fetch) -> Result:
    result, judge = Result(), LeakDetector(plans)
    opened = 0
    for route in merge_probes(route for plan in plans for route in plan.routes):
        try:
            answer = fetch(route)
            if _is_refused(answer):
                result.add(route, UNREACHABLE, f"It answered {answer.status}.")
                continue
            found = judge.leaks(route, answer) or judge.wrong_counts(route, answer, fetch)
        except UnreachableError as error:
            if _is_hopeless(result, route, error):
                return result
            continue
        opened += not route.closed and answer.status in SENT
        result.add(route, LEAK if found else SEALED, ", ".join(found) or judge.remark)
    if refused := result.count(UNREACHABLE):
        result.problem = f"{refused} of {len(result.routes)} routes could not be judged."
    elif not opened:
        # Where nothing at all is found, something other than this site may have answered.
        result.problem = "No public page answered: check that BASE_URL is this site’s address."
    return result


def _is_hopeless(result: Result, route: Probe, error: UnreachableError) -> bool:
    """Keep that a route did not answer; return whether to ask for no more of them.

    The worker has other things to do than to wait for each answer of a site that is stuck.
    """
    result.add(route, UNREACHABLE, f"{error}.")
    if isinstance(error, TooSlowError) and result.count(UNREACHABLE) < MOST_SLOW:
        return False
    result.problem = f"{error}."
    return True


def _look_after(plans: list[AuditPlan], fetch: Fetch) -> Result:
    result = Result()
    answers: dict[Any, Answer] = {}
    for plan in plans:
        for route in plan.routes:
            expected = [trace for trace in plan.traces if trace.kind in route.shows - route.echoes]
            if not (expected or (route.closed and route.shows)):
                continue
            try:
                if route.request not in answers:
                    answers[route.request] = fetch(route)
            except UnreachableError as error:
                if _is_hopeless(result, route, error):
                    return result
                continue
            missing = _missing(route, answers[route.request], expected)
            result.add(route, NOT_YET if missing else PUBLIC, missing)
    late = [route["name"] for route in result.routes if route["outcome"] != PUBLIC]
    result.problem = f"Not yet public: {', '.join(late)}." if late else ""
    return result


def _missing(route: Probe, answer: Answer, expected: list[LeakMarker]) -> str:
    """Return what readers do not get on a route where they should; nothing if they do."""
    if route.closed:
        return "" if answer.status in SENT else f"It answers {answer.status}."
    if answer.status >= 400:
        return f"It answers {answer.status}."
    seen = _seen(answer)
    found = {trace.kind for trace in expected if seen.shows(trace)}
    missing = {trace.kind: trace.what for trace in expected if trace.kind not in found}
    return f"It lacks {', '.join(missing.values())}." if missing else ""


def _is_refused(answer: Answer) -> bool:
    return answer.status in NO_ANSWER or answer.status >= 500


def _seen(answer: Answer) -> ParsedResponse:
    return ParsedResponse(answer.text, answer.headers.values())


class LeakDetector:
    """Knows what must not show, and what is no secret."""

    def __init__(self, plans: list[AuditPlan]) -> None:
        self.traces = [trace for plan in plans for trace in plan.traces]
        self.public = PublicTextIndex(file for plan in plans for file in plan.files)
        self.frame: ParsedResponse | None = None
        # What an editor should know of the route judged last, though it is no leak.
        self.remark = ""

    def leaks(self, route: Probe, answer: Answer) -> list[str]:
        """Return what the answer gives away."""
        self.remark = ""
        if route.closed and answer.status not in ABSENT:
            if _only_adds_a_slash(route, answer):
                return []
            return [f"it answers {answer.status} instead of 404"]
        seen = _seen(answer)
        if route.address == NO_SUCH_PAGE:
            self.frame = seen
        found = [trace for trace in self.traces if self._betrays(trace, route, seen)]
        told = [trace.what for trace in found if trace.kind != TEXT]
        # Where the title shows, each sentence of a text would only make the message longer.
        return told or [trace.what for trace in found[:MOST_WORDS]]

    def _betrays(self, trace: LeakMarker, route: Probe, seen: ParsedResponse) -> bool:
        if trace.kind in route.echoes or not seen.shows(trace):
            return False
        # A refusal may repeat the address that was asked for.
        if trace.kind == ADDRESS and trace.value in route.address:
            return False
        if not trace.is_address and (self.public.say(trace) or self._is_page_chrome(trace)):
            # Sentences that many pages end with are not worth a remark.
            if trace.kind != TEXT:
                self.remark = f"Shows {trace.what}, which is public already."
            return False
        return True

    def _is_page_chrome(self, trace: LeakMarker) -> bool:
        """Return whether a title is what the site prints around every page, such as “Search”.

        Were it the page itself that shows in a menu, its address would give it away.
        """
        return trace.kind == TITLE and self.frame is not None and self.frame.shows(trace)

    def wrong_counts(self, route: Probe, answer: Answer, fetch: Fetch) -> list[str]:
        """Return which counts are higher than what is public; asked twice, since that changes."""
        if not route.counts or answer.status not in SENT or not _too_high(route.counts, answer):
            return []
        return _too_high(route.counts, fetch(route))


def _too_high(counts: tuple[Count, ...], answer: Answer) -> list[str]:
    found = []
    soup = BeautifulSoup(answer.text, "html.parser")
    # Where a year and a topic are chosen, their counts are links to the same list.
    for count in {count.query: count for count in reversed(counts)}.values():
        shown, expected = _shown(count, soup), count.expected()
        if shown > expected:
            found.append(f"{count.what}: {shown} instead of {expected}")
    return found[::-1]


def _shown(count: Count, soup: BeautifulSoup) -> int:
    """Return the number that stands in the count's link, or in the line with the total."""
    if not count.query:
        return _number(soup.select_one("main [role=status]"))
    wanted = parse_qs(count.query)
    for link in soup.select("a[href]"):
        if parse_qs(urlsplit(str(link["href"])).query) == wanted and link.select_one(".count"):
            return _number(link.select_one(".count"))
    return 0


def _number(element: Any) -> int:
    digits = re.search(r"\d+", element.get_text().replace(",", "")) if element else None
    return int(digits[0]) if digits else 0


def _only_adds_a_slash(route: Probe, answer: Answer) -> bool:
    """Return whether the answer redirects as it does for any address without its last slash."""
    target = urlsplit(answer.headers.get("location", "")).path
    return answer.status in (301, 302, 307, 308) and target == f"{route.address}/"
