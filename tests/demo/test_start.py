"""`make run` prepares the site, and tells whoever started it where it is."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Page, Site

from demo.accounts import ACCOUNTS
from demo.management.commands.prepare import Command


def welcome():
    output = StringIO()
    call_command("welcome", stdout=output)
    return output.getvalue()


@pytest.mark.usefixtures("demo")
def test_the_welcome_names_the_addresses_every_account_and_the_data(settings):
    text = welcome()

    assert f"{settings.BASE_URL}/admin/" in text
    assert f"{settings.BASE_URL}/press/" in text
    assert str(settings.DATA_DIR) in text
    for username, password, role in ACCOUNTS:
        assert username in text
        assert password in text
        assert role in text


@pytest.mark.usefixtures("demo")
def test_the_welcome_keeps_quiet_about_an_account_whose_password_was_changed():
    username, password, _role = ACCOUNTS[0]
    user = get_user_model().objects.get(username=username)
    user.set_password("something only they know")
    user.save()

    line = f"{username:<18} {password}"
    assert line not in welcome()


@pytest.mark.django_db
def test_the_welcome_names_no_accounts_where_there_are_none():
    assert "Demonstration accounts" not in welcome()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("base_url", "hostname", "port"),
    [
        ("http://127.0.0.1:8123", "127.0.0.1", 8123),
        ("https://www.example.org", "www.example.org", 443),
    ],
)
def test_the_site_says_the_address_it_is_served_at(settings, base_url, hostname, port):
    settings.BASE_URL = base_url

    Command().sync_default_site()

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (hostname, port)
    assert site.root_url == base_url


@pytest.mark.usefixtures("demo")
def test_a_second_start_changes_no_content():
    before = list(Page.objects.values_list("pk", "title", "latest_revision"))

    call_command("prepare", stdout=StringIO())

    assert list(Page.objects.values_list("pk", "title", "latest_revision")) == before
