"""Whoever wrote or submitted something has somebody else approve it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from wagtail.models import Page, TaskState, Workflow

from publishing.models.sign_off import SELF_APPROVAL_MESSAGE
from snippets.models import Topic
from tests import factories
from tests.editing import SAVE, SUBMIT, edit_url, posted

pytestmark = pytest.mark.django_db

DASHBOARD = "/admin/"
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


@pytest.fixture
def release():
    """Return a draft that nobody has a part in yet, on a site with its roles."""
    release = factories.make_press_release(live=False, title="Guardians for children")
    call_command("setup_roles")
    return release


def member(role, name=""):
    """Return somebody of a role."""
    name = name or role.lower()
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "sesame")
    user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def send(user, content, button, **changes):
    """Press a button of the form on which the user edits."""
    stored = type(content).objects.get(pk=content.pk).get_latest_revision_as_object()
    return signed_in(user).post(
        edit_url(content), {**posted(stored, **changes), **button}, follow=True
    )


def decide(user, content, decision="approve", comment=""):
    """Press a button on the dashboard, which sends no form."""
    state = type(content).objects.get(pk=content.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[content.pk, decision, state.pk])
    return signed_in(user).post(address, {"comment": comment})


def is_live(content):
    content.refresh_from_db()
    return content.live


def offered(user, content):
    """Return the names of what the user is offered to do with what waits for approval."""
    task = type(content).objects.get(pk=content.pk).current_workflow_task
    return {name for name, _label, _asks in task.get_actions(content, user)}


def test_what_a_contributor_submits_goes_live_when_a_publisher_approves(release):
    send(member("Contributor"), release, SUBMIT)
    assert not is_live(release)
    publisher = member("Publisher")
    assert offered(publisher, release) == {"approve", "reject"}

    decide(publisher, release)

    assert is_live(release)


def test_who_submitted_it_is_offered_no_approval(release):
    publisher = member("Publisher")
    send(publisher, release, SUBMIT)

    assert offered(publisher, release) == {"reject"}
    decide(publisher, release)

    assert not is_live(release)
    decide(member("Publisher", "second"), release)
    assert is_live(release)


def test_who_wrote_it_is_offered_no_approval_though_another_submitted_it(release):
    publisher = member("Publisher")
    release.save_revision(user=publisher, clean=False)
    send(member("Contributor"), release, SUBMIT)

    assert offered(publisher, release) == {"reject"}


def test_an_edit_that_is_sent_with_the_approval_is_work_on_it(release):
    send(member("Contributor"), release, SUBMIT)
    publisher = member("Publisher")

    response = send(publisher, release, APPROVE, title="Guardians for all children")

    assert SELF_APPROVAL_MESSAGE in response.content.decode().replace("&#x27;", "'")
    assert not is_live(release)
    latest = release.get_latest_revision_as_object()
    assert latest.title == "Guardians for all children"
    decide(member("Publisher", "second"), release)
    assert is_live(release)


def test_work_on_what_is_public_already_is_work_no_more(release):
    publisher = member("Publisher")
    release.save_revision(user=publisher, clean=False).publish()
    release.refresh_from_db()
    send(member("Contributor"), release, SUBMIT, minor_change="on")

    assert offered(publisher, release) == {"approve", "reject"}


def test_an_administrator_approves_no_work_of_their_own_either(release):
    administrator = factories.make_user("administrator")
    send(administrator, release, SUBMIT)

    assert offered(administrator, release) == {"reject"}
    with pytest.raises(ValidationError, match="somebody else has to approve it"):
        release.current_workflow_task.on_action(
            release.current_workflow_task_state, administrator, "approve"
        )


def test_an_edit_after_approval_asks_for_another(release):
    contributor = member("Contributor")
    publisher = member("Publisher")
    send(contributor, release, SUBMIT)
    decide(publisher, release, "reject", "Say who said so.")
    send(contributor, release, SUBMIT, summary=f"{release.summary} Ministers agreed.")

    assert not is_live(release)
    assert offered(publisher, release) == {"approve", "reject"}


def test_the_queue_holds_what_waits_for_others(release):
    publisher, second = member("Publisher"), member("Publisher", "second")
    send(publisher, release, SUBMIT)

    assert not TaskState.objects.reviewable_by(publisher).exists()
    assert TaskState.objects.reviewable_by(second).count() == 1
    assert "To approve" not in signed_in(publisher).get(DASHBOARD).content.decode()
    assert "To approve" in signed_in(second).get(DASHBOARD).content.decode()


def test_people_are_told_by_e_mail_what_they_have_to_do(release, mailoutbox):
    contributor, publisher = member("Contributor"), member("Publisher")
    send(contributor, release, SUBMIT)
    assert [message.to for message in mailoutbox] == [[publisher.email]]
    mailoutbox.clear()

    decide(publisher, release, "reject", "Say who said so.")

    assert [message.to for message in mailoutbox] == [[contributor.email]]
    assert "Say who said so." in mailoutbox[0].body


def test_shared_content_is_signed_off_as_well(release):
    topic = Topic.objects.get()
    topic.live = False
    topic.save()
    topic.save_revision(clean=False)
    communications = member("Communications")
    send(communications, topic, SUBMIT)

    assert offered(member("Publisher"), topic) == {"approve", "reject"}


def test_a_workflow_that_somebody_arranged_stays(release):
    own = Workflow.objects.create(name="Ours")
    Page.get_first_root_node().workflowpage.delete()
    release.get_parent().workflowpage = None
    call_command("setup_roles")

    assert release.get_workflow() is None
    assert Workflow.objects.filter(name="Approval").count() == 1
    assert own.active


def test_who_only_gave_it_a_date_may_approve_it(release):
    release.save_revision(user=member("Contributor"), clean=False)
    send(member("Contributor", "second"), release, SUBMIT)
    publisher = member("Publisher")
    moment = timezone.now() + timedelta(days=3)

    send(publisher, release, SAVE, go_live_at=f"{localtime(moment):%Y-%m-%d %H:%M}")

    release.refresh_from_db()
    assert offered(publisher, release) == {"approve", "reject"}
    assert TaskState.objects.reviewable_by(publisher).count() == 1
    send(publisher, release, SAVE, summary=f"{release.summary} Ministers agreed.")
    assert offered(publisher, release) == {"reject"}
    assert not TaskState.objects.reviewable_by(publisher).exists()


def copied_by(user, release):
    """Return a draft that is a copy of a release, made as the admin makes it."""
    changes = {"slug": "copied", "title": "The next release"}
    return release.copy(update_attrs=changes, user=user, keep_live=False)


def test_versions_of_the_page_that_was_copied_are_work_on_that_one_alone(release):
    publisher, contributor = member("Publisher"), member("Contributor")
    release.save_revision(user=publisher, clean=False)
    copy = copied_by(contributor, release)
    assert copy.revisions.filter(user=publisher).exists()

    send(contributor, copy, SUBMIT)

    assert offered(publisher, copy) == {"approve", "reject"}
    assert TaskState.objects.reviewable_by(publisher).count() == 1


def test_who_copied_it_had_a_part_in_it(release):
    publisher = member("Publisher")
    copy = copied_by(publisher, release)

    send(member("Contributor"), copy, SUBMIT)

    assert offered(publisher, copy) == {"reject"}
    assert not TaskState.objects.reviewable_by(publisher).exists()


def test_the_queue_asks_as_often_for_many_as_for_one(release, django_assert_num_queries):
    publisher, contributor = member("Publisher"), member("Contributor")
    release.save_revision(user=publisher, clean=False)
    send(contributor, release, SUBMIT)
    # What kinds of content there are is asked once, and remembered.
    assert not TaskState.objects.reviewable_by(publisher).exists()
    with CaptureQueriesContext(connection) as alone:
        assert not TaskState.objects.reviewable_by(publisher).exists()
    queries = len(alone)
    for number in range(3):
        another = factories.make_press_release(live=False, title=f"Guardians {number}")
        another.save_revision(user=publisher, clean=False)
        send(contributor, another, SUBMIT)

    with django_assert_num_queries(queries):
        assert not TaskState.objects.reviewable_by(publisher).exists()


def test_whoever_edits_and_approves_is_told_that_it_was_not_approved(release):
    contributor, publisher = member("Contributor"), member("Publisher")
    send(contributor, release, SUBMIT)
    release.refresh_from_db()
    edited = release.get_latest_revision_as_object()
    edited.title = "Guardians for every child"
    edited.save_revision(user=publisher, clean=False)
    response = send(publisher, release, APPROVE)
    assert not is_live(release)
    (told,) = response.context["messages"]
    assert SELF_APPROVAL_MESSAGE in told.message
    assert told.level_tag == "error"


@pytest.mark.parametrize("days", [0, 3])
def test_whoever_approves_what_others_wrote_is_told_what_became_of_it(release, days):
    contributor, publisher = member("Contributor"), member("Publisher")
    at = timezone.now() + timedelta(days=days)
    dates = {"go_live_at": f"{localtime(at):%d/%m/%Y %H:%M}"} if days else {}
    send(contributor, release, SUBMIT, **dates)
    response = send(publisher, release, APPROVE)
    assert is_live(release) is not bool(days)
    told = " ".join(str(message) for message in response.context["messages"])
    assert SELF_APPROVAL_MESSAGE not in told
    assert f"Approved. It {f'goes live on {localtime(at):%A}' if days else 'is live.'}" in told


def test_whoever_asks_for_changes_says_which(release):
    send(member("Contributor"), release, SUBMIT)
    client = Client()
    client.force_login(member("Publisher"))
    state = type(release).objects.get(pk=release.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[release.pk, "reject", state.pk])

    asked = {"comment": " "}
    answer = client.post(address, asked, headers={"X-Requested-With": "XMLHttpRequest"})

    assert "Say what should change" in answer.json()["html"]

    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


def test_whoever_asks_for_changes_is_told_that_it_was_sent_back(release):
    contributor, publisher = member("Contributor"), member("Publisher")
    send(contributor, release, SUBMIT)
    reject = {**APPROVE, "workflow-action-name": "reject"}
    response = send(publisher, release, reject)
    assert any("Sent back" in str(message) for message in response.context["messages"])


@pytest.mark.parametrize("make", [factories.make_press_release, factories.make_topic])
def test_the_form_begins_with_what_was_asked_for(make):
    content = make(live=False)
    factories.make_press_index()
    call_command("setup_roles")
    contributor, publisher = member("Communications"), member("Publisher")
    content.save_revision(user=contributor, clean=False)
    content.get_workflow().start(content, contributor)
    content.current_workflow_task_state.reject(user=publisher, comment="Name the <source>.")

    form = signed_in(contributor).get(edit_url(content))

    (told,) = [str(message) for message in form.context["messages"]]
    assert told.startswith("Changes requested. publisher, ")
    assert told.strip().endswith(": “Name the &lt;source&gt;.”")
    assert "Name the &lt;source&gt;." in form.content.decode()

    send(contributor, content, SUBMIT)
    again = signed_in(contributor).get(edit_url(content))
    assert not any("Changes requested" in str(message) for message in again.context["messages"])


def buttons_of(page):
    """Return what the buttons at the foot of a form say, the main one first."""
    footer = BeautifulSoup(page.content, "html.parser").find("footer")
    found = footer.find_all("button", type=lambda kind: kind != "button")
    return [" ".join(b.get_text().split()) for b in found if not b.has_attr("hidden")]


@pytest.mark.parametrize("make", [factories.make_press_release, factories.make_topic])
def test_the_main_button_of_whoever_approves_is_approve(make):
    content = make(live=False)
    factories.make_press_index()
    call_command("setup_roles")
    writer, publisher = member("Communications"), member("Publisher")
    content.save_revision(user=writer, clean=False)
    assert buttons_of(signed_in(publisher).get(edit_url(content)))[0] == "Save draft"
    content.get_workflow().start(content, writer)

    form = signed_in(publisher).get(edit_url(content))

    offered = buttons_of(form)
    assert offered[0] == "Approve"
    assert {"Save draft", "Request changes", "Publish without approval"} < set(offered)
    assert "Publish" not in offered
    # The Enter key presses the first button of a form.
    first = BeautifulSoup(form.content, "html.parser").find("footer").find("button")
    assert first.has_attr("hidden")
    assert first["type"] == "submit"
    assert not first.has_attr("name")
    # Whoever submitted it is offered none of them.
    theirs = buttons_of(signed_in(writer).get(edit_url(content)))
    assert not {"Approve", "Request changes", "Publish without approval"} & set(theirs)


@pytest.mark.parametrize("make", [factories.make_press_release, factories.make_topic])
@pytest.mark.parametrize(("days", "first"), [(3, "Schedule to publish"), (-3, "Save draft")])
def test_the_main_button_of_a_draft_with_a_date_to_come_schedules_it(make, days, first):
    content = make(live=False)
    factories.make_press_index()
    call_command("setup_roles")
    content.go_live_at = timezone.now() + timedelta(days=days)
    content.save_revision(clean=False)

    form = signed_in(member("Publisher")).get(edit_url(content))
    assert buttons_of(form)[0] == first
    # The Enter key saves the draft even so.
    button = BeautifulSoup(form.content, "html.parser").find("footer").find("button")
    assert (button.has_attr("hidden"), button.get("name")) == (days > 0, None)
    # Who may not publish still begins with the draft.
    assert buttons_of(signed_in(member("Communications")).get(edit_url(content)))[0] == "Save draft"


def test_a_schedule_that_asks_nobody_says_so(release):
    send(member("Contributor"), release, SUBMIT)
    at = timezone.now() + timedelta(days=3)
    publisher = member("Publisher")
    send(publisher, release, SAVE, go_live_at=f"{localtime(at):%d/%m/%Y %H:%M}")
    offered = buttons_of(signed_in(publisher).get(edit_url(release)))
    assert offered[0] == "Approve"
    assert "Schedule without approval" in offered


@pytest.mark.parametrize("make", [factories.make_press_release, factories.make_topic])
@pytest.mark.parametrize("changed", [True, False])
def test_what_was_sent_back_and_submitted_again_says_what_was_asked_and_what_changed(make, changed):
    content = make(live=False)
    factories.make_press_index()
    call_command("setup_roles")
    writer, publisher = member("Communications"), member("Publisher")
    before = content.save_revision(user=writer, clean=False)
    content.get_workflow().start(content, writer)
    content.current_workflow_task_state.reject(user=publisher, comment="Name the source.")
    content = type(content).objects.get(pk=content.pk)
    after = content.save_revision(user=writer, clean=False) if changed else before
    content.current_workflow_state.resume(user=writer)

    form = signed_in(publisher).get(edit_url(content))
    dashboard = signed_in(publisher).get(DASHBOARD).content.decode()

    (told,) = [str(message) for message in form.context["messages"]]
    assert "Submitted again after changes were requested. publisher, " in told
    assert "“Name the source.”" in told
    assert "Submitted again by communications" in dashboard
    assert "“Name the source.”" in dashboard
    compare = f"/{before.pk}...{after.pk}/"
    assert (compare in told) is changed
    assert (compare in dashboard) is changed
    assert ("Nothing has changed since." in told) is not changed


def test_another_submission_is_offered_from_the_first_step_only_where_there_are_several(release):
    contributor = member("Contributor")
    send(contributor, release, SUBMIT)
    decide(member("Publisher"), release, "reject", "Say who said so.")

    offered = buttons_of(signed_in(contributor).get(edit_url(release)))

    assert "Submit for approval again" in offered
    assert "Submit for approval from the first step" not in offered


def test_a_site_that_called_it_sign_off_calls_it_approval(release):
    Workflow.objects.update(name="Sign-off")
    call_command("setup_roles")
    assert set(Workflow.objects.values_list("name", flat=True)) >= {"Approval"}
    assert not Workflow.objects.filter(name="Sign-off").exists()
