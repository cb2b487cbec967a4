"""Looking at the site as a visitor does, and judging what came back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup

from publishing.embargo_audit.audited_items import AuditScope
from publishing.embargo_audit.http_client import (
    ProbeFetcher,
    ProbeResponse,
    ProbeTimeoutError,
    UnreachableError,
)
from publishing.embargo_audit.leak_markers import (
    ADDRESS,
    TEXT,
    TITLE,
    LeakMarker,
    ParsedResponse,
    PublicTextIndex,
)
from publishing.embargo_audit.probes import (
    MISSING_PAGE_URL,
    AuditPlan,
    Probe,
    ResultCount,
    build_plan,
    merge_probes,
)

SEALED, LEAK, PUBLIC = "sealed", "leak", "public"
NOT_YET, UNREACHABLE = "not yet public", "unreachable"

MAX_LISTED_PASSAGES = 3
# After so many answers that did not come, the rest is not waited for.
MAX_PROBE_TIMEOUTS = 3
PROBE_NOT_FOUND_STATUSES = (404, 410)
PROBE_SUCCESS_STATUSES = (200, 206)
# The site, or what stands before it, could not or would not answer this visitor.
PROBE_REFUSED_STATUSES = {400, 401, 407, 408, 421, 429}


@dataclass
class AuditResult:
    """What a check found: a line for each probe, as `EmbargoAudit` keeps it."""

    results: list[dict[str, str]] = field(default_factory=list)
    error: str = ""
    # The first request could not connect, so nothing was looked at.
    is_site_unreachable: bool = False

    @property
    def leaks(self) -> int:
        """On how many routes something showed too early."""
        return self.count(LEAK)

    def count(self, outcome: str) -> int:
        """Return on how many routes that was found."""
        return sum(row["outcome"] == outcome for row in self.results)

    def add(self, probe: Probe, outcome: str, detail: str = "") -> None:
        """Keep what was found on a probe."""
        self.results.append(
            {"name": probe.name, "address": probe.address, "outcome": outcome, "detail": detail}
        )


def probe_scope(scope: AuditScope, fetch: ProbeFetcher) -> AuditResult:
    """Ask for every probe of `scope` and return what was found on each."""
    plans = [build_plan(item, scope.is_live) for item in scope.items]
    if not plans:
        return AuditResult(error="There is nothing in it to look for.")
    result = (
        _audit_after_go_live(plans, fetch) if scope.is_live else _audit_before_go_live(plans, fetch)
    )
    if scope.is_live and not result.results:
        result.error = "Readers cannot find it on any route: they have to log in to see it."
    return result


def _audit_before_go_live(plans: list[AuditPlan], fetch: ProbeFetcher) -> AuditResult:
    result, detector = AuditResult(), LeakDetector(plans)
    opened = 0
    for probe in merge_probes(probe for plan in plans for probe in plan.probes):
        try:
            response = fetch(probe)
            if _is_refused(response):
                result.add(probe, UNREACHABLE, f"It answered {response.status}.")
                continue
            found = detector.find_leaks(probe, response) or detector.find_wrong_counts(
                probe, response, fetch
            )
        except UnreachableError as error:
            if _record_unreachable(result, probe, error):
                return result
            continue
        opened += not probe.expects_404 and response.status in PROBE_SUCCESS_STATUSES
        result.add(probe, LEAK if found else SEALED, ", ".join(found) or detector.remark)
    if refused := result.count(UNREACHABLE):
        result.error = f"{refused} of {len(result.results)} routes could not be judged."
    elif not opened:
        # Where nothing at all is found, something other than this site may have answered.
        result.error = "No public page answered: check that BASE_URL is this site’s address."
    return result


def _record_unreachable(result: AuditResult, probe: Probe, error: UnreachableError) -> bool:
    """Keep that a probe did not answer; return whether to ask for no more of them.

    The worker has other things to do than to wait for each answer of a site that is stuck.
    """
    result.add(probe, UNREACHABLE, f"{error}.")
    if isinstance(error, ProbeTimeoutError) and result.count(UNREACHABLE) < MAX_PROBE_TIMEOUTS:
        return False
    result.error = f"{error}."
    result.is_site_unreachable = len(result.results) == 1
    return True


def _audit_after_go_live(plans: list[AuditPlan], fetch: ProbeFetcher) -> AuditResult:
    result = AuditResult()
    responses: dict[Any, ProbeResponse] = {}
    for plan in plans:
        for probe in plan.probes:
            expected = [
                marker
                for marker in plan.markers
                if marker.kind in probe.contains - probe.echoed_kinds
            ]
            if not (expected or (probe.expects_404 and probe.contains)):
                continue
            try:
                if probe.request not in responses:
                    responses[probe.request] = fetch(probe)
            except UnreachableError as error:
                if _record_unreachable(result, probe, error):
                    return result
                continue
            missing = _describe_missing(probe, responses[probe.request], expected)
            result.add(probe, NOT_YET if missing else PUBLIC, missing)
    late = [row["name"] for row in result.results if row["outcome"] != PUBLIC]
    result.error = f"Not yet public: {', '.join(late)}." if late else ""
    return result


def _describe_missing(probe: Probe, response: ProbeResponse, expected: list[LeakMarker]) -> str:
    """Return what readers do not get on a probe where they should; nothing if they do."""
    if probe.expects_404:
        return "" if response.status in PROBE_SUCCESS_STATUSES else f"It answers {response.status}."
    if response.status >= 400:
        return f"It answers {response.status}."
    parsed = _parse(response)
    found = {marker.kind for marker in expected if parsed.contains(marker)}
    missing = {marker.kind: marker.label for marker in expected if marker.kind not in found}
    return f"It lacks {', '.join(missing.values())}." if missing else ""


def _is_refused(response: ProbeResponse) -> bool:
    return response.status in PROBE_REFUSED_STATUSES or response.status >= 500


def _parse(response: ProbeResponse) -> ParsedResponse:
    return ParsedResponse(response.text, response.headers.values())


class LeakDetector:
    """Knows what must not show, and what is no secret."""

    def __init__(self, plans: list[AuditPlan]) -> None:
        self.markers = [marker for plan in plans for marker in plan.markers]
        self.public = PublicTextIndex(file for plan in plans for file in plan.files)
        self.page_chrome: ParsedResponse | None = None
        # What an editor should know of the probe judged last, though it is no leak.
        self.remark = ""

    def find_leaks(self, probe: Probe, response: ProbeResponse) -> list[str]:
        """Return what the answer gives away."""
        self.remark = ""
        if probe.expects_404 and response.status not in PROBE_NOT_FOUND_STATUSES:
            if _is_append_slash_redirect(probe, response):
                return []
            return [f"it answers {response.status} instead of 404"]
        parsed = _parse(response)
        if probe.address == MISSING_PAGE_URL:
            self.page_chrome = parsed
        found = [marker for marker in self.markers if self._is_leak(marker, probe, parsed)]
        labels = [marker.label for marker in found if marker.kind != TEXT]
        # Where the title shows, each sentence of a text would only make the message longer.
        return labels or [marker.label for marker in found[:MAX_LISTED_PASSAGES]]

    def _is_leak(self, marker: LeakMarker, probe: Probe, parsed: ParsedResponse) -> bool:
        if marker.kind in probe.echoed_kinds or not parsed.contains(marker):
            return False
        # A refusal may repeat the address that was asked for.
        if marker.kind == ADDRESS and marker.value in probe.address:
            return False
        if not marker.is_address and (self.public.contains(marker) or self._is_page_chrome(marker)):
            # Sentences that many pages end with are not worth a remark.
            if marker.kind != TEXT:
                self.remark = f"Shows {marker.label}, which is public already."
            return False
        return True

    def _is_page_chrome(self, marker: LeakMarker) -> bool:
        """Return whether a title is what the site prints around every page, such as “Search”.

        Were it the page itself that shows in a menu, its address would give it away.
        """
        return (
            marker.kind == TITLE
            and self.page_chrome is not None
            and self.page_chrome.contains(marker)
        )

    def find_wrong_counts(
        self, probe: Probe, response: ProbeResponse, fetch: ProbeFetcher
    ) -> list[str]:
        """Return which counts are higher than what is public; asked twice, since that changes."""
        if (
            not probe.result_counts
            or response.status not in PROBE_SUCCESS_STATUSES
            or not _find_excess_counts(probe.result_counts, response)
        ):
            return []
        return _find_excess_counts(probe.result_counts, fetch(probe))


def _find_excess_counts(counts: tuple[ResultCount, ...], response: ProbeResponse) -> list[str]:
    found = []
    soup = BeautifulSoup(response.text, "html.parser")
    # Where a year and a topic are chosen, their counts are links to the same list.
    for count in {count.query: count for count in reversed(counts)}.values():
        shown, expected = _get_displayed_count(count, soup), count.expected()
        if shown > expected:
            found.append(f"{count.label}: {shown} instead of {expected}")
    return found[::-1]


def _get_displayed_count(count: ResultCount, soup: BeautifulSoup) -> int:
    """Return the number that stands in the count's link, or in the line with the total."""
    if not count.query:
        return _parse_number(soup.select_one("main [role=status]"))
    wanted = parse_qs(count.query)
    for link in soup.select("a[href]"):
        if parse_qs(urlsplit(str(link["href"])).query) == wanted and link.select_one(".count"):
            return _parse_number(link.select_one(".count"))
    return 0


def _parse_number(element: Any) -> int:
    digits = re.search(r"\d+", element.get_text().replace(",", "")) if element else None
    return int(digits[0]) if digits else 0


def _is_append_slash_redirect(probe: Probe, response: ProbeResponse) -> bool:
    """Return whether the answer redirects as it does for any address without its last slash."""
    target = urlsplit(response.headers.get("location", "")).path
    return response.status in (301, 302, 307, 308) and target == f"{probe.address}/"
