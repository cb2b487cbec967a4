"""The checklist says what stands in the way of what is open in the editor, without saving it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page, Revision

from content.checks.publication_checks import PublicationCheck
from pressroom.models import ReleaseContact
from snippets.models import Topic
from tests import factories
from tests.editing import add_url, edit_url, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

TODAY = factories.NOON.date()


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def release():
    return factories.make_press_release(live=False, release_date=TODAY)


def checklist(editor, content, **changes):
    """Return what is found in a page's form with some changes made in it."""
    if isinstance(content, Page):
        address = reverse("checklist_page", args=[content.pk])
    else:
        address = reverse("checklist_snippet", args=[content._meta.model_name, content.pk])
    return editor.post(address, posted(content, **changes)).context["checklist"]


def errors(found):
    return {(line.place, line.message) for line in found.errors}


def warn(content, warnings, user):
    warnings.add("summary", "Think about it.")


def say_nothing(content, warnings, user):
    """Find nothing."""


def test_what_is_whole_can_be_published(editor, release):
    found = checklist(editor, release)
    assert (found.errors, found.warnings) == ([], [])
    assert "Everything that readers need is there." in found.passes


def test_nothing_is_saved(editor, release):
    before = Page.objects.get(pk=release.pk).specific.to_json(), Revision.objects.count()
    checklist(editor, release, title="Another title", summary="Short.")
    assert (Page.objects.get(pk=release.pk).specific.to_json(), Revision.objects.count()) == before


def test_empty_fields_and_broken_rules_are_said_at_once(editor, release):
    found = errors(checklist(editor, release, release_date="", title="It has a full stop."))
    assert ("Release date", "This field is required.") in found
    assert ("Title", "A title has no full stop at the end. Remove it.") in found


def test_errors_are_listed_as_the_form_shows_their_fields(editor, release):
    found = checklist(editor, release, title="Ends so.", summary="Short.", release_date="")
    assert [line.place for line in found.errors] == ["Title", "Summary", "Release date"]


def test_rules_are_asked_beside_a_field_that_cannot_be_read(editor, release):
    factories.make_press_release(slug="taken", live=False)
    found = checklist(editor, release, summary="Short.", slug="taken", seo_title="x" * 300)
    places = {place for place, _message in errors(found)}
    assert {"Summary", "Slug", "Title tag"} <= places


def test_nothing_is_said_to_be_in_order_beside_a_field_that_cannot_be_read(editor, release):
    assert checklist(editor, release, summary="Short.").passes
    assert checklist(editor, release, summary="Short.", seo_title="x" * 300).passes == []


def test_no_date_is_refused_for_a_go_live_that_cannot_be_read(editor):
    release = factories.make_press_release(live=False, release_date=TODAY + timedelta(days=2))
    found = checklist(editor, release)
    assert "Release date" in {place for place, _message in errors(found)}
    found = checklist(editor, release, go_live_at="the day after tomorrow")
    assert "Release date" not in {place for place, _message in errors(found)}


def test_rules_are_asked_beside_a_name_that_is_taken(editor):
    treaty = factories.make_instrument()
    other = factories.make_instrument(official_name="Another treaty")
    # It was signed in 2007.
    wrong = {"key_dates-0-date": "2006-01-01", "key_dates-1-date": "2007-03-23"}
    found = checklist(editor, treaty, official_name=other.official_name, **wrong)
    assert {place for place, _message in errors(found)} == {"Official name", "Key dates"}


def test_an_empty_row_is_not_said_to_be_missing_once_more(editor, release):
    release.media_contacts = [ReleaseContact()]
    places = [line.place for line in checklist(editor, release).errors]
    assert places == ["Media contacts 1, Contact"]


