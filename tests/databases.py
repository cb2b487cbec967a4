"""Copies of the test database: a clean one to return to, and one with the demonstration content.

A transactional test commits, so Django empties every table after it: the root page, the locale
and the groups that migrations made are then gone, and the next test fails for no fault of its
own. Here the database is copied once after migration, and copied back after every such test,
which on PostgreSQL is also quicker than emptying it.

The demonstration content takes seconds to load, so it is loaded once, into a second copy. A test
that asks for `demo` is pointed at that copy for its duration and rolled back; all other tests go
on seeing an empty site, in whatever order they run.

Migrating takes ten seconds and more, so a migrated database is kept until a migration changes: on
SQLite as a file in pytest's cache, on PostgreSQL as a database beside that of the tests.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import setup_databases
from filelock import FileLock


def copy_database(source: str, target: str) -> None:
    """Make the database `target` the same as `source`, whatever it held before."""
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    else:
        drop_database(target)
        with connection._nodb_cursor() as cursor:
            quote = connection.ops.quote_name
            cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")
    # Its cache holds the numbers of the database that was there before.
    ContentType.objects.clear_cache()


def drop_database(name: str) -> None:
    """Remove a copy, with its connections, if there is one."""
    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
    else:
        with connection._nodb_cursor() as cursor:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


def restore_or_migrate_databases(folder: Path) -> list[Any]:
    """Set up the test database from the migrated copy, or migrate and make the copy.

    Returns what `teardown_databases` takes. `folder` is shared by the processes of a run.
    """
    test_database = _get_test_database_name()
    with FileLock(folder / "migrated.lock"):
        copy = _get_migrated_copy_name(folder)
        is_there = _database_exists(copy)
        if is_there:
            copy_database(copy, test_database)
        # Migrates what is not migrated yet, and sends the signals that come after.
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_there)
        if not is_there:
            _save_migrated_copy(test_database, copy, folder)
    return made


def _save_migrated_copy(test_database: str, copy: str, folder: Path) -> None:
    if connection.vendor == "sqlite":
        for old in folder.glob("*.sqlite3*"):
            old.unlink()
        # Under another name first: a copy that was cut short must not be taken for a whole one.
        copy_database(test_database, f"{copy}.part")
        Path(f"{copy}.part").rename(copy)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'migrated~_%' ESCAPE '~'"
            )
            outdated = [name for (name,) in cursor.fetchall()]
        for name in outdated:
            drop_database(name)
        copy_database(test_database, copy)


def _get_test_database_name() -> str:
    settings = connection.settings_dict
    return str(settings["TEST"]["NAME"] or f"test_{settings['NAME']}")


def _get_migrated_copy_name(folder: Path) -> str:
    """Return the name of the migrated copy, which changes with any file of any migration."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {path.name}".encode() + path.read_bytes())
    name = f"migrated_{digest.hexdigest()[:16]}"
    return str(folder / f"{name}.sqlite3") if connection.vendor == "sqlite" else name


def _database_exists(name: str) -> bool:
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Use the database `name` instead of the test database."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        ContentType.objects.clear_cache()


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo every change made inside, as Django's TestCase does, tasks included."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


class CleanCopy:
    """The database as migrations left it."""

    def __init__(self) -> None:
        self.name = ""
        self.usual = ""

    def take(self) -> None:
        """Remember the test database as it is now."""
        self.usual = str(connection.settings_dict["NAME"])
        self.name = f"{self.usual}_clean"
        copy_database(self.usual, self.name)

    def restore(self) -> None:
        """Put the test database back as it was when taken."""
        copy_database(self.name, self.usual)

    def discard(self) -> None:
        """Forget it, before the test database goes too."""
        drop_database(self.name)
