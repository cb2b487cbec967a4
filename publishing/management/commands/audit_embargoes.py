"""Looking at once whether anything shows that must not."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import get_default_timezone, localtime
from wagtail.models import Page

from publishing.embargo_audit import run_manual_audit
from publishing.embargo_audit.audit import LEAK, NOT_YET, UNREACHABLE
from publishing.embargo_audit.status import format_audit
from publishing.models import EmbargoAudit, ReleaseSet
from publishing.upcoming import list_upcoming_publications

AS_PROMISED, LEAKS, NOT_CHECKED = 0, 1, 2
PRINTED_OUTCOMES = (LEAK, NOT_YET, UNREACHABLE)


class Command(BaseCommand):
    """Checks the embargo seal as the site does by itself, and prints what it found."""

    help = (
        "Look at the running site (BASE_URL) as a visitor and say whether anything planned shows. "
        "Ends with 0 when all is as promised, 1 when something leaks, 2 when it cannot be known."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer one page or one set instead of everything planned."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--page", type=int, metavar="ID", help="only this page")
        what.add_argument("--set", type=int, metavar="ID", help="only this release set")
        parser.add_argument("--json", action="store_true", help="print every route, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and end with the code that says the worst of it."""
        checks = [
            run_manual_audit(content_object) for content_object in self.get_content_objects(options)
        ]
        if options["json"]:
            report = [_build_report(check) for check in checks]
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            self.print_lines(checks)
        if any(check.leaks for check in checks):
            sys.exit(LEAKS)
        if any(check.error for check in checks):
            sys.exit(NOT_CHECKED)

    def get_content_objects(self, options: dict[str, Any]) -> list[Any]:
        """Return what to check.

        Raises:
            CommandError: there is no such page or set.
        """
        if options["page"] is not None:
            page = Page.objects.filter(pk=options["page"], depth__gt=1).first()
            if page is None:
                raise CommandError(
                    f"There is no page {options['page']}. Its number stands in the address of its "
                    f"form: /admin/pages/<ID>/edit/.",
                    returncode=NOT_CHECKED,
                )
            return [page.specific]
        if options["set"] is not None:
            release_set = ReleaseSet.objects.filter(pk=options["set"]).first()
            if release_set is None:
                raise CommandError(
                    f"There is no release set {options['set']}. Its number stands in the address "
                    f"of its form, below “Release sets” in the admin.",
                    returncode=NOT_CHECKED,
                )
            return [release_set]
        planned = (found.content_object for found in list_upcoming_publications())
        return [each.specific if isinstance(each, Page) else each for each in planned]

    def print_lines(self, checks: list[EmbargoAudit]) -> None:
        """Print a line for each thing, and one for each route that is not as it should be."""
        if not checks:
            self.stdout.write("Nothing is scheduled.")
        for check in checks:
            self.stdout.write(f"{check.content_object}: {format_audit(check)}")
            for route in check.results:
                if route["outcome"] in PRINTED_OUTCOMES:
                    told = f"{route['outcome']}: {route['detail']}"
                    self.stdout.write(f"  {route['name']} ({route['address']}): {told}")


def _build_report(check: EmbargoAudit) -> dict[str, Any]:
    content_object, zone = check.content_object, get_default_timezone()
    return {
        "kind": content_object._meta.label,
        "id": content_object.pk,
        "title": str(content_object),
        "go_live_at": localtime(check.go_live_at, zone).isoformat(),
        "checked_at": localtime(check.checked_at, zone).isoformat(),
        "status": format_audit(check),
        "leaks": check.leaks,
        "error": check.error,
        "results": check.results,
    }
