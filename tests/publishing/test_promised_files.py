"""A document or picture that goes live with something stays the one that was approved."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from publishing import sets
from snippets.models import SiteDocument, SiteImage
from tests import factories
from tests.publishing.promises import GO_LIVE, NOW, drafted, promised_set

pytestmark = pytest.mark.django_db

ANOTHER_PDF = factories.make_pdf(pages=2)
ANOTHER_PICTURE = factories.make_png("maroon")
# What is posted where each kind of file is edited.
ANOTHER = {
    SiteDocument: ("wagtaildocs", "another.pdf", ANOTHER_PDF),
    SiteImage: ("wagtailimages", "another.png", ANOTHER_PICTURE),
}


@pytest.fixture(autouse=True)
def _before_go_live(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))
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


def using(document=None, picture=None, **overrides):
    """Return a report that links to a document in its text, and is shared with a picture."""
    link = f'<a linktype="document" id="{document.pk}">Annex</a>' if document else "No annex"
    return factories.make_report_page(
        body=[{"type": "paragraph", "value": f"<p>{link}</p>"}], share_image=picture, **overrides
    )


@pytest.fixture
def report(document, picture):
    """A report that uses both files, and that nobody has seen yet."""
    return drafted(using(document, picture, slug="secret-report", live=False))


def schedule(page):
    page.go_live_at = GO_LIVE
    page.save_revision(approved_go_live_at=GO_LIVE, clean=False)


PROMISES = {"scheduled": schedule, "in an approved set": promised_set}


@pytest.fixture(params=PROMISES)
def promised(request, report):
    PROMISES[request.param](report)
    return report


def content_of(file):
    stored = type(file).objects.get(pk=file.pk)
    with stored.file.open() as opened:
        return opened.read()


def replace(editor, file):
    app, name, content = ANOTHER[type(file)]
    data = {
        "title": file.title,
        "collection": Collection.objects.first().pk,
        "tags": "",
        "file": SimpleUploadedFile(name, content),
    }
    return editor.post(reverse(f"{app}:edit", args=[file.pk]), data, follow=True)


def delete(editor, file):
    app = ANOTHER[type(file)][0]
    return editor.post(reverse(f"{app}:delete", args=[file.pk]), follow=True)


@pytest.mark.usefixtures("promised")
class TestPromised:
    def test_it_is_not_replaced(self, editor, file):
        before = content_of(file)

        response = replace(editor, file)

        assert "so it cannot be replaced. Ask a publisher" in response.content.decode()
        assert "secret" not in response.content.decode().casefold()
        assert content_of(file) == before

    def test_it_is_not_deleted(self, editor, file):
        response = delete(editor, file)

        assert "so it cannot be deleted. Ask a publisher" in response.content.decode()
        assert content_of(file)

    def test_what_is_said_of_it_can_be_changed(self, editor, file):
        data = {"title": "A better title", "collection": file.collection_id, "tags": ""}

        editor.post(reverse(f"{ANOTHER[type(file)][0]}:edit", args=[file.pk]), data)

        assert type(file).objects.get(pk=file.pk).title == "A better title"

    def test_several_are_not_deleted_together(self, editor, file):
        other = factories.make_image() if isinstance(file, SiteImage) else factories.make_document()
        model = type(file)._meta
        url = reverse("wagtail_bulk_action", args=[model.app_label, model.model_name, "delete"])

        response = editor.post(f"{url}?id={other.pk}&id={file.pk}", follow=True)

        assert "so it cannot be deleted" in response.content.decode()
        assert content_of(file)
        assert content_of(other)


def test_what_only_a_draft_uses_can_be_replaced(editor, report, file):
    replace(editor, file)

    assert content_of(file) == ANOTHER[type(file)][2]


def test_what_is_out_of_its_set_again_can_be_replaced(editor, report, file):
    release_set = promised_set(report)
    sets.cancel(release_set, factories.make_user("publisher"))

    replace(editor, file)

    assert content_of(file) == ANOTHER[type(file)][2]


def test_what_readers_have_already_can_be_mended_but_not_deleted(editor, promised, file):
    using(**{"picture" if isinstance(file, SiteImage) else "document": file}, slug="live")

    replace(editor, file)
    assert content_of(file) == ANOTHER[type(file)][2]

    response = delete(editor, file)
    assert "so it cannot be deleted" in response.content.decode()
