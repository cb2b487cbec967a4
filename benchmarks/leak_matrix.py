"""Count who learns of what is not public: routes × states × who asks.

Prints JSON: how many looks were taken in each state, by each visitor and on each route, and every
leak. Ends with status 1 if there is one, or if the control does not find what is live. The looks
are those of the test suite; here the editor and the roles ask every address of the admin, and send
its forms, in every state.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from _stage import test_environment

# Where an editor with all rights finds a draft.
EXPECTED_ADMIN_URL_PARTS = (
    "/edit/",
    "/history/",
    "/usage/",
    "/admin/choose-page/",
    "/admin/images/chooser/",
    "/admin/reports/page-types-usage/",
    "/move/",
    "chosen-multiple/",
)


def undone(check: Callable[[], list[Any]]) -> list[Any]:
    """Return what `check` finds in a database of its own, as far as it can see."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from tests.databases import rolled_back

    cache.clear()
    ContentType.objects.clear_cache()
    with rolled_back():
        return check()


def count_leaks(checks: Iterable[Any], name: str) -> dict[str, int]:
    """Return how many checks share each value of `name`; addresses of the admin are one route."""
    values = (getattr(check, name) for check in checks)
    return dict(Counter(value.partition(" /admin/")[0] for value in values))


def main() -> int:
    """Take every look, print the counts, and return the exit status."""
    from django.db import connection

    from tests import leaks

    with test_environment():
        checks = []
        for state in leaks.STATES:
            # Whoever may not enter the admin is sent to its login from every address alike.
            in_admin = leaks.ASKERS if state == "draft" else leaks.ASKERS[-1:]
            checks += undone(lambda state=state, who=in_admin: leaks.check_pages(state, who))
            for role in leaks.ROLES:
                look = leaks.check_role
                checks += undone(
                    lambda state=state, role=role, look=look: look(role, state, in_admin=True)
                )
        for kind in leaks.SHARED:
            for state in leaks.SHARED_STATES:
                check = leaks.check_shared_content
                checks += undone(lambda kind=kind, state=state, check=check: check(kind, state))
        control = undone(leaks.check_live)
        chief = undone(leaks.check_admin) + undone(leaks.check_forms)
    found = [check for check in checks if check.leak]
    blind = {check.route for check in control if not check.leak} - leaks.NEVER_OPEN
    told = [check.route for check in chief if check.leak]
    unseen = [part for part in EXPECTED_ADMIN_URL_PARTS if not any(part in route for route in told)]
    report = {
        "database": connection.vendor,
        "checks": len(checks),
        "leaks": len(found),
        "by state": count_leaks(checks, "state"),
        "by asker": count_leaks(checks, "asker"),
        "by route": count_leaks(checks, "route"),
        "control": {
            "routes on which a live page is found": len(control) - len(leaks.NEVER_OPEN | blind),
            "routes on which it should be, and is not": sorted(blind),
            "addresses and forms of the admin that name a draft to an editor with all rights": len(
                told
            ),
            "parts of such addresses that are missing": unseen,
        },
        "what leaked": [vars(check) for check in found],
    }
    print(json.dumps(report, indent=2))
    return 1 if found or blind or unseen else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import logging

    import django

    django.setup()
    # Refusals are what is asked for here.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    sys.exit(main())
