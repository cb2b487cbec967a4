"""A form that was opened before a save or a decision writes nothing over it by itself."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageSubscription, Revision

from content.validation.edit_state import EDIT_STATE_FIELD, format_edit_state, parse_edit_state
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.models.sign_off import SELF_APPROVAL_MESSAGE, is_contributor
from tests import factories
from tests.editing import PUBLISH, SAVE, SUBMIT, edit_url, posted
from tests.editorial.test_sign_off import APPROVE, member, signed_in

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
REJECT = {
    "action-workflow-action": "true",
    "workflow-action-name": "reject",
    "workflow-action-extra-data": json.dumps({"comment": "Name the source."}),
}


def make_content(kind):
    """Return a page or a topic in a draft that a contributor has submitted."""
    make = {"page": factories.make_press_release, "topic": factories.make_topic}[kind]
    content = make(live=False)
    factories.make_press_index()
    call_command("setup_roles")
    writer = member("Communications", "writer")
    content.save_revision(user=writer, clean=False)
    content.get_workflow().start(content, writer)
    return stored(content)


@pytest.fixture(params=["page", "topic"])
def content(request):
    return make_content(request.param)


@pytest.fixture
def draft(content):
    """Return the same content, taken back by whoever submitted it."""
    content.current_workflow_state.cancel(user=None)
    return stored(content)


def stored(content):
    return type(content).objects.get(pk=content.pk)


def open_form(content, **changes):
    """Return what a form that is opened now posts, with what names the version it shows."""
    draft = stored(content).get_latest_revision_as_object()
    revision = stored(content).latest_revision
    return {
        **posted(draft, **changes),
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }


def words(content):
    """Return the fields to change in a form of the content."""
    name = "title" if hasattr(content, "title") else "name"
    return {name: "Guardians for every child"}


def send(user, content, data, **button):
    return signed_in(user).post(edit_url(content), {**data, **button}, follow=True)


def autosave(user, content, data, **more):
    return signed_in(user).post(edit_url(content), {**data, **more}, headers=JSON)


def versions(content):
    return Revision.objects.for_instance(content).count()


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def decide(decision, publisher, content):
    """Take a decision as the publisher, with a form that is opened for it."""
    content = stored(content)
    buttons = {"approve": APPROVE, "reject": REJECT, "publish": PUBLISH}
    if decision in buttons:
        send(publisher, content, open_form(content), **buttons[decision])
    elif decision == "lock":
        content.locked = True
        content.save(update_fields=["locked"])
    elif decision == "schedule":
        revision = content.latest_revision
        revision.approved_go_live_at = timezone.now() + timedelta(days=1)
        revision.save(update_fields=["approved_go_live_at"])
    elif decision == "set":
        at = timezone.now() + timedelta(days=1)
        release_set = ReleaseSet.objects.create(title="Launch", go_live_at=at)
        item = ReleaseSetItem(release_set=release_set)
        item.content_object = content
        item.save()


@pytest.mark.parametrize("decision", ["approve", "reject", "publish", "lock", "schedule", "set"])
def test_an_autosave_that_arrives_after_a_decision_is_refused(content, decision):
    publisher = member("Publisher")
    late = open_form(content, **words(content))

    decide(decision, publisher, content)
    before = versions(content)
    answer = autosave(publisher, content, late)

    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert versions(content) == before


def test_an_autosave_after_submitting_is_refused(content):
    writer = member("Communications", "another")
    stored(content).current_workflow_state.cancel(user=writer)
    late = open_form(content, **words(content))
    send(writer, content, open_form(content), **SUBMIT)
    before = versions(content)

    assert autosave(writer, content, late).json()["error_code"] == "invalid_revision"
    assert versions(content) == before


def test_an_autosave_is_compared_again_under_the_lock(content, monkeypatch):
    """The decision comes between the view's first look and the moment at which it writes."""
    publisher = member("Publisher")
    late = open_form(content, **words(content))
    from content.editing import edit_conflicts

    read_state = edit_conflicts.get_edit_state
    first = []

    def look_then_approve(looked_at):
        state = read_state(looked_at)
        if not first:
            first.append(True)
            decide("approve", publisher, content)
        return state

    monkeypatch.setattr(edit_conflicts, "get_edit_state", look_then_approve)
    answer = autosave(publisher, content, late)

    assert first
    assert answer.json()["error_code"] == "invalid_revision"
    assert stored(content).live
    assert not stored(content).has_unpublished_changes
    assert not versions(content) > 2


