"""Every message of the site, Wagtail and Django reaches a real mail server, if late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import BadHeaderError, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from editorial.dashboard.attention import AttentionReport
from editorial.mail import outbox
from editorial.models import OutgoingEmail
from editorial.models.outgoing_email import (
    EMAIL_CLAIM_TIMEOUT,
    EMAIL_RETRY_DELAYS,
    EMAIL_RETRY_PERIOD,
    GIVEN_UP_EMAIL_RETENTION,
)
from tests import factories
from tests.mail_server import mail_server

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.time_machine(NOW, tick=False),
    pytest.mark.usefixtures("queued_mail"),
]
READER = "reader@example.org"


def run_worker():
    """Run the tasks that are due, as the worker does."""
    call_command("run_worker", batch=True, interval=0, verbosity=0)


def send(subject="Subject", to=READER):
    send_mail(subject, "Text", None, [to])


def receive(settings):
    """Run the worker beside a mail server; return what arrived."""
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        run_worker()
    return mailbox.messages


def retry_until_given_up(time_machine):
    """Run the worker whenever a message is due; return how long it was tried."""
    moment = NOW
    while email := OutgoingEmail.objects.waiting_to_be_sent().first():
        moment = max(moment, email.next_attempt_at)
        time_machine.move_to(moment, tick=False)
        run_worker()
    return moment - NOW


def test_a_message_is_sent_by_the_worker_and_then_forgotten(settings):
    send()
    assert OutgoingEmail.objects.count() == 1

    [message] = receive(settings)

    assert (message["To"], message["Subject"]) == (READER, "Subject")
    assert not OutgoingEmail.objects.exists()


def test_a_message_arrives_as_it_was_written(settings):
    message = EmailMultiAlternatives(
        "Räddning – 1 May",
        "Text\nsecond line",
        "Press <press@example.org>",
        [READER],
        cc=["copy@example.org"],
        bcc=["hidden@example.org"],
        reply_to=["answers@example.org"],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    message.attach("figures.csv", "a,b\n1,2\n", "text/csv")
    message.attach("picture.png", b"\x89PNG\x00", "image/png")
    message.send()

    [arrived] = receive(settings)

    assert str(arrived["Subject"]) == "Räddning – 1 May"
    assert arrived["From"] == "Press <press@example.org>"
    assert arrived["Cc"] == "copy@example.org"
    assert arrived["Bcc"] is None
    assert arrived["Reply-To"] == "answers@example.org"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_body("plain").get_content().split() == ["Text", "second", "line"]
    assert arrived.get_body("html").get_content().strip() == "<p>Text</p>"
    table, picture = arrived.iter_attachments()
    assert table.get_content().splitlines() == ["a,b", "1,2"]
    assert picture.get_content() == b"\x89PNG\x00"


def test_a_header_with_a_line_break_is_refused_where_it_is_sent():
    with pytest.raises(BadHeaderError):
        send("Subject\nBcc: other@example.org")

    assert not OutgoingEmail.objects.exists()


def test_what_is_rolled_back_sends_nothing(settings):
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError

    assert receive(settings) == []


@pytest.mark.parametrize("hours", [1, 7])
def test_a_message_waits_for_a_mail_server_that_is_away_for_hours(settings, time_machine, hours):
    send()
    for minute in range(0, hours * 60, 30):
        time_machine.move_to(NOW + timedelta(minutes=minute), tick=False)
        run_worker()

    time_machine.move_to(NOW + timedelta(hours=hours + 1), tick=False)

    assert [message["To"] for message in receive(settings)] == [READER]


def test_a_message_is_given_up_after_eight_hours_and_shown_on_the_dashboard(
    settings, time_machine, client
):
    send("Embargoed title")

    tried_for = retry_until_given_up(time_machine)

    assert EMAIL_RETRY_PERIOD - EMAIL_RETRY_DELAYS[-1] < tried_for <= EMAIL_RETRY_PERIOD
    assert receive(settings) == []
    administrator = factories.make_user("administrator")
    [group] = [
        group
        for group in AttentionReport(administrator).groups()
        if "not delivered" in group.heading
    ]
    [row] = group.rows
    assert row.title == READER
    assert "could not be reached" in row.detail
    client.force_login(administrator)
    html = client.get(row.url).content.decode()
    assert READER in html
    assert "Embargoed title" not in html


def test_a_message_that_was_given_up_can_be_sent_again_or_deleted(settings, time_machine, client):
    send()
    send(to="second@example.org")
    retry_until_given_up(time_machine)
    client.force_login(factories.make_user("administrator"))
    first, second = OutgoingEmail.objects.given_up().order_by("pk")

    client.post(reverse("undelivered_email", args=[first.pk, "send"]))
    client.post(reverse("undelivered_email", args=[second.pk, "delete"]))

    assert [message["To"] for message in receive(settings)] == [READER]
    assert not OutgoingEmail.objects.exists()
    gone = client.post(reverse("undelivered_email", args=[first.pk, "send"]))
    assert gone.status_code == 404


def test_only_those_who_may_publish_sets_see_undelivered_emails(time_machine, client):
    call_command("setup_roles", verbosity=0)
    send()
    retry_until_given_up(time_machine)
    contributor = factories.make_member("Contributor")
    client.force_login(contributor)

    response = client.get(reverse("undelivered_emails"))

    assert READER not in response.content.decode()
    assert not [g for g in AttentionReport(contributor).groups() if "not delivered" in g.heading]


@pytest.mark.parametrize(
    ("answer", "is_tried_again"),
    [("550 There is nobody of this name", False), ("451 Later", True)],
)
def test_only_a_final_refusal_ends_the_attempts(settings, time_machine, answer, is_tried_again):
    send()
    with mail_server(settings.EMAIL_PORT) as (mailbox, _port):
        mailbox.refusals[READER] = answer
        run_worker()
        assert OutgoingEmail.objects.waiting_to_be_sent().exists() == is_tried_again
        assert answer[4:] in OutgoingEmail.objects.get().error


def test_a_message_is_not_sent_to_an_account_that_was_closed_meanwhile(settings):
    user = factories.make_user("author")
    send(to=user.email)
    send(to=user.email.upper())
    get_user_model().objects.update(is_active=False)

    assert receive(settings) == []
    assert not OutgoingEmail.objects.exists()


def test_a_message_whose_worker_was_killed_is_sent_later(settings, time_machine):
    send()
    OutgoingEmail.objects.get().claim(NOW)
    DBTaskResult.objects.all().delete()

    time_machine.move_to(NOW + EMAIL_CLAIM_TIMEOUT + outbox.LOST_EMAIL_TASK_TIMEOUT, tick=False)
    outbox.maintain_email_queue(NOW)
    assert not DBTaskResult.objects.exists()
    outbox.maintain_email_queue(NOW + EMAIL_CLAIM_TIMEOUT + outbox.LOST_EMAIL_TASK_TIMEOUT)

    assert len(receive(settings)) == 1


def test_a_message_enqueued_twice_is_sent_once(settings):
    send()
    outbox.enqueue_email(OutgoingEmail.objects.get())

    assert len(receive(settings)) == 1


def test_undelivered_messages_are_deleted_after_thirty_days(time_machine):
    send()
    retry_until_given_up(time_machine)
    given_up_at = OutgoingEmail.objects.get().given_up_at

    outbox.maintain_email_queue(given_up_at + GIVEN_UP_EMAIL_RETENTION - timedelta(seconds=1))
    assert OutgoingEmail.objects.exists()
    outbox.maintain_email_queue(given_up_at + GIVEN_UP_EMAIL_RETENTION)
    assert not OutgoingEmail.objects.exists()


def test_a_newsletter_confirmation_waits_for_the_mail_server(settings, time_machine, client):
    factories.make_home()
    client.post("/newsletter/", {"email": READER, "website": ""})
    run_worker()

    time_machine.move_to(NOW + EMAIL_RETRY_DELAYS[0], tick=False)

    [message] = receive(settings)
    assert "confirm" in message["Subject"]


def test_wagtails_approval_mail_waits_for_the_mail_server(settings, time_machine):
    call_command("setup_roles", verbosity=0)
    publisher = factories.make_member("Publisher")
    author = factories.make_member("Contributor")
    page = factories.make_press_release(live=False, owner=author)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    run_worker()
    assert OutgoingEmail.objects.waiting_to_be_sent().exists()

    time_machine.move_to(NOW + EMAIL_RETRY_DELAYS[0], tick=False)

    assert publisher.email in [message["To"] for message in receive(settings)]
