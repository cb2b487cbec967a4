"""Trying ten minutes ahead what is promised, so that somebody can still mend what would fail."""

from __future__ import annotations

from typing import Any

from publishing.models import ReleaseSet
from publishing.moments import london
from publishing.notices import notify
from publishing.planned import planned_for
from publishing.rights import WOULD_FAIL
from publishing.sets.plan import rehearse


def warn_of_failure(subject: Any) -> None:
    """Tell the people responsible if a page, piece of shared content or set would fail as it is.

    What was whole when it was approved may be so no more: another page may have its address by now.
    """
    planned = planned_for(subject)
    problems = rehearse(planned.revisions, planned.go_live_at) if planned else []
    if not problems:
        return
    reasons = "\n".join(problems)
    promised = london(planned.go_live_at)
    notify(
        subject,
        f"Would not go live: “{subject}”, promised for {promised}",
        f"As things are now, it would fail at {promised}:\n\n{reasons}\n\n"
        f"Mend that before, or move it to a later moment.",
    )
    if isinstance(subject, ReleaseSet):
        subject.record(WOULD_FAIL, note=reasons)
