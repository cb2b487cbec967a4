"""The real scheduler, made to stop in one phase until its standard input says to go on.

    python -m tests.publishing.stalling_scheduler claimed

A test kills it there, or takes its database away, and then lets it go on.
"""

import sys
from collections.abc import Callable
from typing import Any

import django


def stall(phase: str) -> None:
    """Say where we are, and wait for a line."""
    print(phase, flush=True)
    sys.stdin.readline()


def stalling(function: Callable[..., Any], before: str = "", after: str = "") -> Callable[..., Any]:
    """Return `function`, stalled at its first call only."""
    waiting = [True]

    def stalled(*args: Any, **kwargs: Any) -> Any:
        first = waiting.pop() if waiting else False
        if first and before:
            stall(before)
        result = function(*args, **kwargs)
        if first and after:
            stall(after)
        return result

    return stalled


def main(phase: str) -> None:
    """Run the scheduler, stalled in `phase`."""
    django.setup()

    from django.core.management import call_command
    from wagtail.signals import page_published

    from publishing.scheduler import jobs

    match phase:
        case "looked":
            jobs.run_job = stalling(jobs.run_job, before=phase)
        case "claimed":
            jobs._claim_row = stalling(jobs._claim_row, after=phase)
        case "half":
            # After the first page, before the rest of its set.
            waiting = stalling(lambda **kwargs: None, before=phase)
            page_published.connect(waiting, weak=False)
        case "done":
            jobs._publish_revision = stalling(jobs._publish_revision, after=phase)
            jobs._publish_set = stalling(jobs._publish_set, after=phase)
        case "committed":
            jobs.run_job = stalling(jobs.run_job, after=phase)
    call_command("run_scheduler")


if __name__ == "__main__":
    main(sys.argv[1])
