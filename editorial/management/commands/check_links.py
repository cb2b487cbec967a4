"""Checking links by hand, or from cron where no worker runs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from editorial.links.crawler import OutboundLinkFetcher
from editorial.links.tasks import check_due_link_batch, find_links_in_use, reconcile_link_index
from editorial.models import OutboundLink
from snippets.models import SiteIdentity


class Command(BaseCommand):
    """Does here and now what the worker does in slices each day."""

    help = "Find the links of all live content, ask those that are due, and say how they are"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to ask everything, or nothing."""
        parser.add_argument("--all", action="store_true", help="ask all links, due or not")
        parser.add_argument("--find-only", action="store_true", help="ask no other site anything")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all content, then ask until nothing is due."""
        reconcile_link_index()
        if options["all"]:
            find_links_in_use().update(next_check_at=timezone.now())
        tour = OutboundLinkFetcher(SiteIdentity.get_default())
        while not options["find_only"] and check_due_link_batch(tour):
            pass
        counted = (
            find_links_in_use().values_list("verdict").annotate(Count("pk")).order_by("verdict")
        )
        labels = dict(OutboundLink.Verdict.choices)
        for verdict, number in counted:
            self.stdout.write(f"{labels[verdict]}: {number}")
