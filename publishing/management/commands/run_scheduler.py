"""The process that keeps the promise of a go-live date."""

from __future__ import annotations

import logging
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from publishing.embargo.services import delete_old_ip_addresses
from publishing.embargo_audit import delete_old_audits, enqueue_due_audits
from publishing.outages import DATABASE_CONNECTION_ERRORS, DATABASE_RETRY_SECONDS, OutageLog
from publishing.release_sets.dry_run import enqueue_dry_run
from publishing.scheduler.jobs import next_due, run_due

logger = logging.getLogger(__name__)

# In seconds. Somebody may schedule something for the next second at any time.
SCHEDULER_POLL_SECONDS = 1.0
MAX_MAINTENANCE_INTERVAL = 10.0
CLEANUP_INTERVAL = 3600.0


class Command(BaseCommand):
    """Publishes and withdraws what is due, when it is due."""

    help = "Publish and withdraw what is due, until stopped; with --once, now and no more."
    # When these were last done, in seconds of a clock that nobody sets.
    maintained_at = cleaned_up_at = float("-inf")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outage = OutageLog()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a single run, for cron."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT, finishing what is at hand."""
        if options["once"]:
            self.run_once()
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.stdout.write("Waiting for what is due.")
        self.stdout.flush()
        use_unpooled_connection()
        # Reading all addresses takes a moment, which is better spent now than at a go-live.
        reverse("wagtailadmin_home")
        # Before the first publication: what was due during an outage is looked at afterwards.
        while not stopped.is_set() and not self.enqueue_first_audits():
            stopped.wait(DATABASE_RETRY_SECONDS)
        while not stopped.is_set():
            stopped.wait(self.run_cycle(stopped.is_set))

    def run_once(self) -> None:
        """Do what is due now.

        Raises:
            CommandError: the database is out of reach; what was due is due still.
        """
        try:
            run_due()
            self.run_maintenance()
        except DatabaseError as error:
            raise CommandError(
                f"The database is out of reach, and what is due stays due: {error}"
            ) from error

    def enqueue_first_audits(self) -> bool:
        """Ask for the seal checks that are missing; return whether the database answered."""
        try:
            enqueue_due_audits()
        except DatabaseError as error:
            self.outage.record_failure(error)
            return False
        self.outage.record_success()
        return True

    def run_cycle(self, is_stopped: Callable[[], bool]) -> float:
        """Do what is due; return how many seconds to sleep, at most SCHEDULER_POLL_SECONDS."""
        # What falls due from here on may be missed below, and is due at once then.
        looked_at = timezone.now()
        try:
            if count := run_due(is_stopped=is_stopped):
                self.stdout.write(f"Published or withdrew what was due: {count}")
                self.stdout.flush()
            if (
                get_seconds_to_next(looked_at) >= SCHEDULER_POLL_SECONDS
                or self.is_maintenance_overdue()
            ):
                self.run_maintenance()
            seconds = get_seconds_to_next(looked_at)
        except DatabaseError as error:
            self.outage.record_failure(error)
            return DATABASE_RETRY_SECONDS
        self.outage.record_success()
        return seconds

    def is_maintenance_overdue(self) -> bool:
        """Return whether other work has waited long enough for a second without publications."""
        return time.monotonic() - self.maintained_at > MAX_MAINTENANCE_INTERVAL

    def run_maintenance(self) -> None:
        """Do what need not be done to the second: ask for seal checks, forget what is old."""
        now = timezone.now()
        enqueue_due_audits(now)
        enqueue_dry_run()
        if time.monotonic() - self.cleaned_up_at > CLEANUP_INTERVAL:
            delete_old_ip_addresses(now)
            delete_old_audits(now)
            enqueue_daily_tasks(now)
            self.cleaned_up_at = time.monotonic()
        self.maintained_at = time.monotonic()


def enqueue_daily_tasks(now: datetime) -> None:
    """Let layers above see to what is to be done once a day.

    Each function of the hook `register_daily_tasks` is called with the moment, each hour and at
    each start of each scheduler: it claims the day itself, and leaves the work to the worker, for
    nothing here may keep a publication waiting. What fails is tried again an hour later.

    Raises:
        DatabaseError: the connection to the database is lost.
    """
    for enqueue in hooks.get_hooks("register_daily_tasks"):
        try:
            enqueue(now)
        except DATABASE_CONNECTION_ERRORS:
            raise
        except Exception:
            logger.exception("Daily work could not be asked for; trying again")


def use_unpooled_connection() -> None:
    """Connect to the database directly.

    One thread needs no pool, and a pool waits longer and longer before it looks again for a
    database that is away.
    """
    connection.settings_dict.get("OPTIONS", {}).pop("pool", None)
    connection.close()


def get_seconds_to_next(looked_at: datetime) -> float:
    """Return in how many seconds something is due that was not at the last look, 0 if it is now.

    At most LOOK_AGAIN.
    """
    due = next_due(looked_at)
    if due is None:
        return SCHEDULER_POLL_SECONDS
    return min(max((due - timezone.now()).total_seconds(), 0), SCHEDULER_POLL_SECONDS)
