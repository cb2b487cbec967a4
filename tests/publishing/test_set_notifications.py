"""Everybody with an item in a release set is told what becomes of it, and of no other title."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission

from pressroom.models import PressRelease
from publishing import release_sets
from publishing.models import PublicationFailure, ReleaseSet
from publishing.scheduler.jobs import run_due
from publishing.upcoming import get_set_items_with_authors
from snippets.models import Organisation
from tests import factories
from tests.publishing.scheduled_content import drafted
from tests.publishing.sets_to_publish import MINUTE, MOMENT, make_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]

WRITER = "writer@example.org"


@pytest.fixture
def writer():
    """Somebody who works in the press room, and has no rights to sets or reports."""
    user = get_user_model().objects.create_user("writer", WRITER)
    group = Group.objects.create(name="Writers")
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    index = factories.make_press_index()
    GroupPagePermission.objects.create(group=group, page_id=index.pk, permission=right)
    user.groups.add(group)
    return user


@pytest.fixture
def launch(publisher, writer):
    """A set of the publisher's with a release of the writer's, and a report of another team."""
    release = drafted(
        factories.make_press_release(slug="launch", title="Ours", live=False, owner=writer)
    )
    report = drafted(factories.make_report_page(slug="report", title="Zephyr", live=False))
    return make_set(release, report, user=publisher)


def to_writer(mailoutbox):
    """Return what the writer was told last, without what nobody may know there."""
    messages = [message for message in mailoutbox if message.to == [WRITER]]
    for message in messages:
        assert "Zephyr" not in message.subject + message.body
        assert "Report launch" not in message.subject + message.body
    return messages[-1].subject if messages else None


def test_approving_moving_and_reopening_are_told(launch, publisher, mailoutbox):
    release_sets.approve(launch, publisher)
    assert to_writer(mailoutbox) == "Approved: “Ours”"
    assert "10:30" in mailoutbox[-1].body

    release_sets.reschedule_release_set(launch, MOMENT + MINUTE, "Zephyr is late", publisher)
    assert to_writer(mailoutbox) == "Moved: “Ours”"
    assert "10:31" in mailoutbox[-1].body

    release_sets.reopen(launch, publisher)
    assert to_writer(mailoutbox) == "A draft again: “Ours”"


def test_taking_out_and_cancelling_are_told(launch, publisher, mailoutbox):
    release_sets.approve(launch, publisher)
    release_sets.cancel(launch, publisher, "Zephyr is late")
    assert to_writer(mailoutbox) == "Cancelled: “Ours”"

    release_sets.reopen(launch, publisher)
    release_sets.approve(launch, publisher)
    release_sets.remove_item(launch.items.first(), publisher)
    assert to_writer(mailoutbox) == "Removed: “Ours”"


def test_publication_is_told_to_all(launch, publisher, mailoutbox, time_machine):
    release_sets.approve(launch, publisher)
    time_machine.move_to(MOMENT)
    assert run_due() == 1

    assert to_writer(mailoutbox) == "Published: “Ours”"
    told = {message.to[0] for message in mailoutbox if message.subject.startswith("Published")}
    assert told == {WRITER, publisher.email}


def test_failure_is_told_without_the_reasons_of_others(launch, publisher, mailoutbox, time_machine):
    release_sets.approve(launch, publisher)
    revision = launch.items.last().revision
    revision.content["summary"] = "Zephyr"
    revision.save(update_fields=["content"])
    time_machine.move_to(MOMENT)
    assert run_due() == 0

    assert to_writer(mailoutbox) == "Not done: “Ours”"
    [owner] = [message for message in mailoutbox if message.subject == "Not done: “Report launch”"]
    assert "6 characters" in owner.body


def test_who_may_know_all_of_a_set_is_told_its_title(launch, publisher, mailoutbox):
    colleague = factories.make_user("colleague")
    PressRelease.objects.update(owner=colleague)
    release_sets.approve(launch, publisher)

    [message] = [message for message in mailoutbox if message.to == [colleague.email]]
    assert message.subject == "Approved: “Report launch”"
    assert "Yours in this set: “Ours”." in message.body


def test_who_lost_the_right_to_an_item_is_told_nothing(launch, publisher, writer, mailoutbox):
    writer.groups.clear()

    release_sets.approve(launch, publisher)

    assert to_writer(mailoutbox) is None


def test_whoever_did_it_gets_no_message(launch, publisher, mailoutbox):
    release_sets.approve(launch, publisher)

    assert publisher.email not in {message.to[0] for message in mailoutbox}


def test_finding_the_people_costs_as_many_queries_for_many_items(publisher):
    def count(size):
        pages = [
            drafted(factories.make_press_release(slug=f"page-{size}-{n}", live=False))
            for n in range(size)
        ]
        release_set = make_set(*pages, user=publisher)
        with CaptureQueriesContext(connection) as asked:
            assert len(get_set_items_with_authors(release_set.items.all())) == size
        return len(asked)

    assert count(6) == count(2)


def test_what_a_failed_set_lacks_is_named_with_what_to_do(publisher, time_machine, mailoutbox):
    """Not “can't currently handle on_delete types”."""
    organisation = Organisation.objects.create(name="Gone Trust")
    page = drafted(factories.make_press_release(slug="joint", title="Joint", live=False))
    release_set = make_set(page, user=publisher)
    row = {"pk": None, "sort_order": 0, "page": page.pk, "organisation": organisation.pk}
    revision = page.latest_revision
    revision.content["issued_with"] = [row]
    revision.save(update_fields=["content"])
    release_sets.approve(release_set, publisher)
    Organisation.objects.filter(pk=organisation.pk)._raw_delete("default")
    time_machine.move_to(MOMENT)

    assert run_due() == 0

    reason = PublicationFailure.objects.get().reason
    assert reason == (
        "“Joint”: Issued with: An organisation chosen here was deleted. Choose another or "
        "remove it, then save."
    )
    assert reason in mailoutbox[-1].body


def test_an_unexpected_fault_shows_editors_no_exception(publisher, time_machine, monkeypatch):
    page = drafted(factories.make_press_release(slug="joint", title="Joint", live=False))
    release_sets.approve(release_set := make_set(page, user=publisher), publisher)
    monkeypatch.setattr(PressRelease, "save", lambda *args, **kwargs: 1 / 0)
    time_machine.move_to(MOMENT)

    assert run_due() == 0

    reason = PublicationFailure.objects.get().reason
    assert "ZeroDivisionError" not in reason
    assert "This was “Joint”." in reason
    assert f"set/{release_set.pk}" in reason
    assert "Try again" in reason


def test_a_fault_of_the_database_shows_editors_no_exception(publisher, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("UNIQUE constraint failed: x.y")

    page = drafted(factories.make_press_release(slug="joint", title="Joint", live=False))
    release_set = make_set(page, user=publisher)
    monkeypatch.setattr(PressRelease, "save", refuse)

    with pytest.raises(ValidationError) as refusal:
        release_sets.approve(release_set, publisher)

    assert "UNIQUE" not in str(refusal.value)
    assert "technical fault" in str(refusal.value)
    assert ReleaseSet.objects.get().state == ReleaseSet.State.DRAFT
