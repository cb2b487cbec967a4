"""Whoever may publish what failed has it tried again at once; nobody else is offered that."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from publishing.models import PublicationFailure
from publishing.models.content_objects import get_base_content_type
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.publishing.scheduled_content import promised_set

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = DUE + timedelta(minutes=1)
DASHBOARD, CALENDAR = "/admin/", "/admin/calendar/list/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(LATER, tick=False)
    for make in (factories.make_press_index, factories.make_policy_index):
        make()
    factories.make_report_index()
    call_command("setup_roles", verbosity=0)


def signed_in(role):
    user = get_user_model().objects.create_user(role.casefold())
    user.groups.add(Group.objects.get(name=role))
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def scheduled(thing):
    thing.go_live_at = DUE
    thing.save_revision(approved_go_live_at=DUE, clean=False)
    return thing


def failing_page():
    return scheduled(factories.make_press_release(live=False, title="Late release"))


def failing_topic():
    return scheduled(factories.make_topic("Late topic", live=False))


def failing_set():
    page = factories.make_press_release(live=False)
    page.save_revision(clean=False)
    return promised_set(page, at=DUE, title="Late set")


FAILING = [failing_page, failing_topic, failing_set]


def failed(content_object, retry_at=LATER + timedelta(minutes=5)):
    return PublicationFailure.objects.create(
        content_object=content_object,
        job_key=f"set/{content_object.pk}"
        if not hasattr(content_object, "latest_revision_id")
        else f"revision/{content_object.latest_revision_id}",
        due_at=DUE,
        reason="The disk was full.",
        attempts=8,
        first_failed_at=DUE,
        last_failed_at=LATER,
        retry_at=retry_at,
    )


def address(content_object):
    return reverse(
        "publication_retry", args=[get_base_content_type(content_object).pk, content_object.pk]
    )


def press(client, content_object, shown, **values):
    """Send the form as the page has it, with its token."""
    token = shown.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    return client.post(address(content_object), {"csrfmiddlewaretoken": token, **values})


@pytest.mark.parametrize("view", [DASHBOARD, CALENDAR])
@pytest.mark.parametrize("make", FAILING)
def test_what_failed_is_out_at_the_next_look_of_the_scheduler(make, view):
    content_object = make()
    failed(content_object)
    client = signed_in("Publisher")
    assert not run_due()
    shown = client.get(view).content.decode()
    form = shown[shown.index(address(content_object)) :]
    assert "Try again now" in form

    response = press(client, content_object, form, next=view)

    assert response.status_code == 302
    assert response.url == view
    assert run_due() == 1
    assert not PublicationFailure.objects.exists()
    assert "tried again within a second" in client.get(view).content.decode()


@pytest.mark.parametrize("make", FAILING)
def test_who_may_not_publish_it_is_not_offered_to_try_again(make):
    content_object = make()
    failure = failed(content_object)
    client = signed_in("Communications")

    for view in (DASHBOARD, CALENDAR):
        shown = client.get(view).content.decode()
        assert "Late" in shown or "a release set" in shown
        assert "Try again now" not in shown
    client.handler.enforce_csrf_checks = False
    assert client.post(address(content_object)).status_code == 302
    assert PublicationFailure.objects.get().retry_at == failure.retry_at


def test_what_only_waits_for_the_scheduler_has_nothing_to_try_again():
    failing_page()

    assert "Try again now" not in signed_in("Publisher").get(DASHBOARD).content.decode()


def test_what_is_out_by_now_is_said_not_to_wait():
    page = failing_page()
    failed(page)
    client = signed_in("Publisher")
    shown = client.get(DASHBOARD).content.decode()
    PublicationFailure.objects.all().delete()

    press(client, page, shown, next=DASHBOARD)

    assert "It may be done by now" in client.get(DASHBOARD).content.decode()


def test_the_button_leads_to_no_other_site():
    page = failing_page()
    failed(page)
    client = signed_in("Publisher")
    shown = client.get(DASHBOARD).content.decode()

    assert press(client, page, shown, next="https://example.net/").url == "/admin/calendar/"


def test_an_address_alone_tries_nothing_again():
    page = failing_page()
    failed(page)
    client = signed_in("Publisher")

    assert client.get(address(page)).status_code == 405
    assert client.post(address(page)).status_code == 403
