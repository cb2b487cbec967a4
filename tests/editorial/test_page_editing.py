"""Every page type through the real editor: drafts with gaps, refusals, publication, schedules."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Workflow
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    querydict_from_html,
    streamfield,
)

from home.models import HomePage, InformationPage
from policy.models import (
    PolicyExplainer,
    PolicyIndexPage,
    ReportDownload,
    ReportIndexPage,
    ReportPage,
    ReportPublisher,
)
from pressroom.models import PressRelease, PressReleaseIndexPage
from tests import factories
from tests.editing import PUBLISH, SAVE, SUBMIT, add_url, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

# For each type: its parent, its name as a whole page, and what its editor posts when empty.
WHOLE = {
    PressRelease: (factories.make_press_index, factories.press_release),
    PolicyExplainer: (factories.make_policy_index, factories.policy_explainer),
    ReportPage: (factories.make_report_index, factories.report_page),
    InformationPage: (factories.make_home, factories.information_page),
}
PAGE_TYPES = list(WHOLE)
SHARED = {"summary": "", "read_more": streamfield([]), "body": streamfield([])}
EMPTY = {
    PressRelease: {
        **SHARED,
        "notes_to_editors": "null",
        "media_contacts": inline_formset([]),
        "issued_with": inline_formset([]),
    },
    PolicyExplainer: {**SHARED, "owner": "", "key_dates": inline_formset([])},
    ReportPage: {
        **SHARED,
        "key_findings": streamfield([]),
        "cover": "",
        "published": "",
        "published_precision": "",
        "downloads": inline_formset([]),
        "publishers": inline_formset([]),
    },
    InformationPage: {**SHARED, "comments": inline_formset([])},
}
# What each editor hears about an empty page; every entry is a field or panel of its form.
MISSING = {
    PressRelease: {"summary", "topics", "release_date", "body", "media_contacts"},
    PolicyExplainer: {"summary", "topics", "last_reviewed", "review_on", "body"},
    ReportPage: {
        "summary", "topics", "published", "published_precision", "cover", "cover_alt", "downloads",
        "publishers",
    },
    InformationPage: {"summary", "body"},
}  # fmt: skip


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def workflow():
    """Return the workflow that migrations give every page: one approval, by a moderator."""
    return Workflow.objects.get()


def empty(kind, title="Only a title"):
    return nested_form_data({"title": title, "slug": "only-a-title", **EMPTY[kind]})


def whole(kind, **overrides):
    return WHOLE[kind][1](**{"slug": "a-page", **overrides})


def add(editor, page, data):
    return editor.post(add_url(page, WHOLE[type(page)][0]()), data)


def saved(kind, **overrides):
    """Return a draft of this kind in its place, as its latest revision."""
    page = WHOLE[kind][0]().add_child(instance=whole(kind, live=False, **overrides))
    page.save_revision(clean=False)
    return page


def latest(kind):
    """Return the only page of this kind as its latest draft has it."""
    return kind.objects.get().get_latest_revision_as_object()


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_draft_needs_nothing_but_a_title(editor, kind):
    response = add(editor, kind(), empty(kind))

    page = kind.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.live) == ("Only a title", False)
    assert editor.get(edit_url(page)).status_code == 200


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_draft_is_not_saved_without_a_title(editor, kind):
    response = add(editor, kind(), empty(kind, title=""))

    assert errors_in(response)["title"]
    assert not kind.objects.exists()


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_an_empty_draft_can_be_saved_again(editor, kind):
    add(editor, kind(), empty(kind))
    page = kind.objects.get()

    response = editor.post(
        edit_url(page), posted(page.get_latest_revision_as_object(), summary="x")
    )

    assert response.status_code == 302
    assert latest(kind).summary == "x"


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_publishing_an_empty_page_is_refused_field_by_field(editor, kind):
    response = add(editor, kind(), {**empty(kind), **PUBLISH})

    assert set(errors_in(response)) >= MISSING[kind]
    assert not kind.objects.exists()


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_publishing_an_empty_draft_is_refused_field_by_field(editor, kind):
    page = saved(kind)
    before = latest(kind).serializable_data()

    response = editor.post(edit_url(page), {**empty(kind), **PUBLISH})

    assert set(errors_in(response)) >= MISSING[kind]
    assert not kind.objects.get().live
    assert latest(kind).serializable_data() == before


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_refused_page_comes_back_with_everything_that_was_typed(editor, kind):
    page = whole(kind, title="A title that is a sentence.")
    sent = posted(page)

    response = add(editor, page, {**sent, **PUBLISH})

    assert "no full stop" in errors_in(response)["title"][0]
    html = response.content.decode()
    shown = querydict_from_html(html, form_id="page-edit-form")
    for name, value in sent.items():
        if (
            not value
            or "blocks" in value
            or name.startswith(("body-", "read_more-", "key_findings-", "comments-"))
        ):
            continue
        back = [text.removeprefix("\n") for text in shown.getlist(name)]
        assert back == ([value] if isinstance(value, str) else list(value)), name
    assert "entitled to protection" in html or kind is ReportPage


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_whole_page_is_published_at_once(editor, kind):
    page = whole(kind)

    response = add(editor, page, {**posted(page), **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    assert kind.objects.get().live


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_whole_draft_is_published_with_all_its_parts(editor, kind):
    page = saved(kind)
    before = posted(page)

    response = editor.post(edit_url(page), {**before, **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    page = kind.objects.get()
    assert page.live
    after = posted(page)
    assert {name for name in before if not after.get(name) and before[name]} == set()


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_the_rules_hold_for_a_page_that_is_scheduled(editor, kind):
    page = whole(kind, title="A title that is a sentence.")

    response = add(editor, page, {**posted(page, go_live_at="2017-07-01 09:00"), **PUBLISH})

    assert "no full stop" in errors_in(response)["title"][0]
    assert not kind.objects.exists()


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_whole_page_is_scheduled(editor, kind):
    page = whole(kind)

    response = add(editor, page, {**posted(page, go_live_at="2017-07-01 09:00"), **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    page = kind.objects.get()
    assert not page.live
    assert timezone.localtime(page.scheduled_revision.approved_go_live_at).hour == 9


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_the_rules_hold_for_a_page_that_is_submitted(editor, workflow, kind):
    page = saved(kind)
    data = posted(page, title="A title that is a sentence.")

    response = editor.post(edit_url(page), {**data, **SUBMIT})

    assert "no full stop" in errors_in(response)["title"][0]
    assert page.current_workflow_state is None


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_whole_page_is_submitted(editor, workflow, kind):
    page = saved(kind)

    response = editor.post(edit_url(page), {**posted(page), **SUBMIT})

    assert response.status_code == 302, errors_in(response)
    assert page.current_workflow_state is not None


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_an_open_editor_saves_gaps_by_itself(editor, kind):
    headers = {"Accept": "application/json"}
    url = add_url(kind(), WHOLE[kind][0]())

    created = editor.post(url, empty(kind), headers=headers)

    assert created.status_code == 200, created.content
    page = kind.objects.get(pk=created.json()["pk"])
    again = editor.post(
        edit_url(page),
        {**empty(kind, title="Typed on"), "overwrite_revision_id": created.json()["revision_id"]},
        headers=headers,
    )
    assert again.json()["success"]
    assert latest(kind).title == "Typed on"


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_an_autosave_that_comes_late_takes_nobodys_place(editor, kind):
    headers = {"Accept": "application/json"}
    created = editor.post(add_url(kind(), WHOLE[kind][0]()), empty(kind), headers=headers)
    page = kind.objects.get(pk=created.json()["pk"])
    late = {**empty(kind, title="Late"), "overwrite_revision_id": created.json()["revision_id"]}

    def press_a_button_meanwhile(request, being_edited):
        newer = kind.objects.get(pk=page.pk)
        newer.title = "What the button saved"
        newer.save_revision(user=request.user, clean=False)

    with hooks.register_temporarily("before_edit_page", press_a_button_meanwhile):
        answer = editor.post(edit_url(page), late, headers=headers)

    assert answer.json()["error_code"] == "invalid_revision"
    assert latest(kind).title == "What the button saved"
    assert not page.revisions.filter(object_str="Late").exists()


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_a_draft_with_gaps_is_previewed_in_the_editor(editor, kind):
    page = saved(kind)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    assert editor.post(url, empty(kind)).json()["is_valid"]
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize("kind", PAGE_TYPES)
@pytest.mark.parametrize("data", [empty, lambda kind: posted(whole(kind))], ids=["empty", "whole"])
def test_a_page_is_previewed_before_it_is_saved(editor, kind, data):
    place = [kind._meta.app_label, kind._meta.model_name, WHOLE[kind][0]().pk]
    url = reverse("wagtailadmin_pages:preview_on_add", args=place)

    assert editor.post(url, data(kind)).json()["is_valid"]
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize(
    "kind", [HomePage, PressReleaseIndexPage, PolicyIndexPage, ReportIndexPage]
)
def test_a_page_of_which_there_is_one_can_be_saved_empty_and_published(editor, kind):
    make = {
        HomePage: factories.make_home,
        PressReleaseIndexPage: factories.make_press_index,
        PolicyIndexPage: factories.make_policy_index,
        ReportIndexPage: factories.make_report_index,
    }[kind]
    page = make()

    gaps = posted(page, **({"strapline": ""} if kind is HomePage else {"introduction": "null"}))
    assert editor.post(edit_url(page), gaps).status_code == 302
    assert editor.post(edit_url(page), {**posted(page), **PUBLISH}).status_code == 302


def bulk_publish(editor, *pages):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={page.pk}" for page in pages)
    home = reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk])
    return editor.post(
        f"{url}?{ids}&next={home}",
        {"include_descendants": ""},
        headers={"Referer": f"http://testserver{url}?{ids}"},
        follow=True,
    )


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_publishing_an_unfinished_draft_from_a_list_is_refused_with_a_message(editor, kind):
    page = saved(kind, title="Unfinished", summary="")

    response = bulk_publish(editor, page)

    assert response.status_code == 200
    message = next(text for text in messages_of(response) if "Unfinished" in text)
    assert "was not published" in message
    assert "Summary" in message
    page.refresh_from_db()
    assert not page.live


def test_of_several_pages_in_a_list_each_is_published_or_says_why_not(editor):
    finished = saved(PressRelease, title="Finished", slug="finished")
    unfinished = saved(PressRelease, title="Unfinished", slug="unfinished", media_contacts=[])

    response = bulk_publish(editor, finished, unfinished)

    done, refused = messages_of(response)
    assert "Finished" in done
    assert "Unfinished" in refused
    finished.refresh_from_db()
    unfinished.refresh_from_db()
    assert finished.live
    assert not unfinished.live


def test_whole_pages_in_a_list_are_all_published(editor):
    pages = [saved(PressRelease, title=f"Release {n}", slug=f"release-{n}") for n in (1, 2)]

    bulk_publish(editor, *pages)

    assert PressRelease.objects.live().count() == 2


def test_a_release_dated_in_the_future_is_not_published_from_a_list(editor):
    page = saved(PressRelease, release_date=factories.FAR_OFF)

    response = bulk_publish(editor, page)

    assert any("would go live now" in text for text in messages_of(response))
    page.refresh_from_db()
    assert not page.live


def test_an_unfinished_block_is_named_when_a_page_is_published_from_a_list(editor):
    quote = {"type": "quote", "value": {"text": "We must act", "speaker": ""}}
    paragraph = {"type": "paragraph", "value": factories.PARAGRAPH}
    page = saved(PressRelease, body=[paragraph, quote])

    response = bulk_publish(editor, page)

    assert any("blocks marked red under “Body”" in text for text in messages_of(response))
    page.refresh_from_db()
    assert not page.live


def in_review(page, workflow):
    """Submit `page`, take its summary away as a reviewer may; return the state to approve.

    The first approval was for what was submitted, so Wagtail asks for another of what it is now.
    """
    workflow.start(page, factories.make_user("writer"))
    page.summary = ""
    page.save_revision(clean=False)
    page.current_workflow_task_state.approve(user=page.owner)
    return page.current_workflow_task_state


@pytest.mark.parametrize("asked_by_script", [False, True])
def test_approving_a_page_with_gaps_is_refused_and_leaves_the_workflow_where_it_was(
    editor, workflow, asked_by_script
):
    page = saved(PressRelease, title="Unfinished")
    state = in_review(page, workflow)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    headers = {"Referer": f"http://testserver{edit_url(page)}"}
    if asked_by_script:
        headers["X-Requested-With"] = "XMLHttpRequest"

    response = editor.post(url, {"comment": "Fine"}, headers=headers)

    if asked_by_script:
        answer = response.json()
        assert answer["step"] == "success"
        target = answer["redirect"]
    else:
        target = response.url
    assert target.endswith(edit_url(page))
    shown = messages_of(editor.get(edit_url(page)))
    assert any("“Unfinished” was not published. Summary" in text for text in shown)
    page.refresh_from_db()
    state.refresh_from_db()
    assert not page.live
    assert state.status == "in_progress"
    assert page.current_workflow_state.status == "in_progress"


def test_approving_a_whole_page_publishes_it(editor, workflow):
    page = saved(PressRelease)
    workflow.start(page, factories.make_user("writer"))
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])

    editor.post(url, {"comment": "Fine"})

    page.refresh_from_db()
    assert page.live


def test_approving_in_the_editor_shows_what_is_missing_beside_the_field(editor, workflow):
    page = saved(PressRelease)
    in_review(page, workflow)
    data = {
        **posted(page.get_latest_revision_as_object()),
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps({"comment": ""}),
    }

    response = editor.post(edit_url(page), data)

    assert errors_in(response)["summary"]
    page.refresh_from_db()
    assert not page.live


def test_the_scheduler_publishes_what_was_whole_when_it_was_scheduled(editor, time_machine):
    page = whole(PolicyExplainer, review_on=timezone.localdate().replace(month=7))
    add(editor, page, {**posted(page, go_live_at="2017-08-01 09:00"), **PUBLISH})
    time_machine.move_to("2017-08-01T08:00:01+00:00", tick=False)

    call_command("publish_scheduled", verbosity=0)

    assert PolicyExplainer.objects.get().live


def test_a_page_may_not_name_the_same_contact_twice(editor):
    contact = factories.make_media_contact()
    page = whole(PressRelease, contacts=[contact, contact])

    response = add(editor, page, posted(page))

    assert errors_in(response)["media_contacts"]
    assert not PressRelease.objects.exists()


def test_a_removed_contact_download_or_publisher_is_gone_after_publication(editor):
    page = factories.make_report_page(
        downloads=[
            ReportDownload(url="https://www.example.org/one.pdf"),
            ReportDownload(url="https://www.example.org/two.pdf"),
        ]
    )
    data = posted(page, change_note="Removed a file.")
    data["downloads-1-DELETE"] = "1"

    response = editor.post(edit_url(page), {**data, **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    page = ReportPage.objects.get()
    assert [download.url for download in page.downloads.all()] == [
        "https://www.example.org/one.pdf"
    ]


def test_the_last_publisher_cannot_be_removed_on_publication(editor):
    page = factories.make_report_page()
    data = posted(page, change_note="Removed the publisher.")
    data["publishers-0-DELETE"] = "1"

    response = editor.post(edit_url(page), {**data, **PUBLISH})

    assert errors_in(response)["publishers"]
    assert ReportPublisher.objects.count() == 1


def test_a_date_is_read_the_way_it_is_printed(editor):
    page = factories.make_press_release(release_date=date(2017, 4, 3))
    form = editor.get(edit_url(page))
    assert 'value="03/04/2017"' in form.content.decode()

    for typed in ("04/03/2017", "4/3/17", "4 March 2017", "4 Mar 2017", "2017-03-04"):
        response = editor.post(edit_url(page), posted(page, release_date=typed))
        assert response.status_code == 302, errors_in(response)
        page = PressRelease.objects.get()
        assert page.get_latest_revision_as_object().release_date == date(2017, 3, 4)

    for nonsense in ("tomorrow", "31/02/2017", "03/31/2017"):
        refused = editor.post(edit_url(page), posted(page, release_date=nonsense))
        assert "There is no such day" in errors_in(refused)["release_date"][0]


def test_nobody_is_offered_a_language_in_which_dates_mean_other_days(editor):
    account = editor.get(reverse("wagtailadmin_account")).content.decode()
    assert "preferred_language" not in account


@pytest.mark.parametrize("button", [SAVE, PUBLISH, SUBMIT], ids=["save", "publish", "submit"])
@pytest.mark.parametrize("kind", WHOLE)
def test_a_new_page_can_be_saved_published_and_submitted(editor, kind, button):
    call_command("setup_roles")

    response = add(editor, whole(kind), {**posted(whole(kind)), **button})

    assert response.status_code == 302
    page = kind.objects.get(slug="a-page")
    assert page.live == (button is PUBLISH)
    assert page.workflow_in_progress == (button is SUBMIT)
    assert page.subscribers.count() == 1
