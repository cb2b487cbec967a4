"""The publication calendar in the admin: a month at a glance, or as a list."""

from __future__ import annotations

import re
from calendar import Calendar as Weeks
from calendar import day_name
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Self

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets import Button, HeaderButton

from content.editing.admin_views import AdminViewMixin
from publishing.clock import format_datetime, get_london_date, get_london_midnight
from publishing.embargo.tokens import create_token
from publishing.models import CalendarFeed
from publishing.publication_calendar import CalendarEntry, PublicationCalendar

# More than this in one day of the month view is counted, and listed in the list view.
MAX_ENTRIES_PER_DAY = 5
FIRST_YEAR, LAST_YEAR = 2000, 2999
WEEK_CALENDAR = Weeks(firstweekday=0)


@dataclass(frozen=True)
class CalendarMonth:
    """A month in London."""

    year: int
    month: int

    @classmethod
    def from_string(cls, name: str | None) -> Self:
        """Return the month of a name such as “2026-11”, or the one that it is in London.

        Raises:
            Http404: the name is no month, or too far off to be meant.
        """
        if name is None:
            today = get_london_date(timezone.now())
            return cls(today.year, today.month)
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", name)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise Http404("A month looks like 2026-11.")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def name(self) -> str:
        """The name in addresses."""
        return f"{self.first:%Y-%m}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def next(self) -> CalendarMonth:
        """The month after."""
        day = self.first + timedelta(days=31)
        return CalendarMonth(day.year, day.month)

    @property
    def previous(self) -> CalendarMonth:
        """The month before."""
        day = self.first - timedelta(days=1)
        return CalendarMonth(day.year, day.month)

    @property
    def weeks(self) -> list[list[date]]:
        """Its weeks from Monday, filled up with days of the months around it."""
        return WEEK_CALENDAR.monthdatescalendar(self.year, self.month)


@dataclass(frozen=True)
class CalendarDay:
    """A cell of the month view."""

    date: date
    entries: tuple[CalendarEntry, ...]
    is_today: bool
    is_of_month: bool

    @property
    def shown(self) -> tuple[CalendarEntry, ...]:
        """As many entries as a cell holds."""
        return self.entries[:MAX_ENTRIES_PER_DAY]

    @property
    def hidden_count(self) -> int:
        """How many there are besides."""
        return len(self.entries) - len(self.shown)


class BaseCalendarView(AdminViewMixin, TemplateView):
    """What the month view and the list have in common."""

    page_title = "Calendar"
    header_icon = "calendar-alt"

    @property
    def header_buttons(self) -> list[Button]:
        """Offer the calendar to the user's own calendar program."""
        url = reverse("publication_calendar_feed_url")
        return [HeaderButton("Subscribe", url=url, icon_name="link")]

    @cached_property
    def month(self) -> CalendarMonth:
        """The month to show."""
        return CalendarMonth.from_string(self.request.GET.get("month"))

    @cached_property
    def calendar(self) -> PublicationCalendar:
        """The calendar of whoever looks."""
        return PublicationCalendar(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the month, and what is overdue in any month."""
        return super().get_context_data(
            **kwargs,
            month=self.month,
            overdue=self.calendar.get_overdue(),
            today=get_london_date(self.calendar.now),
            month_url=reverse("publication_calendar"),
            list_url=reverse("publication_calendar_list"),
            here_url=self.request.path,
        )


class CalendarMonthView(BaseCalendarView):
    """A table of weeks."""

    template_name = "publishing/calendar_month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the weeks."""
        return super().get_context_data(
            **kwargs,
            weekdays=[day_name[day] for day in WEEK_CALENDAR.iterweekdays()],
            weeks=self.get_weeks(),
        )

    def get_weeks(self) -> list[list[CalendarDay]]:
        """Return the days of the month's weeks with their entries."""
        weeks = self.month.weeks
        start, end = weeks[0][0], weeks[-1][-1] + timedelta(days=1)
        entries = self.calendar.get_entries_between(
            get_london_midnight(start), get_london_midnight(end)
        )
        by_day = {day: tuple(found) for day, found in groupby(entries, key=lambda one: one.day)}
        today = get_london_date(self.calendar.now)
        return [
            [
                CalendarDay(day, by_day.get(day, ()), day == today, day.month == self.month.month)
                for day in week
            ]
            for week in weeks
        ]


class CalendarListView(BaseCalendarView):
    """One line for each entry of a month."""

    template_name = "publishing/calendar_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entries."""
        start, end = (
            get_london_midnight(self.month.first),
            get_london_midnight(self.month.next.first),
        )
        return super().get_context_data(
            **kwargs, entries=self.calendar.get_entries_between(start, end)
        )


class CalendarFeedView(AdminViewMixin, TemplateView):
    """Makes, renews and revokes the secret address of one's own calendar."""

    template_name = "publishing/calendar_address.html"
    http_method_names = ["get", "head", "post"]
    page_title = "Calendar address"
    header_icon = "link"

    def get_parent_breadcrumbs(self) -> list[dict[str, str]]:
        """Return the calendar."""
        return [{"url": reverse("publication_calendar"), "label": "Calendar"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the feed, if there is one."""
        user: Any = self.request.user
        feed = CalendarFeed.objects.filter(user=user).first()
        return super().get_context_data(
            **kwargs,
            feed=feed,
            made=feed and format_datetime(feed.created_at),
            read=feed and feed.read_at and format_datetime(feed.read_at),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Revoke the address, or make a new one, which revokes the one before."""
        user: Any = request.user
        if "revoke" in request.POST:
            CalendarFeed.objects.filter(user=user).delete()
            messages.success(request, "The address is revoked: nobody can read your calendar.")
            return redirect("publication_calendar_feed_url")
        token, token_hash = create_token()
        CalendarFeed.objects.update_or_create(
            user=user,
            defaults={"token_hash": token_hash, "created_at": timezone.now(), "read_at": None},
        )
        address = settings.BASE_URL.rstrip("/") + reverse("publishing:calendar_feed", args=[token])
        # Shown in this answer alone, which the admin lets nobody keep.
        return self.render_to_response(self.get_context_data(address=address))
