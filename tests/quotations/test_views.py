"""The ledger in the admin: who sees what, finds what, takes what home, and marks what."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, ModelLogEntry, PageLogEntry

from quotations import corrections
from quotations.models import Quotation
from tests import factories

pytestmark = pytest.mark.django_db

INDEX = "/admin/quotations/"
WORDS = "Nobody asked her a single question."
Mark = Quotation.Mark


def make_entry(page=None, words=WORDS, **values):
    """Return an entry as publication would make it."""
    page = page or factories.make_press_release(slug=f"release-{Quotation.objects.count()}")
    values = {"speaker": "A caseworker", "date": date(2013, 1, 7), "block_id": "one", **values}
    found = Quotation(page=page, words=words, **values)
    found.fingerprint = f"{Quotation.objects.count():064}"
    found.save()
    return found


def make_member(*codenames, sections=(), name="member"):
    """Return an account of a group with rights to the ledger and to sections of the site."""
    user = get_user_model().objects.create_user(name)
    group = Group.objects.create(name=name)
    user.groups.add(group)
    for codename in ("access_admin", *codenames):
        group.permissions.add(Permission.objects.get(codename=codename))
    change = Permission.objects.get(codename="change_page")
    for page in sections:
        GroupPagePermission.objects.create(group=group, page=page, permission=change)
    return user


@pytest.fixture
def admin(client):
    client.force_login(factories.make_user())
    return client


def lines(response):
    assert response.status_code == 200
    return list(response.context["object_list"])


def as_csv(client, address=INDEX):
    content = b"".join(client.get(address, {"export": "csv"}).streaming_content)
    # Excel reads the first bytes as “what follows is UTF-8”.
    assert content.startswith(BOM_UTF8)
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def as_xlsx(client):
    content = b"".join(client.get(INDEX, {"export": "xlsx"}).streaming_content)
    sheet = load_workbook(BytesIO(content)).active
    heads, *rows = sheet.iter_rows()
    names = [cell.value for cell in heads]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_the_list_shows_who_said_what_where(admin):
    entry = make_entry(role="In Bristol", source="All Change", source_locator="page 12")
    response = admin.get(INDEX)
    html = response.content.decode()
    for text in ("A caseworker", "In Bristol", WORDS, entry.page.title, "7 January 2013",
                 "All Change, page 12"):  # fmt: skip
        assert text in html
    assert reverse("wagtailadmin_pages:edit", args=[entry.page_id]) in html
    assert entry.page.get_url() in html
    assert reverse("quotations:edit", args=[entry.pk]) in html
    assert reverse("quotations:index") in admin.get("/admin/").content.decode()


def test_words_are_cut_in_the_list_between_words(admin):
    make_entry(words="word " * 60)
    html = admin.get(INDEX).content.decode()
    assert "word…" in html
    assert "word " * 40 not in html


@pytest.mark.parametrize("query", ["asked her", "CASEWORKER", "don't"])
def test_search_finds_words_and_speakers_however_they_were_typed(admin, query):
    make_entry(words="Don’t think that nobody asked her.")
    make_entry(words="Something else", speaker="A judge")
    assert len(lines(admin.get(INDEX, {"q": query}))) == 1


def test_filters_narrow_the_list(admin):
    report = factories.make_report_page()
    first = make_entry(mark=Mark.WITHDRAWN, note="Not hers.", marked_at=timezone.now())
    second = make_entry(page=report, speaker="A judge", date=date(2016, 5, 1))
    third = make_entry(removed_at=timezone.now(), date=date(2015, 5, 1))
    for filters, expected in (
        ({"speaker": "judge"}, [second]),
        ({"year": "2013"}, [first]),
        ({"date_from": "2015-01-01", "date_to": "2015-12-31"}, [third]),
        ({"mark": ["withdrawn"]}, [first]),
        ({"mark": ["none"]}, [second, third]),
        ({"mark": ["none", "withdrawn"]}, [second, third, first]),
        ({"kind": ["policy.reportpage"]}, [second]),
        ({"standing": "now"}, [second, first]),
        ({"standing": "past"}, [third]),
    ):
        assert lines(admin.get(INDEX, filters)) == expected, filters
        assert (
            admin.get(f"{INDEX}results/", {**filters, "_w_filter_fragment": 1}).status_code == 200
        )


@pytest.mark.parametrize(
    "nonsense",
    [
        {"year": "99999999999"},
        {"year": "x"},
        {"year": "2013.5"},
        {"date_from": "0001-01-01"},
        {"date_to": "9999-12-31"},
        {"mark": ["nonsense"]},
        {"kind": ["policy.nonsense"]},
        {"standing": "nonsense"},
        {"ordering": "nonsense"},
        {"p": "x"},
        {"q": "a\x00b"},
        {"speaker": "a\x00b"},
        {"export": "pdf"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(admin, nonsense):
    make_entry()
    assert admin.get(INDEX, nonsense).status_code == 200


@pytest.mark.parametrize("key", ["speaker", "-date", "date", "page__title", "mark"])
def test_columns_can_be_sorted(admin, key):
    make_entry()
    make_entry(date=None)
    assert len(lines(admin.get(INDEX, {"ordering": key}))) == 2


def test_all_of_one_speaker_is_one_view(admin):
    first, second = make_entry(), make_entry(speaker="a Caseworker")
    make_entry(speaker="A caseworker’s friend")
    address = reverse("quotations:speaker", args=[first.pk])
    assert address in admin.get(INDEX).content.decode()
    response = admin.get(address)
    assert set(lines(response)) == {first, second}
    assert set(lines(admin.get(f"{address}results/", {"q": "nobody"}))) == {first, second}
    assert [row["Speaker"] for row in as_csv(admin, address)] == ["a Caseworker", "A caseworker"]
    assert "A caseworker" in response.content.decode()


def test_words_without_a_speaker_lead_to_those_of_their_document(admin):
    first = make_entry(speaker="", source="All Change")
    make_entry(speaker="", source="Other")
    assert lines(admin.get(reverse("quotations:speaker", args=[first.pk]))) == [first]


def test_exports_hold_every_column(admin):
    user = factories.make_user("marker", first_name="Ada", last_name="Example")
    entry = make_entry(role="In Bristol", source="All Change", source_locator="page 12",
                       source_url="https://www.example.org/all-change")  # fmt: skip
    corrections.mark_quotation(entry, Mark.CORRECTED, "It said more.", user, factories.NOON)
    expected = {
        "Speaker": "A caseworker", "Role": "In Bristol", "Words": WORDS, "Date": "2013-01-07",
        "Date is known to the": "Day", "Page": entry.page.title,
        "Address": entry.page.full_url, "Kind of page": "Press release",
        "Source": "All Change, page 12",
        "Source address": "https://www.example.org/all-change", "On its page": "Now",
        "Not on its page since": "", "Mark": "Corrected", "Note": "It said more.",
        "Marked on": "2017-06-14", "Marked by": "Ada Example",
    }  # fmt: skip
    [row] = as_csv(admin)
    assert {name: "" if value == "None" else value for name, value in row.items()} == expected
    [cells] = as_xlsx(admin)
    assert set(cells) == set(expected)
    assert cells["Date"].value == date(2013, 1, 7)
    assert cells["Date"].is_date
    assert cells["Marked on"].value == date(2017, 6, 14)
    assert cells["Words"].value == WORDS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝"])
def test_no_cell_is_a_formula(admin, start):
    make_entry(words=f"{start}HYPERLINK(1)", speaker=f"{start}1")
    [row] = as_csv(admin)
    assert row["Words"] == f"'{start}HYPERLINK(1)"
    assert row["Speaker"] == f"'{start}1"
    [cells] = as_xlsx(admin)
    assert cells["Words"].data_type == "s"
    assert cells["Words"].value == f"{start}HYPERLINK(1)"


def test_characters_that_xlsx_cannot_hold_are_left_out(admin):
    make_entry(words="One\x0btwo")
    assert as_xlsx(admin)[0]["Words"].value == "One\ntwo"


def test_exports_follow_the_filters(admin):
    make_entry()
    make_entry(speaker="A judge")
    content = admin.get(INDEX, {"export": "csv", "speaker": "judge"}).streaming_content
    assert b"".join(content).count(b"\r\n") == 2


def queries_of(client, address, **parameters):
    client.get(address, parameters)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, parameters)
        if response.streaming:
            list(response.streaming_content)
    return len(queries)


def test_a_thousand_entries_take_as_many_queries_as_one(client):
    document, page = factories.make_document(), factories.make_information_page()
    releases = [factories.make_press_release(slug=f"r-{number}") for number in range(20)]
    client.force_login(make_member("view_quotation", "change_quotation",
                                   sections=[factories.make_press_index()]))  # fmt: skip
    make_entry(page=releases[0], source_document=document)
    speaker = reverse("quotations:speaker", args=[Quotation.objects.get().pk])
    asked = ({}, {"q": "asked"}, {"export": "csv"}, {"export": "xlsx"})
    addresses = [*((INDEX, parameters) for parameters in asked), (speaker, {})]
    before = [queries_of(client, address, **parameters) for address, parameters in addresses]
    Quotation.objects.bulk_create(
        Quotation(
            page=releases[number % 20],
            block_id=str(number),
            fingerprint=f"{number:064}",
            words=f"{WORDS} {number}",
            speaker="A caseworker" if number % 2 else f"Speaker {number % 50}",
            date=date(2000 + number % 17, 1, 1),
            source_document=document if number % 3 else None,
            source_page=None if number % 3 else page,
        )
        for number in range(1, 1_000)
    )
    after = [queries_of(client, address, **parameters) for address, parameters in addresses]
    assert all(late <= early + 1 for early, late in zip(before, after, strict=True)), (
        before,
        after,
    )
    assert max(after) <= 25
    assert b"1000" in client.get(INDEX).content.replace(b",", b"")


def test_entries_of_hidden_pages_are_shown_to_those_who_work_on_them_alone(client):
    private = make_entry(words="Behind a login", page=factories.make_press_release(slug="private"))
    factories.make_private(private.page)
    gone = make_entry(words="Taken down", page=factories.make_press_release(slug="gone"))
    gone.page.unpublish()
    public = make_entry(words="For everybody", page=factories.make_report_page())
    expired = factories.make_press_release(slug="expired")
    late = make_entry(words="Expired", page=expired)
    type(expired).objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    reader = make_member("view_quotation", "change_quotation", name="reader")
    worker = make_member("view_quotation", "change_quotation", name="worker",
                         sections=[factories.make_press_index()])  # fmt: skip

    client.force_login(reader)
    assert lines(client.get(INDEX)) == [public]
    assert [row["Words"] for row in as_csv(client)] == ["For everybody"]
    for hidden in (private, gone, late):
        for name in ("edit", "history", "history_results", "speaker", "speaker_results"):
            assert client.get(reverse(f"quotations:{name}", args=[hidden.pk])).status_code == 404
        address = reverse("quotations:edit", args=[hidden.pk])
        assert client.post(address, {"mark": "withdrawn", "note": "x"}).status_code == 404

    client.force_login(worker)
    assert set(lines(client.get(INDEX))) == {private, gone, late, public}


def test_the_title_of_a_hidden_source_is_not_told(client):
    secret = factories.make_press_release(title="Secret plan", slug="secret", live=False)
    make_entry(speaker="A judge", source_page=secret)
    client.force_login(make_member("view_quotation"))
    assert "Secret plan" not in client.get(INDEX).content.decode()
    assert [row["Source address"] for row in as_csv(client)] == [""]


def test_who_may_read_may_not_mark_without_the_right(client):
    entry = make_entry()
    client.force_login(make_member("view_quotation"))
    html = client.get(INDEX).content.decode()
    address = reverse("quotations:edit", args=[entry.pk])
    assert address not in html
    for response in (client.get(address), client.post(address, {"mark": "withdrawn", "note": "x"})):
        assert response.status_code == 302
    entry.refresh_from_db()
    assert entry.mark == Mark.NONE


def test_without_a_right_there_is_no_ledger(client):
    entry = make_entry()
    client.force_login(make_member())
    for name, args in (("index", []), ("speaker", [entry.pk])):
        response = client.get(reverse(f"quotations:{name}", args=args))
        assert response.status_code == 302
    assert "quotations" not in client.get("/admin/").content.decode()


def post(client, entry, **data):
    return client.post(reverse("quotations:edit", args=[entry.pk]), data)


def test_marking_asks_for_a_note(admin):
    entry = make_entry()
    form = admin.get(reverse("quotations:edit", args=[entry.pk])).content.decode()
    assert WORDS in form
    response = post(admin, entry, mark="corrected", note="  ")
    assert response.status_code == 200
    assert response.context["form"].errors["note"] == [
        "Write what readers should know; the page prints it."
    ]
    assert "Corrected on" not in response.content.decode()
    response = post(admin, entry, mark="nonsense", note="x" * 601)
    assert set(response.context["form"].errors) == {"mark", "note"}
    entry.refresh_from_db()
    assert entry.mark == Mark.NONE


def test_a_mark_is_kept_with_its_note_day_and_author_and_logged(admin):
    entry = make_entry()
    response = post(admin, entry, mark="withdrawn", note='She didn\'t say "never".')
    assert response.status_code == 302
    entry.refresh_from_db()
    assert (entry.mark, entry.note) == (Mark.WITHDRAWN, "She didn’t say “never”.")
    assert entry.marked_on == timezone.localdate()
    assert entry.marked_by.username == "editor"

    history = admin.get(reverse("quotations:history", args=[entry.pk])).content.decode()
    assert "Marked a quotation as withdrawn" in history
    of_page = admin.get(reverse("wagtailadmin_pages:history", args=[entry.page_id]))
    assert "Marked a quotation as withdrawn" in of_page.content.decode()
    assert WORDS not in ModelLogEntry.objects.get().label
    assert ModelLogEntry.objects.get().data["note"] == entry.note

    response = post(admin, entry, mark="", note="Something else.")
    assert response.context["form"].errors["mark"] == [
        "To keep the note, choose “Corrected” or “Withdrawn”. Otherwise, delete it."
    ]
    assert post(admin, entry, mark="", note=entry.note).status_code == 302
    entry.refresh_from_db()
    assert (entry.mark, entry.note, entry.marked_at) == ("", "", None)
    assert PageLogEntry.objects.filter(action="quotations.mark").count() == 2


def test_a_form_that_is_sent_as_it_was_leaves_the_date_alone(admin):
    entry = make_entry()
    corrections.mark_quotation(entry, Mark.CORRECTED, "It said more.", None, factories.NOON)
    assert post(admin, entry, mark="corrected", note="It said more.").status_code == 302
    entry.refresh_from_db()
    assert entry.marked_at == factories.NOON
    assert ModelLogEntry.objects.count() == 1


def test_a_past_entry_says_that_readers_will_not_see_the_mark(admin):
    entry = make_entry(removed_at=timezone.now())
    now = make_entry(page=entry.page, words="What stands there now.")
    form = admin.get(reverse("quotations:edit", args=[entry.pk])).content.decode()
    assert "does not print these words any more" in form
    assert reverse("quotations:edit", args=[now.pk]) in form
    response = admin.post(reverse("quotations:edit", args=[entry.pk]),
                          {"mark": "withdrawn", "note": "Never said."}, follow=True)  # fmt: skip
    assert "No page shows these words now" in response.content.decode()


def test_nothing_is_added_or_deleted_by_hand(admin):
    entry = make_entry()
    for path in ("new/", f"delete/{entry.pk}/", f"copy/{entry.pk}/", f"usage/{entry.pk}/"):
        assert admin.get(f"{INDEX}{path}").status_code == 404


def test_the_rights_can_be_granted(admin):
    html = admin.get("/admin/groups/new/").content.decode()
    for codename in ("view_quotation", "change_quotation"):
        number = Permission.objects.get(codename=codename).pk
        assert f'value="{number}"' in html


@pytest.mark.parametrize(
    ("role", "marks"),
    [("Contributor", False), ("Communications", True), ("Policy", False), ("Publisher", True)],
)
def test_which_roles_read_and_mark(client, role, marks):
    entry = make_entry()
    call_command("setup_roles", stdout=StringIO())
    user = get_user_model().objects.create_user("somebody")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert lines(client.get(INDEX)) == [entry]
    assert post(client, entry, mark="withdrawn", note="Never said.").status_code == 302
    entry.refresh_from_db()
    assert (entry.mark == Mark.WITHDRAWN) == marks
