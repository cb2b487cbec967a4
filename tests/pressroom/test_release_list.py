"""The list of press releases in the admin: what it shows, and what it can be narrowed to."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Workflow

from quotations import index
from tests import factories
from tests.publishing.scheduled_content import draft_of, scheduled_release, set_of

pytestmark = pytest.mark.django_db

SPEAKER = "Bharti Patel"
PARAGRAPH = {"type": "paragraph", "value": factories.PARAGRAPH}


@pytest.fixture
def editor(client):
    """Return a signed-in client, whose user may do everything."""
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def archive():
    """Return the address of the list below the archive."""
    return reverse("wagtailadmin_explore", args=[factories.make_press_index().pk])


def quotation(speaker):
    value = {"text": "Children are not to blame.", "speaker": speaker, "role": "", "link": []}
    return {"type": "quote", "id": "one", "value": {**value, "source": "", "page": ""}}


def rows(client, address, **query):
    """Return the cells of each release in the list, by its title."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    html = BeautifulSoup(answer.content, "html.parser")
    found = {}
    for row in html.select("table.listing tbody tr"):
        cells = [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
        found[row.select_one(".title a").get_text(strip=True)] = cells
    return found


def titles(client, address, **query):
    return set(rows(client, address, **query))


def headings(client, address):
    html = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(head.get_text(" ").split()) for head in html.select("table.listing thead th")]


def test_each_column_says_something_of_a_release(editor, archive):
    quote = quotation(SPEAKER)
    page = factories.make_press_release(
        title="Out now",
        release_date=date(2013, 1, 7),
        topics=[factories.make_topic("Guardianship")],
        owner=factories.make_user("ada", first_name="Ada", last_name="Example"),
        body=[PARAGRAPH, quote],
    )
    index.index_former_alias_quotations(page)

    everywhere = reverse("wagtailadmin_pages:type_use", args=["pressroom", "pressrelease"])
    for address in (archive, everywhere):
        shown = headings(editor, address)
        for heading in ("Release date", "Topics", "Speakers", "State", "Owner", "Updated"):
            assert any(text.startswith(heading) for text in shown), heading
        # All are releases, and none has pages below it.
        assert not any(text.startswith(("Type", "Navigate")) for text in shown)
        cells = rows(editor, address)["Out now"]
        for words in ("7 January 2013", "Guardianship", SPEAKER, "Live", "Ada Example"):
            assert any(words in cell for cell in cells), words


def test_a_draft_is_listed_with_its_own_date_and_topics(editor, archive):
    """Wagtail keeps both in the revision alone."""
    page = factories.make_press_release(title="A draft", release_date=date(2013, 1, 7))
    other = factories.make_topic("Guardianship")
    draft_of(page, release_date=date(2014, 2, 8), topics=[other])
    factories.make_press_release(title="Live", slug="live", release_date=date(2013, 6, 1))

    cells = rows(editor, archive)["A draft"]

    assert any("8 February 2014" in cell for cell in cells)
    assert "Guardianship" in cells
    in_2014 = {"release_date_from": "2014-01-01", "release_date_to": "2014-12-31"}
    assert titles(editor, archive, **in_2014) == {"A draft"}
    assert titles(editor, archive, topics=other.pk) == {"A draft"}
    assert titles(editor, archive, topics=factories.make_topic().pk) == {"Live"}
    assert list(rows(editor, archive, ordering="-release_date")) == ["A draft", "Live"]
    assert list(rows(editor, archive, ordering="release_date")) == ["Live", "A draft"]


def test_draft_topics_are_named_to_those_alone_who_work_on_topics(editor, archive, client):
    secret = factories.make_topic("Secret inquiry", live=False)
    factories.make_press_release(title="Live", topics=[factories.make_topic(), secret])
    assert "Child trafficking, Secret inquiry" in rows(editor, archive)["Live"]
    writer = get_user_model().objects.create_user("writer")
    group = Group.objects.create(name="Writers")
    writer.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=factories.make_press_index(),
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )
    client.force_login(writer)

    cells = rows(client, archive)["Live"]

    assert "Child trafficking" in cells
    assert "Secret" not in " ".join(cells)


def test_the_number_of_a_topic_is_not_found_in_a_longer_one(editor, archive):
    page = factories.make_press_release(title="A draft")
    topics = [factories.make_topic(f"Topic {number}") for number in range(12)]
    long = max(topics, key=lambda topic: topic.pk)
    short = [topic for topic in topics if str(topic.pk) in str(long.pk) and topic != long]
    draft_of(page, topics=[long])

    for topic in [*topics[:-1], *short]:
        if topic != long:
            assert not titles(editor, archive, topics=topic.pk)
    assert titles(editor, archive, topics=long.pk) == {"A draft"}


