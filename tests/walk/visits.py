"""Visit addresses of the admin, and find the secret words in the answers."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from tests.databases import rolled_back
from tests.walk.addresses import Address, Pattern
from tests.walk.forms import Data, Form, find_forms
from tests.walk.hidden_content import SECRET

WORDS = re.compile(rf"{SECRET}[a-z]+")
# There is nothing behind the address, or not for this method.
NOTHING = {404, 405}


@dataclass
class VisitResult:
    """What one answer says: its status, the secret words in it, and the exception behind a 500."""

    method: str
    url: str
    status: int
    words: set[str]
    fault: str = ""
    forms: list[Form] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.status} {sorted(self.words)} {self.fault}"


def make_client(user: Any) -> Client:
    """Return a browser that gets an answer with status 500 where a view fails."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def visit(client: Client, url: str, data: Data | None = None) -> VisitResult:
    """Return what a GET, or a POST of `data`, is answered; nothing stays changed."""
    with rolled_back():
        response = client.get(url) if data is None else client.post(url, data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode(errors="replace")
        messages = [str(message) for message in get_messages(response.wsgi_request)]
    # The messages of one answer are not those of the next.
    client.cookies.pop("messages", None)
    # Whoever asks knows the address.
    words = _find_words(text, *response.headers.values(), *messages) - _find_words(url)
    method = "GET" if data is None else "POST"
    made = VisitResult(method, url, response.status_code, words, _find_fault(response))
    if response.status_code == 200 and "<form" in text:
        made.forms = find_forms(text, url)
    return made


def _find_words(*texts: str) -> set[str]:
    return {word for text in texts for word in WORDS.findall(text.casefold())}


def _find_fault(response: HttpResponse) -> str:
    """Return the exception behind an answer with status 500, and the line that raised it."""
    if response.status_code < 500:
        return ""
    error, trace = response.exc_info[1:]
    last = traceback.extract_tb(trace)[-1]
    return f"{error!r} in {last.filename.rpartition('site-packages/')[2]}:{last.lineno}"


def ask(client: Client, address: Address) -> VisitResult:
    """Return what a GET is answered, or an empty POST where there is nothing for a GET."""
    made = visit(client, address.url)
    return visit(client, address.url, {}) if made.status in NOTHING else made


def ask_until_answered(client: Client, addresses: list[Address]) -> dict[Pattern, VisitResult]:
    """Return a visit to each pattern: the first that finds something there, if one does."""
    visits: dict[Pattern, VisitResult] = {}
    for address in addresses:
        before = visits.get(address.pattern)
        if before is None or before.status in NOTHING:
            visits[address.pattern] = ask(client, address)
    return visits


def find_leaks(visits: Iterable[VisitResult], secrets: set[str]) -> list[str]:
    """Return the visits by which somebody learnt a secret, or which failed."""
    return [str(one) for one in visits if one.fault or one.words & secrets]
