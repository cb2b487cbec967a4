"""Provide the fixtures of all tests; tests/databases.py says why the databases are made so."""

import gc
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from django.test.utils import teardown_databases
from django.urls import reverse
from django_tasks import TaskResult, task_backends
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from snippets.media.renditions import rendering_disabled
from tests.databases import (
    CleanCopy,
    copy_database,
    drop_database,
    pointed_at,
    restore_or_migrate_databases,
    rolled_back,
)
from tests.site_server import free_port

pytest_plugins = ["pytester", "tests.database_dependent", "tests.skips"]

CLEAN = CleanCopy()
# How names of tests begin that share a slow start; each group runs in one process.
SLOW_START_GROUPS = {
    "tests/browser/": "browser",
    "tests/demo/": "demo",
    "tests/editorial/test_permission_matrix": "demo",
    "tests/editorial/test_roles": "demo",
    "tests/test_databases": "demo",
    "tests/walk/": "walk",
}


def pytest_unconfigure() -> None:
    """Remove what the tests wrote; the workers of a parallel run end without finalizers."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


class SlowStartScheduling(LoadScopeScheduling):
    """Runs tests that share a slow start in one process, and any other test by itself."""

    def _split_scope(self, nodeid: str) -> str:
        names = (name for start, name in SLOW_START_GROUPS.items() if nodeid.startswith(start))
        return next(names, nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SlowStartScheduling:
    """Replace xdist's groups by mark, which it loses with pytest 9.2 (xdist 3.8)."""
    return SlowStartScheduling(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs a browser."""
    if "browser" in item.path.parts:
        item.add_marker("browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about another database."""
    other = {"sqlite": "postgres", "postgresql": "sqlite"}[connection.vendor]
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Collect garbage less often: the site and its tests stay in memory until the end."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have recorded as “counted”."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(f"{value} ({report.nodeid})")


@pytest.fixture(scope="session", autouse=True)
def _import_site() -> None:
    """Import views and middleware before a test replaces something that their modules import."""
    reverse("sitemap")
    ClientHandler().load_middleware()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[None]:
    """Make a migrated database, and keep a clean copy to go back to instead of emptying tables.

    Replaces pytest-django's own, which makes no database when no test of a run has its mark; the
    tests of the demonstration content have none.
    """
    with django_db_blocker.unblock():
        made = restore_or_migrate_databases(pytestconfig.cache.mkdir("databases"))
        CLEAN.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: CLEAN.restore())
        yield
    with django_db_blocker.unblock():
        CLEAN.discard()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Return the name of a database that holds the demonstration content, loaded once."""
    name = f"{CLEAN.usual}_demo"
    with django_db_blocker.unblock():
        copy_database(CLEAN.name, name)
        with pointed_at(name):
            call_command("setup_roles", verbosity=0)
            # Placeholders do: drawing every picture in every size takes half a minute.
            with rendering_disabled():
                call_command("load_demo", verbosity=0)
    yield name
    with django_db_blocker.unblock():
        drop_database(name)


@pytest.fixture
def demo(
    request: pytest.FixtureRequest, demo_database: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Run the test on the demonstration content and undo what it changes."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("`demo` opens its own database: drop the django_db mark from this test.")
    with django_db_blocker.unblock(), pointed_at(demo_database), rolled_back():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start every test with nothing remembered; Wagtail caches the addresses of sites."""
    cache.clear()


@pytest.fixture
def deferred_tasks() -> list[TaskResult]:
    """Return what the test has enqueued to run later, which does not run by itself."""
    deferred = task_backends["default"].deferred
    deferred.clear()
    return deferred


@pytest.fixture
def queued_mail(settings: Any) -> None:
    """Send mail through the queue and the worker to a server that is not there yet."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "editorial.mail.outbox.QueuedEmailBackend"
    settings.EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 10
