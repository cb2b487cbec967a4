"""Run background tasks in tests."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult, TaskResultStatus


def in_rolled_back_test() -> bool:
    """Return whether the test's own transaction is open, the one that never commits."""
    return any(block._from_testcase for block in transaction.get_connection().atomic_blocks)


class AfterCommitBackend(ImmediateBackend):
    """Run each task in this process once its transaction has committed, as a worker would.

    `ImmediateBackend` runs a task in the middle of the save that enqueued it. On PostgreSQL that
    is wrong twice over: index rows stay locked until the save commits, so two concurrent saves
    deadlock; and a task that fails breaks the transaction of the save, although the error itself
    is swallowed. Waiting for the commit is what a worker does by nature.

    A test wrapped in a transaction that is rolled back never commits. It has one connection, so
    nothing can deadlock, and there the task runs at once. A failing task fails the test, unless
    its object was deleted in the meantime, which a worker shrugs off as well. A task that is to run
    later is not run but kept, for the fixture `deferred_tasks`.
    """

    supports_defer = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.deferred: list[TaskResult] = []

    def _execute_task(self, task_result: TaskResult) -> None:
        if task_result.task.run_after:
            self.deferred.append(task_result)
            return
        if in_rolled_back_test():
            self._run(task_result)
        else:
            transaction.on_commit(partial(self._run, task_result))

    def _run(self, task_result: TaskResult) -> None:
        super()._execute_task(task_result)
        if task_result.status != TaskResultStatus.FAILED:
            return
        error = task_result.errors[-1]
        if not error.exception_class_path.endswith("DoesNotExist"):
            raise AssertionError(f"{task_result.task.name} failed:\n{error.traceback}")
