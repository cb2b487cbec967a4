from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from content.templatetags.content_tags import shown_date
from content.validation.problems import Problems
from policy.models import ReportDownload, ReportPage, ReportPublisher
from policy.models.report_page import validate_isbn
from snippets.models import SiteDocument, SiteImage
from tests import factories
from tests.editing import PUBLISH, add_url, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

ADDRESS = "https://www.example.org/report.pdf"


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def problems(**overrides):
    found = Problems()
    page = factories.report_page(slug="a-report", **overrides)
    page.find_problems(found)
    page.find_timing_problems(found)
    return found


def publish(editor, **overrides):
    page = factories.report_page(slug="a-report", **overrides)
    url = add_url(page, factories.make_report_index())
    response = editor.post(url, {**posted(page), **PUBLISH})
    return {} if response.status_code == 302 else errors_in(response)


def downloads(*entries):
    return [ReportDownload(**entry) for entry in entries]


def test_a_whole_report_is_published(editor):
    assert problems() == {}
    assert publish(editor) == {}


@pytest.mark.parametrize(
    ("precision", "printed", "machine"),
    [
        ("day", "1 May 2012", "2012-05-01"),
        ("month", "May 2012", "2012-05"),
        ("year", "2012", "2012"),
    ],
)
def test_the_date_of_publication_is_as_exact_as_it_is_known(precision, printed, machine):
    page = factories.report_page(published_precision=precision)
    assert shown_date(page) == f'<time datetime="{machine}">{printed}</time>'
    assert page.structured_data()["datePublished"] == machine


def test_a_report_without_a_date_prints_none():
    page = factories.report_page(published=None)
    assert (shown_date(page), page.structured_data()["datePublished"]) == ("", "")


def test_the_date_and_its_precision_are_asked_for(editor):
    assert publish(editor, published=None)["published"]
    assert publish(editor, published_precision="")["published_precision"]


def test_a_report_has_a_cover():
    assert "Choose a cover" in problems(cover=None)["cover"][0]
    assert "save the draft to use the PDF" in problems(cover=None)["cover"][0]


@pytest.mark.parametrize(
    ("alt", "words"),
    [
        ("cover", "does not say what"),
        ("cover.png", "file name"),
        ("Bordering on Concern", "repeats the caption"),
    ],
)
def test_the_cover_is_described(alt, words):
    assert words in problems(cover_alt=alt)["cover_alt"][0]


def test_a_description_of_the_cover_is_asked_for(editor):
    assert publish(editor, cover_alt="")["cover_alt"]


def test_a_report_says_how_to_get_a_format_one_can_read():
    found = problems(accessible_request=" ")["accessible_request"]
    assert "Add an accessible version above" in found[0]
    assert "how to ask for another format" in found[0]
    document = factories.make_document(title="Tagged")
    assert problems(accessible_request="", accessible_version=document) == {}


def test_a_report_has_a_file_or_an_address():
    assert "Add at least one file or address" in problems(downloads=[])["downloads"][0]


def test_a_download_leads_somewhere(editor):
    found = problems(downloads=downloads({}))["downloads"]
    assert "Choose a document or enter an address for every file" in found[0]
    assert publish(editor, downloads=downloads({}))["downloads"]


def test_a_download_leads_to_one_place(editor):
    both = downloads({"document": factories.make_document(), "url": ADDRESS})
    found = publish(editor, downloads=both)["downloads"]
    assert "not both" in found[0]
    assert "Remove one" in found[0]


@pytest.mark.parametrize(
    "again", [ADDRESS, f"{ADDRESS}/", ADDRESS.replace("https://www", "HTTPS://WWW")]
)
def test_the_same_address_twice_is_refused(again):
    found = problems(downloads=downloads({"url": ADDRESS}, {"url": again}))["downloads"]
    assert found == ["“Full report” is listed twice: the files are the same. Remove one."]


def test_the_same_file_twice_is_refused_even_under_two_names(editor):
    content = factories.make_pdf()
    one, two = (
        factories.make_document(content, name, title=name) for name in ("one.pdf", "two.pdf")
    )
    twice = downloads({"document": one}, {"document": two, "kind": "executive_summary"})
    found = problems(downloads=twice)["downloads"]
    assert len(found) == 1
    assert "the files are the same. Remove one" in found[0]
    assert "listed twice" in publish(editor, downloads=twice)["downloads"][0]


def test_different_files_are_published(editor):
    documents = [factories.make_document(factories.make_pdf(text)) for text in ("One", "Two")]
    entries = downloads(*[{"document": document} for document in documents], {"url": ADDRESS})
    assert publish(editor, downloads=entries) == {}


def test_a_report_has_a_publisher(editor):
    assert "Say which organisation published" in problems(publishers=[])["publishers"][0]
    assert publish(editor, publishers=[])["publishers"]


def test_a_contributor_alone_is_no_publisher():
    organisation = factories.make_organisation()
    contributor = ReportPublisher(organisation=organisation, part="contributor")
    found = problems(publishers=[contributor])["publishers"]
    assert "Mark at least one organisation as publisher" in found[0]


def test_readers_are_told_of_published_organisations():
    ours = factories.make_organisation("Ours")
    theirs = factories.make_organisation("Theirs")
    entries = [
        ReportPublisher(organisation=ours),
        ReportPublisher(
            organisation=theirs, part="contributor", contribution="the chapter on child trafficking"
        ),
    ]
    page = factories.make_report_page(publishers=entries)
    assert [str(entry) for entry in page.get_publishers()] == ["Ours"]
    assert [str(entry) for entry in page.get_contributions()] == ["Theirs"]
    theirs.live = False
    theirs.save()
    page = ReportPage.objects.get()
    assert [str(entry) for entry in page.get_publishers()] == ["Ours"]
    assert page.get_contributions() == []


