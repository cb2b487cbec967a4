"""The moment and the drafts of the release sets that tests fill, approve and publish."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from tests import factories
from tests.publishing.scheduled_content import drafted, set_of

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOMENT = NOW + 30 * MINUTE

make_set = partial(set_of, at=MOMENT)


def draft_release(slug: str = "launch", **overrides: Any) -> Any:
    """Return a release that is saved as a draft."""
    return drafted(factories.make_press_release(slug=slug, live=False, **overrides))


def banner_to(page: Any, **overrides: Any) -> Any:
    """Return the draft of a banner that leads to a page and comes down after the set is out."""
    return drafted(
        factories.make_banner(
            heading="New report",
            live=False,
            last_published_at=None,
            go_live_at=None,
            expire_at=MOMENT + 60 * MINUTE,
            link=[{"type": "page", "value": page.pk}],
            **overrides,
        )
    )
