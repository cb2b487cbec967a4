"""Asking the site for an address as somebody who knows nothing and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin

import requests
from django.conf import settings

from publishing.embargo_audit.probes import Probe

# Seconds to connect, and between two pieces of an answer.
PROBE_TIMEOUTS = (3, 10)
# Bytes: more than any page, feed or sitemap of the site has.
MAX_RESPONSE_BYTES = 5_000_000
TEXT_CONTENT_TYPES = ("text/", "application/json", "application/xml", "+xml", "+json", "javascript")


class UnreachableError(Exception):
    """The site did not answer, so nothing is known of what it shows."""


class ProbeTimeoutError(UnreachableError):
    """The site is there, but this answer did not come in time."""


@dataclass(frozen=True)
class ProbeResponse:
    """What came back: status, headers by their lower-case names, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, if it is text; nothing of files."""
        kind = self.headers.get("content-type", "text/html")
        if not any(part in kind for part in TEXT_CONTENT_TYPES):
            return ""
        message = Message()
        message["content-type"] = kind
        try:
            return self.body.decode(message.get_content_charset("utf-8"), "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


ProbeFetcher = Callable[[Probe], ProbeResponse]


@contextmanager
def open_session() -> Iterator[ProbeFetcher]:
    """Give a function that asks the running site, over one connection, without cookies."""
    with requests.Session() as session:
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Neither a proxy's name nor a password that this machine happens to know.
        session.trust_env = False
        session.headers.update({"User-Agent": "EmbargoAudit", "Accept": "*/*"})
        yield lambda probe: _send_request(session, probe)


def _send_request(session: requests.Session, probe: Probe) -> ProbeResponse:
    base = settings.BASE_URL.rstrip("/")
    address = base + probe.address if probe.address.startswith("/") else probe.address
    try:
        with session.request(
            probe.method,
            urljoin(base, address),
            headers=dict(probe.headers),
            timeout=PROBE_TIMEOUTS,
            allow_redirects=False,
            stream=True,
        ) as response:
            body = bytearray()
            for piece in response.iter_content(65536):
                body += piece
                if len(body) > MAX_RESPONSE_BYTES:
                    break
            headers = {name.lower(): value for name, value in response.headers.items()}
            return ProbeResponse(response.status_code, headers, bytes(body))
    except requests.ReadTimeout as error:
        raise ProbeTimeoutError(f"It did not answer within {PROBE_TIMEOUTS[1]} seconds") from error
    except requests.RequestException as error:
        raise UnreachableError(f"{base} did not answer ({type(error).__name__})") from error
