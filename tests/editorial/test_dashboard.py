"""The dashboard says what needs a person, only to that person, at a fixed cost."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from editorial.dashboard.attention import AttentionReport
from editorial.dashboard.rows import MAX_ROWS_PER_GROUP
from editorial.models import LinkUse, OutboundLink
from editorial.models.links import hash_url
from publishing.models import EmbargoAudit, PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.models.content_objects import get_base_content_type
from snippets.contacts.references import format_phone
from tests import factories
from tests.archive import grow
from tests.editing import PUBLISH, SUBMIT, edit_url, posted
from tests.publishing.scheduled_content import GO_LIVE, scheduled_release

NOON = datetime(2024, 6, 14, 12, 0, tzinfo=factories.LONDON)
TODAY = NOON.date()
DAY = timedelta(days=1)
YEAR = timedelta(days=365)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


@pytest.fixture
def editor():
    return factories.make_user()


@pytest.fixture
def roles():
    """Return what makes somebody of a role, on a site that has its roles."""
    factories.make_press_index(), factories.make_policy_index(), factories.make_report_index()
    call_command("setup_roles")

    def member(role, name=""):
        name = name or role.lower()
        user = get_user_model().objects.create_user(name, f"{name}@example.org", "sesame")
        user.groups.add(Group.objects.get(name=role))
        return user

    return member


def dashboard(user):
    client = Client()
    client.force_login(user)
    return " ".join(client.get("/admin/").content.decode().split())


def found(user):
    """Return the titles under each heading of what needs attention."""
    return {
        group.heading: [row.title for row in group.rows] for group in AttentionReport(user).groups()
    }


def rows(user):
    return [row for group in AttentionReport(user).groups() for row in group.rows]


def referring(content):
    """Return `content`, stored, with what it refers to known as after a publication."""
    ReferenceIndex.create_or_update_for_object(content)
    return content


def leak(content_object, leaks=1, at=NOON):
    route = {"name": "Feed", "address": "/press/feed/", "outcome": "leak", "detail": "its title"}
    check = EmbargoAudit(go_live_at=GO_LIVE, trigger="manual", results=[route] * leaks, leaks=leaks)
    check.content_object, check.checked_at = content_object, at
    check.save()


def test_a_quiet_day_is_said_to_be_one(editor):
    shown = dashboard(editor)
    assert "Nothing to approve or change." in shown
    assert "Nothing of yours needs attention." in shown
    assert "Recently published" not in shown


def test_an_explainer_whose_review_has_passed_is_listed_with_the_day(editor):
    page = factories.make_policy_explainer(title="The Convention", review_on=TODAY)
    factories.make_policy_explainer(title="Later", slug="later", review_on=TODAY + DAY)
    factories.make_policy_explainer(title="Draft", slug="draft", review_on=TODAY, live=False)
    assert found(editor) == {"Policy explainers to review": ["The Convention"]}
    (row,) = rows(editor)
    assert (row.url, row.detail) == (edit_url(page), "The review was due on 14 June 2024.")
    assert row.url in dashboard(editor)


def test_a_report_whose_review_has_passed_is_listed(editor):
    factories.make_report_page(title="Bordering", review_on=TODAY - DAY, last_reviewed=TODAY - YEAR)
    assert found(editor) == {"Reports to review": ["Bordering"]}


@pytest.mark.parametrize(("days", "listed"), [(7, True), (8, False)])
def test_a_banner_is_listed_a_week_before_its_end(editor, days, listed):
    factories.make_contact_details()
    factories.make_banner(heading="We have moved", expire_at=NOON + days * DAY)
    assert (found(editor) == {"Banners that end soon": ["We have moved"]}) is listed


def test_a_banner_that_has_ended_or_never_began_is_not_listed(editor):
    factories.make_contact_details()
    factories.make_banner(heading="Over", expire_at=NOON)
    factories.make_banner(heading="Draft", expire_at=NOON + DAY, live=False, severity=3)
    assert found(editor) == {"Overdue": ["Over"]}


def test_a_contact_that_keeps_a_former_number_is_listed_until_somebody_publishes_it(
    editor, time_machine
):
    details = factories.make_contact_details()
    contact = factories.make_media_contact(email="ada@example.org")
    details.save_revision().publish()
    assert found(editor) == {}

    time_machine.move_to(NOON + DAY, tick=False)
    details = type(details).objects.get()
    details.press_phone = "+442071234567"
    details.save_revision().publish()
    (row,) = rows(editor)
    assert row.title == "Ms Ada Example, Press officer"
    assert row.url.endswith(f"/edit/{contact.pk}/")
    assert row.detail == f"{format_phone(contact.phone)} was our press phone."

    time_machine.move_to(NOON + 2 * DAY, tick=False)
    contact.save_revision().publish()
    assert found(editor) == {}


def test_a_recent_release_whose_contact_was_taken_down_is_listed(editor):
    here = factories.make_media_contact(name="Here")
    gone = factories.make_media_contact(name="Gone")
    recent = {"release_date": TODAY - DAY}
    factories.make_press_release(title="Nobody to call", slug="a", contacts=[gone], **recent)
    factories.make_press_release(title="Somebody", slug="b", contacts=[gone, here], **recent)
    factories.make_press_release(
        title="Long ago", slug="c", contacts=[gone], release_date=TODAY - YEAR - DAY
    )
    assert found(editor) == {}
    gone.unpublish()
    assert found(editor) == {"Releases without a media contact": ["Nobody to call"]}


def test_an_old_figure_is_listed_if_it_stands_where_figures_are_kept_right(editor):
    def figure(unit, **values):
        return factories.make_statistic(unit=unit, **{"as_of": TODAY - YEAR - DAY, **values})

    def block(figure):
        return {"type": "statistic", "value": {"statistic": figure.pk}}

    old, archived = figure("children"), figure("in an archived release")
    young, unused = figure("young", as_of=TODAY - YEAR), figure("unused")
    text = {"type": "paragraph", "value": factories.PARAGRAPH}
    body = [factories.section("Figures", text, block(old), block(young))]
    referring(factories.make_policy_explainer(body=body))
    referring(
        factories.make_press_release(body=[text, block(archived)], release_date=TODAY - 2 * YEAR)
    )
    assert found(editor) == {"Statistics out of date": [str(old)]}
    assert unused.pk


def test_a_picture_for_shared_links_needs_words(editor):
    said = factories.make_image("said.png", description="A street in the rain")
    unsaid = factories.make_image("unsaid.png", colour="red", title="Street")
    recent = {"release_date": TODAY - 2 * YEAR}
    referring(factories.make_press_release(slug="a", share_image=said, **recent))
    assert found(editor) == {}
    referring(factories.make_press_release(slug="b", share_image=unsaid, **recent))
    assert found(editor) == {"Pictures without a description": ["Street"]}


def break_link(page, number=0):
    """Have a page link to where nothing is any more."""
    address = f"https://www.example.org/{number}/"
    link = OutboundLink.objects.create(
        url=address,
        url_hash=hash_url(address),
        verdict=OutboundLink.Verdict.BROKEN,
        failing_since=NOON - DAY,
    )
    LinkUse.objects.create(
        link=link,
        content_type=get_base_content_type(page),
        object_id=str(page.pk),
        page=page.page_ptr,
    )
    return link


def test_a_broken_link_is_listed_with_the_page_it_is_on(editor):
    link = break_link(
        factories.make_press_release(title="Links out", release_date=TODAY - 2 * YEAR)
    )
    assert found(editor) == {"Broken links": ["Links out"]}
    (row,) = rows(editor)
    assert row.url == reverse("link_detail", args=[link.pk])
    assert row.detail == "https://www.example.org/0/ fails since 13 June 2024."


def test_what_did_not_go_live_is_listed_with_its_reason(editor):
    page = scheduled_release(at=NOON - DAY)
    PublicationFailure.objects.create(
        job_key=f"revision/{page.latest_revision_id}",
        content_type=get_base_content_type(page),
        object_id=str(page.pk),
        due_at=NOON - DAY,
        first_failed_at=NOON - DAY,
        last_failed_at=NOON,
        retry_at=NOON,
        reason="The cover is missing.",
    )
    assert found(editor) == {"Overdue": [page.title]}
    assert rows(editor)[0].detail.endswith("London time: The cover is missing.")


def test_a_leak_is_listed_until_a_later_check_finds_none(editor):
    page = scheduled_release(at=NOON + DAY)
    leak(page)
    assert found(editor) == {"Visible before go-live": [page.title]}
    assert "Feed" in rows(editor)[0].detail
    assert rows(editor)[0].url == reverse(
        "embargo_audit_report", args=[get_base_content_type(page).pk, page.pk]
    )
    leak(page, leaks=0, at=NOON + timedelta(minutes=1))
    assert found(editor) == {}


def test_a_leak_of_a_set_is_told_to_whoever_knows_of_the_set(editor, roles):
    leak(ReleaseSet.objects.create(title="Launch", go_live_at=NOON + DAY))
    assert found(editor) == {"Visible before go-live": ["Launch"]}
    assert found(roles("Contributor")) == {}


def test_only_what_somebody_works_on_is_listed(roles):
    communications, policy = roles("Communications"), roles("Policy")
    factories.make_policy_explainer(title="The Convention", review_on=TODAY)
    leak(scheduled_release(at=NOON + DAY, title="Secret figures"))
    assert set(found(communications)) == {"Visible before go-live"}
    assert set(found(policy)) == {"Policy explainers to review"}
    assert "Secret figures" not in dashboard(policy)


def test_a_long_list_is_cut_and_says_by_how_much(editor):
    for number in range(MAX_ROWS_PER_GROUP + 2):
        factories.make_policy_explainer(
            title=f"Explainer {number}", slug=f"e-{number}", review_on=TODAY - number * DAY
        )
    (group,) = AttentionReport(editor).groups()
    assert [row.title for row in group.rows][0] == f"Explainer {MAX_ROWS_PER_GROUP + 1}"
    assert (len(group.rows), group.further) == (MAX_ROWS_PER_GROUP, 2)
    assert "and 2 more" in dashboard(editor)


def send(user, content, button, **changes):
    stored = type(content).objects.get(pk=content.pk).get_latest_revision_as_object()
    client = Client()
    client.force_login(user)
    response = client.post(edit_url(content), {**posted(stored, **changes), **button})
    assert response.status_code == 302, response.context["form"].errors


def test_what_waits_is_with_whoever_has_to_see_to_it(roles):
    contributor, publisher = roles("Contributor"), roles("Publisher")
    release = factories.make_press_release(live=False, title="Guardians", release_date=TODAY)
    release.owner = contributor
    release.save_revision(user=contributor)
    release.save()
    send(contributor, release, SUBMIT)

    assert "To approve" in dashboard(publisher)
    assert "Submitted by contributor on 14 June 2024." in dashboard(publisher)
    assert "To approve" not in dashboard(contributor)
    assert "Waiting for approval since 14 June 2024." in dashboard(contributor)

    state = type(release).objects.get(pk=release.pk).current_workflow_task_state
    client = Client()
    client.force_login(publisher)
    address = reverse("wagtailadmin_pages:workflow_action", args=[release.pk, "reject", state.pk])
    client.post(address, {"comment": "Say who said so."})

    assert "publisher, 14 June 2024: “Say who said so.”" in dashboard(contributor)
    assert "Waiting for approval" not in dashboard(contributor)
    assert "Nothing to approve or change." in dashboard(publisher)


def test_a_page_that_a_publisher_worked_on_waits_for_somebody_else(roles):
    contributor, publisher = roles("Contributor", "contributor"), roles("Publisher", "publisher")
    release = factories.make_press_release(live=False, title="Guardians", release_date=TODAY)
    release.save_revision(user=contributor)
    send(contributor, release, SUBMIT)
    assert "Waiting for someone else" not in dashboard(publisher)
    release = type(release).objects.get(pk=release.pk)
    release.title = "Guardians for every child"
    release.save_revision(user=publisher)

    shown = dashboard(publisher)

    assert "To approve" not in shown
    assert "Waiting for someone else" in shown
    assert "Guardians for every child" in shown


def test_who_has_lost_the_right_to_a_page_learns_no_more_of_it(roles):
    author, colleague = roles("Communications", "author"), roles("Communications", "colleague")
    release = factories.make_press_release(live=False, title="Guardians", release_date=TODAY)
    release.owner = author
    release.save_revision(user=author)
    release.locked, release.locked_by, release.locked_at = True, author, NOON
    release.save()
    send(author, release, SUBMIT)
    assert "Waiting for someone else" in dashboard(author)
    author.groups.set([Group.objects.get(name="Policy")])
    release = type(release).objects.get(pk=release.pk)
    release.title = "Secret minister resigns"
    release.save_revision(user=colleague)
    author = get_user_model().objects.get(pk=author.pk)
    assert "Secret" not in dashboard(author)
    assert "Nothing to approve or change." in dashboard(author)


def test_what_replaces_something_live_can_be_compared_with_it(roles):
    contributor, publisher = roles("Contributor"), roles("Publisher")
    release = factories.make_press_release(release_date=TODAY - DAY, minor_change=True)
    release.save_revision(user=publisher).publish(user=publisher)
    send(contributor, release, SUBMIT, title="A better title", minor_change="on")
    release.refresh_from_db()
    address = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[release.pk, "live", release.latest_revision_id],
    )
    assert address in dashboard(publisher)
    assert "A better title" in dashboard(publisher)


def test_shared_content_waits_under_what_it_is_to_be_called(roles):
    factories.make_contact_details()
    banner = factories.make_banner(heading="We have moved", go_live_at=None, expire_at=NOON + DAY)
    banner.save_revision(clean=False).publish()
    banner.refresh_from_db()
    communications, publisher = roles("Communications"), roles("Publisher")
    send(communications, banner, SUBMIT, heading="We are moving tomorrow")
    shown = dashboard(publisher)
    waiting = shown[shown.index("To approve") : shown.index("Needs attention")]
    assert "We are moving tomorrow" in waiting
    assert "We have moved" not in waiting


def test_publishers_are_told_of_draft_sets_with_a_go_live_time(roles):
    communications, publisher = roles("Communications"), roles("Publisher")
    for title, moment in (("On Monday", NOON + 3 * DAY), ("Last week", NOON - 7 * DAY)):
        release_set = ReleaseSet.objects.create(
            title=title, go_live_at=moment, owner=communications
        )
        page = factories.make_press_release(slug=str(moment.day), live=False)
        ReleaseSetItem.objects.create(release_set=release_set, content_object=page)
    ReleaseSet.objects.create(title="Without items", go_live_at=NOON + DAY)
    undated = ReleaseSet.objects.create(title="Without a date")
    ReleaseSetItem.objects.create(
        release_set=undated, content_object=factories.make_press_release(live=False)
    )

    shown = dashboard(publisher)

    waiting = shown[shown.index("Release sets to approve") : shown.index("Needs attention")]
    assert "Meant for Monday 17 June 2024" in waiting
    assert "Not approved in time for Friday 7 June 2024" in waiting
    assert waiting.count("1 item, made by communications.") == 2
    assert "Without items" not in waiting
    assert "Without a date" not in waiting
    assert "Release sets to approve" not in dashboard(communications)


def test_what_was_published_is_listed_once_with_who_did_it(editor):
    page = factories.make_press_release(release_date=TODAY - DAY, title="Out at last")
    for _again in range(2):
        send(editor, page, PUBLISH, minor_change="on")
    shown = dashboard(editor)
    assert shown.count("Published by editor on 14 June 2024.") == 1
    assert f'href="{page.url}"' in shown


def test_a_page_that_was_taken_down_or_closed_is_not_said_to_be_published(editor, roles):
    policy = roles("Policy")
    page = factories.make_press_release(release_date=TODAY - DAY, title="Out at last")
    send(editor, page, PUBLISH, minor_change="on")
    assert "Out at last" in dashboard(policy)
    factories.make_private(page)
    assert "Out at last" not in dashboard(policy)
    page.get_view_restrictions().delete()
    type(page).objects.get(pk=page.pk).unpublish()
    assert "Recently published" not in dashboard(editor)


def count_dashboard_queries(user):
    """Return how many queries the dashboard asks, its caches warm."""
    client = Client()
    client.force_login(user)
    client.get("/admin/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/admin/").status_code == 200
    return len(queries)


def test_ten_thousand_pages_cost_no_more_queries_than_a_few(editor):
    index = factories.make_press_index()
    topics = [factories.make_topic("Trafficking")]

    def everything(number):
        """Add one of each that is listed."""
        factories.make_policy_explainer(slug=f"e-{number}", review_on=TODAY)
        factories.make_report_page(slug=f"r-{number}", review_on=TODAY, last_reviewed=TODAY - YEAR)
        page = factories.make_press_release(
            slug=f"s-{number}",
            minor_change=True,
            release_date=TODAY,
            share_image=factories.make_image(f"{number}.png", title=f"Picture {number}"),
        )
        page.save_revision(user=editor).publish(user=editor)
        referring(page)
        leak(page)
        leak(ReleaseSet.objects.create(title=f"Set {number}", go_live_at=NOON + DAY))
        break_link(page, number)
        waiting = factories.make_press_release(slug=f"w-{number}", live=False)
        waiting.save_revision()
        waiting.get_workflow().start(waiting, None)

    call_command("setup_roles")
    for number in range(MAX_ROWS_PER_GROUP + 1):
        everything(number)
    grow(index, topics, 1_000, 1_600)
    few = count_dashboard_queries(editor)
    grow(index, topics, 2_000, 12_000)
    for number in range(MAX_ROWS_PER_GROUP + 1, MAX_ROWS_PER_GROUP + 6):
        everything(number)
    assert Page.objects.count() > 10_000
    assert count_dashboard_queries(editor) == few
