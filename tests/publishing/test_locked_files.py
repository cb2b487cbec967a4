"""A document or picture that goes live with something stays the one that was approved."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageColor
from wagtail.models import Collection, GroupCollectionPermission

from publishing import release_sets
from publishing.models import PublicCollection
from snippets.models import SiteDocument, SiteImage
from tests import factories
from tests.publishing.scheduled_content import GO_LIVE, NOW, drafted, promised_set

pytestmark = pytest.mark.django_db

ANOTHER = {
    SiteDocument: ("wagtaildocs", "another.pdf", factories.make_pdf(pages=2)),
    SiteImage: ("wagtailimages", "another.png", factories.make_png("maroon")),
}
TITLE = "Zephyr"


@pytest.fixture(autouse=True)
def _before_go_live(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def keeper(client):
    """Somebody who may do everything with files, and knows of no page."""
    group = Group.objects.create(name="Keepers of files")
    kinds = {"wagtaildocs": "document", "wagtailimages": "image"}
    for app, kind in kinds.items():
        for action in ("add", "change", "choose", "delete"):
            GroupCollectionPermission.objects.create(
                group=group,
                collection=Collection.get_first_root_node(),
                permission=Permission.objects.get(
                    content_type__app_label=app, codename=f"{action}_{kind}"
                ),
            )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = get_user_model().objects.create_user("keeper")
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def document():
    return factories.make_document()


@pytest.fixture
def picture():
    return factories.make_image()


@pytest.fixture(params=["document", "picture"])
def file(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def report(document, picture):
    """A report that nobody has seen yet: its text links to the document, links show the picture."""
    link = f'<p><a linktype="document" id="{document.pk}">Annex</a></p>'
    return drafted(
        factories.make_report_page(
            title=TITLE,
            slug="report",
            live=False,
            body=[{"type": "paragraph", "value": link}],
            share_image=picture,
        )
    )


def schedule(page):
    page.go_live_at = GO_LIVE
    page.save_revision(approved_go_live_at=GO_LIVE, clean=False)


PROMISES = {
    "scheduled": schedule,
    "in an approved set": lambda page: promised_set(page, title=f"Launch of {TITLE}"),
}


@pytest.fixture(params=PROMISES)
def promise(request, report):
    return PROMISES[request.param](report)


def read_file(file):
    stored = type(file).objects.get(pk=file.pk)
    with stored.file.open() as opened:
        return opened.read()


def edit(keeper, file, content=None, **data):
    app, name, _another = ANOTHER[type(file)]
    data = {"title": file.title, "collection": file.collection_id, "tags": "", **data}
    if content:
        data["file"] = SimpleUploadedFile(name, content)
    return keeper.post(reverse(f"{app}:edit", args=[file.pk]), data, follow=True)


def replace(keeper, file, **data):
    return edit(keeper, file, ANOTHER[type(file)][2], **data)


def refusal(response, what):
    """Return whether the page refuses it, and names nothing that its reader does not know."""
    page = response.content.decode()
    assert TITLE not in page
    return f"so it cannot be {what}. A publisher can" in page


@pytest.mark.usefixtures("promise")
class TestPromised:
    def test_it_is_not_replaced(self, keeper, file):
        before = read_file(file)

        response = replace(keeper, file, title="Another title")

        assert refusal(response, "replaced")
        assert "Another title" in response.content.decode()
        assert "could not be found" not in response.content.decode()
        assert read_file(file) == before

    def test_what_is_drawn_of_a_refused_picture_is_the_one_that_stays(self, keeper, picture):
        replace(keeper, picture)

        with picture.get_rendition("max-800x600").file.open() as drawn:
            assert Image.open(drawn).getpixel((0, 0)) == ImageColor.getrgb("navy")

    def test_it_is_not_replaced_on_its_way_to_the_public(self, keeper, file):
        everybody = Collection.get_first_root_node().add_child(name="For everybody")
        PublicCollection.objects.create(collection=everybody)

        assert refusal(replace(keeper, file, collection=everybody.pk), "replaced")
        assert type(file).objects.get(pk=file.pk).collection_id == file.collection_id

    def test_it_is_not_deleted(self, keeper, file):
        url = reverse(f"{ANOTHER[type(file)][0]}:delete", args=[file.pk])

        assert refusal(keeper.post(url, follow=True), "deleted")
        assert read_file(file)

    def test_the_page_that_asks_before_it_is_deleted_can_be_opened(self, keeper, file):
        page = keeper.get(reverse(f"{ANOTHER[type(file)][0]}:delete", args=[file.pk]))

        assert page.status_code == 200
        assert TITLE not in page.content.decode()

    def test_the_page_that_asks_before_several_are_deleted_can_be_opened(self, keeper, file):
        model = type(file)._meta
        url = reverse("wagtail_bulk_action", args=[model.app_label, model.model_name, "delete"])

        page = keeper.get(f"{url}?id={file.pk}")

        assert page.status_code == 200
        assert TITLE not in page.content.decode()

    def test_several_are_not_deleted_together(self, keeper, file):
        other = factories.make_image() if isinstance(file, SiteImage) else factories.make_document()
        model = type(file)._meta
        url = reverse("wagtail_bulk_action", args=[model.app_label, model.model_name, "delete"])

        response = keeper.post(f"{url}?id={other.pk}&id={file.pk}", follow=True)

        assert refusal(response, "deleted")
        assert read_file(file)
        assert read_file(other)

    def test_what_is_said_of_it_can_be_changed(self, keeper, file):
        edit(keeper, file, title="A better title")

        assert type(file).objects.get(pk=file.pk).title == "A better title"


def test_what_only_a_draft_uses_can_be_replaced(keeper, report, file):
    replace(keeper, file)

    assert read_file(file) == ANOTHER[type(file)][2]


def test_what_is_out_of_its_set_again_can_be_replaced(keeper, report, file):
    release_sets.cancel(promised_set(report), factories.make_user("publisher"))

    replace(keeper, file)

    assert read_file(file) == ANOTHER[type(file)][2]


def test_many_files_are_deleted_with_one_look_at_what_is_promised(report, document):
    schedule(report)
    many = [factories.make_document().pk for _ in range(10)]

    with CaptureQueriesContext(connection) as asked:
        SiteDocument.objects.filter(pk__in=many).delete()

    looks = [
        each for each in asked.captured_queries if '"approved_go_live_at" IS NOT' in each["sql"]
    ]
    assert len(looks) == 1
    assert list(SiteDocument.objects.all()) == [document]
