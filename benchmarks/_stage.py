"""A site of real processes to measure: a database of its own, a web server, schedulers.

A measurement is a function that returns figures. `on_each_database` runs it in a process of its
own on SQLite and on PostgreSQL, and prints what both returned.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
IS_MEASURING = "MEASURING"
DATABASES = ("sqlite", "postgresql")
TIMEOUT_SECONDS = 120


def on_each_database(
    script: str, measure: Callable[[], dict[str, Any]], databases: tuple[str, ...] = DATABASES
) -> int:
    """Print the figures of each database as JSON; return 0 if every promise was kept."""
    sys.path.insert(0, str(ROOT))
    if os.environ.get(IS_MEASURING):
        print(json.dumps(staged(measure)))
        return 0
    figures = {name: measured(script, name) for name in databases}
    print(json.dumps(figures, indent=2))
    return 0 if all(figure["kept"] for figure in figures.values()) else 1


def measured(script: str, database: str) -> dict[str, Any]:
    """Run `script` once more, on one database, and return its figures."""
    from tests.with_postgres import postgres_url

    environment = {
        **os.environ,
        IS_MEASURING: "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "TEST_DATABASE_URL": "",
    }
    command = [sys.executable, script]
    if database == "sqlite":
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    else:
        with postgres_url() as url:
            environment["TEST_DATABASE_URL"] = url
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def staged(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what `measure` finds on a new, empty database."""
    import django

    django.setup()
    with empty_database():
        return measure()


@contextmanager
def empty_database() -> Iterator[None]:
    """Work on a new database, which is removed afterwards."""
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


@contextmanager
def test_environment() -> Iterator[None]:
    """Work as the tests do: on a new database, and with responses that hold their templates."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    try:
        with empty_database():
            yield
    finally:
        teardown_test_environment()


@contextmanager
def web_server() -> Iterator[HTTPConnection]:
    """Serve the site as `make run` does; give a connection to it that stays open."""
    from tests.processes import running
    from tests.site_server import answers, free_port

    port = free_port()
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    threads = ["--workers", "1", "--blocking-threads", "4"]
    with running("-m", "granian", *options, *threads, "config.wsgi:application") as server:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("The site did not start.")
            time.sleep(0.1)
        yield HTTPConnection("127.0.0.1", port, timeout=10)


@contextmanager
def schedulers(count: int = 1) -> Iterator[None]:
    """Run that many schedulers, all of them waiting."""
    from contextlib import ExitStack

    from tests.processes import running, wait_for_line

    with ExitStack() as stack:
        started = [stack.enter_context(running("manage.py", "run_scheduler")) for _ in range(count)]
        for process in started:
            wait_for_line(process, "Waiting for what is due.")
        yield


def status_of(connection: HTTPConnection, address: str) -> int:
    """Return the status that a visitor without a login gets."""
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    return response.status


def make_drafts(count: int) -> list[Any]:
    """Return that many complete releases that nobody can read yet."""
    from tests import factories

    # What pages share is looked up once, so that making them is quick.
    index, contact, topic = (
        factories.make_press_index(),
        factories.make_media_contact(),
        factories.make_topic(),
    )
    drafts: list[Any] = []
    for number in range(count):
        page = factories.press_release(
            slug=f"planned-{number}",
            title=f"Planned release number {number}",
            live=False,
            contacts=[contact],
            topics=[topic],
            first_published_at=None,
            last_published_at=None,
        )
        drafts.append(index.add_child(instance=page))
    return drafts


def schedule(page: Any, moment: datetime) -> None:
    """Schedule a release, as an editor does."""
    page.go_live_at = moment
    page.save_revision(approved_go_live_at=moment, clean=False)


def in_seconds(seconds: float) -> datetime:
    """Return the moment that lies so far ahead."""
    from django.utils import timezone

    return timezone.now() + timedelta(seconds=seconds)
