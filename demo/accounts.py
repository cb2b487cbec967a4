"""Accounts to try the site with: one for each role, and an administrator."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import CommandError

ADMINISTRATOR = "Administrator"

# Username, password, role. Passwords are printed at every start, so they protect nothing.
ACCOUNTS = (
    ("contributor", "demo-only-drafts-2017", "Contributor"),
    ("communications", "demo-only-releases-2017", "Communications"),
    ("policy", "demo-only-reports-2017", "Policy"),
    ("publisher", "demo-only-publishes-2017", "Publisher"),
    ("admin", "demo-only-everything-2017", ADMINISTRATOR),
)


def create_accounts() -> None:
    """Create the accounts that are missing, where the settings allow it; change none."""
    if not settings.DEMO_ACCOUNTS:
        return
    users = get_user_model().objects
    for username, password, role in ACCOUNTS:
        if users.filter(username=username).exists():
            continue
        everything = role == ADMINISTRATOR
        user = users.create_user(
            username,
            f"{username}@example.org",
            password,
            first_name=role,
            last_name="(demonstration)",
            is_staff=everything,
            is_superuser=everything,
        )
        if not everything:
            user.groups.add(Group.objects.get(name=role))


def get_role_owner(role: str) -> Any:
    """Return who keeps the pages of a role: its demonstration account, or an administrator.

    Raises:
        CommandError: there is neither, and an explainer must have somebody who keeps it right.
    """
    users = get_user_model().objects.filter(is_active=True)
    username = next(name for name, _password, held in ACCOUNTS if held == role)
    user = None
    if settings.DEMO_ACCOUNTS:
        user = users.filter(username=username).first()
    user = user or users.filter(is_superuser=True).order_by("pk").first()
    if user is None:
        raise CommandError(
            "These settings allow no demonstration accounts, and the pages need an owner. "
            "Create an administrator first: python manage.py createsuperuser"
        )
    return user