@pytest.mark.parametrize("button", [SAVE, SUBMIT, PUBLISH, APPROVE])
def test_an_unchanged_form_makes_no_version_and_no_author(content, button):
    publisher = member("Publisher")
    if button is SUBMIT:
        stored(content).current_workflow_state.cancel(user=publisher)
    before = versions(content)

    send(publisher, content, open_form(content), **button)

    assert versions(content) == before
    assert not Revision.objects.for_instance(content).filter(user=publisher).exists()
    if button in (PUBLISH, APPROVE):
        assert stored(content).live
        assert not stored(content).has_unpublished_changes


def test_an_untouched_form_that_saves_itself_keeps_nobody_from_approving(content):
    publisher = member("Publisher")
    data = open_form(content)
    before = versions(content)

    answer = autosave(publisher, content, data).json()

    assert answer["success"]
    assert versions(content) == before
    assert not is_contributor(stored(content), publisher)
    # The browser then sends the number of the version that it was answered.
    data |= answer["field_updates"]
    response = send(publisher, content, data, **APPROVE)
    assert SELF_APPROVAL_MESSAGE not in messages_of(response)
    assert stored(content).live


def test_what_is_typed_after_an_unchanged_autosave_overwrites_nobodys_version(content):
    publisher = member("Publisher")
    data = open_form(content)
    answer = autosave(publisher, content, data).json()
    submitted = stored(content).latest_revision

    again = autosave(
        publisher,
        content,
        {**open_form(content, **words(content)), **answer["field_updates"]},
        overwrite_revision_id=answer["revision_id"],
    ).json()

    assert again["success"]
    assert again["revision_id"] != submitted.pk
    assert stored(content).latest_revision.user == publisher
    submitted.refresh_from_db()
    assert submitted.user.username == "writer"
    # From then on the same version is written over, as Wagtail does.
    more = autosave(
        publisher,
        content,
        {**open_form(content, **words(content)), **again["field_updates"]},
        overwrite_revision_id=again["revision_id"],
        loaded_revision_id=str(submitted.pk),
    ).json()
    assert more["revision_id"] == again["revision_id"]


def test_the_own_autosave_is_no_conflict_for_a_button(draft):
    writer = member("Communications", "another")
    client = signed_in(writer)
    data = open_form(draft, **words(draft))
    assert client.post(edit_url(draft), data, headers=JSON).json()["success"]

    response = client.post(edit_url(draft), {**data, **SAVE}, follow=True)

    assert "This was changed while your form was open" not in response.content.decode()
    assert "has been saved" in messages_of(response) or "updated" in messages_of(response)


def test_what_one_person_saved_in_another_tab_is_not_overwritten(draft):
    client = signed_in(member("Communications", "another"))
    name, text = next(iter(words(draft).items()))
    one = {**open_form(draft, **{name: "My own words"}), EDIT_STATE_FIELD: format_edit_state(draft)}
    two = {**open_form(draft, **words(draft)), EDIT_STATE_FIELD: format_edit_state(draft)}
    client.post(edit_url(draft), {**two, **SAVE})

    response = client.post(edit_url(draft), {**one, **SAVE}, follow=True)

    assert "You saved a newer version in another tab or window" in messages_of(response)
    assert f"“{text}”" in messages_of(response)
    assert getattr(stored(draft).get_latest_revision_as_object(), name) == text

    # Knowing of it, they may.
    again = {**one, EDIT_STATE_FIELD: response.context["form"][EDIT_STATE_FIELD].value()}
    client.post(edit_url(draft), {**again, **SAVE})
    assert getattr(stored(draft).get_latest_revision_as_object(), name) == "My own words"


def test_a_tab_that_saved_nothing_overwrites_no_later_autosave_of_another(draft):
    client = signed_in(member("Communications", "another"))
    one = {**open_form(draft, **words(draft)), EDIT_STATE_FIELD: format_edit_state(draft)}
    saved = client.post(edit_url(draft), one, headers=JSON).json()
    two = {**open_form(draft), EDIT_STATE_FIELD: format_edit_state(stored(draft))}
    client.post(edit_url(draft), two, headers=JSON)
    again = {**one, "overwrite_revision_id": saved["revision_id"]}
    again |= saved["field_updates"]
    name = next(iter(words(draft)))
    assert client.post(edit_url(draft), {**again, name: "Later"}, headers=JSON).json()["success"]

    response = client.post(edit_url(draft), {**two, **SAVE}, follow=True)

    assert "You saved a newer version in another tab" in messages_of(response)
    assert getattr(stored(draft).get_latest_revision_as_object(), name) == "Later"


