"""The command that looks into PDFs of earlier days."""

from io import StringIO

import pytest
from django.core.management import call_command

from snippets.models import SiteDocument
from snippets.models import documents as documents_module
from tests import factories

pytestmark = pytest.mark.django_db


def run() -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command("extract_pdf_metadata", stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_pdfs_of_earlier_days_are_read_and_lost_files_named(monkeypatch):
    old = factories.make_document(factories.make_pdf(title="A report"), name="OLD.PDF")
    lost = factories.make_document(name="lost.pdf", title="Lost report")
    factories.make_document(b"year,children\n", "data.csv")
    SiteDocument.objects.update(reading="", pdf_title="", has_text=None)
    lost.file.storage.delete(lost.file.name)

    out, errors = run()

    assert out == "PDFs read: 1.\n"
    assert "Lost report" in errors
    old.refresh_from_db()
    assert (old.pdf_title, old.has_text, old.reading) == ("A report", True, "whole")
    lost.refresh_from_db()
    assert lost.reading == ""
    monkeypatch.setattr(
        documents_module, "extract_pdf_metadata", lambda file: pytest.fail("read again")
    )
    assert run()[0] == "PDFs read: 0.\n"
