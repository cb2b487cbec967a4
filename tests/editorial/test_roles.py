"""Each role may do what it should, asked of Wagtail itself and not of the table."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
)
from wagtail.permissions import policy_registry

from home.models import HomePage, InformationPage
from policy.models import PolicyExplainer, PolicyIndexPage, ReportIndexPage, ReportPage
from pressroom.models import PressRelease, PressReleaseIndexPage
from snippets.models import (
    ContactDetails,
    Instrument,
    MediaContact,
    Organisation,
    Promo,
    SiteBanner,
    SiteDocument,
    SiteImage,
    Statistic,
    Topic,
)

ROLES = ["contributor", "communications", "policy", "publisher"]
SECTIONS = {
    "press": (PressReleaseIndexPage, PressRelease),
    "policy": (PolicyIndexPage, PolicyExplainer),
    "reports": (ReportIndexPage, ReportPage),
    "information": (InformationPage, InformationPage),
}
WRITES_IN = {
    "contributor": {"press", "policy", "reports"},
    "communications": {"press", "information"},
    "policy": {"policy", "reports"},
    "publisher": set(SECTIONS),
}
SITE_WIDE = {ContactDetails, SiteBanner, Promo}
FACTS = {Instrument, Statistic, Organisation}
PEOPLE = {MediaContact, Topic}
CHANGES_CONTENT = {
    "contributor": set(),
    "communications": SITE_WIDE | FACTS | PEOPLE,
    "policy": FACTS,
    "publisher": SITE_WIDE | FACTS | PEOPLE,
}


def account(username):
    return get_user_model().objects.get(username=username)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_writes_in_its_sections_only(demo, role, section):
    parent, page = SECTIONS[section]
    user = account(role)
    allowed = section in WRITES_IN[role]
    assert parent.objects.first().permissions_for_user(user).can_add_subpage() == allowed
    assert page.objects.first().permissions_for_user(user).can_edit() == allowed


@pytest.mark.parametrize("role", ROLES)
def test_only_publishers_publish_withdraw_and_lock_pages(demo, role):
    may = role == "publisher"
    for _, model in SECTIONS.values():
        rights = model.objects.first().permissions_for_user(account(role))
        assert rights.can_publish() == may
        assert rights.can_unpublish() == may
        assert rights.can_lock() == may


@pytest.mark.parametrize("role", ["contributor", "communications"])
def test_whoever_writes_a_release_can_submit_it(demo, role):
    release = PressRelease.objects.first()
    assert release.permissions_for_user(account(role)).can_submit_for_moderation()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_its_shared_content_only(demo, role):
    user = account(role)
    for model in SITE_WIDE | FACTS | PEOPLE:
        policy = policy_registry.get_by_type(model)
        allowed = model in CHANGES_CONTENT[role]
        assert policy.user_has_permission(user, "change") == allowed, model
        assert policy.user_has_permission(user, "add") == allowed, model


@pytest.mark.parametrize("role", ROLES)
def test_only_publishers_publish_lock_and_delete_shared_content(demo, role):
    user = account(role)
    for model in SITE_WIDE | FACTS | PEOPLE:
        policy = policy_registry.get_by_type(model)
        for action in ("publish", "lock", "unlock", "delete"):
            assert policy.user_has_permission(user, action) == (role == "publisher"), model


@pytest.mark.parametrize("model", [SiteImage, SiteDocument])
def test_every_role_uses_the_files_and_adds_to_its_own_collections(demo, model):
    policy = policy_registry.get_by_type(model)
    adds = {
        "contributor": {"Press", "Reports"},
        "communications": {"Press", "Logos"},
        "policy": {"Reports", "Logos"},
        "publisher": {"Press", "Reports", "Logos"},
    }
    for role in ROLES:
        chosen = policy.collections_user_has_permission_for(account(role), "choose")
        added = policy.collections_user_has_permission_for(account(role), "add")
        assert {collection.name for collection in chosen} == {"Press", "Reports", "Logos"}
        assert {collection.name for collection in added} == adds[role]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_enters_the_admin(demo, client, role):
    client.force_login(account(role))
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_roles_can_be_set_up_before_there_are_pages():
    call_command("setup_roles", stdout=StringIO())
    assert not HomePage.objects.exists()
    names = set(Group.objects.values_list("name", flat=True))
    assert names == {"Contributor", "Communications", "Policy", "Publisher"}
    assert {"Press", "Reports", "Logos"} <= set(Collection.objects.values_list("name", flat=True))
    assert not GroupPagePermission.objects.filter(group__name="Publisher").exists()


def test_setting_up_again_adds_nothing(demo):
    def rights():
        return (
            set(Group.objects.values_list("name", "permissions")),
            set(GroupPagePermission.objects.values_list("pk", flat=True)),
            set(GroupCollectionPermission.objects.values_list("pk", flat=True)),
            set(Collection.objects.values_list("pk", flat=True)),
        )

    before = rights()
    call_command("setup_roles")
    assert rights() == before


def test_rights_granted_by_hand_stay(demo):
    group = Group.objects.get(name="Contributor")
    extra = Permission.objects.get(codename="add_user")
    group.permissions.add(extra)
    call_command("setup_roles")
    assert extra in group.permissions.all()


@pytest.mark.django_db
def test_a_stock_group_stays_while_somebody_is_in_it():
    somebody = get_user_model().objects.create_user("somebody")
    somebody.groups.add(Group.objects.get(name="Editors"))
    call_command("setup_roles")
    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


@pytest.mark.django_db
def test_publishers_approve_what_moderators_did():
    call_command("setup_roles")
    task = GroupApprovalTask.objects.get()
    assert [group.name for group in task.groups.all()] == ["Publisher"]


def test_information_pages_below_others_need_no_right_of_their_own(demo):
    about = InformationPage.objects.get(slug="about")
    child = InformationPage(title="History", slug="history", live=False)
    about.add_child(instance=child)
    call_command("setup_roles")
    assert not GroupPagePermission.objects.filter(page_id=child.pk).exists()
    assert child.permissions_for_user(account("communications")).can_edit()
