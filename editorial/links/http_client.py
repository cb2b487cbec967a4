"""Asking another site for an address: once, briefly, by the machine that was looked at."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any

from editorial.links.addresses import UrlParts, resolve_host

# Seconds for a whole answer: name, connection, headers and as much of the body as is read. All
# redirects on the way to an answer share them.
REQUEST_TIMEOUT = 10.0
# Bytes that are read of an answer's headers, beyond which it is not worth hearing out.
MAX_HEADER_BYTES = 100_000
# Of a host with many machines, as many are tried.
MAX_IP_ADDRESSES = 3


class NoResponseError(Exception):
    """Nothing sensible came back; the message says what happened instead."""


@dataclass(frozen=True)
class HttpResponseData:
    """A status, headers by their lower-case names, and the beginning of a body if it was wanted."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def send_request(
    target: UrlParts,
    method: str,
    user_agent: str,
    seconds: float = REQUEST_TIMEOUT,
    body_bytes: int = 0,
) -> HttpResponseData:
    """Ask for an address, following no redirect; read at most `body_bytes` of the body.

    All of it takes `seconds` at most.

    Raises:
        NoAnswerError: it did not answer, not in time, or not in HTTP.
        NoSuchHostError: its name leads nowhere.
        RefusedError: it is not one that this site asks.
    """
    deadline = time.monotonic() + seconds
    connection = HTTPConnection(target.host, target.port)
    with _connect(target, deadline) as line:
        connection.sock = _DeadlineSocket(line, deadline, MAX_HEADER_BYTES + body_bytes)
        return _send_and_read(connection, target, method, user_agent, body_bytes)


def _send_and_read(
    connection: HTTPConnection, target: UrlParts, method: str, user_agent: str, body_bytes: int
) -> HttpResponseData:
    try:
        connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", target.host_header)
        connection.putheader("User-Agent", user_agent)
        connection.putheader("Accept", "*/*")
        connection.putheader("Connection", "close")
        connection.endheaders()
        response: HTTPResponse = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        body = response.read(body_bytes) if body_bytes else b""
        return HttpResponseData(response.status, headers, body)
    except TimeoutError as error:
        raise NoResponseError(f"It did not answer within {REQUEST_TIMEOUT:.0f} seconds.") from error
    except OSError as error:
        raise NoResponseError("It hung up before it had answered.") from error
    except (HTTPException, ValueError) as error:
        raise NoResponseError("It answered with something that is not HTTP.") from error


def _connect(target: UrlParts, deadline: float) -> socket.socket:
    """Return a connection to one of the machines that were looked at, encrypted if asked for."""
    problem: OSError | None = None
    for ip in resolve_host(target, _get_seconds_left(deadline))[:MAX_IP_ADDRESSES]:
        try:
            plain = socket.create_connection((ip, target.port), timeout=_get_seconds_left(deadline))
        except OSError as error:
            problem = error
            continue
        return _wrap_tls(plain, target, deadline) if target.scheme == "https" else plain
    if isinstance(problem, TimeoutError):
        raise NoResponseError(
            f"It did not answer within {REQUEST_TIMEOUT:.0f} seconds."
        ) from problem
    raise NoResponseError("It could not be connected to.") from problem


def _wrap_tls(plain: socket.socket, target: UrlParts, deadline: float) -> socket.socket:
    """Return the connection under TLS, with a certificate for the name and not for the machine."""
    try:
        plain.settimeout(_get_seconds_left(deadline))
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        plain.close()
        raise NoResponseError(f"Its certificate is not valid: {error.verify_message}.") from error
    except OSError as error:
        plain.close()
        raise NoResponseError("It could not be connected to securely.") from error


def _get_seconds_left(deadline: float) -> float:
    # A timeout of 0 would mean not to wait at all, and raise something else.
    return max(deadline - time.monotonic(), 0.001)


class _DeadlineSocket:
    """A connection that ends at a moment, however slowly the other side drips, and at a length.

    `http.client` knows a timeout between two pieces only.
    """

    def __init__(self, line: socket.socket, deadline: float, most: int) -> None:
        self.line, self.deadline, self.most = line, deadline, most

    def sendall(self, data: bytes) -> None:
        """Send all of it in the time that is left."""
        self.line.settimeout(_get_seconds_left(self.deadline))
        self.line.sendall(data)

    def makefile(self, mode: str) -> BufferedReader:
        """Return what the other side says."""
        return BufferedReader(_DeadlineReader(self))

    def close(self) -> None:
        """Do nothing: `http.client` closes what it reads on, and whoever connected hangs up."""


class _DeadlineReader(RawIOBase):
    """The other side's words, as `io` wants them."""

    def __init__(self, line: _DeadlineSocket) -> None:
        self.line = line

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for a piece until the deadline.

        Raises:
            TimeoutError: it has passed.
            ValueError: the answer is too long.
        """
        if self.line.most <= 0:
            raise ValueError("The answer is too long.")
        if time.monotonic() >= self.line.deadline:
            raise TimeoutError
        self.line.line.settimeout(_get_seconds_left(self.line.deadline))
        count = self.line.line.recv_into(memoryview(buffer)[: self.line.most])
        self.line.most -= count
        return count
