"""An editor is told of faults of the PDFs that a page offers."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from content.checks.publication_checks import get_checks_for
from content.validation.problems import Problems
from policy.models import ReportDownload, ReportPage
from snippets.media.pdf_checks import PDF_CHECK
from snippets.models import Topic
from tests import factories, pdfs

pytestmark = pytest.mark.django_db

GOOD = pdfs.tagged(factories.make_pdf(language="en-GB", title="Bordering on Concern"))


def found_on(page) -> Problems:
    problems = Problems()
    PDF_CHECK.find(page, problems, SimpleNamespace(is_active=True, is_superuser=True))
    return problems


def untagged(name: str):
    content = factories.make_pdf(name, language="en-GB", title="Bordering on Concern")
    return factories.make_document(content, title=name)


def warning(name: str) -> str:
    return f"“{name}” is not tagged: screen readers will struggle. Add an accessible version."


def test_only_what_offers_a_file_is_looked_at():
    document = [{"type": "document", "value": {"document": untagged("a.pdf").pk, "title": ""}}]
    assert PDF_CHECK in get_checks_for(factories.press_release(body=document))
    assert PDF_CHECK not in get_checks_for(factories.press_release())
    assert PDF_CHECK not in get_checks_for(Topic())


def test_a_page_without_faults_in_its_pdfs_has_nothing_to_mend():
    report = factories.make_document(GOOD)
    data = factories.make_document(b"year,children\n", "data.csv")
    downloads = [ReportDownload(document=report), ReportDownload(document=data)]
    assert found_on(factories.report_page(downloads=downloads)) == {}
    assert found_on(factories.press_release()) == {}


def test_every_place_of_an_unsaved_page_is_looked_at():
    names = ["in downloads", "in a block", "in a text", "to read on", "accessible"]
    documents = {name: untagged(name) for name in names}
    link = f'<p><a linktype="document" id="{documents["in a text"].pk}">Annex</a></p>'
    read_on = {
        "text": "What the committee said",
        "target": [{"type": "document", "value": documents["to read on"].pk}],
        "note": "",
    }
    page = factories.report_page(
        downloads=[ReportDownload(document=documents["in downloads"])],
        body=[
            {"type": "document", "value": {"document": documents["in a block"].pk, "title": ""}},
            {"type": "paragraph", "value": link},
        ],
        read_more=[{"type": "read_more", "value": {"heading": "Read more", "links": [read_on]}}],
    )
    assert found_on(page) == {
        "downloads": [warning("in downloads")],
        "body": [warning("in a block"), warning("in a text")],
        "read_more": [warning("to read on")],
    }


def test_an_accessible_version_makes_up_for_missing_tags_unless_it_has_none_itself():
    report = untagged("The report")
    page = factories.report_page(
        downloads=[ReportDownload(document=report)],
        accessible_version=factories.make_document(GOOD, title="Read aloud"),
    )
    assert found_on(page) == {}
    page.accessible_version = untagged("Read aloud")
    assert found_on(page) == {"accessible_version": [warning("Read aloud")]}


def test_each_fault_of_a_pdf_is_named():
    page = factories.report_page(
        downloads=[ReportDownload(document=factories.make_document(pdfs.scan(), title="Old"))]
    )
    faults = found_on(page)["downloads"]
    assert [fault.startswith("“Old” ") for fault in faults] == [True] * 4


def test_many_pdfs_take_no_more_queries_than_two():
    def ask(count: int) -> int:
        downloads, blocks = (
            [untagged(f"{place} {number}") for number in range(count)] for place in "AB"
        )
        page = factories.make_report_page(
            slug=f"report-{count}",
            downloads=[ReportDownload(document=document) for document in downloads],
            body=[
                {"type": "document", "value": {"document": document.pk, "title": ""}}
                for document in blocks
            ],
        )
        page = ReportPage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as asked:
            found = found_on(page)
        assert [len(found[name]) for name in ("downloads", "body")] == [count, count]
        return len(asked)

    ask(1)
    assert ask(8) == ask(2)


def test_nothing_is_said_of_a_file_that_the_reader_of_the_checklist_may_not_use():
    closed = Collection.get_first_root_node().add_child(name="Closed")
    document = factories.make_document(collection=closed)
    page = factories.press_release(
        body=[{"type": "document", "value": {"document": document.pk, "title": ""}}]
    )
    call_command("setup_roles")
    writer = get_user_model().objects.create_user("writer")
    writer.groups.add(Group.objects.get(name="Communications"))

    def found():
        problems = Problems()
        PDF_CHECK.find(page, problems, get_user_model().objects.get(pk=writer.pk))
        return problems

    assert found() == {}
    document.collection = Collection.objects.get(name="Press")
    document.save()
    assert found()