def test_a_button_pressed_twice_in_one_tab_is_no_conflict(draft):
    client = signed_in(member("Communications", "another"))
    data = {**open_form(draft, **words(draft)), EDIT_STATE_FIELD: format_edit_state(draft)}
    saved = client.post(edit_url(draft), data, headers=JSON).json()
    assert saved["success"]

    for _ in range(2):
        response = client.post(edit_url(draft), {**data, **SAVE}, follow=True)
        assert "while your form was open" not in response.content.decode()


def test_a_tab_knows_its_own_autosave_after_the_session_has_ended(draft):
    writer = member("Communications", "another")
    data = {**open_form(draft, **words(draft)), EDIT_STATE_FIELD: format_edit_state(draft)}
    client = signed_in(writer)
    assert client.post(edit_url(draft), data, headers=JSON).json()["success"]
    client.logout()

    response = signed_in(writer).post(edit_url(draft), {**data, **SAVE}, follow=True)

    assert "while your form was open" not in response.content.decode()
    assert "has been saved" in messages_of(response) or "updated" in messages_of(response)


@pytest.mark.parametrize(
    "window", ['"\\u0000"', '"\\ud800"', '"a b"', '""', f'"{"w" * 65}"', "NaN", "true", "12", "[]"]
)
def test_a_window_name_that_the_site_did_not_give_is_no_error(draft, window):
    state = json.loads(format_edit_state(draft)) | {"window": "given"}
    data = {**open_form(draft, **words(draft))}
    data[EDIT_STATE_FIELD] = json.dumps(state).replace('"given"', window)
    client = signed_in(member("Communications", "another"))

    assert client.post(edit_url(draft), data, headers=JSON).json()["success"]
    assert client.post(edit_url(draft), {**data, **SAVE}, follow=True).status_code == 200


def test_two_people_are_told_who_saved_when_and_what_differs(draft):
    first, second = member("Communications", "first"), member("Publisher", "second")
    name, text = next(iter(words(draft).items()))
    mine = open_form(draft, **{name: "My own words"})
    theirs = send(second, draft, open_form(draft, **words(draft)))
    assert theirs.status_code == 200
    saved_at = stored(draft).latest_revision.created_at

    response = send(first, draft, mine)

    told = messages_of(response)
    page = response.content.decode()
    # One message says it; Wagtail's own would say no more.
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert "second saved a newer version on" in told
    assert f"{timezone.localtime(saved_at):%-d %B %Y, %H:%M}" in told
    assert f"“{text}”" in told
    assert f'value="{name}"' in told
    assert "My own words" in page
    assert stored(draft).latest_revision.user == second

    # Knowing of it, the editor may save over it, or take it over.
    form = response.context["form"]
    again = {**mine, EDIT_STATE_FIELD: form[EDIT_STATE_FIELD].value()}
    assert autosave(first, draft, again).json()["error_code"] == "invalid_revision"
    assert stored(draft).latest_revision.user == second
    send(first, draft, {**again, "take_theirs": name})
    assert getattr(stored(draft).get_latest_revision_as_object(), name) == text
    send(first, draft, again)
    assert getattr(stored(draft).get_latest_revision_as_object(), name) == "My own words"


def test_what_only_the_other_person_changed_is_ticked():
    draft = make_content("page")
    draft.current_workflow_state.cancel(user=None)
    first, second = member("Communications", "first"), member("Publisher", "second")
    mine = open_form(draft, summary="My own summary of what the minister promised on Monday.")
    other_contact = factories.make_media_contact(name="Night desk")
    theirs = open_form(draft, title="Their title", location="Leeds")
    send(second, draft, theirs | {"media_contacts-0-contact": str(other_contact.pk)})

    response = send(first, draft, mine)

    ticked = BeautifulSoup(response.content, "html.parser").select("[name=take_theirs]")
    found = {box["value"]: box.has_attr("checked") for box in ticked}
    taken = ["title", "location", "media_contacts"]
    assert found == dict.fromkeys(taken, True) | {"summary": False}
    form = response.context["form"]
    again = {**mine, EDIT_STATE_FIELD: form[EDIT_STATE_FIELD].value(), "take_theirs": taken}
    send(first, draft, again)
    saved = stored(draft).get_latest_revision_as_object()
    assert (saved.title, saved.location) == ("Their title", "Leeds")
    assert saved.media_contacts.get().contact == other_contact
    assert saved.summary == mine["summary"]


