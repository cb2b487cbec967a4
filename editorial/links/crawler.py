"""A round of visits to other sites, as a guest behaves: slowly, and only where it is welcome."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urldefrag, urljoin
from urllib.robotparser import RobotFileParser

from django.conf import settings

from editorial.links.addresses import RefusedUrlError, UnknownHostError, UrlParts
from editorial.links.http_client import REQUEST_TIMEOUT, NoResponseError, send_request
from snippets.models import SiteIdentity

# Seconds between two requests to one host, and the longest that it may ask for itself.
MIN_REQUEST_INTERVAL = 1.0
MAX_CRAWL_DELAY = 10.0
MAX_REDIRECTS = 5
# Bytes; RFC 9309 asks crawlers to read as many of robots.txt.
MAX_ROBOTS_BYTES = 512_000
PERMANENT_REDIRECT_STATUSES = {301, 308}
REDIRECT_STATUSES = PERMANENT_REDIRECT_STATUSES | {302, 303, 307}
MIN_ERROR_STATUS = 400
MIN_SERVER_ERROR_STATUS = 500
TOO_MANY_REQUESTS_STATUS = 429


class UncheckableError(Exception):
    """The address may be well, but not for a program that asks; the message says why."""


@dataclass(frozen=True)
class FetchResult:
    """Where an address led in the end, and whether every step there was for good."""

    status: int
    final_url: str
    redirects: tuple[int, ...] = ()

    @property
    def has_moved(self) -> bool:
        """Whether every redirect was a permanent one, and there was at least one."""
        return bool(self.redirects) and PERMANENT_REDIRECT_STATUSES.issuperset(self.redirects)


@dataclass
class _RobotsRules:
    """What a site says of visits by programs: its robots.txt, or why it could not be read."""

    rules: RobotFileParser | None = None
    error: Exception | None = None
    lock: Lock = field(default_factory=Lock)
    is_known: bool = False


class OutboundLinkFetcher:
    """Remembers, for one round, whom it asked when, and what each robots.txt said.

    Several threads may share one: the pauses between requests to a host are kept all the same.
    """

    def __init__(self, identity: SiteIdentity, pause: float = MIN_REQUEST_INTERVAL) -> None:
        self.user_agent = build_user_agent(identity)
        self.pause = pause
        self._lock = Lock()
        self._next_at: dict[str, float] = {}
        self._houses: dict[str, _RobotsRules] = {}

    def fetch(self, address: str) -> FetchResult:
        """Find out where an address leads: with HEAD, and with GET where that is not answered well.

        Raises:
            NoAnswerError, NoSuchHostError: nobody is there today.
            RefusedError: it is not an address that this site asks, or it led to one.
            UncheckableError: its robots.txt keeps programs out, or its redirects lead nowhere.
        """
        try:
            found = self._follow_redirects(address, "HEAD")
        except NoResponseError:
            found = None
        if found and (found.status < MIN_ERROR_STATUS or found.status == TOO_MANY_REQUESTS_STATUS):
            return found
        # Many sites answer HEAD carelessly, and what is said to editors should be true.
        return self._follow_redirects(address, "GET")

    def _follow_redirects(self, address: str, method: str) -> FetchResult:
        redirects: list[int] = []
        address, fragment = urldefrag(address)
        seconds = REQUEST_TIMEOUT
        while True:
            target = UrlParts.of(address)
            self._check_robots(target)
            self._wait_for_turn(target)
            began = time.monotonic()
            answer = send_request(target, method, self.user_agent, seconds)
            seconds -= time.monotonic() - began
            location = answer.headers.get("location", "")
            if answer.status not in REDIRECT_STATUSES or not location:
                return FetchResult(
                    answer.status, _keep_fragment(address, fragment), tuple(redirects)
                )
            if len(redirects) == MAX_REDIRECTS:
                raise UncheckableError(f"It redirects more than {MAX_REDIRECTS} times.")
            redirects.append(answer.status)
            address, own = urldefrag(_resolve_redirect(address, location))
            fragment = own or fragment
            # What editors may be offered in the end is looked at whole.
            UrlParts.of(_keep_fragment(address, fragment))

    def _wait_for_turn(self, target: UrlParts) -> None:
        """Sleep until it is this request's turn with the host."""
        delay = self._get_delay(target)
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next_at.get(target.host, now))
            self._next_at[target.host] = turn + delay
        time.sleep(turn - now)

    def _get_delay(self, target: UrlParts) -> float:
        house = self._houses.get(target.site)
        asked_for: Any = house.rules.crawl_delay(self.user_agent) if house and house.rules else None
        # It may be a whole number that no float can hold.
        return max(self.pause, min(asked_for or 0, MAX_CRAWL_DELAY))

    def _check_robots(self, target: UrlParts) -> None:
        """Read the site's robots.txt, once a round; a site that is away is away for all links."""
        with self._lock:
            house = self._houses.setdefault(target.site, _RobotsRules())
        with house.lock:
            if not house.is_known:
                try:
                    house.rules = self._get_robots(target)
                except (
                    NoResponseError,
                    UnknownHostError,
                    RefusedUrlError,
                    UncheckableError,
                ) as problem:
                    house.error = problem
                house.is_known = True
        if house.error:
            raise house.error
        if not house.rules or not house.rules.can_fetch(self.user_agent, target.site + target.path):
            raise UncheckableError("Its robots.txt asks programs to stay away.")

    def _get_robots(self, target: UrlParts) -> RobotFileParser:
        """Return the rules of a site; without a file, everything is allowed (RFC 9309, 2.3.1).

        Raises:
            NoAnswerError: the site says that it is in trouble, as one that is down does.
            UncheckableError: nobody can make sense of the file.
        """
        rules = RobotFileParser()
        address = f"{target.site}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            there = UrlParts.of(address)
            self._wait_for_turn(there)
            answer = send_request(there, "GET", self.user_agent, body_bytes=MAX_ROBOTS_BYTES)
            location = answer.headers.get("location", "")
            if answer.status not in REDIRECT_STATUSES or not location:
                break
            address = _resolve_redirect(address, location)
        if answer.status >= MIN_SERVER_ERROR_STATUS or answer.status == TOO_MANY_REQUESTS_STATUS:
            raise NoResponseError("Its robots.txt cannot be read, so nothing there is asked.")
        is_there = answer.status < MIN_ERROR_STATUS and answer.status not in REDIRECT_STATUSES
        text = answer.body.decode("utf-8", "replace") if is_there else ""
        try:
            rules.parse(text.splitlines())
        except ValueError as error:
            raise UncheckableError("Its robots.txt is not written as such a file is.") from error
        return rules


def build_user_agent(identity: SiteIdentity) -> str:
    """Return the name of the link checks, with an address at which to complain."""
    return f"{identity.crawler_token}/1.0 (+{settings.BASE_URL.rstrip('/')}/)"


def _resolve_redirect(address: str, location: str) -> str:
    """Return the whole address that a redirect leads to.

    Raises:
        UncheckableError: it leads to none.
    """
    try:
        return urljoin(address, _decode_location(location))
    except ValueError as error:
        raise UncheckableError("It redirects to something that is no web address.") from error


def _keep_fragment(address: str, fragment: str) -> str:
    return f"{address}#{fragment}" if fragment else address


def _decode_location(location: str) -> str:
    """Return a redirect's target as it was meant: headers are read as Latin-1 (RFC 9110, 5.5)."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
