"""An editor is told of faults of a PDF in each of the ways to upload one."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from wagtail.models import Collection, UploadedFile

from snippets.media import document_views, image_views
from snippets.media.pdf import REFUSAL_MESSAGES
from snippets.models import SiteDocument
from tests import factories, pdfs

pytestmark = pytest.mark.django_db

GOOD = pdfs.tagged(factories.make_pdf(pages=24, language="en-GB", title="Bordering on Concern"))
NOT_TAGGED = "is not tagged: screen readers will struggle. Add an accessible version."
REFUSED = {
    "no_pdf": b"PK\x03\x04 a spreadsheet",
    "broken": GOOD[:900],
    "locked": pdfs.protected("open"),
}


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def upload(content: bytes, name: str = "report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def add(editor, content, **data):
    collection = Collection.objects.first().pk
    data = {"title": "A report", "collection": collection, "tags": "", **data}
    return editor.post(reverse("wagtaildocs:add"), {**data, "file": upload(content)}, follow=True)


def drop(editor, content, title="A report"):
    """Post a file as the page does onto which files are dropped."""
    data = {"title": title, "collection": Collection.objects.first().pk, "files[]": upload(content)}
    return editor.post(reverse("wagtaildocs:add_multiple"), data).json()


def choose(editor, content):
    """Post a file as the chooser of a page's form does."""
    prefix = "document-chooser-upload"
    data = {
        f"{prefix}-title": "A report",
        f"{prefix}-collection": Collection.objects.first().pk,
        f"{prefix}-tags": "",
        f"{prefix}-file": upload(content),
    }
    response = editor.post(reverse("wagtaildocs_chooser:create"), data)
    return json.loads(response.content)


@pytest.mark.parametrize("reason", REFUSED)
class TestRefusal:
    def test_when_one_is_added(self, editor, reason):
        assert REFUSAL_MESSAGES[reason] in add(editor, REFUSED[reason]).content.decode()
        assert not SiteDocument.objects.exists()

    def test_when_several_are_dropped(self, editor, reason):
        assert drop(editor, REFUSED[reason]) == {
            "success": False,
            "error_message": REFUSAL_MESSAGES[reason],
        }
        assert not SiteDocument.objects.exists()
        assert not UploadedFile.objects.exists()

    def test_when_a_page_chooses_one(self, editor, reason):
        answer = choose(editor, REFUSED[reason])
        assert answer["step"] == "reshow_creation_form"
        assert REFUSAL_MESSAGES[reason] in answer["htmlFragment"]
        assert not SiteDocument.objects.exists()

    def test_when_a_file_is_replaced(self, editor, reason):
        document = factories.make_document(GOOD)
        data = {"title": "A report", "collection": document.collection_id, "tags": ""}
        response = editor.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            {**data, "file": upload(REFUSED[reason])},
        )
        shown = response.content.decode()
        assert REFUSAL_MESSAGES[reason] in shown
        assert document.filename in shown
        assert "The file could not be found" not in shown
        kept = SiteDocument.objects.get()
        assert kept.pages == 24
        with kept.open_file() as file:
            assert file.read() == GOOD


def test_a_pdf_that_was_added_is_read_and_its_faults_are_told(editor):
    answer = add(editor, factories.make_pdf(pages=3)).content.decode()
    assert SiteDocument.objects.get().pages == 3
    assert f"“A report” {NOT_TAGGED}" in answer
    assert "“A report” has no title" in answer


def test_a_good_pdf_is_added_without_a_word(editor):
    assert "“A report”" not in add(editor, GOOD).content.decode()


def test_a_dropped_pdf_shows_its_facts_and_faults_above_its_form(editor):
    answer = drop(editor, factories.make_pdf(pages=3))
    assert answer["success"]
    assert "3 pages" in answer["form"]
    assert f"This PDF {NOT_TAGGED}" in answer["form"]
    assert "This PDF" not in drop(editor, GOOD)["form"]


def test_a_dropped_file_whose_title_is_mended_later_is_read_all_the_same(editor):
    answer = drop(editor, factories.make_pdf(pages=3), title="")
    assert "doc_id" not in answer
    upload_id = answer["uploaded_file_id"]
    prefix = f"uploaded-document-{upload_id}"
    response = editor.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[upload_id]),
        {
            f"{prefix}-title": "A report",
            f"{prefix}-collection": Collection.objects.first().pk,
            f"{prefix}-tags": "",
        },
    )
    assert response.json()["success"]
    document = SiteDocument.objects.get()
    assert (document.pages, document.reading) == (3, SiteDocument.Reading.WHOLE)


def test_a_pdf_that_a_page_chooses_is_read(editor):
    assert choose(editor, GOOD)["step"] == "chosen"
    assert SiteDocument.objects.get().pages == 24


def test_a_replaced_file_is_read_and_its_faults_are_told(editor):
    document = factories.make_document(GOOD)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    data = {"title": "A report", "collection": document.collection_id, "tags": ""}

    answer = editor.post(address, {**data, "file": upload(pdfs.scan(3))}, follow=True)

    assert "“A report” is a scan" in answer.content.decode()
    assert SiteDocument.objects.get().pages == 3
    renamed = editor.post(address, {**data, "title": "Another"}, follow=True)
    assert "is a scan" not in renamed.content.decode()


def test_the_page_of_a_document_shows_its_facts_and_faults(editor):
    good, scan = factories.make_document(GOOD), factories.make_document(pdfs.scan())
    shown = editor.get(reverse("wagtaildocs:edit", args=[good.pk])).content.decode()
    assert "24 pages" in shown
    assert "English, tagged" in shown
    assert "Bordering on Concern" in shown
    assert "This PDF" not in shown
    shown = editor.get(reverse("wagtaildocs:edit", args=[scan.pk])).content.decode()
    assert "This PDF is a scan" in shown
    assert "not tagged" in shown


def test_the_page_of_another_file_says_nothing_of_pdfs(editor):
    data = factories.make_document(b"year,children\n", "data.csv")
    shown = editor.get(reverse("wagtaildocs:edit", args=[data.pk])).content.decode()
    assert "In the PDF" not in shown
    assert "This PDF" not in shown


def test_a_form_for_one_document_still_asks_for_the_file(editor):
    data = {"title": "A report", "collection": Collection.objects.first().pk, "tags": ""}
    answer = editor.post(reverse("wagtaildocs:add"), data).content.decode()
    assert "This field is required." in answer


def test_who_may_not_add_documents_still_may_not(client):
    document = factories.make_document(GOOD)
    user = get_user_model().objects.create_user("reader", password="sesame")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for name, *args in (("add",), ("add_multiple",), ("edit", document.pk)):
        address = reverse(f"wagtaildocs:{name}", args=args)
        page = {"accept": "text/html"}
        response = client.post(address, {"files[]": upload(GOOD)}, headers=page)
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert SiteDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "module"),
    [
        ("wagtaildocs:add", document_views),
        ("wagtaildocs:add_multiple", document_views),
        ("wagtailimages:add", image_views),
        ("wagtailimages:add_multiple", image_views),
    ],
)
def test_uploads_reach_the_views_that_look_into_files(address, module):
    view = resolve(reverse(address)).func

    assert view.view_class.__module__ == module.__name__
