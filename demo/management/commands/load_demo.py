"""Fill an empty site with the demonstration content."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task
from wagtail.signal_handlers import disable_reference_index_auto_update

from demo.accounts import create_accounts
from demo.load_content import load_site
from demo.loading import Loader
from demo.scheduled import load_scheduled_content
from home.models import HomePage


def load(part: Callable[[Loader], None]) -> int:
    """Load a part of the content; return how many things were missing."""
    loader = Loader()
    part(loader)
    return loader.added


class Command(BaseCommand):
    """Add what is missing of the demonstration content; loading it twice changes nothing."""

    help = "Load the demonstration content: pages, shared content, files and accounts"

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a start leave a site alone that has content."""
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing if the site has a home page"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything or, should anything fail, nothing."""
        if options["if_empty"] and HomePage.objects.exists():
            return
        if options["verbosity"]:
            self.stdout.write("Loading the demonstration content ...")
        with transaction.atomic():
            # Accounts need the roles, and the roles' rights need the pages.
            call_command("setup_roles", verbosity=0)
            create_accounts()
            with disable_reference_index_auto_update():
                added = load(load_site)
                # Publishers may approve a release set only with their rights on its pages.
                call_command("setup_roles", verbosity=0)
                added += load(load_scheduled_content)
            if added:
                self.fill_indexes()
        if options["verbosity"]:
            self.stdout.write(f"{added} things were added.")

    def fill_indexes(self) -> None:
        """Make search and “used by” complete now, whether or not a worker runs."""
        call_command("rebuild_references_index", verbosity=0)
        call_command("update_index", verbosity=0)
        # The index holds what these would add once more, a save at a time.
        DBTaskResult.objects.ready().filter(
            task_path=insert_or_update_object_task.module_path
        ).delete()
