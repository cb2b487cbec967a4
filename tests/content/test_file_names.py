"""Names that say nothing: as alternative texts, and as titles of PDFs."""

import pytest

from content.text.file_names import is_generated_file_name, is_misdecoded_text
from content.text.typography import describe_alt_text_problem
from snippets.models import SiteDocument

GIVEN = [
    "untitled", "Untitled-2", "Untitled", "Binder1.pdf", "Binder1", "Microsoft Word - X.docx",
    "Microsoft PowerPoint - Report final", "Document1", "Presentation1", "PowerPoint Presentation",
    "report.indd", "Final draft v3 (2).docx", "IMG-20230401-WA0001", "IMG_0001", "DSC01234",
    "PXL_20230401_101112345", "20230401_101112", "Screenshot 2023-04-01 at 10.11.12",
    "WhatsApp Image 2023-04-01 at 10.11.12", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "DSCN0042",
    "d41d8cd98f00b204e9800998ecf8427e", "scan0001", "Slide 1", "image", "Copy of Document (3)",
]  # fmt: skip
NAMED = [
    "Bordering on Concern", "Report on trafficking in 2016", "Image of the child in the media",
    "1,278 children referred in 2016", "Rows of purple dots, one yellow", "Page from the register",
    "Children and the law: a report", "Protection of children, 2016", "Untitled lives",
    "Time to transform", "P. Example speaks at a table", "What the U.K. must do",
]  # fmt: skip
MISREAD = ["CafÃ© report", "Childrenâ€™s rights", "þÿ\x00R\x00e", "Report\ufffds", "ÐŸÑ€Ð¸"]
READ = [
    "Café report",
    "Children’s rights",
    "Þorsteinn",
    "Pob plentyn – “yn ddiogel”",
    "Дети",
    "ÂME",
]


@pytest.mark.parametrize("name", GIVEN)
def test_a_name_that_a_program_gave_is_no_description_and_no_title(name):
    assert is_generated_file_name(name)
    assert describe_alt_text_problem(name)
    document = SiteDocument(
        pages=1, reading="whole", pdf_title=name, file="report.pdf", collection_id=1
    )
    assert any(f"is called “{name}”" in warning for warning in document.warnings())


@pytest.mark.parametrize("name", NAMED)
def test_a_name_that_a_person_gave_is_taken(name):
    assert not is_generated_file_name(name)
    assert describe_alt_text_problem(name) is None
    document = SiteDocument(
        pages=1, reading="whole", pdf_title=name, file="report.pdf", collection_id=1
    )
    assert not any("is called" in warning for warning in document.warnings())


@pytest.mark.parametrize("name", MISREAD)
def test_a_title_that_was_decoded_wrongly_is_no_title(name):
    assert is_misdecoded_text(name)
    document = SiteDocument(
        pages=1, reading="whole", pdf_title=name, file="report.pdf", collection_id=1
    )
    assert any("is called" in warning for warning in document.warnings())


@pytest.mark.parametrize("name", READ)
def test_a_title_with_accents_is_a_title(name):
    assert not is_misdecoded_text(name)
