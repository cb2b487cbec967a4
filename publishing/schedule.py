"""Publishing and withdrawing what is due, each thing in a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unit:
    """One thing that is due: what to call it in the log, and what to do inside a transaction."""

    what: str
    act: Callable[[], bool]


def run_due(now: datetime | None = None) -> int:
    """Withdraw what has expired, then publish what was scheduled; return how many were changed.

    One thing that is refused or fails stays scheduled and is tried again at the next run; it
    delays no other.
    """
    now = now or timezone.now()
    return sum(_attempt(unit) for unit in [*_expiries(now), *_publications(now)])


def next_due(after: datetime) -> datetime | None:
    """Return the next moment after `after` at which something is due, or None."""
    moments = [
        Revision.objects.filter(approved_go_live_at__gt=after).aggregate(
            first=models.Min("approved_go_live_at")
        )["first"]
    ]
    moments += [
        model.objects.filter(live=True, expire_at__gt=after).aggregate(
            first=models.Min("expire_at")
        )["first"]
        for model in _models()
    ]
    return min((moment for moment in moments if moment), default=None)


def _models() -> list[type[models.Model]]:
    """Return the models whose content is scheduled; pages of all types are one of them."""
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]


def _attempt(unit: Unit) -> bool:
    try:
        with transaction.atomic():
            return unit.act()
    except Exception:
        logger.exception("Failed, and to be tried again: %s", unit.what)
        return False


def _claimed(queryset: models.QuerySet) -> models.Model | None:
    """Return the one row of `queryset`, locked; None when another scheduler has it or did it.

    SQLite has one writer, so there the immediate transaction is the claim.
    """
    if connection.features.has_select_for_update_skip_locked:
        queryset = queryset.select_for_update(skip_locked=True, of=("self",))
    return queryset.first()


def _publications(now: datetime) -> Iterator[Unit]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by(
        "approved_go_live_at", "pk"
    )
    for pk in due.values_list("pk", flat=True):
        yield Unit(f"publish revision {pk}", partial(_publish, due.filter(pk=pk), now))


def _publish(due: models.QuerySet, now: datetime) -> bool:
    revision = _claimed(due)
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    content = revision.content_type.get_object_for_this_type(pk=revision.object_id)
    if content.expire_at and content.expire_at <= now:
        # After an outage that outlasted its run, nobody sees it, not even for a moment.
        _expire(content)
    return True


def _expiries(now: datetime) -> Iterator[Unit]:
    for model in _models():
        due = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        for pk in due.values_list("pk", flat=True):
            what = f"withdraw {model._meta.verbose_name} {pk}"
            yield Unit(what, partial(_withdraw, due.filter(pk=pk)))


def _withdraw(due: models.QuerySet) -> bool:
    thing = _claimed(due)
    if thing is None:
        return False
    _expire(thing.specific if isinstance(thing, Page) else thing)
    return True


def _expire(content: DraftStateMixin) -> None:
    content.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
