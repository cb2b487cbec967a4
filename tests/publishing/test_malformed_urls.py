"""Addresses that somebody mistyped, cut off or made up: not found, never a fault of the site."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from wagtail.models import Page

from tests import factories

pytestmark = pytest.mark.django_db

ODD_KEYS = ["abc", "%00", "9" * 30, "9" * 5000, "-1", "1.5", "%E2%80%8B1"]
SEAL, ADD = "/admin/publishing/seal", "/admin/publishing/add_to_set"


@pytest.fixture
def desk(client):
    factories.make_home()
    client.force_login(factories.make_user())
    return client


def number_of(model):
    return ContentType.objects.get_for_model(model).pk


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("key", ODD_KEYS)
@pytest.mark.parametrize("start", [SEAL, ADD])
def test_what_cannot_be_a_key_is_not_found(desk, start, key, method):
    assert getattr(desk, method)(f"{start}/{number_of(Page)}/{key}/").status_code == 404


@pytest.mark.parametrize("kind", ["0", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("start", [SEAL, ADD])
def test_what_cannot_be_a_kind_of_content_is_not_found(desk, start, kind):
    assert desk.get(f"{start}/{kind}/1/").status_code == 404


@pytest.mark.parametrize("start", [SEAL, ADD])
def test_what_has_neither_seal_nor_drafts_is_not_found(desk, start):
    session = ContentType.objects.get(app_label="sessions", model="session").pk

    assert desk.get(f"{start}/{session}/{desk.session.session_key}/").status_code == 404


def test_a_kind_of_content_whose_code_is_gone_is_not_found(desk):
    gone = ContentType.objects.create(app_label="gone", model="thing").pk

    assert desk.get(f"{SEAL}/{gone}/1/").status_code == 404
    assert desk.get(f"{ADD}/{gone}/1/").status_code == 404


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_chooser_asked_for_what_cannot_be_a_page_finds_nothing(desk, key):
    assert desk.get(f"/admin/choose-page/chosen-multiple/?id={key}").status_code in (200, 404)


@pytest.mark.parametrize(
    "month", ["%00", "2999-12", "2000-01", "9" * 5000, "2026-11%0A", "٢٠٢٦-11"]
)
@pytest.mark.parametrize("view", ["/admin/calendar/", "/admin/calendar/list/"])
def test_a_calendar_of_an_odd_month_is_shown_or_not_found(desk, view, month):
    assert desk.get(f"{view}?month={month}").status_code in (200, 404)


@pytest.mark.parametrize("option", ["--page", "--set"])
@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "9" * 5000])
def test_a_seal_check_of_a_number_that_none_has_says_so(option, number):
    with pytest.raises(CommandError, match=r"There is no|invalid int value"):
        call_command("audit_embargoes", option, number)
