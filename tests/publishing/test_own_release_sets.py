"""A set's maker always sees the set; what they do not work on stands in it without its title."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from publishing import release_sets
from publishing.models import PublicationFailure, ReleaseSet
from publishing.models.content_objects import get_base_content_type
from tests import factories
from tests.publishing.scheduled_content import drafted

pytestmark = pytest.mark.django_db

ELSEWHERE = "An item of another team"


@pytest.fixture
def maker(client):
    """Somebody of the communications team, who works on releases and not on reports."""
    factories.make_press_index()
    factories.make_report_index()
    call_command("setup_roles", verbosity=0)
    user = get_user_model().objects.create_user("maker", email="maker@example.org")
    user.groups.add(Group.objects.get(name="Communications"))
    client.force_login(user)
    return user


@pytest.fixture
def mixed(maker):
    """A set of the maker's in which a publisher has put a report."""
    publisher = factories.make_user("publisher")
    release_set = ReleaseSet.objects.create(title="Launch", owner=maker)
    own = drafted(factories.make_press_release(title="Own", slug="own", live=False))
    foreign = drafted(factories.make_report_page(title="Foreign", slug="foreign", live=False))
    release_sets.add_item(release_set, own, maker)
    release_sets.add_item(release_set, foreign, publisher)
    return release_set


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def address(release_set, name="edit"):
    return reverse(f"release_sets:{name}", args=[release_set.pk])


def test_the_maker_sees_the_set_without_the_title_of_what_others_put_in(client, mixed):
    shown = text(client.get(address(mixed)))

    assert "Own" in shown
    assert ELSEWHERE in shown
    assert "Foreign" not in shown
    assert "Launch" in text(client.get(reverse("release_sets:index")))


def test_the_maker_previews_what_they_work_on(client, mixed):
    preview = reverse("release_set_preview", args=[mixed.pk])
    own, foreign = (item.content_object for item in mixed.items.all())

    assert "Foreign" not in text(client.get(preview))
    assert client.get(f"{preview}pages/{own.pk}/").status_code == 200
    assert client.get(f"{preview}pages/{foreign.pk}/").status_code == 404


def test_the_maker_takes_out_what_others_put_in_without_learning_its_title(client, mixed):
    item = mixed.items.last()

    shown = client.post(address(mixed), {"set_action": "remove", "item": item.pk}, follow=True)

    assert "Foreign" not in text(shown)
    assert [one.content_object.title for one in mixed.items.all()] == ["Own"]


def test_the_reason_of_a_failure_names_nothing_of_another_team(client, mixed):
    ReleaseSet.objects.filter(pk=mixed.pk).update(
        state=ReleaseSet.State.FAILED, go_live_at=timezone.now()
    )
    now = timezone.now()
    failure = PublicationFailure(
        job_key="set", reason="“Foreign” has no cover.", due_at=now, retry_at=now,
        first_failed_at=now, last_failed_at=now,
    )  # fmt: skip
    failure.content_object = mixed
    failure.save()

    shown = text(client.get(address(mixed)))

    assert "Ask a publisher why" in shown
    assert "Foreign" not in shown
    seal = reverse("embargo_audit_report", args=[get_base_content_type(mixed).pk, mixed.pk])
    assert "Foreign" not in client.get(seal, follow=True).content.decode()


def test_a_set_of_others_with_an_item_of_another_team_is_not_shown(client, mixed):
    ReleaseSet.objects.update(owner=None)

    assert client.get(address(mixed)).status_code in (302, 403, 404)
    assert "Launch" not in text(client.get(reverse("release_sets:index")))


def test_a_publisher_sees_every_title(client, mixed):
    client.force_login(get_user_model().objects.get(username="publisher"))

    shown = text(client.get(address(mixed)))

    assert "Foreign" in shown
    assert ELSEWHERE not in shown


def test_an_empty_list_says_what_is_listed_and_offers_to_add_only_who_may(client, maker):
    index, add = reverse("release_sets:index"), reverse("release_sets:add")

    shown = text(client.get(index))
    assert "You have no release sets" in shown
    assert f'href="{add}"' in shown

    maker.groups.clear()
    names = ["access_admin", "change_releaseset"]
    maker.user_permissions.set(Permission.objects.filter(codename__in=names))
    shown = text(client.get(index))
    assert "You have no release sets" in shown
    assert f'href="{add}"' not in shown


def test_a_lock_names_its_set_only_to_those_who_know_the_set(client, mixed):
    mixed.items.last().delete()
    mixed.go_live_at = timezone.now() + timedelta(hours=1)
    mixed.save()
    release_sets.approve(mixed, get_user_model().objects.get(username="publisher"))
    own = mixed.items.get().content_object
    edit = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert "Launch" in text(client.get(edit))

    writer = get_user_model().objects.create_user("writer")
    writer.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(writer)
    shown = text(client.get(edit))

    assert "Launch" not in shown
    assert "goes live with <b>a release set</b>" in shown
