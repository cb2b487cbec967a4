"""Run background tasks, and wait for the database while it is away."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorkerCommand
from django_tasks_db.models import DBTaskResult

from publishing.outages import DATABASE_CONNECTION_ERRORS, DATABASE_RETRY_SECONDS, OutageLog

# A task that loses its connection this often may be the reason why the connection is lost.
MAX_TASK_CLAIMS = 3


class Command(DatabaseWorkerCommand):
    """Runs the worker of django-tasks-db again after each outage, where that one would end."""

    help = "Run background tasks until stopped. Waits for the database while it is away."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        outage = OutageLog()
        while True:
            try:
                connection.ensure_connection()
                release_interrupted_tasks(worker_id)
                outage.record_success()
                super().handle(worker_id=worker_id, **options)
            except DATABASE_CONNECTION_ERRORS as error:
                outage.record_failure(error)
                time.sleep(DATABASE_RETRY_SECONDS)
            else:
                return


def release_interrupted_tasks(worker_id: str) -> None:
    """Put back in the queue what this worker had begun when it lost the database."""
    for result in DBTaskResult.objects.running():
        claims = result.worker_ids.count(worker_id)
        if claims >= MAX_TASK_CLAIMS:
            result.set_failed(RuntimeError(f"Lost the database {claims} times during this task."))
        elif claims:
            DBTaskResult.objects.filter(pk=result.pk).update(status=TaskResultStatus.READY)
