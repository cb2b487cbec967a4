"""Every reusable kind of content through the real editor: gaps, refusals, schedules."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail import hooks
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from snippets.models import (
    ContactDetails,
    Instrument,
    MediaContact,
    Organisation,
    Promo,
    SiteBanner,
    Statistic,
    Topic,
)
from tests import factories
from tests.editing import PUBLISH, SUBMIT, add_url, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

MAKE = {
    ContactDetails: factories.make_contact_details,
    Instrument: factories.make_instrument,
    MediaContact: factories.make_media_contact,
    Organisation: factories.make_organisation,
    Promo: factories.make_promo,
    SiteBanner: factories.make_banner,
    Statistic: factories.make_statistic,
    Topic: factories.make_topic,
}
KINDS = list(MAKE)
# What must be there from the first save, since lists and choosers show it.
NAMED = {
    ContactDetails: {"organisation_name": "Draft"},
    Instrument: {"official_name": "Draft", "key_dates": inline_formset([])},
    MediaContact: {"name": "Draft"},
    Organisation: {"name": "Draft"},
    Promo: {"heading": "Draft", "link": streamfield([])},
    SiteBanner: {"heading": "Draft", "link": streamfield([]), "severity": "1"},
    Statistic: {"value": "Draft"},
    Topic: {"name": "Draft", "slug": "draft"},
}
MISSING = {
    ContactDetails: {
        "address", "town", "postcode", "public_phone", "press_phone", "email", "press_email",
        "charity_number", "company_number", "copyright_start_year",
    },
    MediaContact: {"role", "phone", "email"},
    Promo: {"text", "link"},
    SiteBanner: {"message"},
    Statistic: {"unit", "period", "source", "as_of"},
}  # fmt: skip


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    factories.make_home()
    return client


def gaps(kind):
    """Return what the browser posts when everything that may be empty is."""
    names = {name: "" for name in posted(kind()) if "-" not in name}
    return {**names, **nested_form_data(NAMED[kind])}


def draft_of(kind):
    return MAKE[kind](live=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_needs_only_what_lists_show(editor, kind):
    response = editor.post(add_url(kind()), gaps(kind))

    assert response.status_code == 302, errors_in(response)
    thing = kind.objects.get()
    assert not thing.live
    assert editor.get(edit_url(thing)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_without_a_name_is_refused(editor, kind):
    name = next(iter(NAMED[kind]))

    response = editor.post(add_url(kind()), {**gaps(kind), name: ""})

    assert errors_in(response)[name]
    assert not kind.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_live_thing_can_be_given_a_draft_with_gaps(editor, kind):
    thing = MAKE[kind]()

    response = editor.post(edit_url(thing), gaps(kind))

    assert response.status_code == 302, errors_in(response)
    assert kind.objects.get().live


@pytest.mark.parametrize("kind", MISSING)
def test_publishing_gaps_is_refused_field_by_field(editor, kind):
    response = editor.post(add_url(kind()), {**gaps(kind), **PUBLISH})

    assert set(errors_in(response)) >= MISSING[kind]
    assert not kind.objects.filter(live=True).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_thing_is_published_at_once(editor, kind):
    response = add_whole(editor, kind, PUBLISH)

    assert response.status_code == 302, errors_in(response)
    assert kind.objects.get().live


def add_whole(editor, kind, button):
    """Send a whole thing, of which there is none yet, from the form that makes it."""
    thing = MAKE[kind]()
    data = {**posted(thing), "go_live_at": ""}
    kind.objects.filter(pk=thing.pk).update(live=False)
    thing.refresh_from_db()
    thing.delete()
    return editor.post(add_url(kind()), {**without_ids(data), **button})


def without_ids(data):
    """Return the data of a form as if all its parts were new."""
    new = {name: value for name, value in data.items() if not name.endswith("-id")}
    return {name: "0" if name.endswith("INITIAL_FORMS") else value for name, value in new.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_new_content_can_be_submitted(editor, kind):
    call_command("setup_roles")

    response = add_whole(editor, kind, SUBMIT)

    assert response.status_code == 302, errors_in(response)
    assert kind.objects.get().workflow_in_progress


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_published_with_all_its_parts(editor, kind):
    thing = draft_of(kind)
    before = posted(thing)

    response = editor.post(edit_url(thing), {**before, **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    thing = kind.objects.get()
    assert thing.live
    after = posted(thing)
    assert {name for name in before if before[name] and not after.get(name)} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_scheduled(editor, kind):
    thing = draft_of(kind)
    data = {**posted(thing), "go_live_at": "2017-07-01 09:00"}

    response = editor.post(edit_url(thing), {**data, **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    thing = kind.objects.get()
    assert not thing.live
    assert thing.scheduled_revision


@pytest.mark.parametrize("kind", MISSING)
def test_gaps_cannot_be_scheduled(editor, kind):
    data = {**gaps(kind), "go_live_at": "2017-07-01 09:00"}

    response = editor.post(add_url(kind()), {**data, **PUBLISH})

    assert set(errors_in(response)) >= MISSING[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_an_open_editor_saves_gaps_by_itself(editor, kind):
    headers = {"Accept": "application/json"}

    created = editor.post(add_url(kind()), gaps(kind), headers=headers)

    assert created.status_code == 200, created.content
    assert created.json()["success"]
    thing = kind.objects.get()
    again = {**gaps(kind), "overwrite_revision_id": created.json()["revision_id"]}
    assert editor.post(edit_url(thing), again, headers=headers).json()["success"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_autosave_that_comes_late_takes_nobodys_place(editor, kind):
    headers = {"Accept": "application/json"}
    created = editor.post(add_url(kind()), gaps(kind), headers=headers)
    thing = kind.objects.get()
    late = {**gaps(kind), "overwrite_revision_id": created.json()["revision_id"]}

    def press_a_button_meanwhile(request, being_edited):
        kind.objects.get().save_revision(user=request.user, clean=False)

    with hooks.register_temporarily("before_edit_snippet", press_a_button_meanwhile):
        answer = editor.post(edit_url(thing), late, headers=headers)

    assert answer.json()["error_code"] == "invalid_revision"
    assert kind.objects.get().latest_revision_id != created.json()["revision_id"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_with_gaps_is_previewed(editor, kind):
    thing = draft_of(kind)
    url = reverse(thing.snippet_viewset.get_url_name("preview_on_edit"), args=[thing.pk])

    assert editor.post(url, gaps(kind)).json()["is_valid"]
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_lists_show_drafts_with_gaps(editor, kind):
    editor.post(add_url(kind()), gaps(kind))
    url = reverse(kind.snippet_viewset.get_url_name("list"))
    assert editor.get(url).status_code == 200


@pytest.fixture
def workflow():
    task = GroupApprovalTask.objects.create(name="Second pair of eyes")
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="Two people")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


@pytest.mark.parametrize("kind", [MediaContact, SiteBanner, Statistic])
def test_approving_gaps_is_refused_and_publishes_nothing(editor, workflow, kind):
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(kind)
    )
    editor.post(add_url(kind()), gaps(kind))
    thing = kind.objects.get()
    workflow.start(thing, factories.make_user("writer"))
    state = thing.current_workflow_task_state
    url = reverse(
        thing.snippet_viewset.get_url_name("workflow_action"), args=[thing.pk, "approve", state.pk]
    )

    response = editor.post(
        url,
        {"comment": ""},
        headers={"Referer": f"http://testserver{edit_url(thing)}"},
        follow=True,
    )

    shown = [str(message) for message in response.context["messages"]]
    assert any("was not published" in text for text in shown), shown
    thing.refresh_from_db()
    state.refresh_from_db()
    assert not thing.live
    assert state.status == "in_progress"


@pytest.mark.parametrize("kind", [MediaContact, Statistic])
def test_nothing_with_gaps_is_published_from_code(kind):
    thing = draft_of(kind)
    field = {MediaContact: "role", Statistic: "source"}[kind]
    setattr(thing, field, "")
    revision = thing.save_revision(clean=False)
    with pytest.raises(ValidationError, match=field.capitalize()):
        revision.publish()
    thing.refresh_from_db()
    assert not thing.live
