"""An alias opens under its own address and is listed nowhere: its original is."""

import json
import re

import pytest
from wagtail.actions.create_alias import CreatePageAliasAction

from home.models import latest_updates
from home.search import search_public_pages
from pressroom.models import PressRelease
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return factories.make_press_release(slug="original")


@pytest.fixture
def alias(release):
    return CreatePageAliasAction(release, update_slug="alias").execute(skip_permission_checks=True)


@pytest.mark.parametrize("address", ["/press/", "/press/feed/", "/", "/sitemap.xml"])
def test_a_list_names_a_release_with_an_alias_once(client, release, alias, address):
    listed = client.get(address).content.decode()

    assert release.url in listed
    assert alias.url not in listed


def test_counts_and_search_do_not_count_an_alias(client, release, alias):
    assert client.get("/press/").context["years"][0]["count"] == 1
    assert latest_updates() == [release]
    assert search_public_pages(release.title).total == 1


def test_an_alias_is_no_page_related_to_its_original_nor_the_other_way_round(
    client, release, alias
):
    for page in (release, alias):
        assert list(client.get(page.url).context["related"]) == []


def test_an_alias_names_its_original_to_search_engines(client, release, alias):
    page = client.get(alias.url).content.decode()

    assert f'<link rel="canonical" href="{release.full_url}">' in page
    assert f'<meta property="og:url" content="{release.full_url}">' in page
    data = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert json.loads(data[1])["url"] == release.full_url


def test_an_alias_of_what_is_private_does_not_name_its_address(client, release, alias):
    factories.make_private(release)

    assert release.url not in client.get(alias.url).content.decode()


def test_an_alias_opens(client, alias):
    assert client.get(alias.url).status_code == 200
    assert PressRelease.objects.count() == 2
