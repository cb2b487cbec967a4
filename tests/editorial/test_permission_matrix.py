"""Every role, every action, every page type and snippet: asked of the admin's own views."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from home.models import HomePage, InformationPage
from pages.registry import get_listing_page_models
from policy.models import PolicyExplainer, PolicyIndexPage, ReportIndexPage, ReportPage
from pressroom.models import PressRelease, PressReleaseIndexPage
from publishing.models.content_objects import get_base_content_type
from quotations.models import Quotation
from snippets import models as shared
from snippets.models.base import get_base_snippet_models
from tests import factories

PRESS = {PressReleaseIndexPage, PressRelease}
POLICY = {PolicyIndexPage, PolicyExplainer, ReportIndexPage, ReportPage}
INFORMATION = {InformationPage}
LISTS = {listing: listing.lists for listing in get_listing_page_models()}
PAGES = {*LISTS, *LISTS.values(), *INFORMATION, HomePage}
# Only pages without others below them may be deleted.
PARENTS = {HomePage, *LISTS}


def get_written_by(role):
    """Return the types that name a role, and their lists."""
    lists = {listing for listing, model in LISTS.items() if role in model.written_by}
    return lists | {LISTS[listing] for listing in lists}


WRITTEN_BY = {
    "contributor": get_written_by("Contributor"),
    "communications": get_written_by("Communications") | INFORMATION,
    "policy": get_written_by("Policy"),
    "publisher": PAGES,
}
SHARED_BY = {
    "contributor": set(),
    "communications": set(get_base_snippet_models()),
    "policy": {shared.Instrument, shared.Statistic, shared.Organisation},
    "publisher": set(get_base_snippet_models()),
}
PROMISES = {
    "contributor": set(),
    "communications": {"release_set_add_item", "embargo_links"},
    "policy": {"release_set_add_item"},
    "publisher": {"release_set_add_item", "embargo_links"},
}
MARKS_QUOTATIONS = {"communications", "publisher"}

WRITING = {"edit", "copy", "history"}
DECIDING = {"move", "unpublish", "set_privacy", "delete"}
PROMISING = PROMISES["publisher"]
SEEING = {"embargo_audit_report"}
SHARING = {"list", "add", "edit", "copy", "history", "usage"}
WITHDRAWING = {"unpublish", "delete"}
READING = {"index", "speaker"}
MARKING = {"edit", "history"}
RIGHTS = (
    "can_publish",
    "can_lock",
    "can_unlock",
    "can_reorder_children",
    "can_set_view_restrictions",
)


def get_page(model):
    """Return a page of a type; one of a type that is not in the demonstration is made."""
    if not model.objects.exists():
        factories.make_content_page(LISTS.get(model, model))
        call_command("setup_roles", verbosity=0)
    return model.objects.first()


def account(role):
    return get_user_model().objects.get(username=role)


def answers(role, addresses):
    """Return those of the named addresses that a role gets in answer to a GET."""
    client = Client()
    client.force_login(account(role))
    return {name for name, address in addresses.items() if client.get(address).status_code == 200}


def page_addresses(page):
    own = {
        name: reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in WRITING | DECIDING
    }
    subject = [get_base_content_type(page).pk, page.pk]
    return own | {name: reverse(name, args=subject) for name in PROMISING | SEEING}


def shared_addresses(thing):
    urls = type(thing).snippet_viewset
    return {
        name: reverse(urls.get_url_name(name), args=[] if name in ("list", "add") else [thing.pk])
        for name in SHARING | WITHDRAWING
    }


def test_the_page_types_of_the_site_name_the_roles_that_write_them():
    ours = PRESS | POLICY | INFORMATION
    written = {role: WRITTEN_BY[role] & ours for role in WRITTEN_BY}

    assert written == {
        "contributor": PRESS | POLICY,
        "communications": PRESS | INFORMATION,
        "policy": POLICY,
        "publisher": ours,
    }


@pytest.mark.parametrize("model", sorted(PAGES, key=lambda model: model.__name__))
@pytest.mark.parametrize("role", WRITTEN_BY)
def test_what_a_role_may_do_with_a_page(demo, role, model):
    page = get_page(model)
    expected = set()
    if model in WRITTEN_BY[role]:
        expected |= WRITING | SEEING | PROMISES[role]
    if role == "publisher":
        expected |= DECIDING - ({"delete"} if model in PARENTS else set())

    assert answers(role, page_addresses(page)) == expected


@pytest.mark.parametrize("model", sorted(PAGES, key=lambda model: model.__name__))
@pytest.mark.parametrize("role", WRITTEN_BY)
def test_what_a_role_may_do_without_a_view_of_its_own(demo, role, model):
    rights = get_page(model).permissions_for_user(account(role))

    assert {getattr(rights, name)() for name in RIGHTS} == {role == "publisher"}
    may_have_children = bool(model.allowed_subpage_models())
    assert rights.can_add_subpage() == (model in WRITTEN_BY[role] and may_have_children)


@pytest.mark.parametrize("model", get_base_snippet_models(), ids=lambda model: model.__name__)
@pytest.mark.parametrize("role", SHARED_BY)
def test_what_a_role_may_do_with_shared_content(demo, role, model):
    expected = SHARING if model in SHARED_BY[role] else set()
    if role == "publisher":
        expected = expected | WITHDRAWING

    assert answers(role, shared_addresses(model.objects.first())) == expected


@pytest.mark.parametrize("role", WRITTEN_BY)
def test_who_makes_release_sets(demo, role):
    addresses = {name: reverse(f"release_sets:{name}") for name in ("index", "add")}

    assert bool(answers(role, addresses)) == ("release_set_add_item" in PROMISES[role])
    assert account(role).has_perm("publishing.publish_releaseset") == (role == "publisher")


@pytest.mark.parametrize("role", WRITTEN_BY)
def test_who_reads_the_ledger_of_quotations_and_who_marks(demo, role):
    entry = Quotation.objects.current().first().pk
    addresses = {
        name: reverse(f"quotations:{name}", args=[] if name == "index" else [entry])
        for name in READING | MARKING
    }

    assert answers(role, addresses) == READING | (MARKING if role in MARKS_QUOTATIONS else set())
