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

from publishing.clock import london
from publishing.models import PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type, name_of_kind, title_of
from publishing.permissions import Knowledge, edit_url
from publishing.publication_calendar.dated_drafts import dated_drafts
from publishing.publication_calendar.entries import DateTimeRange, Entry, State
from publishing.release_sets import may_publish, visible_to
from publishing.upcoming import pair_with_objects, scheduled_revisions
from snippets.models.base import get_base_snippet_models

# For how long a draft whose date has passed is pointed out on the dashboard.
DRAFTS_MISSED = timedelta(days=30)
# Time enough to schedule what somebody thinks is scheduled.
DRAFTS_AHEAD = timedelta(days=7)
# Sets that are still to come.
COMING = (ReleaseSet.State.DRAFT, *ReleaseSet.ACTIVE)


class Calendar:
    """The entries that one user may know, read in a number of queries that does not grow."""

    def __init__(self, user: Any, now: datetime | None = None) -> None:
        self.user = user
        self.now = now or timezone.now()
        self._known = Knowledge(user)

    def between(self, start: datetime, end: datetime) -> list[Entry]:
        """Return everything in a span of time, the earliest first."""
        span = DateTimeRange(start, end)
        return _in_order([*self._coming(span), *self._published(span)])

    def outlook(self) -> list[Entry]:
        """Return what is overdue, what is to come, and drafts with a date near now.

        The earliest comes first. Old drafts with a date that passed only grow in number.
        """
        near = DateTimeRange(self.now - DRAFTS_MISSED, self.now + DRAFTS_AHEAD)
        return _in_order([*self._planned(DateTimeRange()), *self._drafts(near)])

    def overdue(self) -> list[Entry]:
        """Return what is past due and not done, the longest due first."""
        # One more than nothing: what is due at this very instant is past due.
        past = DateTimeRange(end=self.now + timedelta(microseconds=1))
        found = [*self._revisions(past), *self._sets(past), *self._expiring(past)]
        return _in_order(entry for entry in found if entry.is_overdue)

    def of_pages(self, pages: Sequence[Page]) -> dict[int, list[Entry]]:
        """Return what is to go live of `pages`, by primary key, in as many queries for any number.

        What is certain comes first.
        """
        known = {str(page.pk): page for page in pages if self._known.of(page)}
        kind = get_base_content_type(Page())
        found: dict[int, list[Entry]] = {page.pk: [] for page in known.values()}
        for item in _items(
            release_set__state__in=COMING, content_type=kind, object_id__in=known
        ).order_by("-held", "release_set__go_live_at"):
            page = known[item.object_id]
            found[page.pk].append(self._entry_in_set(page, item.release_set))
        in_sets = {pk for pk, entries in found.items() if entries}
        for revision in (
            scheduled_revisions()
            .filter(base_content_type=kind, object_id__in=known)
            .defer("content")
        ):
            page = known[revision.object_id]
            found[page.pk].append(self._entry(page, revision.approved_go_live_at, State.SCHEDULED))
        for page in dated_drafts(Page.objects.filter(pk__in=known), DateTimeRange()):
            entry = self._entry_of_draft(page, DateTimeRange())
            if entry and page.pk not in in_sets:
                found[page.pk].append(entry)
        return found

    def _coming(self, span: DateTimeRange) -> Iterator[Entry]:
        yield from self._planned(span)
        yield from self._drafts(span)

    def _planned(self, span: DateTimeRange) -> Iterator[Entry]:
        yield from self._revisions(span)
        yield from self._sets(span)
        yield from self._expiring(span)

    def _revisions(self, span: DateTimeRange) -> Iterator[Entry]:
        """Yield what is scheduled on its own."""
        revisions = scheduled_revisions().filter(span.on("approved_go_live_at")).defer("content")
        for revision, subject in pair_with_objects(revisions):
            if self._known.of(subject):
                yield self._entry(subject, revision.approved_go_live_at, State.SCHEDULED)

    def _sets(self, span: DateTimeRange) -> Iterator[Entry]:
        """Yield the sets that are to come, or as much of their contents as this user may know."""
        sets = visible_to(self.user).filter(span.on("go_live_at"), state__in=COMING)
        yield from map(self._entry_of_set, sets.annotate(size=Count("items")))
        items = _items(span.on("release_set__go_live_at"), held=True)
        for item in items.prefetch_related("stored_subject"):
            if not self._known.of(item.release_set) and self._known.of(item.stored_subject):
                yield self._entry_in_set(item.stored_subject, item.release_set)

    def _expiring(self, span: DateTimeRange) -> Iterator[Entry]:
        """Yield what readers have only until a moment."""
        for model in self._models:
            for thing in model._default_manager.filter(span.on("expire_at"), live=True):
                if self._known.of(thing):
                    yield self._entry(thing, thing.expire_at, State.COMES_DOWN, comes_down=True)

    def _drafts(self, span: DateTimeRange) -> Iterator[Entry]:
        """Yield drafts with a date that nobody has scheduled: nothing will happen then."""
        # Sorted so that the active set, which keeps its promise, is the one remembered.
        sets = {
            (item.content_type_id, item.object_id): item.release_set
            for item in _items(release_set__state__in=COMING).order_by("held")
        }
        for model in self._models:
            for thing in dated_drafts(model._default_manager.all(), span):
                release_set = sets.get(_key(thing))
                held = release_set and release_set.is_active
                if held or not self._known.of(thing):
                    continue
                entry = self._entry_of_draft(thing, span)
                if entry and release_set:
                    in_set = self._entry_in_set(thing, release_set)
                    entry = replace(in_set, moment=entry.moment)
                if entry:
                    yield entry

    def _published(self, span: DateTimeRange) -> Iterator[Entry]:
        """Yield the pages and sets that went live; pages of a set only as the set."""
        sets = visible_to(self.user).filter(
            span.on("published_at"), state=ReleaseSet.State.PUBLISHED
        )
        yield from map(self._entry_of_set, sets.annotate(size=Count("items")))
        items = _items(
            release_set__in=sets.values("pk"), content_type=get_base_content_type(Page())
        )
        in_sets = {item.object_id for item in items}
        for page in Page.objects.filter(span.on("first_published_at"), live=True, depth__gt=1):
            if str(page.pk) not in in_sets and self._known.of(page):
                yield self._entry(page, page.first_published_at, State.PUBLISHED)

    def _entry_of_set(self, release_set: Any) -> Entry:
        kind = f"Release set of {release_set.size}"
        if release_set.state == ReleaseSet.State.PUBLISHED:
            return self._entry(release_set, release_set.published_at, State.PUBLISHED, kind=kind)
        if release_set.is_active:
            return self._entry(release_set, release_set.go_live_at, State.APPROVED, kind=kind)
        return self._entry(
            release_set,
            release_set.go_live_at,
            State.NOT_APPROVED,
            kind=kind,
            reason="A draft set: nothing in it goes live unless somebody approves it.",
        )

    def _entry_in_set(self, thing: Any, release_set: ReleaseSet) -> Entry:
        title = f"“{release_set}”" if self._known.of(release_set) else "a release set"
        if release_set.is_active:
            return self._entry(
                thing,
                release_set.go_live_at,
                State.APPROVED,
                promised_by=release_set,
                set_title=title,
            )
        reason = f"It is in {title}, which nobody has approved: nothing in it goes live by itself."
        return self._entry(
            thing, release_set.go_live_at, State.NOT_APPROVED, set_title=title, reason=reason
        )

    def _entry_of_draft(self, thing: Any, span: DateTimeRange) -> Entry | None:
        """Return the entry for a draft from `dated_drafts`, unless its date is no question."""
        moment: Any = parse_datetime(thing.drafted_for)
        is_done = thing.last_published_at and thing.last_published_at >= moment
        if moment not in span or is_done or moment == thing.promised_for:
            return None
        if thing.promised_for:
            reason = (
                f"This date is only in a draft. What goes live is the version scheduled for "
                f"{london(thing.promised_for)}."
            )
        elif moment <= self.now:
            reason = "The date has passed and nothing went live: the draft was never scheduled."
        else:
            reason = "Not scheduled. Choose “Schedule to publish” or submit it for approval."
        return self._entry(thing, moment, State.NOT_SCHEDULED, reason=reason)

    def _entry(
        self,
        subject: Any,
        moment: datetime | None,
        state: State,
        *,
        promised_by: Any = None,
        **values: Any,
    ) -> Entry:
        entry = Entry(
            subject=subject,
            title=title_of(subject),
            moment=moment,
            state=state,
            edit_url=edit_url(self.user, subject),
            **{"kind": name_of_kind(subject), **values},
        )
        return self._mark_if_overdue(entry, promised_by or subject)

    def _mark_if_overdue(self, entry: Entry, promised_by: Any) -> Entry:
        """Say what was promised for a moment that has passed, and why it did not happen."""
        if not entry.is_promised or entry.moment is None or entry.moment > self.now:
            return entry
        overdue = replace(entry, state=State.OVERDUE)
        failure = self._failures.get((*_key(promised_by), entry.moment))
        if failure is None:
            reason = (
                "Waiting for the scheduler. If this stays for more than a minute, ask whoever "
                "runs the site whether the scheduler is running."
            )
            return replace(overdue, reason=reason)
        reason = failure.reason if self._known.of(promised_by) else "Its release set was held back."
        return replace(
            overdue,
            reason=reason,
            needs_person=failure.needs_person,
            retry_url=self._retry_url(promised_by),
        )

    def _retry_url(self, promised_by: Any) -> str:
        if not may_publish(self.user, promised_by):
            return ""
        return reverse("publishing_try_again", args=_key(promised_by))

    @cached_property
    def _failures(self) -> dict[tuple[int, str, datetime], PublicationFailure]:
        return {
            (failure.content_type_id, failure.object_id, failure.due_at): failure
            for failure in PublicationFailure.objects.all()
        }

    @cached_property
    def _models(self) -> list[type[Any]]:
        """Pages, and the shared content that this user may know."""
        return [
            Page,
            *(model for model in get_base_snippet_models() if self._known.of(model())),
        ]


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.moment, entry.title))


def _items(*conditions: Q, **values: Any) -> QuerySet:
    return ReleaseSetItem.objects.filter(*conditions, **values).select_related("release_set")


def _key(subject: Any) -> tuple[int, str]:
    return get_base_content_type(subject).pk, str(subject.pk)
