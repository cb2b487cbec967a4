"""Whoever works on release sets sees a set as readers will get it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from policy.models import ReportDownload
from publishing.models import ReleaseSet, ReleaseSetItem
from tests import factories
from tests.publishing.scheduled_content import GO_LIVE, NOW, draft_of, promised_set

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user("editor"))
    return client


def draft_set(*contents, **values):
    release_set = ReleaseSet.objects.create(title="Report launch", **values)
    for content in contents:
        item = ReleaseSetItem(release_set=release_set)
        item.content_object = content
        item.save()
    return release_set


def preview(release_set, place=""):
    return reverse("release_set_preview", args=[release_set.pk]) + place


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_latest_drafts_of_an_open_set_are_shown(editor):
    release = draft_of(factories.make_press_release(live=False), title="First words")
    release_set = draft_set(release)
    draft_of(release, title="Better words")

    html = soup(editor.get(preview(release_set)))

    assert html.find("main").find("a").text == "Better words"
    bar = html.find(class_="preview-bar").get_text(" ", strip=True)
    assert bar == "Preview of release set “Report launch”. It has no go-live time yet."


def test_an_approved_set_shows_what_was_approved(editor):
    release = draft_of(factories.make_press_release(live=False), title="As approved")
    release_set = promised_set(release)
    draft_of(release, title="Changed behind its back")

    html = soup(editor.get(preview(release_set, f"pages/{release.pk}/")))

    assert html.h1.text == "As approved"
    assert "Goes live Tuesday 24 November 2026, 00:01 London time." in html.get_text()


def test_links_and_files_lead_within_the_preview(editor):
    document = factories.make_document()
    report = draft_of(
        factories.make_report_page(live=False, downloads=[ReportDownload(document=document)])
    )
    text = f'<p><a linktype="page" id="{report.pk}">The report</a></p>'
    release = draft_of(
        factories.make_press_release(live=False, body=[{"type": "paragraph", "value": text}])
    )
    start = preview(draft_set(release, report, go_live_at=GO_LIVE))
    main = soup(editor.get(f"{start}pages/{release.pk}/")).find("main")

    address = main.find("a", string="The report")["href"]
    shown = soup(editor.get(address)).find("main")

    assert address == f"{start}pages/{report.pk}/"
    files = [shown.find("img")["src"], shown.select_one("a.button")["href"]]
    for file in files:
        assert file.startswith(start)
        assert editor.get(file).status_code == 200


def test_shared_content_is_shown_where_readers_will_meet_it(editor):
    factories.make_home()
    details = draft_of(factories.make_contact_details(), town="Leeds")
    topic = draft_of(factories.make_topic(), name="Another name")
    release_set = draft_set(details, topic)
    addresses = [a["href"] for a in soup(editor.get(preview(release_set))).find("main").select("a")]

    pages = [editor.get(address).content.decode() for address in addresses]

    assert "Leeds" in pages[0]
    assert "Another name" in pages[1]


def test_content_without_a_draft_is_shown_as_it_is_and_deleted_content_is_left_out(editor):
    page = factories.make_information_page(title="As it is")
    gone = factories.make_topic("Gone")
    release_set = draft_set(page, gone)
    gone.delete()

    entries = soup(editor.get(preview(release_set))).find("main").select("h2")

    assert [entry.text for entry in entries] == ["As it is"]


def test_an_empty_set_says_so(editor):
    assert "Nothing is in this set yet" in soup(editor.get(preview(draft_set()))).text


def let_edit(user, page):
    """Give the right to edit a page and all below it."""
    group = Group.objects.create(name="Writers")
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page_id=page.pk, permission=right)
    user.groups.add(group)


@pytest.mark.parametrize(
    ("right", "status"),
    [("add", 200), ("change", 200), ("publish", 200), ("delete", 404), ("", 404)],
)
def test_only_those_who_work_on_sets_may_look(client, right, status):
    user = get_user_model().objects.create_user("somebody")
    codes = ["access_admin", *([f"{right}_releaseset"] if right else [])]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    draft = draft_of(factories.make_press_release(live=False))
    release_set = draft_set(draft)
    if right != "publish":
        assert client.get(preview(release_set)).status_code == 404
    let_edit(user, draft.get_parent())

    for place in ("", f"pages/{draft.pk}/"):
        assert client.get(preview(release_set, place)).status_code == status


def test_strangers_are_asked_to_log_in(client):
    address = preview(draft_set())

    assert client.get(address)["Location"].startswith("/admin/login/")


def test_what_is_not_in_the_set_is_not_found(editor):
    other = factories.make_press_release(live=False)
    start = preview(draft_set(draft_of(factories.make_topic())))

    for place in (
        f"pages/{other.pk}/",
        "shared/topic/0/",
        "documents/0/x.pdf",
        "images/none.png",
    ):
        assert editor.get(start + place).status_code == 404
    assert editor.get("/admin/publishing/sets/0/preview/").status_code == 404
