"""A document or a picture is sent to those who may have it at the moment they ask."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    PageViewRestriction,
    ReferenceIndex,
)

from policy.models import ReportDownload
from publishing.models import PublicCollection
from snippets.models import SiteRendition
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC = "public, max-age=300"
PERSONAL = "private, no-store"
HOUR = timedelta(hours=1)
TASKS_WAIT = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def document():
    return factories.make_document()


@pytest.fixture
def cover():
    return factories.make_image("cover.png")


def report(document=None, **overrides):
    if document:
        overrides["downloads"] = [ReportDownload(document=document)]
    return factories.make_report_page(**overrides)


def status(client, file):
    return client.get(file.url).status_code


def member(name, collection=None, *actions, of="document"):
    """Return an account whose group has these rights on the files of a collection."""
    user = get_user_model().objects.create_user(name)
    group = Group.objects.create(name=name)
    user.groups.add(group)
    app = {"document": "wagtaildocs", "image": "wagtailimages"}[of]
    for action in actions:
        permission = Permission.objects.get(content_type__app_label=app, codename=f"{action}_{of}")
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )
    return user


def test_a_document_that_nothing_refers_to_is_not_sent(client, document):
    factories.make_home()
    missing = client.get("/documents/999/report.pdf")

    refused = client.get(document.url)

    assert (refused.status_code, refused.content) == (missing.status_code, missing.content)
    assert refused["Cache-Control"] == "no-store"


def test_a_document_of_a_live_page_is_everybodys(client, document):
    report(document)
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == PUBLIC
    assert b"".join(response.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    "state",
    [
        {"live": False},
        {"live": True, "expire_at": timezone.now() - HOUR},
        {"live": False, "expired": True},
    ],
)
def test_files_of_a_page_that_readers_do_not_see_are_not_sent(client, document, cover, state):
    report(document, cover=cover, **state)
    drawn = cover.get_rendition("width-40")
    for file in (document, drawn):
        for method in (client.get, client.head):
            for headers in ({}, {"If-None-Match": "*"}, {"Range": "bytes=0-3"}):
                response = method(file.url, headers=headers)
                assert response.status_code == 404
                assert response["Cache-Control"] == "no-store"
                assert "ETag" not in response


def test_a_file_is_public_until_the_second_in_which_its_page_expires(
    client, document, time_machine
):
    time_machine.move_to(factories.NOON, tick=False)
    report(document, expire_at=factories.NOON + HOUR)
    assert status(client, document) == 200
    time_machine.move_to(factories.NOON + HOUR, tick=False)
    assert status(client, document) == 404


def test_a_picture_is_sent_with_its_kind_and_asked_for_again_only_when_changed(client, cover):
    report(cover=cover)
    for kind in ("png", "jpeg", "webp", "avif"):
        drawn = cover.get_rendition(f"width-40|format-{kind}")
        response = client.get(drawn.url)
        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{kind}"
        assert response["Cache-Control"] == PUBLIC
        assert b"".join(response.streaming_content) == drawn.file.open().read()

        again = client.get(drawn.url, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == PUBLIC
        assert client.head(drawn.url).status_code == 200
    assert client.post(drawn.url).status_code == 405


@pytest.mark.parametrize(
    "name", ["nothing.png", "a" * 300 + ".png", "%00.png", "..%2foriginal_images%2fcover.png", "é"]
)
def test_what_was_never_drawn_is_not_found(client, cover, name):
    factories.make_home()
    report(cover=cover)
    cover.get_rendition("width-40")
    assert client.get(f"/media/images/{name}").status_code == 404


def test_a_picture_whose_file_is_lost_is_not_found(client, cover):
    report(cover=cover)
    drawn = cover.get_rendition("width-40")
    drawn.file.storage.delete(drawn.file.name)
    response = client.get(drawn.url)
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


def test_the_address_of_a_picture_is_on_this_site_wherever_it_is_stored(cover, monkeypatch):
    drawn = cover.get_rendition("width-40")
    storage = SiteRendition._meta.get_field("file").storage
    monkeypatch.setattr(storage, "url", lambda name: f"https://bucket.example.org/{name}")
    assert drawn.url == f"/media/{drawn.file.name}"
    assert drawn.full_url == f"http://testserver/media/{drawn.file.name}"


def test_a_draft_of_a_live_page_makes_no_file_public(client, document):
    page = report()
    page.downloads = [ReportDownload(document=document)]
    page.minor_change = True
    draft = page.save_revision()
    assert status(client, document) == 404

    draft.publish()

    assert status(client, document) == 200


def test_a_draft_of_live_shared_content_makes_no_file_public(client, document):
    promo = factories.make_promo()
    promo.link = [("document", document)]
    draft = promo.save_revision()
    assert status(client, document) == 404

    draft.publish()

    assert status(client, document) == 200


def test_files_come_and_go_with_publication_whether_or_not_the_worker_runs(client, document):
    with override_settings(TASKS=TASKS_WAIT):
        page = report(live=False)
        page.downloads = [ReportDownload(document=document)]
        page.save_revision().publish()
        assert status(client, document) == 200

        page.refresh_from_db()
        page.downloads = [ReportDownload(url="https://www.example.org/report.pdf")]
        page.minor_change = True
        page.save_revision().publish()
        assert status(client, document) == 404


def test_a_scheduled_page_makes_no_file_public(client, document):
    page = report(document, live=False, go_live_at=timezone.now() + HOUR)
    page.save_revision().publish()
    assert ReferenceIndex.get_references_to(document).exists()
    assert status(client, document) == 404


def test_a_file_stays_public_while_one_of_two_pages_is(client, document):
    first, second = report(document, slug="first"), report(document, slug="second")
    first.unpublish()
    assert status(client, document) == 200
    second.unpublish()
    assert status(client, document) == 404


def test_a_deleted_page_takes_its_files_with_it(client, document):
    report(document).delete()
    assert status(client, document) == 404


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({}, 200),
        ({"live": False}, 404),
        ({"expire_at": timezone.now() - HOUR}, 404),
        ({"expire_at": timezone.now() + HOUR}, 200),
    ],
)
def test_shared_content_shows_its_files_while_it_is_live(client, document, state, expected):
    factories.make_promo(link=[("document", document)], **state)
    assert status(client, document) == expected


def test_a_banner_shows_its_document_only_while_it_shows(client, document, time_machine):
    factories.make_banner(link=[("document", document)])
    for moment, expected in ((-HOUR, 404), (HOUR, 200), (timedelta(days=40), 404)):
        time_machine.move_to(factories.NOON + moment, tick=False)
        cache.clear()
        assert status(client, document) == expected


def test_a_logo_is_public_with_its_organisation(client, cover):
    organisation = factories.make_organisation(logo=cover, logo_alt="A bird")
    drawn = cover.get_rendition("width-40")
    assert status(client, drawn) == 200
    organisation.unpublish()
    assert status(client, drawn) == 404


def test_a_private_page_gives_its_files_to_those_whom_it_admits(client, document, cover):
    factories.make_private(report(document, cover=cover))
    drawn = cover.get_rendition("width-40")
    for file in (document, drawn):
        assert status(client, file) == 404
    client.force_login(member("reader"))
    for file in (document, drawn):
        response = client.get(file.url)
        assert (response.status_code, response["Cache-Control"]) == (200, PERSONAL)


def test_every_restriction_above_a_private_page_counts(client, document):
    page = factories.make_private(report(document))
    above = PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type=PageViewRestriction.GROUPS
    )
    above.groups.add(Group.objects.create(name="Trustees"))
    client.force_login(member("reader"))
    assert status(client, document) == 404


def test_a_public_collection_needs_no_page(client, document, cover):
    drawn = cover.get_rendition("width-40")
    collection = Collection.get_first_root_node().add_child(name="Logos")
    for file in (document, cover):
        file.collection = collection
        file.save()
    assert {status(client, file) for file in (document, drawn)} == {404}

    mark = PublicCollection.objects.create(collection=collection)

    assert {client.get(file.url)["Cache-Control"] for file in (document, drawn)} == {PUBLIC}
    mark.delete()
    assert {status(client, file) for file in (document, drawn)} == {404}


def test_a_public_collection_says_nothing_of_those_below_it(client, document):
    root = Collection.get_first_root_node()
    PublicCollection.objects.create(collection=root)
    document.collection = root.add_child(name="Below")
    document.save()
    assert status(client, document) == 404


def test_a_private_collection_closes_a_picture_and_asks_for_a_login_to_a_document(
    client, document, cover
):
    report(document, cover=cover)
    drawn = cover.get_rendition("width-40")
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(),
        restriction_type=CollectionViewRestriction.LOGIN,
    )
    assert status(client, drawn) == 404
    asked = client.get(document.url)
    assert asked.status_code == 302
    assert asked["Cache-Control"] == "no-store"

    client.force_login(member("reader"))

    for file in (document, drawn):
        assert client.get(file.url)["Cache-Control"] == PERSONAL


@pytest.mark.parametrize("action", ["add", "change", "choose"])
def test_an_editor_gets_the_files_that_they_may_use(client, action):
    collection = Collection.get_first_root_node().add_child(name="Press")
    user = member("writer", collection, action)
    document = factories.make_document(collection=collection, uploaded_by_user=user)
    client.force_login(user)
    response = client.get(document.url)
    assert (response.status_code, response["Cache-Control"]) == (200, PERSONAL)


def test_an_editor_does_not_get_the_files_of_another_section(client, document):
    other = Collection.get_first_root_node().add_child(name="Press")
    client.force_login(member("writer", other, "add", "change", "choose"))
    assert status(client, document) == 404


def test_an_account_without_rights_or_put_out_of_use_gets_nothing(client, document):
    client.force_login(member("stranger"))
    assert status(client, document) == 404
    client.force_login(factories.make_user("former", is_active=False))
    assert status(client, document) == 404


def test_the_admin_shows_pictures_of_drafts_to_their_editors(client, cover):
    report(cover=cover, live=False)
    client.force_login(factories.make_user())
    html = client.get("/admin/images/").content.decode()
    thumbnail = cover.renditions.get(filter_spec="max-165x165")
    assert thumbnail.url in html
    assert client.get(thumbnail.url).status_code == 200


def test_a_file_costs_few_queries_however_often_it_is_used(
    client, document, cover, django_assert_max_num_queries
):
    drawn = cover.get_rendition("width-40")
    for number in range(5):
        live = {"live": number == 4}
        factories.make_promo(link=[("document", document)], **live)
        factories.make_organisation(f"Member {number}", logo=cover, **live)
        report(document, slug=f"report-{number}", cover=cover, live=False)
    for file in (document, drawn):
        status(client, file)
        with django_assert_max_num_queries(12):
            assert status(client, file) == 200


def test_editors_list_public_collections_under_settings(client):
    client.force_login(factories.make_user())
    collection = Collection.get_first_root_node().add_child(name="Logos")
    client.post("/admin/public_collections/new/", {"collection": collection.pk})
    assert PublicCollection.objects.get().collection == collection
    assert "Logos" in client.get("/admin/public_collections/").content.decode()
