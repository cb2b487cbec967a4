"""Log that the database is away once, and once that it answers again."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

# What Django raises when a connection is lost, refused or not given in time.
DATABASE_CONNECTION_ERRORS = (InterfaceError, OperationalError)
# In seconds.
DATABASE_RETRY_SECONDS = 1.0


def is_connection_lost() -> bool:
    """Return whether this thread has no connection to the database that works."""
    return connection.connection is None or not connection.is_usable()


class OutageLog:
    """One outage of the database, as a process that waits for it sees it."""

    def __init__(self) -> None:
        self.is_open = False

    def record_failure(self, error: Exception) -> None:
        """Log the first error of an outage, and drop the lost connection.

        The error of a lost connection is logged as one line, any other with its traceback.
        """
        if not self.is_open:
            is_lost = isinstance(error, DATABASE_CONNECTION_ERRORS)
            logger.error(
                "The database does not answer. Trying again every second. %s",
                " ".join(str(error).split()),
                exc_info=None if is_lost else error,
            )
        self.is_open = True
        # The next query opens a new connection.
        connection.close()

    def record_success(self) -> None:
        """Log that the database answers again, if it did not before."""
        if self.is_open:
            logger.warning("The database answers again.")
        self.is_open = False
