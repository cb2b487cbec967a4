"""The admin's pages about release sets: every refusal says what to change, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from publishing import release_sets
from publishing.bulk_actions.decisions import ScheduleForm
from publishing.embargo.admin_views import EmbargoLinkForm
from publishing.models import ReleaseSet
from publishing.models.content_objects import get_base_content_type
from publishing.permissions import FAILED
from publishing.release_sets.forms import RescheduleSetForm
from publishing.scheduler.jobs import run_due
from snippets.models import SiteBanner
from tests import factories
from tests.publishing.scheduled_content import drafted
from tests.publishing.sets_to_publish import MOMENT, draft_release, make_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]


def login_as_writer(client):
    """Sign in somebody who fills sets but may not approve them."""
    user = get_user_model().objects.create_user("writer")
    names = ["access_admin", "add_releaseset", "change_releaseset"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    group = Group.objects.create(name="Writers")
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    index = factories.make_press_index()
    GroupPagePermission.objects.create(group=group, page_id=index.pk, permission=right)
    user.groups.add(group)
    client.force_login(user)
    return user


def address(release_set):
    return reverse("release_sets:edit", args=[release_set.pk])


def do(client, release_set, action, typed=None, **data):
    data = {f"{action}-{name}" if name != "item" else name: value for name, value in data.items()}
    if action in ("approve", "publish_now"):
        data["seen"] = [
            f"{item.pk}:{release_sets.get_item_revision(item).pk}"
            for item in release_set.items.all()
        ]
    return client.post(
        address(release_set), {"set_action": action, **data, **(typed or {})}, follow=True
    )


def text(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_the_example_of_a_time_is_a_week_ahead_whenever_the_form_is_drawn(
    client, publisher, time_machine
):
    add = reverse("release_sets:add")
    assert "London time, such as 08/05/2013 00:01" in text(client.get(add))
    time_machine.move_to(datetime(2031, 12, 28, 23, 30, tzinfo=UTC))
    client.force_login(publisher)
    assert "London time, such as 04/01/2032 00:01" in text(client.get(add))
    for form in (RescheduleSetForm(), EmbargoLinkForm(), EmbargoLinkForm(is_set=True)):
        assert "London time, such as 04/01/2032" in form.as_div()
    assert "London time, such as 04/01/2032 00:01. Each page" in ScheduleForm().as_div()


def test_the_seal_check_of_a_set_has_one_colon(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    do(client, release_set, "approve")
    said = text(client.get(address(release_set)))
    assert "Seal check" in said
    assert "Seal check:" not in said


def test_a_set_is_made_by_whoever_made_it(client, publisher):
    response = client.post(
        reverse("release_sets:add"), {"title": "Launch", "go_live_at": "2013-05-02 00:01"}
    )

    release_set = ReleaseSet.objects.get()
    assert response.url == address(release_set)
    assert release_set.owner == publisher
    assert release_set.go_live_at == datetime(2013, 5, 1, 23, 1, tzinfo=UTC)
    assert "Thursday 2 May 2013, 00:01 London time" in text(client.get(address(release_set)))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2013-03-31 01:30", "does not exist"),
        ("2013-10-27 01:30", "happens twice"),
        ("tomorrow", "There is no such time"),
    ],
)
def test_a_moment_that_no_clock_shows_once_is_refused(client, publisher, typed, words):
    response = client.post(reverse("release_sets:add"), {"title": "Launch", "go_live_at": typed})

    assert words in text(response)
    assert "Launch" in str(response.content)
    assert not ReleaseSet.objects.exists()


def test_weekends_and_midnight_are_warned_about(client, publisher):
    midnight = make_set(draft_release(), user=publisher, at=datetime(2013, 5, 3, 23, 0, tzinfo=UTC))

    shown = text(client.get(address(midnight)))

    assert "This is a Saturday" in shown
    assert "This is midnight" in shown


def test_an_item_dated_for_another_day_than_the_set_is_named_on_its_page(client, publisher):
    other, same = draft_release(title="Dated before"), draft_release("same", title="Dated for it")
    other.release_date = MOMENT.date() - timedelta(days=2)
    same.release_date = MOMENT.date()
    release_set = make_set(drafted(other), drafted(same), user=publisher)

    page = text(client.get(address(release_set)))

    assert "“Dated before”: The date on the page is" in page
    assert "“Dated for it”:" not in page


def test_a_page_and_a_banner_are_put_in_and_taken_out(client, publisher):
    page, release_set = draft_release(), make_set(user=publisher)
    banner = factories.make_banner(live=False, last_published_at=None)
    banner.save_revision(clean=False)

    do(client, release_set, "add", page=page.pk)
    do(client, release_set, "add", shared=f"snippets.sitebanner:{banner.pk}")
    first, second = release_set.items.all()
    assert (first.content_object, second.content_object) == (page, banner)
    do(client, release_set, "move_up", item=second.pk)
    assert [item.content_object for item in release_set.items.all()] == [banner, page]
    do(client, release_set, "remove", item=first.pk)

    assert [item.content_object for item in release_set.items.all()] == [banner]


def test_putting_in_nothing_says_what_to_choose(client, publisher):
    release_set = make_set(user=publisher)

    assert "Choose either a page" in text(do(client, release_set, "add"))
    assert "already" in text(
        do(client, make_set(page := draft_release(), user=publisher), "add", page=page.pk)
    )


@pytest.mark.parametrize("item", ["999999", "", "nonsense"])
def test_a_button_of_an_item_that_is_gone_says_so(client, publisher, item):
    release_set = make_set(draft_release(), user=publisher)

    assert "not in the set any more" in text(do(client, release_set, "remove", item=item))


def test_approving_in_the_admin(client, publisher):
    page = draft_release()
    release_set = make_set(page, user=publisher)

    shown = text(do(client, release_set, "approve"))

    assert "Goes live on Wednesday 1 May 2013, 10:30 London time" in shown
    release_set.refresh_from_db()
    assert release_set.state == ReleaseSet.State.APPROVED
    edit = text(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "goes live with the release set Report launch" in edit


def test_a_refused_approval_names_the_page_and_the_field(client, publisher):
    release_set = make_set(draft_release(summary="Too short"), user=publisher)

    assert "Summary: The summary has 9 characters" in text(do(client, release_set, "approve"))


def test_its_maker_checks_a_set_that_they_may_not_approve(client):
    writer = login_as_writer(client)
    release_set = make_set(
        draft_release(), draft_release("no-date", release_date=None), user=writer
    )
    typed = {"title": "Typed and not saved", "go_live_at": "01/05/2013 12:00", "notes": ""}

    refused = do(client, release_set, "check", typed)
    release_set.items.last().delete()
    passed = do(client, release_set, "check", typed)

    assert "Release date" in text(refused)
    assert "Everything in the set can go live as it is. Nothing was approved." in text(passed)
    for answer in (refused, passed):
        assert "Check this set" in text(answer)
        assert "Typed and not saved" in answer.content.decode()
    stored = ReleaseSet.objects.get()
    assert (stored.title, stored.go_live_at, stored.state) == ("Report launch", MOMENT, "draft")
    assert not stored.items.filter(is_locked=True).exists()


@pytest.mark.parametrize("title", ["Report launch", "Typed and not saved"])
def test_who_leaves_a_checked_set_is_asked_only_if_something_is_not_saved(client, publisher, title):
    release_set = make_set(draft_release(), user=publisher)
    stored = {"title": title, "go_live_at": f"{MOMENT.astimezone(factories.LONDON):%d/%m/%Y %H:%M}"}

    answer = do(client, release_set, "check", stored | {"notes": ""})

    form = BeautifulSoup(answer.content, "html.parser").find(id="w-editor-form")
    asks = "false" if title == release_set.title else "true"
    assert form["data-w-unsaved-force-value"] == asks


def test_a_check_tries_the_time_that_was_typed(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    typed = {"title": "Launch", "go_live_at": "01/05/2013 08:00", "notes": ""}

    assert "has passed" in text(do(client, release_set, "check", typed))


def test_a_refused_move_keeps_what_was_typed(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)

    response = do(client, release_set, "move", moment="2013-05-01 08:00", reason="The debate moved")

    assert "has passed" in text(response)
    form = BeautifulSoup(response.content, "html.parser").find("details", open=True)
    assert form.find("input", {"name": "move-reason"})["value"] == "The debate moved"
    assert form.find("input", {"name": "move-moment"})["value"] == "2013-05-01 08:00"


def test_moving_cancelling_and_reopening_in_the_admin(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)

    do(client, release_set, "move", moment="2013-05-02 10:00", reason="The debate moved")
    release_set.refresh_from_db()
    assert release_set.go_live_at == datetime(2013, 5, 2, 9, 0, tzinfo=UTC)
    do(client, release_set, "cancel", reason="Called off")
    assert "Called off" in text(client.get(address(release_set)))
    do(client, release_set, "reopen")

    release_set.refresh_from_db()
    assert release_set.is_open


def test_publishing_now_in_the_admin(client, publisher):
    page = draft_release()
    release_set = make_set(page, user=publisher)

    shown = text(do(client, release_set, "publish_now"))

    assert "Went live on Wednesday 1 May 2013, 10:00 London time" in shown
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("action", ["approve", "publish_now"])
def test_what_was_edited_since_it_was_looked_at_does_not_go_out(client, publisher, action):
    page = draft_release()
    release_set = make_set(page, user=publisher)
    seen = f"{release_set.items.get().pk}:{page.latest_revision_id}"
    page.title = "Half a tit"
    page.save_revision(clean=False)

    response = client.post(address(release_set), {"set_action": action, "seen": seen}, follow=True)

    assert "was edited since you looked at the set" in text(response)
    assert not Page.objects.get(pk=page.pk).live
    assert do(client, release_set, action).status_code == 200
    release_set.refresh_from_db()
    assert not release_set.is_open


def test_approving_saves_what_was_typed_on_the_same_page(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    typed = {"title": "The launch", "go_live_at": "2013-05-02 00:01", "notes": "Ask Ann"}

    response = do(client, release_set, "approve", typed=typed)

    release_set.refresh_from_db()
    assert not release_set.is_open
    assert (release_set.title, release_set.notes) == ("The launch", "Ask Ann")
    assert "locked until it goes live. That is Thursday 2 May 2013, 00:01" in text(response)


@pytest.mark.parametrize("moment", ["2013-05-01 10:01", "2013-13-01 10:00"])
def test_what_was_typed_is_kept_when_approval_is_refused(client, publisher, moment):
    release_set = make_set(draft_release(), user=publisher)
    typed = {"title": "The launch", "go_live_at": moment, "notes": "Ask Ann"}

    response = do(client, release_set, "approve", typed=typed)

    assert "Ask Ann" in response.content.decode()
    assert moment in response.content.decode()
    release_set.refresh_from_db()
    assert (release_set.title, release_set.state) == ("Report launch", ReleaseSet.State.DRAFT)


def test_both_buttons_send_what_was_looked_at(client, publisher):
    release_set = make_set(draft_release(), user=publisher)

    page = BeautifulSoup(client.get(address(release_set)).content, "html.parser")

    for action in ("approve", "publish_now"):
        button = page.find("button", value=action)
        if own := button.get("form"):
            seen = page.find("input", attrs={"name": "seen", "form": own})
            assert page.find("form", id=own).find("input", attrs={"name": "go_live_at"})
        else:
            seen = button.find_parent("form").find("input", attrs={"name": "seen"})
        assert seen["value"]


def test_the_log_names_nothing_of_other_sections_that_was_in_the_set_before(client, publisher):
    own = draft_release()
    foreign = drafted(factories.make_policy_explainer(live=False, title="Minister resigns"))
    release_set = make_set(own, foreign, user=publisher)
    release_sets.remove_item(release_set.items.last(), publisher)
    release_set.log_event(FAILED, note="“Minister resigns” broke a rule")
    assert "Minister resigns" in text(client.get(address(release_set)))

    login_as_writer(client)
    shown = text(client.get(address(release_set)))

    assert f"Put in “{own}”" in shown
    assert "Minister resigns" not in shown


def test_trying_again_what_has_not_failed_says_so(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)

    assert "nothing to try again" in text(do(client, release_set, "retry"))


@pytest.mark.parametrize("action", ["approve", "publish_now", "cancel", "move", "remove", "reopen"])
def test_who_may_not_publish_breaks_no_promise(client, action):
    publisher = factories.make_user("publisher")
    release_set = make_set(draft_release(), draft_release("second"), user=publisher)
    if action != "approve":
        release_sets.approve(release_set, publisher)
    state = ReleaseSet.objects.get().state
    login_as_writer(client)
    data = {"item": release_set.items.first().pk} if action == "remove" else {}
    if action == "move":
        data = {"moment": "2013-05-02 10:00", "reason": "Because"}

    shown = text(do(client, release_set, action, **data))

    assert "Ask a publisher" in shown
    assert ReleaseSet.objects.get().state == state
    assert release_set.items.count() == 2


def test_the_moment_of_an_approved_set_does_not_change_without_a_reason(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)

    client.post(address(release_set), {"title": "New title", "go_live_at": "2013-05-09 10:00"})

    release_set.refresh_from_db()
    assert release_set.title == "New title"
    assert release_set.go_live_at == MOMENT


def test_an_approved_set_is_not_deleted(client, publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)

    response = client.post(reverse("release_sets:delete", args=[release_set.pk]), follow=True)

    assert "Cancel it first" in text(response)
    assert ReleaseSet.objects.exists()


def test_an_approved_page_is_not_deleted_in_the_admin(client, publisher):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)

    index = page.get_parent()
    response = client.post(reverse("wagtailadmin_pages:delete", args=[index.pk]), follow=True)

    assert "Remove it from the set first" in text(response)
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_page_is_put_in_a_new_set_from_where_it_is_edited(client, publisher):
    page = draft_release()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    url = reverse("release_set_add_item", args=[get_base_content_type(page).pk, page.pk])
    assert url in edit.content.decode()

    assert "give the new one a title" in text(client.post(url, {}))
    client.post(url, {"title": "Launch"})

    release_set = ReleaseSet.objects.get(title="Launch")
    assert [item.content_object for item in release_set.items.all()] == [page]


def test_a_page_that_has_a_date_of_its_own_is_not_offered_to_sets(client, publisher):
    page = draft_release()
    page.save_revision(approved_go_live_at=MOMENT, clean=False)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "Add to a release set" not in edit.content.decode()


def test_a_banner_is_put_in_a_set_from_the_list_of_banners(client, publisher):
    banner = factories.make_banner(live=False, last_published_at=None)
    banner.save_revision(clean=False)
    url = reverse("release_set_add_item", args=[get_base_content_type(banner).pk, banner.pk])
    listing = client.get(reverse(SiteBanner.snippet_viewset.get_url_name("list")))
    assert url in listing.content.decode()
    release_set = make_set(user=publisher)

    client.post(url, {"release_set": release_set.pk})

    assert [item.content_object for item in release_set.items.all()] == [banner]


def test_a_refused_addition_leaves_no_empty_set_behind(client, publisher):
    page = draft_release()
    page.create_alias(update_slug="alias")
    alias = Page.objects.get(slug="alias")
    url = reverse("release_set_add_item", args=[get_base_content_type(alias).pk, alias.pk])

    assert "is an alias" in text(client.post(url, {"title": "Launch"}))
    assert not ReleaseSet.objects.exists()


def test_nobody_without_rights_sees_sets(client):
    factories.make_home()
    user = get_user_model().objects.create_user("outsider")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    publisher = factories.make_user("publisher")
    release_set = make_set(draft_release(title="Under embargo"), user=publisher)
    client.force_login(user)

    for name in ("release_sets:index", "release_sets:add"):
        assert client.get(reverse(name)).status_code == 302
    assert client.get(address(release_set)).status_code in {302, 404}
    url = reverse(
        "release_set_add_item", args=[get_base_content_type(release_set).pk, release_set.pk]
    )
    assert client.get(url).status_code == 302


def test_the_list_of_sets_says_when_and_how_far(client, publisher):
    make_set(draft_release(), user=publisher)
    make_set(user=publisher, at=None)

    shown = text(client.get(reverse("release_sets:index")))

    assert "Wednesday 1 May 2013, 10:30 London time" in shown
    assert "No date yet" in shown


def test_a_failure_is_shown_with_its_reason(client, publisher, time_machine):
    page = draft_release()
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)
    revision = page.latest_revision
    revision.content["summary"] = "Too short"
    revision.save(update_fields=["content"])
    time_machine.move_to(MOMENT)
    run_due()

    shown = text(client.get(address(release_set)))

    assert "Not live." in shown
    assert "9 characters" in shown
    assert timezone.localtime(MOMENT).strftime("%H:%M") in shown
    assert "It is tried again within a second" in text(do(client, release_set, "retry"))


def test_an_editor_of_another_section_learns_of_no_set_and_puts_in_no_page(client):
    publisher = factories.make_user("publisher")
    secret = factories.make_report_page(title="Under embargo", slug="secret", live=False)
    secret.save_revision(clean=False)
    foreign = make_set(secret, user=publisher)
    writer = login_as_writer(client)
    own = ReleaseSet.objects.create(title="Own", owner=writer)

    assert client.get(address(foreign)).status_code == 404
    assert "Report launch" not in text(client.get(reverse("release_sets:index")))
    response = do(client, own, "add", page=secret.pk)

    assert "You may not edit that" in text(response)
    assert "Under embargo" not in text(response)
    assert not own.items.exists()


def test_shared_drafts_are_offered_to_those_who_work_on_them(client, publisher):
    promo = factories.make_promo(live=False, heading="Secret training")
    promo.save_revision(clean=False)
    offered = text(client.get(address(make_set(user=publisher))))
    assert "Promo: Secret training" in offered
    writer = login_as_writer(client)

    own = ReleaseSet.objects.create(title="Own", owner=writer)

    assert "Secret training" not in text(client.get(address(own)))
    shown = text(do(client, own, "add", shared=f"snippets.promo:{promo.pk}"))
    assert "Secret training" not in shown
    assert not own.items.exists()


def test_publishing_an_approved_page_from_the_list_of_pages_is_refused(client, publisher):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(f"{url}?id={page.pk}", {"next": "/admin/"}, follow=True)

    assert "goes live with the release set" in text(response)
    assert not Page.objects.get(pk=page.pk).live


def test_a_refusal_leaves_the_sets_own_form_as_it_was(client, publisher):
    release_set = make_set(draft_release(summary="Too short"), user=publisher)

    html = BeautifulSoup(do(client, release_set, "approve").content, "html.parser")

    assert html.find("input", {"name": "title"})["value"] == "Report launch"
    assert "This field is required" not in html.get_text()


@pytest.mark.parametrize("number", ["root", "\x00", "9" * 5000, "-1", ""])
def test_odd_numbers_are_refused_in_words(client, publisher, number):
    release_set = make_set(draft_release(), user=publisher)

    for data in ({"page": number}, {"shared": number}):
        assert text(do(client, release_set, "add", **data))
    assert "not in the set any more" in text(do(client, release_set, "remove", item=number))
    assert text(do(client, release_set, "approve", item=number))
