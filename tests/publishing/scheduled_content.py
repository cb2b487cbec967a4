"""Pages and sets that are promised for a moment, and links to read them ahead of it."""

from datetime import datetime, timedelta
from typing import Any

from publishing import release_sets
from publishing.embargo import services
from publishing.models import ReleaseSet, ReleaseSetItem
from tests import factories

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=factories.LONDON)
GO_LIVE = datetime(2026, 11, 24, 0, 1, tzinfo=factories.LONDON)
DAY = timedelta(days=1)


def scheduled_release(at: datetime = GO_LIVE, **overrides: Any) -> Any:
    """Return a release that nobody has seen yet, scheduled for a moment."""
    page = factories.make_press_release(
        **{"title": "Secret figures", "slug": "secret-figures", "live": False, **overrides}
    )
    page.go_live_at = at
    page.save_revision(approved_go_live_at=at, clean=False)
    return page


def promised_set(*contents: Any, at: datetime = GO_LIVE, title: str = "Launch") -> ReleaseSet:
    """Return an approved set of drafts, in the state in which approval leaves it."""
    release_set = ReleaseSet.objects.create(
        title=title, go_live_at=at, state=ReleaseSet.State.APPROVED
    )
    for number, content in enumerate(contents):
        item = ReleaseSetItem(
            release_set=release_set,
            sort_order=number,
            is_locked=True,
            revision=content.latest_revision,
        )
        item.content_object = content
        item.save()
    return release_set


def set_of(*contents: Any, user: Any, at: datetime) -> ReleaseSet:
    """Return a draft set of a user's, filled the way an editor fills it."""
    release_set = ReleaseSet.objects.create(title="Report launch", go_live_at=at, owner=user)
    for content in contents:
        release_sets.add_item(release_set, content, user)
    return release_set


def drafted(content: Any) -> Any:
    """Return `content` with a saved draft of it as it is."""
    content.save_revision(clean=False)
    return content


def draft_of(content: Any, **changes: Any) -> Any:
    """Return `content` with a saved draft in which some of it has changed."""
    for name, value in changes.items():
        setattr(content, name, value)
    content.save_revision(clean=False)
    return type(content).objects.get(pk=content.pk)


def link_to(content_object: Any, outlet: str = "The Example Times", **values: Any) -> str:
    """Return the path of a new link."""
    _link, token = services.create_embargo_link(
        content_object, outlet, values.get("expires_at"), values.get("user")
    )
    return f"/embargo/{token}/"
