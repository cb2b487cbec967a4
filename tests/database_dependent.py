"""Choose the tests that can give another result on another database: `pytest --database-dependent`.

`make test` runs everything on SQLite and these on PostgreSQL as well; `make test-all` runs
everything on both. A test is one of them if one of these holds:

- it uses `django_db(transaction=True)`, as tests of locks, threads and processes do, or the mark
  `postgres`;
- it counts queries, or expects the database to refuse something;
- it sends NUL, or its module sends hostile strings, of which PostgreSQL refuses some;
- its module works with transactions, or with what a database refuses;
- its module is about search, publication, malformed input or the dashboard, whose queries compare
  text with numbers; its name says so.
"""

import inspect
import re
from functools import cache
from pathlib import Path

import pytest

TEST_SOURCE_PATTERN = re.compile(r"queries|CaptureQueries|IntegrityError|%00|\\x00|\\0")
IMPORT_PATTERN = re.compile(
    r"from django\.db import .*\b(transaction|\w+Error)\b|from tests\.hostile_strings import"
)
MODULE_NAME_PATTERN = re.compile(
    r"^test_(.*search.*|.*schedule.*|.*release_set.*|set_.*|retry|dry_run|outages|bulk_actions"
    r"|embargo_audit_tasks|databases|malformed_.*|hostile_.*|redirects|dashboard)$"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-dependent",
        action="store_true",
        help="run only the tests that can give another result on another database",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that give the same result on every database, if asked to."""
    if not config.getoption("database_dependent"):
        return
    chosen = [item for item in items if is_database_dependent(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def is_database_dependent(item: pytest.Item) -> bool:
    """Return whether a test can give another result on another database."""
    mark = item.get_closest_marker("django_db")
    return bool(
        (mark and mark.kwargs.get("transaction"))
        or item.get_closest_marker("postgres")
        or MODULE_NAME_PATTERN.search(item.path.stem)
        or IMPORT_PATTERN.search(_read(item.path))
        or TEST_SOURCE_PATTERN.search(_get_source(item))
    )


def _get_source(item: pytest.Item) -> str:
    return inspect.getsource(item.function) if isinstance(item, pytest.Function) else ""


@cache
def _read(path: Path) -> str:
    return path.read_text()