def test_a_release_without_a_date_is_listed_and_sorts_last(editor, archive):
    page = factories.make_press_release(title="No date", live=False)
    draft_of(page, release_date=None)
    factories.make_press_release(title="Dated", slug="dated")

    assert any("None yet" in cell for cell in rows(editor, archive)["No date"])
    assert list(rows(editor, archive, ordering="-release_date")) == ["Dated", "No date"]
    assert titles(editor, archive, release_date_from="1900-01-01") == {"Dated"}


class TestStates:
    """A release can be narrowed to by what becomes of it next."""

    @pytest.fixture(autouse=True)
    def releases(self):
        """Make one release of each state."""
        user = factories.make_user("maker")
        soon = timezone.now() + timedelta(days=5)
        factories.make_press_release(title="Out", slug="out")
        draft_of(factories.make_press_release(title="Drafted", slug="drafted", live=False))
        for title, slug in (("Submitted", "submitted"), ("Returned", "returned")):
            page = draft_of(factories.make_press_release(title=title, slug=slug, live=False))
            state = Workflow.objects.get().start(page, user)
            if title == "Returned":
                state.current_task_state.specific.task.specific.on_action(
                    state.current_task_state, user, "reject", comment="Shorter."
                )
        scheduled_release(soon, title="Planned", slug="planned")
        together = draft_of(factories.make_press_release(title="Together", slug="to", live=False))
        set_of(together, user=user, at=soon)

    @pytest.mark.parametrize(
        ("state", "found"),
        [
            ("live", {"Out"}),
            ("draft", {"Drafted", "Returned"}),
            ("waiting", {"Submitted"}),
            ("sent-back", {"Returned"}),
            ("scheduled", {"Planned"}),
            ("in-set", {"Together"}),
        ],
    )
    def test_the_list_is_narrowed_to_a_state(self, editor, archive, state, found):
        assert titles(editor, archive, state=state) == found

    def test_each_state_is_said_in_its_row(self, editor, archive):
        said = {title: " ".join(cells) for title, cells in rows(editor, archive).items()}
        for title, words in {
            "Out": "Live",
            "Drafted": "Draft",
            "Submitted": "Waiting for approval",
            "Returned": "Sent back",
            "Planned": "Scheduled",
            "Together": "In “Report launch”",
        }.items():
            assert words in said[title], title


def test_the_list_is_narrowed_to_a_speaker_and_an_owner(editor, archive):
    ada = factories.make_user("ada")
    quote = quotation(SPEAKER)
    index.index_former_alias_quotations(
        factories.make_press_release(title="Quoted", body=[PARAGRAPH, quote])
    )
    factories.make_press_release(title="Owned", slug="owned", owner=ada)

    assert titles(editor, archive, speaker="patel") == {"Quoted"}
    factories.make_press_release(title="Draft", slug="draft", live=False)
    listed = rows(editor, archive)
    assert SPEAKER in listed["Quoted"]
    assert "Nobody quoted" in listed["Owned"]
    assert "Shown once live" in listed["Draft"]
    assert titles(editor, archive, owner=ada.pk) == {"Owned"}


@pytest.mark.parametrize("q", ["", "release"])
def test_every_filter_and_order_works_with_a_search(editor, archive, q):
    topic = factories.make_topic()
    factories.make_press_release(title="A release")
    for query in (
        {"release_date_from": "2000-01-01"},
        {"topics": topic.pk},
        {"speaker": "x"},
        {"latest_revision_created_at_from": "2000-01-01"},
        *({"state": state} for state in ("draft", "waiting", "scheduled", "in-set", "live")),
        *({"ordering": o} for o in ("release_date", "-release_date", "owner__username", "-live")),
        *({"ordering": o} for o in ("title", "latest_revision_created_at", "x")),
    ):
        assert editor.get(archive, {"q": q, **query}).status_code == 200


def test_the_list_asks_the_database_as_often_for_many_as_for_few(editor, archive):
    def add(number):
        for n in range(number):
            page = factories.make_press_release(
                title=f"R {number} {n}",
                slug=f"r-{number}-{n}",
                owner=factories.make_user(f"u{number}{n}"),
            )
            if n % 2:
                draft_of(page, topics=[factories.make_topic(f"T {n}")])

    add(3)
    editor.get(archive)
    with CaptureQueriesContext(
        connection,
    ) as few:
        editor.get(archive)
    add(9)
    with CaptureQueriesContext(connection) as many:
        editor.get(archive)

    assert len(many) <= len(few)
