"""Every format that refuses a character is written whole, whatever is in the database already."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.template import Context
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Task, Workflow, WorkflowTask

from editorial.models import OutboundLink
from pages.templatetags.page_tags import structured_data
from pressroom.models import PressRelease
from publishing.notifications import notify_responsible_users
from quotations.models import Quotation
from tests import factories
from tests.hostile_strings import (
    CONTROL_CHARACTERS,
    FORMULAS,
    HOSTILE_STRINGS,
    LINES,
    NON_CHARACTERS,
    SENDABLE_STRINGS,
    WORD,
)
from tests.publishing.test_calendar_views import own_address

pytestmark = pytest.mark.django_db

# Into a field of 255 characters as a program with access to the database writes it; PostgreSQL
# takes no NUL at all.
STORED = {
    name: text[:255]
    for name, text in SENDABLE_STRINGS.items()
    if connection.vendor == "sqlite" or "\x00" not in text
}

# The same in few rows, for what takes long to write: a formula counts at the start of a cell alone.
JOINED = "".join(
    STORED[name] for name in STORED if name in CONTROL_CHARACTERS | NON_CHARACTERS | LINES
)
FEW = [*FORMULAS.values(), *(JOINED[start : start + 255] for start in range(0, len(JOINED), 255))]


def dirty(release, text):
    """Write a text past every check, as title, summary and address of a release."""
    pages = PressRelease.objects.filter(pk=release.pk)
    pages.update(title=text, draft_title=text, summary=text, url_path=f"/home/press/{text[:99]}/")


def body_of(response):
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


@pytest.fixture
def release():
    return factories.make_press_release(slug="release")


@pytest.fixture
def desk(client):
    client.force_login(factories.make_user(email="editor@example.org"))
    return client


@pytest.mark.parametrize("path", ["/press/feed/", "/sitemap.xml"])
def test_xml_is_well_formed(client, release, path):
    for name, text in STORED.items():
        dirty(release, text)

        xml = body_of(client.get(path))

        try:
            assert len(ElementTree.fromstring(xml)) > 1, name
        except ElementTree.ParseError as error:
            pytest.fail(f"{path} with {name}: {error}")


def test_the_feed_says_the_words_of_a_dirty_title(client, release):
    dirty(release, f"The\x0b{WORD}\ufffe of\nchildren")

    feed = ElementTree.fromstring(body_of(client.get("/press/feed/")))

    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}entry/{atom}title") == f"The {WORD} of children"


def test_structured_data_of_a_page_is_json_and_stays_inside_its_element(release):
    for name, text in HOSTILE_STRINGS.items():
        release.title = release.summary = text

        html = BeautifulSoup(structured_data(Context(), release).encode(), "html.parser")

        (element,) = html.find_all(True)
        assert json.loads(element.string)["@type"], name


def test_the_calendar_holds_one_event_for_each_release(desk, release):
    address = own_address(desk)
    PressRelease.objects.filter(pk=release.pk).update(first_published_at=timezone.now())
    for text in FEW:
        dirty(release, text)

        lines = body_of(desk.get(address)).decode()

        (event,) = Calendar.from_ical(lines).events
        assert str(event["URL"]).endswith(f"/{release.pk}/edit/"), ascii(text)
        assert not set(lines) & set(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE]))


EXPORTS = [
    "/admin/quotations/",
    "/admin/newsletter/",
    "/admin/redirects/",
    "/admin/reports/links/",
    "/admin/reports/aging-pages/",
    "/admin/reports/site-history/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
]


@pytest.fixture
def exported(release):
    """Return a function that writes a text into every row that an export shows."""
    user = get_user_model().objects.get()
    release.save_revision(user=user, log_action=True)
    workflow = Workflow.objects.create(name="Check")
    task = Task.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(release, user)
    Page.objects.filter(pk=release.pk).update(
        locked=True, locked_at=timezone.now(), locked_by=user, last_published_at=timezone.now()
    )
    quotation = Quotation.objects.create(
        page=release, words=WORD, date=release.release_date, fingerprint="1", block_id="1"
    )
    link = OutboundLink.objects.create(url="https://example.org/", url_hash="1", host="example.org")
    redirect = Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")

    def write(text):
        dirty(release, text)
        PageLogEntry.objects.update(label=text[:99])
        Quotation.objects.filter(pk=quotation.pk).update(words=text, speaker=text, source=text)
        OutboundLink.objects.filter(pk=link.pk).update(url=text, reason=text, final_url=text)
        Redirect.objects.filter(pk=redirect.pk).update(old_path=text, redirect_link=text)
        Workflow.objects.filter(pk=workflow.pk).update(name=text)
        Task.objects.filter(pk=task.pk).update(name=text)
        get_user_model().objects.filter(pk=user.pk).update(first_name=text[:150])

    return write


@pytest.mark.parametrize("path", EXPORTS)
def test_exports_open_and_carry_nothing_out(desk, exported, path):
    exported("Text")
    count = len(list(csv.reader(StringIO(body_of(desk.get(f"{path}?export=csv")).decode()))))
    for text in FEW:
        exported(text)

        table = body_of(desk.get(f"{path}?export=csv")).decode("utf-8-sig")
        book = load_workbook(BytesIO(body_of(desk.get(f"{path}?export=xlsx"))))

        rows = list(csv.reader(StringIO(table, newline="")))
        assert len(rows) == count, ascii(text)
        for row in rows:
            assert not any(cell.lstrip().startswith(tuple("=+-@＝＋－＠")) for cell in row)
        assert "\x00" not in table
        for row in book.active.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_an_export_of_any_view_cleans_its_cells():
    """Fails when Wagtail no longer writes exports through these two methods."""
    view = SpreadsheetExportMixin()
    view.list_export = ["title"]
    view.get_heading = lambda queryset, field: field
    view.to_row_dict = lambda item: {"title": item}

    lines = [
        part.encode() if isinstance(part, str) else part for part in view.stream_csv(["=1\x0b2"])
    ]
    assert b"".join(lines).decode() == '\ufefftitle\r\n"\'=1\n2"\r\n'


def test_mails_about_a_dirty_title_have_one_subject_and_one_reader(
    release, django_capture_on_commit_callbacks
):
    release.owner = factories.make_user("owner", email="owner@example.org")
    release.save()
    for name, text in STORED.items():
        dirty(release, text)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            notify_responsible_users(PressRelease.objects.get(), f"“{text}” did not go live", text)

        (message,) = mail.outbox
        sent = message.message()
        assert sent["Subject"], name
        assert message.recipients() == ["owner@example.org"], name
        assert sent.get_all("Bcc") is None, name
        assert b"\nBcc:" not in sent.as_bytes().partition(b"\n\n")[0], name
