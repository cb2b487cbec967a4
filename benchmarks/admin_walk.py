"""Walk the admin: count who learns of hidden things, and which of its forms fail.

Prints JSON: how many addresses there are, how often each role visited them, and every leak; how
many forms there are, how often they were sent damaged, and every one that failed. Ends with status
1 if there is one of either. With `walk` or `forms` as arguments it does only that.
"""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from _stage import test_environment

FIELDS_PER_FORM = 6


def walk(hidden: Any, addresses: list[Any], visits: list[Any], forms: list[Any]) -> dict[str, Any]:
    """Have every role visit every address, and send it an empty POST, and all forms."""
    from tests.walk.visits import ask, find_leaks, make_client, visit

    counts, leaks = {}, []
    for role, user in hidden.users.items():
        client, secrets = make_client(user), hidden.find_secrets(user)
        made = [visit(client, one.url) for one in addresses]
        made += [visit(client, one.url, {}) for one in addresses]
        made += [visit(client, one.url, without_secrets(one.data)) for one in forms]
        counts[role] = len(made)
        found = [f"{role}: {leak}" for leak in find_leaks(made, secrets)]
        print(role, len(made), *found, sep="\n", file=sys.stderr, flush=True)
        leaks += found
    seen = {word for one in visits for word in one.words}
    chief = make_client(hidden.admin)
    for address in addresses:
        if address.word not in seen:
            seen |= ask(chief, address).words
    return {
        "addresses": len(addresses),
        "visits": counts,
        "secret words": len(hidden.words),
        "not seen by an administrator": sorted(set(hidden.words) - seen),
        "leaks and failures": leaks,
    }


def without_secrets(data: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what a form sends, without the secret words that its sender cannot type."""
    from tests.walk.visits import WORDS

    return {name: [WORDS.sub("typed", value) for value in data[name]] for name in data}


def send_damaged(
    hidden: Any, addresses: list[Any], visits: list[Any], forms: list[Any]
) -> dict[str, Any]:
    """Send every form damaged, as administrator."""
    from tests.walk.damaged_forms import damage_form
    from tests.walk.visits import make_client, visit

    client = make_client(hidden.admin)
    damaged = [one for form in forms for one in damage_form(form, FIELDS_PER_FORM)]
    failed = []
    for one in damaged:
        if fault := visit(client, one.url, one.data).fault:
            failed.append(f"{one.url}, {one.damage}: {fault}")
            print(failed[-1], file=sys.stderr, flush=True)
    return {"forms": len(forms), "posts": len(damaged), "failures": failed}


def main(parts: list[str]) -> int:
    """Do both, print the counts, and return the exit status."""
    from tests.databases import rolled_back
    from tests.walk.addresses import find_all_addresses
    from tests.walk.damaged_forms import find_forms_to_send
    from tests.walk.hidden_content import HiddenContent
    from tests.walk.visits import ask_until_answered, make_client

    report: dict[str, dict[str, Any]] = {}
    with test_environment(), rolled_back():
        hidden = HiddenContent()
        addresses = find_all_addresses(hidden)
        visits = list(ask_until_answered(make_client(hidden.admin), addresses).values())
        forms = find_forms_to_send(visits, hidden)
        print(len(addresses), len(visits), len(forms), file=sys.stderr, flush=True)
        for part in parts or ["walk", "forms"]:
            half = {"walk": walk, "forms": send_damaged}[part]
            report[part] = half(hidden, addresses, visits, forms)
    print(json.dumps(report, indent=2))
    kinds = ("leaks and failures", "not seen by an administrator", "failures")
    return 1 if any(half.get(kind) for half in report.values() for kind in kinds) else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

    import django

    django.setup()
    # Refusals are what is asked for here.
    logging.disable()
    sys.exit(main(sys.argv[1:]))