def test_a_form_that_comes_back_holds_what_was_taken_over():
    draft = make_content("page")
    draft.current_workflow_state.cancel(user=None)
    first, second = member("Communications", "first"), member("Publisher", "second")
    mine = open_form(draft, title="My title.", summary="My words.")
    other_contact = factories.make_media_contact(name="Night desk")
    theirs = open_form(draft, title="Their title")
    send(second, draft, theirs | {"media_contacts-0-contact": str(other_contact.pk)})
    form = send(first, draft, mine).context["form"]
    again = {
        **mine,
        EDIT_STATE_FIELD: form[EDIT_STATE_FIELD].value(),
        "take_theirs": ["title", "media_contacts"],
    }

    # Refused, because my summary is too short to be submitted.
    form = send(first, draft, again, **SUBMIT).context["form"]

    assert {*form.errors} == {"summary"}
    assert form["title"].value() == "Their title"
    assert not form.fields["title"].disabled
    assert form["summary"].value() == "My words."
    (row,) = form.formsets["media_contacts"].forms
    assert row["contact"].value() == other_contact.pk


def test_nobody_takes_over_the_comments_of_another():
    draft = make_content("page")
    draft.current_workflow_state.cancel(user=None)
    first, second = member("Communications", "first"), member("Publisher", "second")
    subscription = {"user": first, "page": draft, "comment_notifications": True}
    PageSubscription.objects.create(**subscription)
    mine = open_form(draft, summary="My own summary of what the minister promised on Monday.")
    mine.pop("comment_notifications", None)
    mine |= {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-id": "",
        "comments-0-contentpath": "summary",
        "comments-0-text": "Is this so?",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    send(second, draft, open_form(draft, title="Their title"))

    response = send(first, draft, mine)
    boxes = BeautifulSoup(response.content, "html.parser").select("[name=take_theirs]")
    assert {box["value"] for box in boxes} == {"title", "summary"}

    taken = ["title", "comments", "comment_notifications"]
    again = {
        **mine,
        EDIT_STATE_FIELD: response.context["form"][EDIT_STATE_FIELD].value(),
        "take_theirs": taken,
    }
    assert send(first, draft, again).status_code == 200
    saved = stored(draft).get_latest_revision_as_object()
    assert saved.title == "Their title"
    assert stored(draft).wagtail_admin_comments.get().text == "Is this so?"


def test_the_autosave_of_another_says_who_was_faster(draft):
    first, second = member("Communications", "first"), member("Publisher", "second")
    mine = open_form(draft, **words(draft))
    send(second, draft, open_form(draft, **words(draft)))

    answer = autosave(first, draft, mine).json()

    assert "second saved a newer version on" in answer["error_message"]


def test_a_decision_on_a_stale_form_is_not_taken_for_another(content):
    publisher, second = member("Publisher"), member("Publisher", "second")
    stale = open_form(content)
    decide("approve", second, content)
    before = versions(content)

    response = send(publisher, content, stale, **REJECT)

    assert "by second" in messages_of(response)
    assert versions(content) == before
    assert not stored(content).has_unpublished_changes


def test_the_preview_of_a_stale_form_is_still_shown():
    page = make_content("page")
    publisher = member("Publisher")
    stale = open_form(page, **words(page))
    decide("approve", publisher, page)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    assert signed_in(publisher).post(url, stale).json()["is_valid"]


def test_the_own_version_on_top_of_anothers_is_still_a_conflict(draft):
    first, second = member("Communications", "first"), member("Publisher", "second")
    mine = open_form(draft, **words(draft))
    name = next(iter(words(draft)))
    send(second, draft, open_form(draft, **{name: "Their words"}))
    send(first, draft, open_form(draft, **{name: "My words in another window"}))

    response = send(first, draft, mine)

    assert "second saved a newer version on" in messages_of(response)
    stored_name = getattr(stored(draft).get_latest_revision_as_object(), name)
    assert stored_name == "My words in another window"


def test_a_version_that_somebody_else_saved_over_is_a_conflict(draft):
    first, second = member("Communications", "first"), member("Publisher", "second")
    name = next(iter(words(draft)))
    send(second, draft, open_form(draft, **{name: "Their words"}))
    mine = open_form(draft, **words(draft))
    revision = stored(draft).latest_revision
    Revision.objects.filter(pk=revision.pk).update(created_at=timezone.now())

    assert "second saved a newer version on" in messages_of(send(first, draft, mine))


DAY = "2026-03-01 10:00:00+00:00"
BROKEN_STATES = [
    "",
    "{",
    "[]",
    '"x"',
    "[" * 100_000,
    *(
        json.dumps({"latest": latest, "at": at})
        for latest, at in [
            (7, DAY),
            ([1], DAY),
            ([1, 2], DAY),
            ([1, "x"], DAY),
            ([None, DAY], DAY),
            (["one", DAY], DAY),
            ([-1, DAY], DAY),
            ([True, DAY], DAY),
            ([{}, DAY], DAY),
            ([1, DAY], 5),
            ([1, DAY], None),
            ([1, DAY], "yesterday"),
            ([1, DAY], "0001-01-01T00:00:00+14:00"),
        ]
    ),
]


@pytest.mark.parametrize("state", BROKEN_STATES)
def test_a_state_that_cannot_be_read_counts_as_none(state):
    assert parse_edit_state(state) == {}


def test_a_state_that_was_written_can_be_read(content):
    state = format_edit_state(content, undecided=True)
    assert parse_edit_state(state) == json.loads(state)


@pytest.mark.parametrize("state", ["", '{"latest": ["one", 2], "at": 5}'])
@pytest.mark.parametrize("loaded", [True, "x", "9" * 5_000])
def test_without_a_state_the_version_that_was_opened_is_compared(draft, state, loaded):
    first, second = member("Communications", "first"), member("Publisher", "second")
    mine = {**open_form(draft, **words(draft)), EDIT_STATE_FIELD: state}
    if loaded is not True:
        mine["loaded_revision_id"] = loaded
    send(second, draft, open_form(draft, **words(draft)))
    before = versions(draft)

    response = send(first, draft, mine)

    assert "second saved a newer version on" in messages_of(response)
    assert versions(draft) == before


@pytest.mark.parametrize(
    "state", ["", "{", "[]", '{"latest": 7}', '"x"', '{"latest": ["one", 2], "at": 5}']
)
def test_a_broken_state_of_the_form_is_no_error(content, state):
    publisher = member("Publisher")

    response = send(
        publisher, content, {**open_form(content, **words(content)), EDIT_STATE_FIELD: state}
    )

    assert response.status_code == 200


@pytest.mark.parametrize("make", [factories.make_press_index, factories.make_home])
def test_index_pages_are_guarded_as_well(make):
    page = make()
    call_command("setup_roles")
    publisher = factories.make_user("administrator")
    page.save_revision(user=publisher, clean=False)
    late = open_form(page, title="Another title")
    page.locked = True
    page.locked_by = member("Publisher")
    page.save(update_fields=["locked", "locked_by"])

    assert autosave(publisher, page, late).json()["error_code"] == "invalid_revision"


def test_the_reason_stands_where_approve_would_be_with_whom_to_ask(content):
    state = stored(content).current_workflow_state
    publisher = member("Publisher", "second")
    writer = state.requested_by

    form = signed_in(writer).get(edit_url(content)).content.decode()

    assert 'aria-describedby="approval-obstacle">Approve</button>' in form
    assert "You submitted this" in form
    assert "Ask second." in form
    theirs = signed_in(publisher).get(edit_url(content)).content.decode()
    assert "approval-obstacle" not in theirs


def test_the_reason_replaces_approve_once_a_publisher_has_edited(content):
    publisher = member("Publisher")
    shown = BeautifulSoup(signed_in(publisher).get(edit_url(content)).content, "html.parser")
    assert shown.select("form[data-edit-form] [data-workflow-action-name='approve']")
    form = open_form(content)
    unchanged = autosave(publisher, content, form).json()["html"]
    assert "approval-obstacle" not in unchanged

    changed = autosave(member("Publisher", "other"), content, open_form(content), **words(content))
    saved = changed.json()["html"]
    assert SELF_APPROVAL_MESSAGE in saved
    assert "[data-workflow-action-name='approve'], .approval-obstacle" in saved


def test_a_publisher_who_wrote_it_is_told_whom_to_ask(content):
    publisher = member("Publisher")
    send(publisher, content, open_form(content, **words(content)), **SAVE)
    form = signed_in(publisher).get(edit_url(content)).content.decode()
    assert f"{SELF_APPROVAL_MESSAGE} Nobody else can approve this." in form

    member("Publisher", "second")
    response = send(publisher, content, open_form(content), **APPROVE)
    assert f"{SELF_APPROVAL_MESSAGE} Ask second." in response.content.decode()
    assert not stored(content).live
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
