"""Notices reach people through a real mail server, also when it was away for a while."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from editorial.models.outgoing_email import EMAIL_RETRY_DELAYS
from publishing.models import PublicationFailure
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.mail_server import mail_server

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.time_machine(NOW, tick=False),
    pytest.mark.usefixtures("queued_mail"),
]
OWNER = "author@example.org"


@pytest.fixture
def failing():
    """Return a release that is due and cannot go out."""
    owner = factories.make_user("author")
    page = factories.make_press_release(
        live=False, go_live_at=NOW, summary="Too short", owner=owner, title="Räddning – 1 May"
    )
    page.save_revision(approved_go_live_at=NOW, clean=False)
    return page


def work():
    """Do what is enqueued and may be done by now, as the worker does."""
    call_command("db_worker", batch=True, interval=0, verbosity=0)


def test_the_owner_of_what_failed_gets_a_message(failing, settings):
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        run_due()
        work()

    [message] = mailbox.messages
    assert message["To"] == OWNER
    assert message["Subject"].strip() == (
        "Not done: “Räddning – 1 May”, due on Wednesday 1 May 2013, 10:00 London time"
    )
    assert "9 characters" in message.get_content()
    assert f"/admin/pages/{failing.pk}/edit/" in message.get_content()


def test_a_message_waits_for_a_mail_server_that_is_away(failing, settings, time_machine):
    run_due()
    work()
    assert PublicationFailure.objects.count() == 1

    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        time_machine.move_to(NOW + EMAIL_RETRY_DELAYS[0] - timedelta(seconds=1), tick=False)
        work()
        assert mailbox.messages == []
        time_machine.move_to(NOW + EMAIL_RETRY_DELAYS[0], tick=False)
        work()
        work()

    assert [message["To"] for message in mailbox.messages] == [OWNER]


def test_who_lost_the_right_to_know_of_it_gets_no_message(failing, settings):
    call_command("setup_roles", verbosity=0)
    former = get_user_model().objects.get(username="author")
    former.is_superuser = False
    former.save()
    publisher = get_user_model().objects.create_user("publisher", "publisher@example.org")
    publisher.groups.add(Group.objects.get(name="Publisher"))
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        run_due()
        work()

    assert [message["To"] for message in mailbox.messages] == [publisher.email]


def test_whose_account_was_closed_meanwhile_gets_no_message(failing, settings):
    run_due()
    get_user_model().objects.update(is_active=False)
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        work()

    assert mailbox.messages == []


def test_a_password_that_is_not_taken_is_no_final_refusal(failing, settings, time_machine):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "old"
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        run_due()
        work()
        assert mailbox.messages == []
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        time_machine.move_to(NOW + EMAIL_RETRY_DELAYS[0], tick=False)
        work()

    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(
    ("answer", "arrives"), [("550 There is nobody of this name", False), ("451 Later", True)]
)
def test_only_a_final_refusal_is_taken_for_one(failing, settings, time_machine, answer, arrives):
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        mailbox.refusals[OWNER] = answer
        run_due()
        work()
        mailbox.refusals.clear()
        time_machine.move_to(NOW + EMAIL_RETRY_DELAYS[0], tick=False)
        work()

    assert bool(mailbox.messages) == arrives
