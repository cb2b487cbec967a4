"""Check the links of a page before it is published.

Nothing is asked of other sites while somebody edits: what is said of them was found before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page

from content.checks.publication_checks import PublicationCheck
from content.references import get_field_names_by_referenced_pk
from content.validation.problems import Problems
from content.validation.publication_rules import PublicationRulesMixin
from content.visibility import get_restricted_paths, is_live_now
from editorial.links.extraction import find_urls_in_content, is_outbound, may_hold_links
from editorial.links.private_urls import OwnHosts
from editorial.models import OutboundLink
from publishing.clock import format_datetime
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_title
from publishing.permissions import can_see
from publishing.upcoming import (
    find_go_live_times,
    find_intended_go_live,
    find_upcoming_release_sets,
)

Verdict = OutboundLink.Verdict
NO_LINK_TEXT = "readers would find no link"
HIDDEN_PAGE_MESSAGE = f"A page that you do not work on is not open to the public: {NO_LINK_TEXT}."


def find_link_problems(content: models.Model, problems: Problems, user: Any) -> None:
    """Warn of links that readers could not follow once `content` is live."""
    own, written = OwnHosts.load(), find_urls_in_content(content)
    _find_internal_link_problems(content, problems, user, own.find_pages(written))
    _find_private_url_problems(own, written, problems)
    _find_outbound_link_problems(written, problems)


def can_content_hold_links(content: models.Model) -> bool:
    """Return whether content of this kind can link anywhere."""
    if not isinstance(content, PublicationRulesMixin):
        return False
    chooses_pages = any(
        field.many_to_one and issubclass(field.related_model, Page)
        for field in content._meta.concrete_fields
        if field.is_relation and field.model is not Page
    )
    return chooses_pages or may_hold_links(type(content))


LINK_PUBLICATION_CHECK = PublicationCheck(
    "Every link leads somewhere readers can go.", find_link_problems, can_content_hold_links
)


def _find_internal_link_problems(
    content: models.Model, problems: Problems, user: Any, copied: dict[int, set[str]]
) -> None:
    """Warn of pages that are chosen, and of those whose address was copied from the browser."""
    fields = get_field_names_by_referenced_pk(content, Page)
    for pk, names in copied.items():
        fields.setdefault(pk, set()).update(names)
    pages = list(Page.objects.filter(pk__in=fields).exclude(pk=_get_own_page_pk(content)))
    if not pages:
        return
    now, sets = timezone.now(), find_upcoming_release_sets(content)
    goes_live_at = max(now, find_intended_go_live(content, sets) or now)
    hidden = [page.pk for page in pages if not page.live]
    moments = _find_linked_page_go_live_times(hidden, sets, goes_live_at)
    private = tuple(get_restricted_paths(None))
    for page in pages:
        is_private_url = page.path.startswith(private)
        said = _describe_problem(page, content, goes_live_at, moments, is_private_url)
        if said and not can_see(user, page):
            said = _describe_problem_for_non_editors(page, is_private_url)
        for name in sorted(fields[page.pk]) if said else ():
            problems.add(name, said)


def _describe_problem(
    page: Page,
    content: DraftStateMixin,
    goes_live_at: datetime,
    moments: dict[str, datetime],
    is_private: bool,
) -> str:
    """Return what keeps readers from following a link to `page`; nothing if they can."""
    title = f"“{get_title(page)}”"
    if is_private:
        return f"{title} is not open to the public: {NO_LINK_TEXT}. Open it, or remove the link."
    if not page.live:
        return _describe_unpublished_link_target(title, goes_live_at, moments.get(str(page.pk)))
    if page.expire_at and page.expire_at <= goes_live_at:
        return f"{title} has been taken down by then: {NO_LINK_TEXT}. Remove the link."
    leaves_first = page.expire_at and not (
        content.expire_at and content.expire_at <= page.expire_at
    )
    if leaves_first:
        expires_at = format_datetime(page.expire_at)
        return f"{title} is taken down on {expires_at}: {NO_LINK_TEXT} from then on."
    return ""


def _describe_problem_for_non_editors(page: Page, is_private: bool) -> str:
    """Return as much as may be told to those who do not work on `page`."""
    if is_live_now(page) and not is_private:
        return f"“{page.title}” will be taken down: {NO_LINK_TEXT} from then on."
    return HIDDEN_PAGE_MESSAGE


def _describe_unpublished_link_target(
    title: str, goes_live_at: datetime, moment: datetime | None
) -> str:
    if moment is None:
        return f"{title} is not published: {NO_LINK_TEXT}. Publish it first, or remove the link."
    if moment <= goes_live_at:
        return ""
    at = format_datetime(moment)
    return f"{title} goes live on {at}, after this page: {NO_LINK_TEXT} until then."


def _find_linked_page_go_live_times(
    hidden: list[int], sets: list[ReleaseSet], goes_live_at: datetime
) -> dict[str, datetime]:
    """Return when pages that are not live go live; what is in `sets` does at `goes_live_at`."""
    if not hidden:
        return {}
    kind = ContentType.objects.get_for_model(Page)
    companions = ReleaseSetItem.objects.filter(
        content_type=kind, object_id__in=map(str, hidden), release_set__in=sets
    )
    together = dict.fromkeys(companions.values_list("object_id", flat=True), goes_live_at)
    return find_go_live_times(Page, hidden) | together


def _find_private_url_problems(
    own: OwnHosts, fields: dict[str, list[str]], problems: Problems
) -> None:
    for address, names in fields.items():
        if said := own.find_url_problem(address):
            for name in names:
                problems.add(name, said)


def _find_outbound_link_problems(written: dict[str, list[str]], problems: Problems) -> None:
    fields = {address: names for address, names in written.items() if is_outbound(address)}
    for link in OutboundLink.objects.with_urls(set(fields)).actionable(timezone.now()):
        for name in fields[link.url]:
            problems.add(name, _describe_link(link))


def _describe_link(link: OutboundLink) -> str:
    if link.verdict == Verdict.MOVED:
        return f"“{link.url}” has moved for good. Link to “{link.final_url}” instead."
    return (
        f"“{link.url}” has been broken since {link.failing_since:%-d %B %Y}. {link.reason} Link to "
        f"something else, or remove the link."
    )


def _get_own_page_pk(content: models.Model) -> int | None:
    return content.pk if isinstance(content, Page) else None
