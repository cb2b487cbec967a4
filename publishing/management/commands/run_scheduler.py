"""The process that keeps the promise of a go-live date."""

from __future__ import annotations

import logging
import signal
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from publishing.schedule import next_due, run_due
from publishing.seal import request_checks

logger = logging.getLogger(__name__)

# Somebody may schedule something for the next second at any time.
LOOK_AGAIN = timedelta(seconds=1)


class Command(BaseCommand):
    """Publishes and withdraws what is due, when it is due."""

    help = "Publish and withdraw what is due, until stopped; with --once, now and no more."

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
        while not stopped.is_set():
            stopped.wait(self.work(stopped.is_set))

    def run_once(self) -> None:
        """Do what is due now.

        Raises:
            CommandError: the database is out of reach; what was due is due still.
        """
        try:
            run_due()
        except DatabaseError as error:
            raise CommandError(
                f"The database is out of reach, and what is due stays due: {error}"
            ) from error

    def work(self, is_stopped: Callable[[], bool]) -> float:
        """Do what is due; return how many seconds to sleep, at most LOOK_AGAIN."""
        try:
            close_old_connections()
            if count := run_due(is_stopped=is_stopped):
                self.stdout.write(f"Published or withdrew what was due: {count}")
                self.stdout.flush()
            now = timezone.now()
            request_checks(now)
            due = next_due(now)
            wait = min(due - now, LOOK_AGAIN) if due else LOOK_AGAIN
            return max(wait.total_seconds(), 0)
        except DatabaseError:
            logger.exception("The database is out of reach; trying again")
            return LOOK_AGAIN.total_seconds()
