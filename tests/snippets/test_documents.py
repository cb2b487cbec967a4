"""Documents and what they know of their files."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from snippets.media.pdf import REFUSAL_MESSAGES
from snippets.models import SiteDocument
from snippets.models import documents as documents_module
from tests import factories, pdfs

pytestmark = pytest.mark.django_db

GOOD = pdfs.tagged(factories.make_pdf(pages=2, language="en-GB", title="Bordering on Concern"))


def test_what_readers_are_told_of_a_document_is_read_from_it():
    content = factories.make_pdf(pages=2, language="en-GB", title="A report")
    document = factories.make_document(content)
    document.refresh_from_db()
    assert (document.pages, document.language, document.is_tagged) == (2, "en-GB", False)
    assert (document.pdf_title, document.has_text) == ("A report", True)
    assert (document.is_encrypted, document.reading) == (False, SiteDocument.Reading.WHOLE)
    assert (document.format, document.file_size) == ("PDF", len(content))
    assert document.file_hash


def test_the_ending_of_a_pdf_may_be_in_capitals():
    document = factories.make_document(GOOD, "REPORT.PDF")
    assert (document.format, document.pages) == ("PDF", 2)


def test_a_replaced_file_is_read_again():
    document = factories.make_document(GOOD)
    document.file = ContentFile(b"year,children\n", name="data.csv")
    document.save()
    document = SiteDocument.objects.get()
    assert (document.format, document.pages, document.language) == ("CSV", None, "")
    assert (document.pdf_title, document.reading) == ("", "")
    assert (document.is_tagged, document.is_encrypted, document.has_text) == (None, None, None)


def test_a_document_is_read_once_when_it_is_validated_and_saved(monkeypatch):
    reads = []
    extract = documents_module.extract_pdf_metadata
    monkeypatch.setattr(
        documents_module, "extract_pdf_metadata", lambda file: reads.append(file) or extract(file)
    )
    document = SiteDocument(title="A report", file=ContentFile(GOOD, name="report.pdf"))
    document.full_clean()
    document.save()
    document.title = "Another title"
    document.full_clean()
    document.save()
    SiteDocument.objects.get().save()
    assert len(reads) == 1


def test_what_readers_could_not_open_does_not_pass_a_form():
    document = SiteDocument(title="A report", file=ContentFile(b"words", name="report.pdf"))
    with pytest.raises(ValidationError) as refused:
        document.full_clean()
    assert refused.value.message_dict == {"file": [REFUSAL_MESSAGES["no_pdf"]]}


@pytest.mark.parametrize("content", [b"This is no PDF", b"", b"%PDF-1.4 and then nothing"])
def test_what_no_form_asked_about_is_stored_and_warned_of(content):
    document = factories.make_document(content, "report.pdf")
    assert (document.format, document.pages, document.language) == ("PDF", None, "")
    assert document.warnings() == ["This PDF cannot be opened. Upload a file that can be."]
    assert document.draw_cover() is None


def first_words(document: SiteDocument, **options: object) -> list[str]:
    return [" ".join(warning.split()[:5]) for warning in document.warnings(**options)]


def test_a_good_pdf_needs_no_warning():
    assert factories.make_document(GOOD).warnings() == []


def test_nothing_is_said_of_other_files_and_of_pdfs_not_looked_at_yet():
    assert factories.make_document(b"year,children\n", "data.csv").warnings() == []
    before = SiteDocument(file="documents/old.pdf", pages=3, language="en", is_tagged=True)
    assert before.warnings() == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            factories.make_pdf(),
            [
                "This PDF is not tagged:",
                "This PDF has no title",
                "This PDF does not say",
            ],
        ),
        (pdfs.tagged(factories.make_pdf(title="T")), ["This PDF does not say"]),
        (pdfs.tagged(factories.make_pdf(language="en")), ["This PDF has no title"]),
    ],
    ids=["bare", "no-language", "no-title"],
)
def test_an_editor_is_told_what_makes_a_pdf_hard_to_read(content, expected):
    assert first_words(factories.make_document(content)) == expected


def test_a_scan_and_a_protected_file_are_pointed_out():
    assert "This PDF is a scan:" in first_words(factories.make_document(pdfs.scan()))
    assert "This PDF is protected against" in first_words(factories.make_document(pdfs.protected()))


def test_a_pdf_that_is_too_much_is_accepted_without_cover_and_pointed_out():
    document = SiteDocument(
        title="Too much", file=ContentFile(pdfs.content_bomb(), name="bomb.pdf")
    )
    document.full_clean()
    document.save()
    assert document.reading == SiteDocument.Reading.IN_PART
    assert "This PDF is too large" in first_words(document)
    assert document.draw_cover() is None


def test_an_alternative_makes_up_for_missing_tags_alone():
    document = factories.make_document(factories.make_pdf())
    assert first_words(document, has_alternative=True) == [
        "This PDF has no title",
        "This PDF does not say",
    ]


def test_an_editor_reads_the_facts_in_one_line():
    document = factories.make_document(GOOD)
    document.file_size = 1_258_291
    assert document.summary == "2 pages, 1.2\u00a0MB, English, tagged"
    assert SiteDocument(pages=1, language="x-klingon", file_size=1).summary.endswith("x-klingon")
