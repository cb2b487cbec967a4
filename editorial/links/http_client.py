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

from editorial.links.addresses import Target, resolve

# Seconds for a whole answer: name, connection, headers and as much of the body as is read. All
# redirects on the way to an answer share them.
PATIENCE = 10.0
# Bytes that are read of an answer's headers, beyond which it is not worth hearing out.
LONGEST_HEADERS = 100_000
# Of a host with many machines, as many are tried.
MAX_IPS = 3


class NoAnswerError(Exception):
    """Nothing sensible came back; the message says what happened instead."""


@dataclass(frozen=True)
class Answer:
    """A status, headers by their lower-case names, and the beginning of a body if it was wanted."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def ask(
    target: Target,
    method: str,
    user_agent: str,
    seconds: float = PATIENCE,
    body_bytes: int = 0,
) -> Answer:
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
        connection.sock = _Line(line, deadline, LONGEST_HEADERS + body_bytes)
        return _exchange(connection, target, method, user_agent, body_bytes)


def _exchange(
    connection: HTTPConnection, target: Target, method: str, user_agent: str, body_bytes: int
) -> Answer:
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
        return Answer(response.status, headers, body)
    except TimeoutError as error:
        raise NoAnswerError(f"It did not answer within {PATIENCE:.0f} seconds.") from error
    except OSError as error:
        raise NoAnswerError("It hung up before it had answered.") from error
    except (HTTPException, ValueError) as error:
        raise NoAnswerError("It answered with something that is not HTTP.") from error


def _connect(target: Target, deadline: float) -> socket.socket:
    """Return a connection to one of the machines that were looked at, encrypted if asked for."""
    problem: OSError | None = None
    for ip in resolve(target, _left(deadline))[:MAX_IPS]:
        try:
            plain = socket.create_connection((ip, target.port), timeout=_left(deadline))
        except OSError as error:
            problem = error
            continue
        return _encrypted(plain, target, deadline) if target.scheme == "https" else plain
    if isinstance(problem, TimeoutError):
        raise NoAnswerError(f"It did not answer within {PATIENCE:.0f} seconds.") from problem
    raise NoAnswerError("It could not be connected to.") from problem


def _encrypted(plain: socket.socket, target: Target, deadline: float) -> socket.socket:
    """Return the connection under TLS, with a certificate for the name and not for the machine."""
    try:
        plain.settimeout(_left(deadline))
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        plain.close()
        raise NoAnswerError(f"Its certificate is not valid: {error.verify_message}.") from error
    except OSError as error:
        plain.close()
        raise NoAnswerError("It could not be connected to securely.") from error


def _left(deadline: float) -> float:
    # A timeout of 0 would mean not to wait at all, and raise something else.
    return max(deadline - time.monotonic(), 0.001)


class _Line:
    """A connection that ends at a moment, however slowly the other side drips, and at a length.

    `http.client` knows a timeout between two pieces only.
    """

    def __init__(self, line: socket.socket, deadline: float, most: int) -> None:
        self.line, self.deadline, self.most = line, deadline, most

    def sendall(self, data: bytes) -> None:
        """Send all of it in the time that is left."""
        self.line.settimeout(_left(self.deadline))
        self.line.sendall(data)

    def makefile(self, mode: str) -> BufferedReader:
        """Return what the other side says."""
        return BufferedReader(_Hearing(self))

    def close(self) -> None:
        """Do nothing: `http.client` closes what it reads on, and whoever connected hangs up."""


class _Hearing(RawIOBase):
    """The other side's words, as `io` wants them."""

    def __init__(self, line: _Line) -> None:
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
        self.line.line.settimeout(_left(self.line.deadline))
        count = self.line.line.recv_into(memoryview(buffer)[: self.line.most])
        self.line.most -= count
        return count
