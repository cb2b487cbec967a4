"""List what goes live and comes down, when, and what prevents it, as far as a user may know.

The calendar, the dashboard, the explorer and the calendar feeds all show these entries, so that a
red line in one of them is a red line in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from wagtail.models import Page

from publishing.clock import format_datetime
from publishing.models import PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type, get_title, get_type_label
from publishing.permissions import VisibilityPolicy, edit_url
from publishing.publication_calendar.dated_drafts import get_dated_drafts
from publishing.publication_calendar.entries import CalendarEntry, CalendarEntryState, DateTimeRange
from publishing.release_sets import can_publish, visible_to
from publishing.upcoming import get_scheduled_revisions, pair_revisions_with_objects
from snippets.models.base import get_base_snippet_models

# For how long a draft whose date has passed is pointed out on the dashboard.
PAST_DRAFTS_MAX_AGE = timedelta(days=30)
# Time enough to schedule what somebody thinks is scheduled.
UPCOMING_DRAFTS_PERIOD = timedelta(days=7)
# Sets that are still to come.
UPCOMING_STATES = (ReleaseSet.State.DRAFT, *ReleaseSet.ACTIVE_STATES)


class PublicationCalendar:
    """The entries that one user may know, read in a number of queries that does not grow."""

    def __init__(self, user: Any, now: datetime | None = None) -> None:
        self.user = user
        self.now = now or timezone.now()
        self._visibility = VisibilityPolicy(user)

    def get_entries_between(self, start: datetime, end: datetime) -> list[CalendarEntry]:
        """Return everything in a span of time, the earliest first."""
        span = DateTimeRange(start, end)
        return _sort_entries([*self._iter_upcoming(span), *self._iter_published(span)])

    def get_overdue_and_upcoming(self) -> list[CalendarEntry]:
        """Return what is overdue, what is to come, and drafts with a date near now.

        The earliest comes first. Old drafts with a date that passed only grow in number.
        """
        near = DateTimeRange(self.now - PAST_DRAFTS_MAX_AGE, self.now + UPCOMING_DRAFTS_PERIOD)
        return _sort_entries([*self._iter_scheduled(DateTimeRange()), *self._iter_drafts(near)])

    def get_overdue(self) -> list[CalendarEntry]:
        """Return what is past due and not done, the longest due first."""
        # One more than nothing: what is due at this very instant is past due.
        past = DateTimeRange(end=self.now + timedelta(microseconds=1))
        found = [*self._iter_revisions(past), *self._iter_sets(past), *self._iter_expiring(past)]
        return _sort_entries(entry for entry in found if entry.is_overdue)

    def get_entries_by_page(self, pages: Sequence[Page]) -> dict[int, list[CalendarEntry]]:
        """Return what is to go live of `pages`, by primary key, in as many queries for any number.

        What is certain comes first.
        """
        known = {str(page.pk): page for page in pages if self._visibility.can_see(page)}
        kind = get_base_content_type(Page())
        found: dict[int, list[CalendarEntry]] = {page.pk: [] for page in known.values()}
        for item in _get_items(
            release_set__state__in=UPCOMING_STATES, content_type=kind, object_id__in=known
        ).order_by("-is_locked", "release_set__go_live_at"):
            page = known[item.object_id]
            found[page.pk].append(self._build_item_entry(page, item.release_set))
        in_sets = {pk for pk, entries in found.items() if entries}
        for revision in (
            get_scheduled_revisions()
            .filter(base_content_type=kind, object_id__in=known)
            .defer("content")
        ):
            page = known[revision.object_id]
            found[page.pk].append(
                self._build_entry(page, revision.approved_go_live_at, CalendarEntryState.SCHEDULED)
            )
        for page in get_dated_drafts(Page.objects.filter(pk__in=known), DateTimeRange()):
            entry = self._build_draft_entry(page, DateTimeRange())
            if entry and page.pk not in in_sets:
                found[page.pk].append(entry)
        return found

    def _iter_upcoming(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        yield from self._iter_scheduled(span)
        yield from self._iter_drafts(span)

    def _iter_scheduled(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        yield from self._iter_revisions(span)
        yield from self._iter_sets(span)
        yield from self._iter_expiring(span)

    def _iter_revisions(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        """Yield what is scheduled on its own."""
        revisions = (
            get_scheduled_revisions().filter(span.to_q("approved_go_live_at")).defer("content")
        )
        for revision, content_object in pair_revisions_with_objects(revisions):
            if self._visibility.can_see(content_object):
                yield self._build_entry(
                    content_object, revision.approved_go_live_at, CalendarEntryState.SCHEDULED
                )

    def _iter_sets(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        """Yield the sets that are to come, or as much of their contents as this user may know."""
        sets = visible_to(self.user).filter(span.to_q("go_live_at"), state__in=UPCOMING_STATES)
        yield from map(self._build_set_entry, sets.annotate(size=Count("items")))
        items = _get_items(span.to_q("release_set__go_live_at"), is_locked=True)
        for item in items.prefetch_related("base_content_object"):
            if not self._visibility.can_see(item.release_set) and self._visibility.can_see(
                item.base_content_object
            ):
                yield self._build_item_entry(item.base_content_object, item.release_set)

    def _iter_expiring(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        """Yield what readers have only until a moment."""
        for model in self._models:
            for thing in model._default_manager.filter(span.to_q("expire_at"), live=True):
                if self._visibility.can_see(thing):
                    yield self._build_entry(
                        thing, thing.expire_at, CalendarEntryState.EXPIRES, is_expiry=True
                    )

    def _iter_drafts(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        """Yield drafts with a date that nobody has scheduled: nothing will happen then."""
        # Sorted so that the active set, which keeps its promise, is the one remembered.
        sets = {
            (item.content_type_id, item.object_id): item.release_set
            for item in _get_items(release_set__state__in=UPCOMING_STATES).order_by("is_locked")
        }
        for model in self._models:
            for thing in get_dated_drafts(model._default_manager.all(), span):
                release_set = sets.get(_get_key(thing))
                held = release_set and release_set.is_active
                if held or not self._visibility.can_see(thing):
                    continue
                entry = self._build_draft_entry(thing, span)
                if entry and release_set:
                    in_set = self._build_item_entry(thing, release_set)
                    entry = replace(in_set, moment=entry.moment)
                if entry:
                    yield entry

    def _iter_published(self, span: DateTimeRange) -> Iterator[CalendarEntry]:
        """Yield the pages and sets that went live; pages of a set only as the set."""
        sets = visible_to(self.user).filter(
            span.to_q("published_at"), state=ReleaseSet.State.PUBLISHED
        )
        yield from map(self._build_set_entry, sets.annotate(size=Count("items")))
        items = _get_items(
            release_set__in=sets.values("pk"), content_type=get_base_content_type(Page())
        )
        in_sets = {item.object_id for item in items}
        for page in Page.objects.filter(span.to_q("first_published_at"), live=True, depth__gt=1):
            if str(page.pk) not in in_sets and self._visibility.can_see(page):
                yield self._build_entry(page, page.first_published_at, CalendarEntryState.PUBLISHED)

    def _build_set_entry(self, release_set: Any) -> CalendarEntry:
        kind = f"Release set of {release_set.size}"
        if release_set.state == ReleaseSet.State.PUBLISHED:
            return self._build_entry(
                release_set, release_set.published_at, CalendarEntryState.PUBLISHED, kind=kind
            )
        if release_set.is_active:
            return self._build_entry(
                release_set, release_set.go_live_at, CalendarEntryState.APPROVED, kind=kind
            )
        return self._build_entry(
            release_set,
            release_set.go_live_at,
            CalendarEntryState.NOT_APPROVED,
            kind=kind,
            reason="A draft set: nothing in it goes live unless somebody approves it.",
        )

    def _build_item_entry(self, thing: Any, release_set: ReleaseSet) -> CalendarEntry:
        title = f"“{release_set}”" if self._visibility.can_see(release_set) else "a release set"
        if release_set.is_active:
            return self._build_entry(
                thing,
                release_set.go_live_at,
                CalendarEntryState.APPROVED,
                promised_by=release_set,
                set_title=title,
            )
        reason = f"It is in {title}, which nobody has approved: nothing in it goes live by itself."
        return self._build_entry(
            thing,
            release_set.go_live_at,
            CalendarEntryState.NOT_APPROVED,
            set_title=title,
            reason=reason,
        )

    def _build_draft_entry(self, thing: Any, span: DateTimeRange) -> CalendarEntry | None:
        """Return the entry for a draft from `get_dated_drafts`, unless its date is no question."""
        moment: Any = parse_datetime(thing.drafted_for)
        is_done = thing.last_published_at and thing.last_published_at >= moment
        if moment not in span or is_done or moment == thing.scheduled_for:
            return None
        if thing.scheduled_for:
            reason = (
                f"This date is only in a draft. What goes live is the version scheduled for "
                f"{format_datetime(thing.scheduled_for)}."
            )
        elif moment <= self.now:
            reason = "The date has passed and nothing went live: the draft was never scheduled."
        else:
            reason = "Not scheduled. Choose “Schedule to publish” or submit it for approval."
        return self._build_entry(thing, moment, CalendarEntryState.NOT_SCHEDULED, reason=reason)

    def _build_entry(
        self,
        content_object: Any,
        moment: datetime | None,
        state: CalendarEntryState,
        *,
        promised_by: Any = None,
        **values: Any,
    ) -> CalendarEntry:
        entry = CalendarEntry(
            content_object=content_object,
            title=get_title(content_object),
            moment=moment,
            state=state,
            edit_url=edit_url(self.user, content_object),
            **{"kind": get_type_label(content_object), **values},
        )
        return self._mark_if_overdue(entry, promised_by or content_object)

    def _mark_if_overdue(self, entry: CalendarEntry, promised_by: Any) -> CalendarEntry:
        """Say what was promised for a moment that has passed, and why it did not happen."""
        if not entry.is_automatic or entry.moment is None or entry.moment > self.now:
            return entry
        overdue = replace(entry, state=CalendarEntryState.OVERDUE)
        failure = self._failures_by_key.get((*_get_key(promised_by), entry.moment))
        if failure is None:
            reason = (
                "Waiting for the scheduler. If this stays for more than a minute, ask whoever "
                "runs the site whether the scheduler is running."
            )
            return replace(overdue, reason=reason)
        reason = (
            failure.reason
            if self._visibility.can_see(promised_by)
            else "Its release set was held back."
        )
        return replace(
            overdue,
            reason=reason,
            needs_attention=failure.needs_attention,
            retry_url=self._get_retry_url(promised_by),
        )

    def _get_retry_url(self, promised_by: Any) -> str:
        if not can_publish(self.user, promised_by):
            return ""
        return reverse("publication_retry", args=_get_key(promised_by))

    @cached_property
    def _failures_by_key(self) -> dict[tuple[int, str, datetime], PublicationFailure]:
        return {
            (failure.content_type_id, failure.object_id, failure.due_at): failure
            for failure in PublicationFailure.objects.all()
        }

    @cached_property
    def _models(self) -> list[type[Any]]:
        """Pages, and the shared content that this user may know."""
        return [
            Page,
            *(model for model in get_base_snippet_models() if self._visibility.can_see(model())),
        ]


def _sort_entries(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    return sorted(entries, key=lambda entry: (entry.moment, entry.title))


def _get_items(*conditions: Q, **values: Any) -> QuerySet:
    return ReleaseSetItem.objects.filter(*conditions, **values).select_related("release_set")


def _get_key(content_object: Any) -> tuple[int, str]:
    return get_base_content_type(content_object).pk, str(content_object.pk)