def test_the_rules_of_today_are_asked(editor, release):
    late = (factories.NOON - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    places = {place for place, _message in errors(checklist(editor, release, go_live_at=late))}
    assert "Go live date/time" in places


def test_an_error_in_a_block_says_which_block_and_which_part(editor, release):
    body = [
        {"type": "paragraph", "value": factories.PARAGRAPH},
        {"type": "quote", "value": {"text": "We [said so.", "speaker": "A speaker"}},
    ]
    draft = factories.press_release(
        pk=release.pk, path=release.path, depth=release.depth, body=body
    )
    release.body = draft.body
    (error,) = checklist(editor, release).errors
    assert error.place == "Body, block 2 (Quote), Text"


def test_a_picture_that_was_not_chosen_yet_is_said(editor, release):
    data = posted(release) | {
        "body-count": "2", "body-1-type": "image", "body-1-order": "1", "body-1-deleted": "",
        "body-1-value-image-image": "", "body-1-value-image-alt_text": "",
        "body-1-value-caption": "", "body-1-value-credit": "",
    }  # fmt: skip
    found = editor.post(reverse("checklist_page", args=[release.pk]), data).context["checklist"]
    (error,) = found.errors
    assert error.place == "Body, block 2 (Image), Image, Image"


def test_an_error_in_a_panel_says_which_line(editor):
    report = factories.make_report_page(live=False)
    report.downloads = [*report.downloads.all()]
    download = report.downloads.first()
    download.url = "no address"
    places = {line.place for line in checklist(editor, report).errors}
    assert any(place.startswith("Downloads 1, ") for place in places), places


def test_a_warning_keeps_nothing_from_being_published(editor, release):
    noisy = PublicationCheck(
        "Well thought about.", warn, lambda content: not isinstance(content, Topic)
    )
    quiet = PublicationCheck("Nothing to think about.", say_nothing, lambda content: True)
    with hooks.register_temporarily("register_publication_checks", lambda: [noisy, quiet]):
        found = checklist(editor, release)
    assert [(line.place, line.message) for line in found.warnings] == [
        ("Summary", "Think about it.")
    ]
    assert found.errors == []
    assert "Nothing to think about." in found.passes
    assert "Well thought about." not in found.passes


def test_warnings_are_given_beside_errors(editor, release):
    check = PublicationCheck("Well thought about.", warn, lambda content: True)
    with hooks.register_temporarily("register_publication_checks", lambda: [check]):
        found = checklist(editor, release, release_date="")
    assert found.errors
    assert [line.message for line in found.warnings] == ["Think about it."]


def test_the_checklist_says_in_words_how_things_stand(editor, release):
    address = reverse("checklist_page", args=[release.pk])
    shown = editor.post(address, posted(release)).content.decode()
    assert "It can be published." in shown
    shown = editor.post(address, posted(release, title="<b>Stop.")).content.decode()
    assert "1 thing to fix before this can be published." in shown


def test_a_page_that_was_never_saved_is_looked_over(editor):
    index = factories.make_press_index()
    page = factories.press_release(slug="new", release_date=TODAY)
    opened = editor.get(add_url(page, index)).content.decode()
    address = reverse("checklist_new_page", args=["pressroom", "pressrelease", index.pk])
    assert f'data-checklist="{address}"' in opened
    assert editor.post(address, posted(page)).context["checklist"].errors == []
    assert not Page.objects.filter(slug="new").exists()


def test_shared_content_is_looked_over_saved_or_not(editor):
    topic = factories.make_topic("Guardians")
    assert checklist(editor, topic).errors == []
    assert [line.place for line in checklist(editor, topic, name="").errors] == ["Name"]
    address = reverse("checklist_snippet", args=["topic"])
    assert f'data-checklist="{address}"' in editor.get(add_url(topic)).content.decode()
    new = Topic(name="New", slug="new", description="About it.")
    assert editor.post(address, posted(new)).context["checklist"].errors == []


def test_every_form_with_rules_offers_the_checklist(editor, release):
    for content in (
        release,
        factories.make_policy_explainer(),
        factories.make_report_page(),
        factories.make_information_page(),
        factories.make_contact_details(),
        factories.make_promo(),
    ):
        assert "data-checklist=" in editor.get(edit_url(content)).content.decode(), content


@pytest.mark.parametrize(
    ("role", "status"), [("Contributor", 200), ("Communications", 200), ("Policy", 302)]
)
def test_only_who_may_edit_may_have_it_looked_over(release, role, status):
    call_command("setup_roles")
    user = get_user_model().objects.create_user("somebody")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    data = posted(release)
    assert client.post(reverse("checklist_page", args=[release.pk]), data).status_code == status
    new = reverse("checklist_new_page", args=["pressroom", "pressrelease", release.get_parent().pk])
    assert client.post(new, data).status_code == status


@pytest.fixture
def writer():
    """Return somebody who writes press releases, and nothing else."""
    factories.make_press_index(), factories.make_policy_index()
    call_command("setup_roles")
    user = get_user_model().objects.create_user("writer")
    user.groups.add(Group.objects.get(name="Communications"))
    client = Client()
    client.force_login(user)
    return client


def told(writer, html):
    """Return what the checklist says of a release with a paragraph."""
    page = factories.press_release(slug="new", body=[{"type": "paragraph", "value": html}])
    index = factories.make_press_index()
    address = reverse("checklist_new_page", args=["pressroom", "pressrelease", index.pk])
    return writer.post(address, posted(page)).content.decode()


def test_a_form_that_names_any_page_learns_nothing_of_what_its_sender_does_not_work_on(writer):
    soon = factories.NOON + timedelta(days=3)
    page = factories.make_policy_explainer(title="Secret strategy", live=False, go_live_at=soon)
    page.save_revision(approved_go_live_at=soon, clean=False)
    shown = told(writer, f'<p><a linktype="page" id="{page.pk}">More</a></p>')
    assert "A page that you do not work on is not open to the public" in shown
    assert "Secret" not in shown
    assert "17 June" not in shown


def test_a_draft_title_of_a_page_that_is_taken_down_is_not_told(writer):
    page = factories.make_policy_explainer(
        title="As readers know it", expire_at=factories.NOON + timedelta(days=3)
    )
    page.title = "Secret new title"
    page.save_revision(clean=False)
    shown = told(writer, f'<p><a linktype="page" id="{page.pk}">More</a></p>')
    assert "“As readers know it” will be taken down" in shown
    assert "Secret" not in shown


def test_a_page_that_expired_is_not_named_though_nobody_has_taken_it_down_yet(writer):
    page = factories.make_policy_explainer(
        title="Gone by now", expire_at=timezone.now() - timedelta(minutes=1)
    )
    shown = told(writer, f'<p><a linktype="page" id="{page.pk}">More</a></p>')
    assert "A page that you do not work on is not open to the public" in shown
    assert "Gone by now" not in shown


def test_shared_content_is_not_looked_over_for_those_without_a_right_to_it():
    topic = factories.make_topic()
    call_command("setup_roles")
    user = get_user_model().objects.create_user("somebody")
    user.groups.add(Group.objects.get(name="Policy"))
    client = Client()
    client.force_login(user)
    for key in ([topic.pk], []):
        address = reverse("checklist_snippet", args=["topic", *key])
        assert client.post(address, posted(topic)).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "pages/999999/",
        "pages/pressroom/pressrelease/below/999999/",
        "pages/pressroom/nothing/below/{index}/",
        "pages/policy/reportpage/below/{index}/",
        "shared/nothing/",
        "shared/topic/999999/",
        "shared/topic/x/",
    ],
)
def test_bad_addresses_find_nothing(editor, address):
    index = factories.make_press_index()
    address = f"/admin/checklist/{address.format(index=index.pk)}"
    assert editor.post(address, {}).status_code == 404
    assert editor.get(address).status_code in (404, 405)


@pytest.mark.parametrize("changes", [{"body-count": "many"}, {"body-count": None}])
def test_a_form_that_arrived_in_part_is_refused(editor, release, changes):
    data = {key: value for key, value in {**posted(release), **changes}.items() if value}
    response = editor.post(reverse("checklist_page", args=[release.pk]), data)
    assert response.status_code == 400
    assert "Check again" in response.content.decode()


def test_odd_characters_are_answered(editor, release):
    odd = "\x00\ud83d\ude00" + "x" * 5000
    found = checklist(editor, release, title=odd.encode("utf-16", "surrogatepass").decode("utf-16"))
    assert any(line.place == "Title" for line in found.errors)
