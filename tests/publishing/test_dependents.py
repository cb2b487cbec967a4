"""Nothing that scheduled, approved or live content needs is taken away without a word."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from pressroom.models import PressRelease
from publishing.dependents import find_dependents_of_removal
from publishing.release_sets.dry_run import dry_run_all
from snippets.models import SiteImage, SiteRendition, Topic
from tests import factories
from tests.editing import PUBLISH, edit_url, posted
from tests.publishing.scheduled_content import (
    GO_LIVE,
    NOW,
    draft_of,
    promised_set,
    scheduled_release,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]


@pytest.fixture
def editor(client):
    factories.make_home()
    client.force_login(factories.make_user())
    return client


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def snippet_url(view, thing):
    return reverse(thing.snippet_viewset.get_url_name(view), args=[thing.pk])


def make_scheduled():
    """Return a scheduled release and all that it needs, by what it is called."""
    topic = factories.make_topic("Missing children")
    release = scheduled_release(topics=[topic])
    contact = release.media_contacts.first().contact
    return release, {"topic": topic, "contact": contact}


@pytest.mark.parametrize("name", ["topic", "contact"])
def test_what_a_scheduled_release_needs_is_not_unpublished(editor, name):
    _release, needed = make_scheduled()

    answer = editor.post(snippet_url("unpublish", needed[name]))

    assert "cannot be unpublished" in said(answer)
    assert "“Secret figures”, which goes live on Tuesday 24 November 2026" in said(answer)
    needed[name].refresh_from_db()
    assert needed[name].live


def test_the_only_topic_of_a_scheduled_release_is_not_deleted(editor):
    _release, needed = make_scheduled()
    topic = needed["topic"]

    answer = editor.post(snippet_url("delete", topic))

    assert "“Secret figures”, which goes live on" in said(answer)
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_the_page_that_asks_names_what_would_break(editor):
    _release, needed = make_scheduled()

    for view in ("delete", "unpublish"):
        page = editor.get(snippet_url(view, needed["topic"])).content.decode()
        assert "“Secret figures”, which goes live on" in page
        assert "cannot be deleted or unpublished now" in page
        assert "Yes, " not in page


def test_nobody_is_asked_whether_to_take_away_a_page_or_picture_that_is_needed(editor):
    report, image = factories.make_report_page(), factories.make_image()
    cover = {"type": "report_cover", "value": {"report": report.pk, "links": []}}
    picture = {"image": image.pk, "decorative": True, "alt_text": ""}
    shown = {"type": "image", "value": {"image": picture, "caption": "", "credit": ""}}
    text = {"type": "paragraph", "value": factories.PARAGRAPH}
    scheduled_release(body=[text, cover, shown])

    for url in (
        reverse("wagtailadmin_pages:delete", args=[report.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
    ):
        page = editor.get(url).content.decode()
        assert "cannot be deleted or unpublished now" in page
        assert "Yes, " not in page


def test_a_page_can_be_unpublished_without_what_is_needed_below_it(editor):
    section = factories.make_information_page(title="Research")
    report = section.add_child(instance=factories.report_page(slug="below"))
    text = {"type": "paragraph", "value": factories.PARAGRAPH}
    scheduled_release(
        body=[text, {"type": "report_cover", "value": {"report": report.pk, "links": []}}]
    )

    page = editor.get(reverse("wagtailadmin_pages:unpublish", args=[section.pk]))

    assert "Yes, unpublish it" in page.content.decode()
    assert (
        "Yes, "
        not in editor.get(reverse("wagtailadmin_pages:delete", args=[section.pk])).content.decode()
    )


def test_bulk_deletion_names_it_and_deletes_nothing(editor):
    _release, needed = make_scheduled()
    topics = [needed["topic"], factories.make_topic("Free")]
    query = "&".join(f"id={topic.pk}" for topic in topics)
    url = reverse("wagtail_bulk_action", args=["snippets", "topic", "delete"]) + f"?{query}"

    assert "“Secret figures”, which goes live on" in editor.get(url).content.decode()
    assert "“Secret figures”, which goes live on" in said(editor.post(url))
    assert Topic.objects.filter(pk__in=[topic.pk for topic in topics]).count() == 2


def test_a_topic_that_is_one_of_two_may_go(editor):
    topics = [factories.make_topic("Missing children"), factories.make_topic("Law")]
    scheduled_release(topics=topics)

    assert find_dependents_of_removal([topics[0]]) == []
    editor.post(snippet_url("delete", topics[0]))

    assert not Topic.objects.filter(pk=topics[0].pk).exists()


def test_an_approved_set_keeps_what_it_needs(editor):
    topic = factories.make_topic("Missing children")
    release = factories.make_press_release(slug="is_locked", live=False, topics=[topic])
    promised_set(draft_of(release, title="Held figures"), at=GO_LIVE)

    assert "“Held figures”, which goes live on" in said(editor.post(snippet_url("delete", topic)))
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_the_only_topic_of_a_live_release_is_named_before_it_goes(editor):
    topic = factories.make_topic("Missing children")
    release = factories.make_press_release(title="Live figures", topics=[topic])

    page = editor.get(snippet_url("delete", topic)).content.decode()

    assert "“Live figures”, which is live: Topics: Tick at least one topic" in page
    assert "Yes, delete" in page
    editor.post(snippet_url("delete", topic))
    assert not Topic.objects.filter(pk=topic.pk).exists()
    release.refresh_from_db()
    assert release.live


def test_a_report_that_is_chosen_in_a_scheduled_release_is_kept(editor):
    report = factories.make_report_page()
    cover = {"type": "report_cover", "value": {"report": report.pk, "links": []}}
    scheduled_release(body=[{"type": "paragraph", "value": factories.PARAGRAPH}, cover])

    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[report.pk]))

    assert "“Secret figures”, which goes live on" in said(answer)
    assert Page.objects.filter(pk=report.pk).exists()


def test_bulk_actions_on_pages_name_what_would_break(editor):
    report = factories.make_report_page()
    cover = {"type": "report_cover", "value": {"report": report.pk, "links": []}}
    factories.make_press_release(
        title="Live figures", body=[{"type": "paragraph", "value": factories.PARAGRAPH}, cover]
    )

    asked = {
        action: editor.get(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]),
            {"id": report.pk},
        ).content.decode()
        for action in ("delete", "unpublish")
    }

    assert "“Live figures”, which is live: Body" in asked["delete"]
    # A rule asks for a report, but not for one that is live.
    assert report.title in asked["unpublish"]
    assert "which is live" not in asked["unpublish"]


@pytest.fixture
def section(editor):
    """Return a page, and below it a report that a scheduled and a live release show."""
    section = factories.make_information_page(title="Research")
    report = section.add_child(instance=factories.report_page(slug="below"))
    cover = {"type": "report_cover", "value": {"report": report.pk, "links": []}}
    body = [{"type": "paragraph", "value": factories.PARAGRAPH}, cover]
    scheduled_release(body=body)
    factories.make_press_release(title="Live figures", body=body)
    return section


def test_deleting_a_section_names_what_needs_a_page_below_it(editor, section):
    url = reverse("wagtailadmin_pages:delete", args=[section.pk])

    page = editor.get(url).content.decode()
    answer = editor.post(url)

    assert "“Secret figures”, which goes live on" in page
    assert "“Live figures”, which is live: Body" in page
    assert "“Secret figures”, which goes live on" in said(answer)
    assert section.get_children().exists()


def test_unpublishing_a_section_names_what_needs_a_page_below_it(editor, section, monkeypatch):
    """Today no rule asks for a page that is live, so this test adds one."""
    below = section.get_children().get()

    def demand_live_report(release, problems):
        is_live = Page.objects.filter(pk=below.pk, live=True).exists()
        problems.require(is_live, "body", "The report is not live.")

    monkeypatch.setattr(PressRelease, "find_problems", demand_live_report)
    own, of_report = (
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]) for page in (section, below)
    )

    page = editor.get(own).content.decode()

    assert "“Secret figures”, which goes live on" in page
    assert "“Live figures”, which is live: Body: The report is not live." in page
    # Without the pages below it, it may go.
    editor.post(own)
    assert not Page.objects.get(pk=section.pk).live
    editor.post(of_report)
    assert Page.objects.get(pk=below.pk).live


def test_pages_that_go_together_are_no_dependents_of_each_other(section):
    report = section.get_children().get()
    cover = {"type": "report_cover", "value": {"report": report.pk, "links": []}}
    body = [{"type": "paragraph", "value": factories.PARAGRAPH}, cover]
    inside = report.add_child(instance=factories.press_release(slug="inside", body=body))

    assert inside.title not in " ".join(map(str, find_dependents_of_removal([section])))
    assert inside.title not in " ".join(map(str, find_dependents_of_removal([report, inside])))


def make_many(kind, count):
    """Return things of a kind, and what breaks without all of them."""
    if kind == "topic":
        things = [factories.make_topic(f"Topic {number}") for number in range(count)]
        factories.make_press_release(title="Live figures", topics=things)
    elif kind == "image":
        things = [factories.make_image(f"{number}.png") for number in range(count)]
        body = [{"type": "paragraph", "value": factories.PARAGRAPH}]
        for image in things:
            picture = {"image": image.pk, "decorative": True, "alt_text": ""}
            body.append({"type": "image", "value": {"image": picture, "caption": "", "credit": ""}})
        factories.make_press_release(title="Live figures", body=body)
    else:
        things = [factories.make_report_page(slug=f"report-{number}") for number in range(count)]
        covers = [
            {"type": "report_cover", "value": {"report": report.pk, "links": []}}
            for report in things
        ]
        body = [{"type": "paragraph", "value": factories.PARAGRAPH}, *covers]
        factories.make_press_release(title="Live figures", body=body)
    return things


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        # What the links in it lead to.
        ("topic", 1),
        # Wagtail counts the pages below each, asks twice for its own type and unlists it in search.
        ("page", 4),
        # Wagtail counts what uses each, checks its rights and unlists it; pictures drawn from
        # several are deleted a hundred at a time.
        ("image", 6.5),
    ],
)
def test_asking_of_many_costs_little_for_each_and_says_it_once(editor, kind, most):
    costs = {}
    for count in (3, 10):
        # The pictures of the three before have the same numbers.
        cache.clear()
        with transaction.atomic():
            things = make_many(kind, count)
            model = Page if kind == "page" else type(things[0])
            name = (model._meta.app_label, model._meta.model_name, "delete")
            url = reverse("wagtail_bulk_action", args=name)
            query = "&".join(f"id={thing.pk}" for thing in things)
            with CaptureQueriesContext(connection) as asked:
                page = editor.get(f"{url}?{query}").content.decode()
            costs[count] = len(asked)
            transaction.set_rollback(True)
        assert page.count("Without all of this, these are incomplete") == 1
        assert page.count("“Live figures”, which is live") == 1

    assert (costs[10] - costs[3]) / 7 <= most


def test_deleting_images_asks_for_none_of_them_for_the_pictures_drawn_from_it():
    images = [factories.make_image(f"{number}.png") for number in range(2)]
    drawn = SiteRendition.objects.filter(image__in=images)
    keys = [drawing.get_cache_key() for drawing in drawn]
    assert all(SiteRendition.cache_backend.get(key) for key in keys)
    assert len(keys) > 20

    with CaptureQueriesContext(connection) as asked:
        SiteImage.objects.filter(pk__in=[image.pk for image in images]).delete()

    assert len(asked) < len(keys)
    assert not any(SiteRendition.cache_backend.get(key) for key in keys)


def test_a_number_that_a_live_banner_prints_is_not_emptied(editor):
    details = factories.make_contact_details()
    details.save_revision().publish()
    factories.make_banner(heading="We are moving", shows_phone="out_of_hours_phone")

    answer = editor.post(edit_url(details), posted(details, out_of_hours_phone="") | PUBLISH)

    assert "This change would break “We are moving”, which is live" in answer.content.decode()
    details.refresh_from_db()
    assert details.out_of_hours_phone


def test_who_may_not_know_of_a_release_is_not_told_its_title(client):
    _release, needed = make_scheduled()
    user = get_user_model().objects.create_user("keeper", "keeper@example.org", "sesame")
    group = Group.objects.create(name="Keepers of topics")
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "delete_topic", "change_topic"])
    )
    user.groups.add(group)
    client.force_login(user)

    shown = client.get(snippet_url("delete", needed["topic"])).content.decode()
    answer = client.post(snippet_url("delete", needed["topic"]))

    assert "Secret figures" not in shown + said(answer)
    assert "1 other item<" in shown
    assert Topic.objects.filter(pk=needed["topic"].pk).exists()


def test_a_script_is_refused_too():
    _release, needed = make_scheduled()

    for refused in (Topic.objects.filter(pk=needed["topic"].pk).delete, needed["topic"].unpublish):
        with pytest.raises(ValidationError, match="needs it"), transaction.atomic():
            refused()


def test_what_happens_by_sql_is_told_at_once_and_once(mailoutbox):
    _release, needed = make_scheduled()
    factories.make_user("publisher")
    dry_run_all.func()
    assert mailoutbox == []
    Topic.objects.filter(pk=needed["topic"].pk).update(live=False)

    dry_run_all.func()
    dry_run_all.func()

    (mail,) = mailoutbox
    assert "Cannot go live: “Secret figures”" in mail.subject
    assert "“Missing children” is not published" in mail.body


def test_trying_what_would_break_changes_nothing(editor):
    topic = factories.make_topic("Missing children")
    release = factories.make_press_release(topics=[topic])

    assert find_dependents_of_removal([topic])

    assert Topic.objects.filter(pk=topic.pk, live=True).exists()
    assert list(release.topics.all()) == [topic]
