"""The demonstration site as a person starts it: the same commands, processes and settings."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
STOP_SECONDS = 15
IDLE_SECONDS = 300


def free_port() -> int:
    """Return a port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address: str) -> bool:
    """Return whether the site is up, its database included."""
    try:
        return get_status(address, timeout=5) == 200
    except (urllib.error.URLError, OSError):
        return False


def get_status(url: str, timeout: float) -> int:
    """Return the status of an answer, also that of an error."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as response:  # noqa: S310
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def wait_until_served(process: subprocess.Popen, base_url: str, log: Path) -> None:
    """Return when the site answers; fail with the processes' own words if it does not."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(f"{base_url}/healthz"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The site did not start:\n{log.read_text()}")
        time.sleep(0.2)


def wait_until_idle(data_dir: Path) -> None:
    """Return when the worker has done what the first start left it, such as drawing pictures.

    That takes a processor for minutes, during which a browser's clicks time out. After
    IDLE_SECONDS the tests begin all the same.
    """
    # What has no time of its own is stored with the last one there is.
    query = (
        "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN (?, ?) "
        "AND (run_after <= datetime('now') OR run_after >= '9999')"
    )
    deadline = time.monotonic() + IDLE_SECONDS
    with closing(sqlite3.connect(data_dir / "site.sqlite3", timeout=20)) as database:
        while database.execute(query, ["READY", "RUNNING"]).fetchone() != (0,):
            if time.monotonic() > deadline:
                return
            time.sleep(0.5)


@contextmanager
def running_site(data_dir: Path) -> Iterator[str]:
    """Serve a new demonstration site from `data_dir`; give its address, without a slash."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
    }
    environment = {
        **inherited,
        "BASE_URL": base_url,
        "DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "HOST": "127.0.0.1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
    }
    log = data_dir / "site.log"
    with log.open("w") as output:
        started = {"cwd": ROOT, "env": environment, "stdout": output, "stderr": subprocess.STDOUT}
        prepared = subprocess.run([sys.executable, "manage.py", "prepare"], check=False, **started)
        if prepared.returncode:
            raise RuntimeError(f"The site could not be prepared:\n{log.read_text()}")
        process = subprocess.Popen([sys.executable, "-m", "honcho", "start"], **started)
        try:
            wait_until_served(process, base_url, log)
            wait_until_idle(data_dir)
            yield base_url
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_SECONDS)
            if answers(f"{base_url}/healthz"):
                raise RuntimeError(f"The site is still served after it was stopped: {base_url}")
