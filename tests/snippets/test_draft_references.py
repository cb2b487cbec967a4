"""Usage counts name what drafts and scheduled versions refer to, and make no file public."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks
from wagtail.models import ReferenceIndex

from policy.models import ReportDownload
from pressroom.models import JointIssuer, ReleaseContact
from publishing.access.files import FileAudience, get_audience
from snippets.draft_references import delete_draft_references, delete_published_references
from snippets.models import DraftReferences
from tests import factories

pytestmark = pytest.mark.django_db

MOMENT = datetime(2199, 5, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _index_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def release():
    page = factories.make_press_release(title="Live words")
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def usage(thing):
    return ReferenceIndex.get_grouped_references_to(thing).count()


def test_a_topic_is_used_by_the_pages_filed_under_it(release, client):
    client.force_login(factories.make_user("publisher"))
    topic = release.topics.get()
    delete = reverse("wagtailsnippets_snippets_topic:delete", args=[topic.pk])
    assert "Used 1 time" in client.get(delete).content.decode()

    draft = release.get_latest_revision_as_object()
    draft.topics = [factories.make_topic("Online abuse")]
    draft.save_revision().publish()

    assert usage(topic) == 0
    assert "Used 0 times" in client.get(delete).content.decode()


def picture(image):
    value = {"image": {"image": image.pk, "decorative": True, "alt_text": ""}}
    return {"type": "image", "value": value}


def use_document(page, document):
    page.body = [
        {"type": "paragraph", "value": factories.PARAGRAPH},
        {"type": "document", "value": {"document": document.pk}},
    ]


def use_image(page, image):
    page.body = [{"type": "paragraph", "value": factories.PARAGRAPH}, picture(image)]


def use_page(page, target):
    link = f'<p><a linktype="page" id="{target.pk}">Our report</a></p>'
    page.body = [{"type": "paragraph", "value": link}]


def use_organisation(page, organisation):
    page.issued_with.add(JointIssuer(organisation=organisation))


def use_contact(page, contact):
    page.media_contacts.add(ReleaseContact(contact=contact))


def use_topic(page, topic):
    page.topics.add(topic)


USES = {
    "document": (factories.make_document, use_document),
    "image": (factories.make_image, use_image),
    "page": (lambda: factories.make_report_page(slug="report"), use_page),
    "organisation": (lambda: factories.make_organisation(name="Partner"), use_organisation),
    "person": (lambda: factories.make_media_contact(name="Bea Example"), use_contact),
    "topic": (lambda: factories.make_topic("Guardianship"), use_topic),
}


# Wagtail's index passes over the topics of what is live.
INDEXED = sorted(set(USES) - {"topic"})


@pytest.fixture(params=USES)
def use(request):
    make, put = USES[request.param]
    return make(), put


def test_a_draft_is_no_use_of_its_own_page(release):
    release.title = "Other words"
    assert release.media_contacts.exists()

    release.save_revision(clean=False)

    assert usage(release) == 0


def test_what_only_a_draft_of_a_live_page_uses_is_counted(release, use):
    thing, put = use
    assert usage(thing) == 0
    put(release, thing)

    release.save_revision(clean=False)

    assert usage(thing) == 1
    [(draft, _references)] = ReferenceIndex.get_grouped_references_to(thing)
    assert str(draft) == "Live words (draft)"


def test_a_draft_that_no_longer_uses_it_is_not_counted(release, use):
    thing, put = use
    before = release.serializable_data()
    put(release, thing)
    release.save_revision(clean=False)

    release.with_content_json(before).save_revision(clean=False)

    assert usage(thing) == 0


def test_a_scheduled_version_is_counted_beside_a_newer_draft(release, use):
    thing, put = use
    before = release.serializable_data()
    put(release, thing)
    release.go_live_at = MOMENT
    scheduled = release.save_revision(clean=False, approved_go_live_at=MOMENT)

    release.with_content_json(before).save_revision(clean=False)
    assert usage(thing) == 1

    scheduled.refresh_from_db()
    scheduled.approved_go_live_at = None
    scheduled.save(update_fields=["approved_go_live_at"])
    assert usage(thing) == 0


@pytest.mark.parametrize("use", INDEXED, indirect=True)
def test_what_is_published_counts_once(release, use):
    thing, put = use
    put(release, thing)
    revision = release.save_revision(clean=False)

    revision.publish()

    assert usage(thing) == 1
    assert not DraftReferences.objects.exists()


def test_what_page_and_draft_both_use_counts_once(release):
    contact = release.media_contacts.first().contact
    assert usage(contact) == 1
    release.title = "Another title"

    release.save_revision(clean=False)

    assert usage(contact) == 1


def test_a_new_page_and_its_first_draft_count_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    document = factories.make_document()
    page = factories.make_report_page(
        live=False, slug="report", downloads=[ReportDownload(document=document)]
    )

    page.save_revision(clean=False)

    assert usage(document) == 1


@pytest.mark.parametrize("use", ["page", "document"], indirect=True)
def test_the_draft_of_shared_content_counts(use):
    thing, _put = use
    banner = factories.make_banner()
    banner.save_revision(clean=False).publish()
    kind = "page" if thing._meta.model_name == "reportpage" else "document"
    banner.link = [{"type": kind, "value": thing.pk}]

    banner.save_revision(clean=False)

    assert usage(thing) == 1


def test_a_draft_makes_no_file_public(release, rf):
    document = factories.make_document()
    use_document(release, document)
    release.save_revision(clean=False)
    request = rf.get("/")
    request.user = AnonymousUser()

    assert get_audience(document, request) is FileAudience.NOBODY


def test_deleting_the_page_forgets_its_draft(release):
    document = factories.make_document()
    use_document(release, document)
    release.save_revision(clean=False)

    release.delete()

    assert usage(document) == 0
    assert not DraftReferences.objects.exists()


def test_deletion_names_the_draft_to_its_editors_alone(client, release):
    document = factories.make_document()
    use_document(release, document)
    release.save_revision(clean=False)
    client.force_login(factories.make_user("editor"))

    confirm = client.get(reverse("wagtaildocs:delete", args=[document.pk])).content.decode()
    shown = client.get(reverse("wagtaildocs:document_usage", args=[document.pk])).content.decode()

    assert "1 time" in " ".join(BeautifulSoup(confirm, "html.parser").get_text().split())
    assert "Live words (draft)" in shown
    assert reverse("wagtailadmin_pages:edit", args=[release.pk]) in shown
    keeper = get_user_model().objects.create_user("keeper")
    names = ["access_admin", "change_document", "delete_document"]
    keeper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(keeper)
    shown = client.get(reverse("wagtaildocs:document_usage", args=[document.pk])).content.decode()
    assert "Live words" not in shown


def test_the_index_is_rebuilt_with_the_drafts(release):
    document = factories.make_document()
    use_document(release, document)
    release.save_revision(clean=False)
    ReferenceIndex.objects.all().delete()

    call_command("rebuild_references_index", verbosity=0)

    assert usage(document) == 1


def test_many_publications_cost_as_many_queries_as_two():
    def count(size):
        documents = [factories.make_document() for _ in range(size)]
        pages = []
        for number, document in enumerate(documents):
            page = factories.make_press_release(slug=f"page-{size}-{number}")
            use_document(page, document)
            page.save_revision(clean=False)
            page.has_unpublished_changes = False
            pages.append(page)
        assert DraftReferences.objects.count() == size
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            delete_published_references(pages)
        assert not DraftReferences.objects.exists()
        return len(asked)

    assert count(6) == count(2)


def test_the_daily_upkeep_records_the_drafts_of_an_older_version(release, use):
    thing, put = use
    put(release, thing)
    release.save_revision(clean=False)
    counted = usage(thing)
    delete_draft_references(DraftReferences.objects.all())

    for upkeep in hooks.get_hooks("register_daily_tasks"):
        upkeep(MOMENT)

    assert usage(thing) == counted
    assert DraftReferences.objects.exists()
