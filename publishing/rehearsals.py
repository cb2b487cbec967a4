"""Trying ten minutes ahead what is promised, so that somebody can still mend what would fail."""

from __future__ import annotations

from typing import Any

from publishing.models import ReleaseSet
from publishing.moments import london
from publishing.notices import notify
from publishing.planned import planned_for
from publishing.rights import CHECK_NEEDED, WOULD_FAIL
from publishing.sets.plan import rehearse
from publishing.sets.references import find_dangling_references


def warn_of_failure(subject: Any) -> None:
    """Tell the people responsible if a page, piece of shared content or set would fail as it is.

    What was whole when it was approved may be so no more: another page may have its address by now,
    or what a set points at was unpublished.
    """
    planned = planned_for(subject)
    if planned is None:
        return
    dangling: list[str] = []

    def find_dangling(contents: list[Any]) -> list[str]:
        dangling.extend(find_dangling_references(contents, planned.go_live_at, None, subject))
        return []

    problems = rehearse(
        planned.revisions, planned.go_live_at, find_dangling if planned.is_set else None
    )
    promised = london(planned.go_live_at)
    if problems:
        heading = f"Would not go live: “{subject}”, promised for {promised}"
        verdict = f"As things are now, it would fail at {promised}:"
    elif dangling:
        heading = f"Check before it goes live: “{subject}”, promised for {promised}"
        verdict = f"It goes live at {promised}, but readers would find links without a target:"
    else:
        return
    reasons = "\n".join(problems or dangling)
    notify(
        subject,
        heading,
        f"{verdict}\n\n{reasons}\n\nFix that before, or move it to a later moment.",
    )
    if isinstance(subject, ReleaseSet):
        subject.record(WOULD_FAIL if problems else CHECK_NEEDED, note=reasons)
