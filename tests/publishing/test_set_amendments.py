"""An approved release set is amended with a new approval, and its embargo links go on working."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from publishing import release_sets
from publishing.embargo import services
from publishing.models import EmbargoLink, ReleaseSet
from publishing.release_sets.amendments import SetAmendment
from publishing.scheduler.jobs import run_due
from tests.publishing.scheduled_content import link_to
from tests.publishing.sets_to_publish import MINUTE, MOMENT, NOW, banner_to, draft_release, make_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]


@pytest.fixture
def launch(publisher, report):
    """An approved set: a report, and a banner that leads to it."""
    release_set = make_set(report, banner_to(report), user=publisher)
    release_sets.approve(release_set, publisher)
    return ReleaseSet.objects.get()


def item_of(release_set, content):
    return release_set.items.about(content).get()


def banner_item(release_set):
    return release_set.items.last()


def text(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_what_is_added_goes_live_with_the_set(launch, publisher, time_machine):
    page = draft_release()

    release_sets.amend_set(launch, SetAmendment(content_object=page), publisher)

    launch.refresh_from_db()
    assert launch.state == ReleaseSet.State.APPROVED
    assert page.get_lock()
    time_machine.move_to(MOMENT)
    assert run_due() == 1
    page.refresh_from_db()
    assert page.live


def test_what_is_exchanged_leaves_and_is_unlocked(launch, publisher, time_machine):
    old, new = draft_release("old", title="Old words"), draft_release("new", title="New words")
    release_sets.amend_set(launch, SetAmendment(content_object=old), publisher)

    release_sets.amend_set(
        launch, SetAmendment(content_object=new, instead_of=item_of(launch, old)), publisher
    )

    assert old.get_lock() is None
    assert item_of(launch, new).is_locked
    assert "“Old words” was replaced by “New words”." in launch.events.first().action
    time_machine.move_to(MOMENT)
    assert run_due() == 1
    old.refresh_from_db()
    assert not old.live


def test_a_banner_comes_down_at_another_time(launch, publisher, time_machine):
    item, later = banner_item(launch), MOMENT + timedelta(days=2)

    release_sets.amend_set(launch, SetAmendment(banner=item, expire_at=later), publisher)

    time_machine.move_to(MOMENT)
    assert run_due() == 1
    banner = item.content_object
    assert banner.live
    assert banner.expire_at == later


@pytest.mark.parametrize(
    ("expire_at", "words"),
    [
        (MOMENT - MINUTE, "expires before it goes live"),
        (MOMENT + timedelta(days=100), "at most 90 days"),
        (None, "Enter when the banner comes down"),
    ],
)
def test_a_refused_amendment_changes_nothing(launch, publisher, expire_at, words):
    page = draft_release()
    amendment = SetAmendment(content_object=page, banner=banner_item(launch), expire_at=expire_at)

    with pytest.raises(ValidationError) as refusal:
        release_sets.amend_set(launch, amendment, publisher)

    assert words in str(refusal.value) or "must come down after" in str(refusal.value)
    launch.refresh_from_db()
    assert launch.state == ReleaseSet.State.APPROVED
    assert launch.items.count() == 2
    assert page.get_lock() is None


def test_what_does_not_hold_together_is_no_amendment(launch, publisher, report):
    page = draft_release()

    with pytest.raises(ValidationError, match="After Eighteen"):
        release_sets.amend_set(
            launch, SetAmendment(content_object=page, instead_of=item_of(launch, report)), publisher
        )

    assert launch.items.count() == 2
    assert report.get_lock()


def test_embargo_links_work_through_an_amendment(launch, publisher, client):
    address = link_to(launch)

    release_sets.amend_set(
        launch, SetAmendment(content_object=draft_release(title="Added since")), publisher
    )

    assert "Added since" in text(client.get(address))
    assert EmbargoLink.objects.get().revoked_at is None


def test_holders_of_links_are_told_what_changed_if_the_editor_wants(launch, publisher, client):
    address, page_address = link_to(launch), link_to(launch.items.first().content_object)
    release_sets.amend_set(launch, SetAmendment(content_object=draft_release("quiet")), publisher)
    assert "Changed on" not in text(client.get(address))

    release_sets.amend_set(
        launch,
        SetAmendment(content_object=draft_release("told"), note="We added a release."),
        publisher,
    )

    told = "Changed on Wednesday 1 May 2013, 10:00 London time: We added a release."
    assert told in text(client.get(address))
    # The note is about the whole set: a link to one page of it does not show it.
    page = client.get(page_address)
    assert page.status_code == 200
    assert "Changed on" not in text(page)
    # Who gets a link later reads the set as it is.
    EmbargoLink.objects.update(created_at=NOW + MINUTE)
    assert told not in text(client.get(address))


def test_taking_out_what_nothing_points_at_keeps_the_approval(launch, publisher):
    release_sets.remove_item(banner_item(launch), publisher)

    launch.refresh_from_db()
    assert launch.state == ReleaseSet.State.APPROVED


def test_taking_out_what_the_rest_points_at_ends_the_approval(
    launch, publisher, report, client, time_machine
):
    address = link_to(launch)

    release_sets.remove_item(item_of(launch, report), publisher)

    launch.refresh_from_db()
    assert launch.state == ReleaseSet.State.DRAFT
    assert "After Eighteen" in launch.events.first().note
    assert client.get(address).status_code == 404
    # The links wait, and work again after a new approval for another moment.
    release_sets.add_item(launch, report, publisher)
    release_sets.update_details(launch, publisher, "Report launch", "", MOMENT + 20 * MINUTE)
    release_sets.approve(launch, publisher)
    assert "After Eighteen" in text(client.get(address))


def test_taking_out_of_an_approved_set_asks_first(client, publisher, launch, report):
    item = item_of(launch, report)
    edit = reverse("release_sets:edit", args=[launch.pk])

    response = client.post(edit, {"set_action": "remove", "item": item.pk}, follow=True)

    shown = text(response)
    assert "The approval ends." in shown
    assert "Readers cannot see “After Eighteen”" in shown
    assert launch.items.count() == 2
    done = client.post(response.redirect_chain[-1][0], {"note": ""}, follow=True)
    assert "no longer approved" in text(done)
    assert launch.items.count() == 1


def test_taking_out_what_is_not_needed_says_that_the_rest_stays(client, publisher, launch):
    item = banner_item(launch)
    edit = reverse("release_sets:edit", args=[launch.pk])

    response = client.post(edit, {"set_action": "remove", "item": item.pk}, follow=True)

    assert "The rest of the set stays approved" in text(response)
    done = client.post(response.redirect_chain[-1][0], {"note": "No banner."}, follow=True)
    assert "The set is still approved." in text(done)


def test_a_set_is_amended_in_the_admin(client, publisher, launch):
    page = draft_release()
    assert "Amend the set" in text(client.get(reverse("release_sets:edit", args=[launch.pk])))
    url = reverse("release_set_amend", args=[launch.pk])
    banner = banner_item(launch)

    shown = text(client.get(url))
    assert "Wednesday 1 May 2013, 10:30 London time" in shown
    typed = {"page": page.pk, "banner": banner.pk, "note": "A release was added."}
    refused = client.post(url, {**typed, "expire_at": "2013-05-01 10:00"})
    assert "must come down after" in text(refused) or "expires before" in text(refused)
    assert "A release was added." in refused.content.decode()
    done = client.post(url, {**typed, "expire_at": "2013-05-03 10:00"}, follow=True)

    assert "The set is amended and approved again." in text(done)
    assert launch.items.count() == 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose a page or shared content to add"),
        ({"instead_of": "first"}, "Choose the replacement"),
        ({"banner": "last"}, "Enter when the banner comes down"),
        ({"expire_at": "2013-05-03 10:00"}, "Choose the banner that comes down then"),
        ({"page": "nonsense"}, "Select a valid choice"),
    ],
)
def test_half_an_amendment_says_what_is_missing(client, publisher, launch, typed, words):
    keys = {"first": launch.items.first().pk, "last": launch.items.last().pk}
    typed = {name: keys.get(value, value) for name, value in typed.items()}

    assert words in text(client.post(reverse("release_set_amend", args=[launch.pk]), typed))


def test_a_set_that_is_a_draft_by_now_is_not_amended(client, publisher, launch):
    release_sets.reopen(launch, publisher)

    response = client.get(reverse("release_set_amend", args=[launch.pk]), follow=True)

    assert "not approved any more" in text(response)


def test_who_may_not_approve_amends_nothing(client, launch, django_user_model):
    writer = django_user_model.objects.create_user("writer")
    with pytest.raises(ValidationError, match="may not approve"):
        release_sets.amend_set(launch, SetAmendment(content_object=draft_release()), writer)


def test_each_change_of_a_draft_set_says_what_points_nowhere(client, publisher, report):
    release_set = make_set(user=publisher)
    banner = banner_to(report)

    response = client.post(
        reverse("release_sets:edit", args=[release_set.pk]),
        {"set_action": "add", "add-shared": f"snippets.sitebanner:{banner.pk}"},
        follow=True,
    )

    assert "Readers cannot see “After Eighteen”" in text(response)


def test_a_link_made_for_a_moment_that_is_over_stays_closed(launch, publisher, report, client):
    address = link_to(launch)
    release_sets.cancel(launch, publisher)
    release_sets.reopen(launch, publisher)
    release_sets.approve(launch, publisher)

    assert services.get_working_link(address.split("/")[2]) is None
