"""Say where the running site is, who may sign in, and where its data lies."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.urls import reverse

from demo.accounts import ACCOUNTS
from demo.scheduled import DEMO_EMBARGO_TOKEN
from publishing.embargo.services import get_working_link

ADDRESSES = (
    ("The site", "/"),
    ("Press releases", "/press/"),
    ("Policy explainers", "/policy/"),
    ("Reports", "/reports/"),
    ("Search", "/search/"),
    ("For editors", "/admin/"),
)


class Command(BaseCommand):
    """Print what a person needs who has just started the site."""

    help = "Print the site's addresses, its demonstration accounts and where its data lies"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print only accounts that exist and whose published password still opens them."""
        lines = ["", *self.addresses(), "", *self.accounts(), *self.embargo_link()]
        lines += [f"The data lies in {settings.DATA_DIR}", "Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(lines))

    def addresses(self) -> list[str]:
        """Return one line per address worth opening."""
        return [f"  {label:<18} {settings.BASE_URL}{path}" for label, path in ADDRESSES]

    def embargo_link(self) -> list[str]:
        """Return the link by which a journalist reads ahead, while it works."""
        if get_working_link(DEMO_EMBARGO_TOKEN) is None:
            return []
        path = reverse("publishing:embargo", args=[DEMO_EMBARGO_TOKEN])
        return ["What a journalist with an embargo link sees:", f"  {settings.BASE_URL}{path}", ""]

    def accounts(self) -> list[str]:
        """Return one line per demonstration account, or nothing if there is none."""
        users = get_user_model().objects.in_bulk(
            [username for username, _password, _role in ACCOUNTS], field_name="username"
        )
        known = [
            f"  {username:<18} {password:<26} {role}"
            for username, password, role in ACCOUNTS
            if username in users and users[username].check_password(password)
        ]
        if not known:
            return []
        return ["Demonstration accounts (name, password, role):", *known, ""]
