"""A document that is replaced: its address stays, readers are told, editors keep what it was."""

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from wagtail.contrib.frontend_cache.backends import BaseBackend

from policy.models import ReportDownload
from snippets.models import DocumentVersion, SiteDocument
from tests import factories
from tests.factories import LONDON

pytestmark = pytest.mark.django_db

OLD, NEW = factories.make_pdf("Old"), factories.make_pdf("New", pages=2)
PURGED: list[str] = []


class RecordingBackend(BaseBackend):
    """Takes down what a cache is told to forget."""

    def purge(self, url):
        PURGED.append(url)


@pytest.fixture
def document():
    return factories.make_document(OLD)


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def make_report(document, **values):
    return factories.make_report_page(downloads=[ReportDownload(document=document)], **values)


def replace(editor, document, name="final version 2.pdf", content=NEW, note="Table 3 corrected"):
    data = {
        "title": document.title,
        "collection": document.collection_id,
        "tags": "",
        "replacement_note": note,
        "file": SimpleUploadedFile(name, content),
    }
    return editor.post(reverse("wagtaildocs:edit", args=[document.pk]), data)


def get_content(client, url):
    return b"".join(client.get(url).streaming_content)


def test_a_replaced_document_keeps_the_address_that_was_sent_out(editor, document):
    make_report(document)
    sent_out = document.url
    assert replace(editor, document).status_code == 302

    editor.logout()
    assert get_content(editor, sent_out) == NEW
    assert SiteDocument.objects.get(pk=document.pk).url == sent_out


def test_the_address_stays_through_several_replacements(editor, document):
    make_report(document)
    for name in ("second.pdf", "third.pdf", "report.pdf"):
        assert replace(editor, document, name).status_code == 302
        assert SiteDocument.objects.get(pk=document.pk).url == document.url


def test_readers_are_told_when_and_why_a_file_was_replaced(editor, document, time_machine):
    page = make_report(document, accessible_version=document)
    assert "Replaced on" not in editor.get(page.url).content.decode()
    time_machine.move_to(datetime(2026, 3, 4, 0, 30, tzinfo=LONDON), tick=False)
    editor.force_login(factories.make_user("colleague"))
    replace(editor, document)

    editor.logout()
    shown = editor.get(page.url).content.decode()
    assert shown.count("Replaced on 4 March 2026: Table 3 corrected") == 2


def test_what_changes_must_be_said_of_a_document_that_readers_have(editor, document):
    make_report(document)
    refused = replace(editor, document, note="")
    assert refused.status_code == 200
    assert "Readers have this document already." in refused.content.decode()
    assert get_content(editor, document.url) == OLD
    assert not DocumentVersion.objects.exists()


def test_a_document_that_nobody_has_seen_is_replaced_without_a_word(editor, document):
    page = make_report(document, live=False)
    assert replace(editor, document, note="").status_code == 302
    page.refresh_from_db()
    page.save_revision().publish()

    assert SiteDocument.objects.get(pk=document.pk).replaced_at is None
    assert "Replaced on" not in editor.get(page.url).content.decode()


def test_editors_keep_the_earlier_file_and_readers_never_get_it(editor, document):
    make_report(document)
    replace(editor, document)
    version = document.versions.get()
    address = reverse("document_version", args=[document.pk, version.pk])
    form = editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert address in form

    answer = editor.get(address)

    assert b"".join(answer.streaming_content) == OLD
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    editor.force_login(get_user_model().objects.create_user("stranger"))
    assert editor.get(address).status_code in (302, 403, 404)
    editor.logout()
    assert editor.get(address).status_code == 302
    assert editor.get(f"/media/{version.file.name}").status_code == 404


def test_a_replacement_has_the_format_that_its_address_ends_in(editor, document):
    refused = replace(editor, document, "report.docx", b"PK\x03\x04")
    assert "ends in “.pdf”" in refused.content.decode()
    assert get_content(editor, document.url) == OLD


def test_caches_are_told_of_a_replacement(editor, document, django_capture_on_commit_callbacks):
    page = make_report(document)
    old_etag = editor.get(document.url)["ETag"]
    PURGED.clear()
    backend = {"all": {"BACKEND": "tests.publishing.test_document_versions.RecordingBackend"}}
    with (
        override_settings(WAGTAILFRONTENDCACHE=backend),
        django_capture_on_commit_callbacks(execute=True),
    ):
        replace(editor, document)

    assert set(PURGED) == {document.full_url, page.full_url}
    answer = editor.get(document.url, headers={"If-None-Match": old_etag})
    assert answer.status_code == 200


def test_a_deleted_document_takes_its_earlier_files_along(
    editor, document, django_capture_on_commit_callbacks
):
    replace(editor, document)
    file = document.versions.get().file
    assert file.storage.exists(file.name)
    with django_capture_on_commit_callbacks(execute=True):
        SiteDocument.objects.get(pk=document.pk).delete()
    assert not file.storage.exists(file.name)
