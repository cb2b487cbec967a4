"""Nobody learns from the admin of what they do not work on, and none of its forms fails.

`make audit` has every role visit every address with everything that it can name, and damages every
form in many ways. Here the views that all kinds of shared content have alike are visited for two
kinds. A Contributor, who may learn least, visits each address with something secret and something
known, the other roles a third of them, and some forms are damaged in one way each.
"""

import logging
import random

import pytest
from django.http import HttpResponse
from django.urls import path
from wagtail import VERSION

from config.urls import urlpatterns as site_urlpatterns
from publishing.access.admin_visibility import ADMIN_URL_CHECKS
from tests.databases import rolled_back
from tests.walk.addresses import (
    ALIKE,
    Pattern,
    choose_addresses,
    find_addresses,
    find_all_addresses,
    find_patterns,
)
from tests.walk.damaged_forms import choose_damaged_forms, find_forms_to_send
from tests.walk.hidden_content import NEWCOMER, HiddenContent
from tests.walk.visits import (
    NOTHING,
    ask,
    ask_until_answered,
    find_leaks,
    make_client,
    visit,
)

SEED = 20170614
DAMAGED_FORMS = 100
# Addresses at which even an administrator finds nothing here, each with the reason.
NOTHING_THERE = {
    "wagtailadmin_api:api-root": "begins the addresses below it, since Wagtail 8.1",
    "wagtailadmin_api:documents:find": "finds nothing by a path",
    "wagtailadmin_api:images:find": "finds nothing by a path",
    "wagtailadmin_block_preview": "names a block by a key of the form that shows it",
    "wagtailimages:url_generator": "is switched off",
    "wagtailimages:url_generator_output": "is switched off",
    "wagtailsettings:preview_on_edit": "is for settings with a preview",
    "admin/.*/": "answers to what is no address",
}


# What a newer Wagtail may bring; the names are in no list.
NOVELTIES = ["admin/novelties/", "admin/novelties/<int:novelty_id>/", "admin/novelties/<int:pk>/"]
urlpatterns = list(site_urlpatterns)


@pytest.fixture
def newer_wagtail(request, monkeypatch):
    novelty = path(request.param, lambda request, **values: HttpResponse("New"), name="novelty")
    monkeypatch.setitem(globals(), "urlpatterns", [novelty, *site_urlpatterns])


@pytest.fixture(scope="module")
def hidden(django_db_setup, django_db_blocker):
    # Refusals are what is asked for here.
    logging.disable()
    with django_db_blocker.unblock(), rolled_back():
        yield HiddenContent()
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def admin_addresses(hidden):
    return [one for one in find_all_addresses(hidden) if not ALIKE.fullmatch(one.pattern.name)]


@pytest.fixture(scope="module")
def visits(hidden, admin_addresses):
    return ask_until_answered(make_client(hidden.admin), admin_addresses)


def test_an_administrator_finds_something_at_every_address(visits):
    empty = [pattern for pattern, one in visits.items() if one.status in NOTHING]
    names = {pattern.name or pattern.route for pattern in empty}
    expected = {one.name or one.route for one in visits} & set(NOTHING_THERE)
    assert {name for name in names if not is_chooser_without_form(name)} == expected
    assert find_leaks(visits.values(), secrets=set()) == []


def is_chooser_without_form(name):
    return name.startswith("wagtailsnippetchoosers_") and name.endswith(":create")


@pytest.mark.parametrize("role", ["Contributor", "Communications", "Policy", "Publisher", NEWCOMER])
def test_nobody_learns_of_what_they_do_not_work_on(hidden, admin_addresses, role):
    user = hidden.users[role]
    secrets = hidden.find_secrets(user)
    chosen = choose_addresses(admin_addresses, secrets)
    assert {one.word for one in chosen} & secrets
    if role != "Contributor":
        # Not for secrets: each run visits the same ones.
        chance = random.Random(f"{SEED} {role}")  # noqa: S311
        chosen = chance.sample(chosen, len(chosen) // 3)
    client = make_client(user)
    assert find_leaks([ask(client, one) for one in chosen], secrets) == []


@pytest.mark.parametrize("route", ["admin/things/<int:thing_id>/", "admin/things/<int:pk>/"])
def test_an_address_with_an_unknown_parameter_cannot_be_filled(hidden, route):
    assert find_addresses(Pattern("things:edit", route), hidden) == []


@pytest.mark.parametrize("newer_wagtail", NOVELTIES, indirect=True)
@pytest.mark.urls(__name__)
def test_the_walk_fails_for_an_address_that_is_neither_covered_nor_exempt(newer_wagtail, hidden):
    with pytest.raises(LookupError, match="admin/novelties/"):
        find_all_addresses(hidden)


def test_each_rule_is_about_an_address_that_there_is():
    there = {pattern.name for pattern in find_patterns()}
    if VERSION < (8, 1):
        there.add("wagtailadmin_api:explorer")
    assert set(ADMIN_URL_CHECKS) - there == set()


def test_each_form_that_edits_something_answers_with_what_an_autosave_replaces(hidden, visits):
    edits = [one.url for one in visits.values() if one.forms and "/edit/" in one.url]
    assert {"snippets", "pages", "quotations"} <= {url.split("/")[2] for url in edits}
    client = make_client(hidden.admin)
    faults = {url: visit(client, f"{url}?_w_hydrate_create_view=1").fault for url in edits}
    assert {url: fault for url, fault in faults.items() if fault} == {}


def test_a_damaged_form_is_answered(hidden, visits, record_property):
    forms = find_forms_to_send(visits.values(), hidden)
    damaged = choose_damaged_forms(forms, DAMAGED_FORMS)
    record_property("counted", f"{len(damaged)} of {len(forms)} forms of the admin sent damaged")
    client = make_client(hidden.admin)
    faults = {(one.url, one.damage): visit(client, one.url, one.data).fault for one in damaged}
    assert {what: fault for what, fault in faults.items() if fault} == {}
