"""Putting a new address in the place of one that moved, without losing anything else."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from editorial.links import replacement
from editorial.links.replacement import (
    clean_url,
    get_next_replacement_batch,
    get_replacement_targets,
    replace_link,
)
from editorial.models import OutboundLink
from pages.models import ChangeNote
from policy.models import ReportDownload
from publishing import release_sets
from publishing.models import ReleaseSet
from tests import factories
from tests.publishing.scheduled_content import promised_set

pytestmark = pytest.mark.django_db

OLD = "https://old.example.org/report?a=1&b=2"
NEW = "https://new.example.org/report"


def text(*addresses):
    links = "".join(f'<a href="{a.replace("&", "&amp;")}">The report</a>' for a in addresses)
    return [{"type": "paragraph", "value": f"<p>{links}</p>"}]


def published(content):
    with TestCase.captureOnCommitCallbacks(execute=True):
        content.save_revision(clean=False).publish()
    return again(content)


def release(**overrides):
    return published(
        factories.make_press_release(**{"live": False, "body": text(OLD), **overrides})
    )


def again(content):
    return type(content).objects.get(pk=content.pk)


def link():
    return OutboundLink.objects.get(url=OLD)


def replace(user):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return replace_link(link(), NEW, user)


def member(role):
    """Return somebody with a role; pages must be there before rights are set up."""
    call_command("setup_roles", verbosity=0)
    user = get_user_model().objects.create_user(role, f"{role}@example.org", "sesame")
    user.groups.add(*user.groups.model.objects.filter(name=role))
    return user


def html_of(page):
    return page.body[0].value.source


def test_a_publisher_publishes_the_new_address_as_a_minor_change():
    page = release()
    revisions = page.revisions.count()

    (done,) = replace(factories.make_user())

    page = again(page)
    assert done.is_published
    assert html_of(page) == f'<p><a href="{NEW}">The report</a></p>'
    assert page.live
    assert not page.has_unpublished_changes
    assert page.revisions.count() == revisions + 1
    assert not ChangeNote.objects.exists()
    assert not page.minor_change


def test_the_index_learns_of_the_new_address():
    page = release()
    replace(factories.make_user())

    assert [use.content_object for use in OutboundLink.objects.get(url=NEW).uses.all()] == [page]
    assert not link().uses.exists()


def test_a_writer_leaves_a_draft():
    page = release()

    (done,) = replace(member("Communications"))

    page = again(page)
    assert not done.is_published
    assert "You may not publish it" in done.place.reason
    assert OLD.replace("&", "&amp;") in html_of(page)
    assert NEW in html_of(page.get_latest_revision_as_object())
    assert page.has_unpublished_changes


def test_other_changes_are_not_published_along():
    page = release()
    page.summary = "Another summary, which nobody has agreed to, and which is long enough for one."
    page.save_revision(clean=False)

    (done,) = replace(factories.make_user())

    page = again(page)
    draft = page.get_latest_revision_as_object()
    assert "other changes" in done.place.reason
    assert page.summary == factories.SUMMARY
    assert draft.summary.startswith("Another summary")
    assert NEW in html_of(draft)


def test_a_draft_that_dropped_the_link_is_left_alone():
    page = release()
    page.body = text("https://third.example.org/")
    page.save_revision(clean=False)
    revisions = page.revisions.count()

    (done,) = replace(factories.make_user())

    assert "does not have this link any more" in done.place.blocked_reason
    assert page.revisions.count() == revisions


def test_what_is_scheduled_is_left_alone_and_named():
    page = release(title="The launch")
    page.go_live_at = timezone.now() + timedelta(days=2)
    page.minor_change = True
    revision = page.save_revision(clean=False)
    page.publish(revision)
    revisions = page.revisions.count()

    (done,) = replace(factories.make_user())

    assert "“The launch” goes live on" in done.place.blocked_reason
    assert again(page).revisions.count() == revisions


def test_what_is_in_an_approved_set_is_left_alone_and_named():
    page = release(title="The launch")
    promised_set(again(page), at=timezone.now() + timedelta(days=2), title="Report launch")

    (done,) = replace(factories.make_user())

    assert "goes live with the release set Report launch" in done.place.blocked_reason
    assert done.place.name == "The launch"


def test_a_page_that_somebody_locked_is_left_alone():
    page = release()
    type(page).objects.filter(pk=page.pk).update(
        locked=True, locked_by=factories.make_user("other"), locked_at=timezone.now()
    )

    (done,) = replace(factories.make_user())

    assert "locked" in done.place.blocked_reason


def test_shared_content_is_published_too():
    organisation = published(factories.make_organisation(live=False, url=OLD))
    promo = published(factories.make_promo(live=False, link=[{"type": "url", "value": OLD}]))

    done = replace(factories.make_user())

    assert [result.is_published for result in done] == [True, True]
    assert again(organisation).url == NEW
    assert again(promo).link[0].value == NEW


def test_the_downloads_of_a_report_are_replaced():
    second = "https://www.example.org/2.pdf"
    downloads = [ReportDownload(url=OLD, sort_order=0), ReportDownload(url=second, sort_order=1)]
    report = published(factories.make_report_page(live=False, downloads=downloads))

    (done,) = replace(factories.make_user())

    assert done.is_published
    assert [row.url for row in again(report).downloads.all()] == [
        NEW,
        second,
    ]


def test_an_address_too_long_for_a_field_is_refused_with_its_name():
    organisation = published(factories.make_organisation(live=False, url=OLD))

    (done,) = replace_link(link(), f"{NEW}/{'a' * 200}", factories.make_user())

    assert "“Web address”" in done.place.blocked_reason
    assert again(organisation).revisions.count() == 1


def test_a_page_that_breaks_a_rule_by_now_keeps_its_draft_and_says_why():
    page = release()
    type(page).objects.filter(pk=page.pk).update(title="A title with a full stop.")
    page = again(page)
    published_before = page.last_published_at
    page.save_revision(clean=False)
    type(page).objects.filter(pk=page.pk).update(has_unpublished_changes=False)

    (done,) = replace(factories.make_user())

    assert not done.is_published
    assert "full stop" in done.place.reason
    assert NEW in html_of(again(page).get_latest_revision_as_object())
    assert again(page).last_published_at == published_before


def test_a_change_that_could_not_be_published_is_not_called_minor_afterwards():
    page = release()
    type(page).objects.filter(pk=page.pk).update(title="A title with a full stop.")
    again(page).save_revision(clean=False)
    type(page).objects.filter(pk=page.pk).update(has_unpublished_changes=False)

    (done,) = replace(factories.make_user())

    draft = again(page).get_latest_revision_as_object()
    assert not done.is_published
    assert NEW in html_of(draft)
    assert not draft.minor_change


def test_what_cannot_be_changed_hides_nothing_behind_it(monkeypatch):
    monkeypatch.setattr(replacement, "MAX_REPLACED_AT_ONCE", 2)
    pages = [release(slug=f"r{number}") for number in range(5)]
    type(pages[0]).objects.filter(pk__in=[page.pk for page in pages[:3]]).update(
        locked=True, locked_by=factories.make_user("other"), locked_at=timezone.now()
    )
    user = factories.make_user()
    after, left, published_now = 0, 5, []
    while left:
        last, left = get_next_replacement_batch(link(), user, after)
        done = replace_link(link(), NEW, user, after)
        published_now += [result.place.content_object for result in done if result.is_published]
        after = last

    assert published_now == pages[3:]


def test_the_log_names_both_addresses():
    page = release()
    published(factories.make_organisation("Other", live=False, url=OLD))
    user = factories.make_user()
    replace(user)

    entry = PageLogEntry.objects.get(action="editorial.replace_link")
    assert (entry.page_id, entry.user, entry.data) == (page.pk, user, {"old": OLD, "new": NEW})
    assert entry.message == f"Replaced the link {OLD} by {NEW}"
    assert ModelLogEntry.objects.get(action="editorial.replace_link").data["new"] == NEW


def test_pages_of_other_sections_are_neither_named_nor_changed():
    mine = release(slug="mine")
    theirs = published(
        factories.make_policy_explainer(
            live=False, body=[factories.section("What is it?", text(OLD)[0])]
        )
    )

    done = replace(member("Communications"))

    assert [result.place.content_object for result in done] == [mine]
    assert again(theirs).revisions.count() == 1


def test_what_would_change_is_told_beforehand_and_nothing_is_done():
    page = release(body=text(OLD, OLD))

    (place,) = get_replacement_targets(link(), factories.make_user())

    assert (place.count, place.blocked_reason, place.reason) == (2, "", "")
    assert again(page).revisions.count() == 1


def test_replacing_twice_changes_nothing_more():
    page = release()
    user = factories.make_user()
    replace(user)

    assert replace(user) == []
    assert again(page).revisions.count() == 2


@pytest.mark.parametrize(
    "address", ["", "here", "ftp://a.example.org/", "https://", "https://exa mple.org/", OLD]
)
def test_what_is_no_new_address_is_refused(address):
    with pytest.raises(ValidationError):
        clean_url(address, OLD)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/report",
        "http://[::1]/",
        "https://192.168.1.4/",
        "https://nas.local/report",
        "https://nas.lan/report",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "https://localhost/report",
        "https://a.example.org:5432/",
        "https://name:secret@a.example.org/",
        "https://www.charity.example/admin",
        "https://charity.example/x/../%61dmin/pages/3/edit/",
        "https://press.charity.example/admin/pages/3/edit/",
    ],
)
def test_an_address_that_readers_cannot_open_is_refused(address, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.charity.example"
    Site.objects.update(hostname="press.charity.example")
    with pytest.raises(ValidationError):
        clean_url(address, OLD)


@pytest.mark.parametrize(
    "address",
    [
        "https://8.8.8.8/",
        "https://a.example.org:8443/admin/",
        "https://www.charity.example/administration/",
        "https://localhost.example.org/",
    ],
)
def test_an_address_that_readers_can_open_is_taken(address, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.charity.example"
    assert clean_url(address, OLD) == address


def test_an_address_is_taken_without_the_spaces_around_it():
    assert clean_url(f" {NEW} ", OLD) == NEW


def test_a_draft_set_does_not_keep_a_page_from_being_mended():
    page = release()
    user = factories.make_user()
    release_set = ReleaseSet.objects.create(title="Later", owner=user)
    release_sets.add_item(release_set, again(page), user)

    (done,) = replace(user)

    assert done.is_published
    assert NEW in html_of(again(page))
