import os
import re
import socket
import subprocess

import pytest

from tests.site_server import ROOT

TARGETS = {
    "audit", "bench", "format", "help", "install", "lint", "lock", "messages", "reset", "run",
    "screenshots", "test", "test-all", "test-next",
}  # fmt: skip


def make(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_says_what_every_target_does():
    lines = [line.split(maxsplit=2) for line in make("help").stdout.splitlines()]

    assert {name for _make, name, _sentence in lines} == TARGETS
    assert all(len(sentence.split()) >= 3 for _make, _name, sentence in lines)


def test_every_documented_target_is_a_rule():
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert rules >= TARGETS


def test_run_says_in_one_sentence_that_the_port_is_taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        run = make("run", f"PORT={port}")

    assert run.returncode != 0
    assert run.stdout.splitlines() == [
        f"Port {port} is already in use; stop what uses it or choose another: "
        f"make run PORT={port + 1}"
    ]


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with nothing but the Makefile, and an empty lock file."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    (tmp_path / "requirements-demo.txt").touch()
    return tmp_path


def test_an_old_python_is_refused_with_a_way_out(checkout):
    old = checkout / "python-old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    run = make("run", f"PYTHON={old}", "PORT=1", cwd=checkout)

    assert run.returncode != 0
    assert "needs Python 3.11 or newer" in run.stdout
    assert "PYTHON=python3.12" in run.stdout
    assert not (checkout / ".venv").exists()


def test_reset_deletes_the_data_and_nothing_else(checkout):
    (checkout / "var" / "media").mkdir(parents=True)
    (checkout / ".venv").mkdir()

    run = make("reset", "PORT=1", cwd=checkout)

    assert "Deleted var/" in run.stdout
    assert not (checkout / "var").exists()
    assert (checkout / ".venv").exists()
