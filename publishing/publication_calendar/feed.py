"""The publication calendar for a calendar program, at an address that is a secret."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as Feed
from icalendar import Event
from wagtail.models import Page

from content.text.cleaning import clean_line, clean_text
from publishing.embargo.tokens import hash_token
from publishing.embargo.view_decorators import private_url_view
from publishing.models import CalendarFeed
from publishing.publication_calendar import CalendarEntry, CalendarEntryState, PublicationCalendar
from snippets.models import SiteIdentity

FEED_PAST_PERIOD = timedelta(days=31)
FEED_FUTURE_PERIOD = timedelta(days=366)
FEED_REFRESH_INTERVAL = timedelta(minutes=15)

# In a list of a week's meetings, the summary alone must say what is meant.
EVENT_TITLE_PREFIXES = {
    CalendarEntryState.OVERDUE: "OVERDUE",
    CalendarEntryState.SCHEDULED: "Goes live",
    CalendarEntryState.APPROVED: "Goes live",
    CalendarEntryState.NOT_SCHEDULED: "Not scheduled",
    CalendarEntryState.NOT_APPROVED: "Not approved",
    CalendarEntryState.EXPIRES: "Comes down",
    CalendarEntryState.PUBLISHED: "Went live",
}


@private_url_view
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with what the owner of the address may know at this moment.

    Raises:
        Http404: the address is unknown or revoked, or its owner may not enter the admin any more.
            All look the same, so that nobody learns which addresses existed.
    """
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    if feed is None or not feed.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    now = timezone.now()
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return HttpResponse(
        build_icalendar(PublicationCalendar(feed.user, now)),
        content_type="text/calendar; charset=utf-8",
    )


@private_url_view
def raise_404_below_feed_url(request: HttpRequest, token: str) -> HttpResponse:
    """Answer for any other address below a feed, which nothing after this would mark.

    Raises:
        Http404: always.
    """
    raise Http404


def build_icalendar(calendar: PublicationCalendar) -> bytes:
    """Return a month back and a year ahead of `calendar`, and what is overdue since longer."""
    start = calendar.now - FEED_PAST_PERIOD
    entries = calendar.get_entries_between(start, calendar.now + FEED_FUTURE_PERIOD)
    entries += [entry for entry in calendar.get_overdue() if entry.moment < start]
    name = clean_line(SiteIdentity.get_default().organisation_name)
    feed = Feed()
    feed.add("prodid", f"-//{name}//Publication calendar//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", f"{name}: publication")
    feed.add("refresh-interval", FEED_REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", FEED_REFRESH_INTERVAL)
    for entry in entries:
        feed.add_component(_build_event(entry, calendar.now))
    return feed.to_ical()


def _build_event(entry: CalendarEntry, now: datetime) -> Event:
    site = settings.BASE_URL.rstrip("/")
    event = Event()
    event.add("uid", f"{_build_uid(entry)}@{site.partition('://')[2]}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.moment)
    # A moment, which keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    event.add("summary", clean_line(f"{EVENT_TITLE_PREFIXES[entry.state]}: {entry.title}"))
    details = "\n".join(filter(None, (entry.kind, entry.when, entry.reason)))
    event.add("description", clean_text(details))
    is_sure = entry.is_automatic or entry.state == CalendarEntryState.PUBLISHED
    event.add("status", "CONFIRMED" if is_sure else "TENTATIVE")
    event.add("url", site + (entry.edit_url or reverse("publication_calendar")))
    return event


def _build_uid(entry: CalendarEntry) -> str:
    """Return the same for the same thing, also when it was moved, approved or published."""
    content_object = entry.content_object
    if entry.is_expiry:
        what = "down"
    elif entry.is_unscheduled:
        what = "draft"
    elif entry.state != CalendarEntryState.PUBLISHED and getattr(content_object, "live", False):
        # Its first publication is an event of its own.
        what = "update"
    else:
        what = "live"
    # Pages are sometimes at hand in their own type and sometimes not.
    name = "page" if isinstance(content_object, Page) else content_object._meta.label_lower
    return f"{what}-{name}-{content_object.pk}"