def test_an_unpublished_organisation_is_no_publisher(editor):
    hidden = factories.make_organisation("Not yet announced", live=False)
    problems = publish(editor, publishers=[ReportPublisher(organisation=hidden)])
    assert "not published" in problems["publishers"][0]


@pytest.mark.parametrize("number", ["978-0-306-40615-7", "9780306406157", "0-306-40615-2"])
def test_an_isbn_with_the_right_check_digit_is_accepted(number):
    validate_isbn(number)


@pytest.mark.parametrize("number", ["978-0-306-40615-6", "0-306-40615-1", "12345", "isbn"])
def test_an_isbn_with_a_slip_is_refused(number):
    with pytest.raises(ValidationError, match="last digit does not fit"):
        validate_isbn(number)


def test_an_isbn_is_checked_in_the_editor(editor):
    assert "Check for a slip" in publish(editor, isbn="978-0-306-40615-6")["isbn"][0]
    assert publish(editor, isbn="978-0-306-40615-7") == {}


def test_key_findings_are_two_to_twelve(editor):
    findings = {"introduction": "The report found:", "items": ["Only one"]}
    entry = [{"type": "findings", "value": findings}]
    assert publish(editor, key_findings=entry)["key_findings"]


def test_a_report_has_one_list_of_findings(editor):
    findings = {"introduction": "The report found:", "items": ["One", "Two"]}
    entry = {"type": "findings", "value": findings}
    assert publish(editor, key_findings=[entry, entry])["key_findings"]
    assert publish(editor, key_findings=[entry]) == {}


def draft_with_pdf(**overrides):
    document = overrides.pop("document", None) or factories.make_document()
    return factories.report_page(
        slug="a-report", cover=None, downloads=downloads({"document": document}), **overrides
    )


def save_new(editor, page):
    editor.post(add_url(page, factories.make_report_index()), posted(page))
    return ReportPage.objects.get().get_latest_revision_as_object()


def test_the_first_page_of_the_pdf_is_offered_as_cover_when_a_draft_is_saved(editor):
    draft = save_new(editor, draft_with_pdf())

    assert draft.cover.title == "Bordering on Concern (first page)"
    with draft.cover.open_file() as file:
        assert Image.open(BytesIO(file.read())).width == 900
    assert draft.cover.uploaded_by_user.username == "editor"


def test_the_offered_cover_is_published_without_further_ado(editor):
    draft = save_new(editor, draft_with_pdf())

    response = editor.post(edit_url(draft), {**posted(draft), **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    assert ReportPage.objects.get().cover.title == "Bordering on Concern (first page)"


def test_the_cover_is_drawn_once_however_often_an_open_editor_saves(editor, monkeypatch):
    draw = SiteDocument.draw_cover
    drawn = []
    monkeypatch.setattr(SiteDocument, "draw_cover", lambda self: drawn.append(self) or draw(self))
    page = draft_with_pdf()
    data = posted(page)
    url = add_url(page, factories.make_report_index())
    headers = {"Accept": "application/json"}
    created = editor.post(url, data, headers=headers).json()
    page = ReportPage.objects.get()
    data = {**data, "overwrite_revision_id": created["revision_id"]}

    for _ in range(3):
        assert editor.post(edit_url(page), data, headers=headers).json()["success"]

    assert SiteImage.objects.count() == 1
    assert len(drawn) == 1


def test_a_preview_draws_no_cover(editor):
    page = draft_with_pdf()
    url = f"/admin/pages/add/policy/reportpage/{factories.make_report_index().pk}/preview/"

    assert editor.post(url, posted(page)).json()["is_valid"]
    assert editor.get(url).status_code == 200
    assert not SiteImage.objects.exists()


def test_a_chosen_cover_is_kept(editor):
    chosen = factories.make_image("chosen.png")
    page = draft_with_pdf()
    page.cover = chosen
    assert save_new(editor, page).cover == chosen


def test_a_cover_is_offered_from_the_first_file_that_is_a_pdf(editor):
    table = factories.make_document(b"year,children\n2016,1278\n", "data.csv", title="Data")
    page = draft_with_pdf()
    page.downloads = downloads(
        {"document": table, "kind": "data"}, {"document": factories.make_document()}
    )
    assert save_new(editor, page).cover


@pytest.mark.parametrize("content", [b"This is no PDF", b"", b"%PDF-1.7\n%broken"])
def test_a_file_that_is_no_pdf_offers_no_cover_and_does_no_harm(editor, content):
    document = factories.make_document(content, "not-really.pdf")
    assert save_new(editor, draft_with_pdf(document=document)).cover is None


def test_the_downloads_of_a_report_know_what_they_are():
    document = factories.make_document()
    page = factories.make_report_page(
        downloads=downloads({"document": document}, {"url": ADDRESS, "kind": "easy_read"})
    )
    one, two = page.files
    assert (str(one), one.href) == ("Full report", document.url)
    assert (str(two), two.href) == ("Easy read", ADDRESS)


def test_the_date_readers_see_is_that_of_publication():
    assert factories.report_page().display_date == date(2012, 5, 1)


def test_a_report_stands_only_in_the_list_of_reports():
    assert ReportPage.allowed_parent_page_models() == [type(factories.make_report_index())]
    assert ReportPage.allowed_subpage_models() == []
