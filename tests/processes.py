"""Real processes on the database of the running test, to be killed, stopped and raced."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tests.site_server import ROOT

PATIENCE = 60


def environment() -> dict[str, str]:
    """Return the environment in which a process works on this test's database and files."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.process_settings",
        "PROCESS_DATABASE": str(connection.settings_dict["NAME"]),
        "PROCESS_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen]:
    """Start a Python program of this project; end it, if it still runs, with what it started."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE)
        process.stdin.close()
        process.stdout.close()


def manage(*arguments: str) -> subprocess.CompletedProcess:
    """Run a management command to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def wait_for_line(process: subprocess.Popen, wanted: str) -> None:
    """Return once the process has printed `wanted`; fail if it ends first."""
    for line in process.stdout:
        if line.strip() == wanted:
            return
    raise AssertionError(f"The process ended with {process.wait()} and never said “{wanted}”")
