"""Editors see, ignore and replace links in the admin."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import Page

from editorial.links import replacement, tasks, views
from editorial.links.checking import LinkCheckOutcome
from editorial.links.report import get_broken_links
from editorial.models import LinkCheck, LinkUse, OutboundLink
from tests import factories
from tests.editorial.test_link_replacing import (
    NEW,
    OLD,
    again,
    html_of,
    member,
    published,
    release,
    text,
)

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/links/"
NOW = factories.NOON
Verdict = OutboundLink.Verdict


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(client):
    client.force_login(factories.make_user())
    return client


def judged(address=OLD, verdict=Verdict.BROKEN, **values):
    """Have a link be known as something, and return it."""
    defaults = {"reason": f"Found {verdict}.", "failing_since": NOW - timedelta(days=4)}
    OutboundLink.objects.filter(url=address).update(verdict=verdict, **{**defaults, **values})
    return OutboundLink.objects.get(url=address)


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def linked(verdict, slug, **values):
    """Publish a page with a link that is known as something."""
    address = f"https://{slug}.example.org/"
    page = release(slug=slug, title=f"Page {slug}", body=text(address))
    judged(address, verdict, **values)
    return page


def test_the_report_lists_what_somebody_should_look_at(desk):
    for verdict in Verdict:
        linked(verdict, verdict.value.replace("_", "-"))

    shown = text_of(desk.get(REPORT))

    assert [f"Page {name}" in shown for name in ("broken", "moved", "unknown")] == [True] * 3
    assert [f"Page {name}" in shown for name in ("new", "fine", "bad-day")] == [False] * 3
    assert shown.index("Page broken") < shown.index("Page moved") < shown.index("Page unknown")


def test_the_report_is_in_the_menu(desk):
    assert REPORT in text_of(desk.get("/admin/"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("verdict=broken", {"a"}),
        ("verdict=fine", {"b"}),
        ("host=c.example", {"c"}),
        ("verdict=ignored", {"d"}),
        ("verdict=moved&host=a.example", set()),
        ("verdict=nonsense", {"a", "b", "c", "d"}),
    ],
)
def test_the_report_can_be_narrowed_down(desk, query, expected):
    linked(Verdict.BROKEN, "a")
    linked(Verdict.FINE, "b")
    linked(Verdict.MOVED, "c", final_url=NEW)
    linked(Verdict.BROKEN, "d", ignored_until=date(2017, 6, 14))

    for address in (REPORT, f"{REPORT}results/"):
        shown = text_of(desk.get(f"{address}?{query}"))
        assert {name for name in "abcd" if f"Page {name}" in shown} == expected


def test_an_empty_report_says_whether_anybody_has_looked(desk, settings):
    assert "Nothing that you work on and that readers see links" in text_of(desk.get(REPORT))

    linked(Verdict.NEW, "a")
    shown = text_of(desk.get(REPORT))
    assert "Of 1 link to other sites: 1 not checked yet. The daily check is switched off" in shown

    settings.LINK_CHECK = True
    linked(Verdict.FINE, "b")
    linked(Verdict.BAD_DAY, "c")
    linked(Verdict.BROKEN, "d", ignored_until=date(2017, 6, 14))
    assert (
        "Of 4 links to other sites: 1 well, 1 not answering (will be checked again), "
        "1 ignored for now, 1 not checked yet."
    ) in text_of(desk.get(REPORT))
    assert "There are no results" in text_of(desk.get(f"{REPORT}?host=nowhere"))


def test_the_report_names_shared_content_and_its_field(desk):
    published(factories.make_organisation("Some charity", live=False, url=OLD))
    judged()

    shown = text_of(desk.get(REPORT))

    assert "Some charity" in shown
    assert "/admin/snippets/snippets/organisation/edit/" in shown


def test_the_report_can_be_taken_away_as_a_table(desk):
    linked(Verdict.BROKEN, "a")
    linked(Verdict.FINE, "b")

    csv = b"".join(desk.get(f"{REPORT}?export=csv").streaming_content).decode("utf-8-sig")
    sheet = load_workbook(
        BytesIO(b"".join(desk.get(f"{REPORT}?export=xlsx").streaming_content))
    ).active

    assert csv.splitlines()[0].startswith("Page or shared content,Field,Link,Verdict")
    assert csv.splitlines()[1].startswith("Page a,Body,https://a.example.org/,Broken,Found broken.")
    assert len(csv.splitlines()) == 2
    assert [cell.value for cell in sheet[2]][:3] == ["Page a", "Body", "https://a.example.org/"]


def queries_of(act):
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_the_report_costs_the_same_for_ten_thousand_links(client):
    contents = [release(), published(factories.make_organisation("Other", live=False, url=OLD))]
    client.force_login(member("Publisher"))
    link_much(contents, range(3))
    few = queries_of(lambda: text_of(client.get(REPORT)))
    link_much(contents, range(3, 5000))

    assert queries_of(lambda: text_of(client.get(REPORT))) == few
    assert LinkUse.objects.count() > 10_000


def link_much(contents, numbers):
    """Have each of these link to that many broken addresses, in the table alone."""
    links = [
        OutboundLink(
            url=f"https://example.org/{number}",
            url_hash=str(number),
            host="example.org",
            verdict=Verdict.BROKEN,
            failing_since=NOW,
        )
        for number in numbers
    ]
    OutboundLink.objects.bulk_create(links, batch_size=500)
    uses = []
    for content in contents:
        page = content if isinstance(content, Page) else None
        for link in links:
            use = LinkUse(link=link, page=page, where="Body")
            use.content_object = content
            uses.append(use)
    LinkUse.objects.bulk_create(uses, batch_size=500)


def test_editors_see_links_of_what_they_work_on(client):
    linked(Verdict.BROKEN, "mine")
    factory = factories.make_policy_explainer(
        live=False,
        title="Policy of theirs",
        body=[factories.section("What is it?", text("https://theirs.example.org/")[0])],
    )
    published(factory)
    theirs = judged("https://theirs.example.org/")
    client.force_login(member("Communications"))

    shown = text_of(client.get(f"{REPORT}?verdict=broken"))

    assert "Page mine" in shown
    assert "theirs" not in shown
    for address in (views.get_link_url(theirs), f"{views.get_link_url(theirs)}replace/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"link_action": "check", "new": NEW}).status_code == 404


def test_a_contributor_learns_nothing_of_shared_content(client):
    published(factories.make_organisation("Some charity", live=False, url=OLD))
    link = judged()
    client.force_login(member("Contributor"))

    assert "Some charity" not in text_of(client.get(REPORT))
    assert client.get(views.get_link_url(link)).status_code == 404


def test_visitors_are_sent_to_the_login(client):
    assert client.get(REPORT).status_code == 302
    assert client.get(f"{REPORT}1/").status_code == 302


@pytest.mark.parametrize("pk", ["0", "999", "9" * 40])
def test_a_link_that_is_not_there_is_not_found(desk, pk):
    assert desk.get(f"{REPORT}{pk}/").status_code == 404
    assert desk.get(f"{REPORT}{pk}/replace/").status_code == 404


def test_the_page_of_a_link_shows_its_history_and_where_it_is(desk):
    release(title="The launch")
    link = judged(reason="It answers “404 Not Found”.", failures=4)
    LinkCheck.objects.create(
        link=link, checked_at=NOW, verdict=Verdict.BAD_DAY, reason="It answers “503”."
    )

    shown = text_of(desk.get(views.get_link_url(link)))

    assert "It answers “404 Not Found”." in shown
    assert "has failed at 4 checks" in shown
    assert "Not answering" in shown
    assert "The launch" in shown
    assert "Body" in shown


def test_a_link_can_be_checked_again_now(desk, monkeypatch):
    release()
    link = judged()
    asked = []
    monkeypatch.setattr(tasks, "check_url", lambda tour, address: asked.append(address) or fine())

    response = desk.post(views.get_link_url(link), {"link_action": "check"}, follow=True)

    assert "being checked" in text_of(response)
    assert asked == [OLD]
    assert OutboundLink.objects.get(pk=link.pk).verdict == Verdict.FINE


def fine():
    return LinkCheckOutcome("It answers.", Verdict.FINE, 200)


def test_a_link_can_be_ignored_and_heeded_again(desk):
    release()
    link = judged()
    user = get_user_model().objects.get(username="editor")
    page = views.get_link_url(link)

    assert "Choose a later one" in text_of(
        desk.post(page, {"link_action": "ignore", "until": "2017-06-13"})
    )
    assert "Say until when" in text_of(desk.post(page, {"link_action": "ignore", "until": ""}))
    desk.post(page, {"link_action": "ignore", "until": "2017-06-20"})
    assert "The report" not in text_of(desk.get(REPORT))
    assert get_broken_links(user) == []
    assert "Ignored until 20 June 2017" in text_of(desk.get(page))
    desk.post(page, {"link_action": "unignore"})

    assert [found.url for found in get_broken_links(user)] == [OLD]
    assert desk.post(page, {"link_action": "nonsense"}).status_code == 404


@pytest.mark.parametrize(("until", "is_taken"), [("2018-06-15", True), ("9999-12-31", False)])
def test_a_link_is_ignored_for_a_year_at_most(desk, until, is_taken):
    release()
    page = views.get_link_url(judged())

    shown = text_of(desk.post(page, {"link_action": "ignore", "until": until}, follow=True))

    assert ("Choose a day up to 15 June 2018." in shown) == (not is_taken)
    assert bool(OutboundLink.objects.get(url=OLD).ignored_until) == is_taken


@pytest.mark.parametrize("role", ["Contributor", "Communications"])
def test_who_may_publish_nothing_with_a_link_has_nobody_ignore_it(client, role):
    release()
    link = judged()
    client.force_login(member(role))
    page = views.get_link_url(link)
    shown = text_of(client.get(page))
    assert "Ask somebody who may publish" in shown
    assert 'value="ignore"' not in shown

    said = text_of(client.post(page, {"link_action": "ignore", "until": "2017-06-20"}, follow=True))
    assert "Nothing was changed." in said
    assert OutboundLink.objects.get(pk=link.pk).ignored_until is None

    judged(ignored_until=date(2017, 6, 20))
    assert 'value="heed"' not in text_of(client.get(page))
    client.post(page, {"link_action": "unignore"})
    assert OutboundLink.objects.get(pk=link.pk).ignored_until == date(2017, 6, 20)


def test_who_publishes_one_of_the_things_with_a_link_can_have_it_ignored(client):
    release()
    link = judged()
    client.force_login(member("Publisher"))
    client.post(views.get_link_url(link), {"link_action": "ignore", "until": "2017-06-20"})

    assert OutboundLink.objects.get(pk=link.pk).ignored_until == date(2017, 6, 20)


def test_ignoring_ends_with_its_day(desk, time_machine):
    release()
    judged(ignored_until=date(2017, 6, 20))
    user = get_user_model().objects.get(username="editor")
    assert get_broken_links(user) == []

    time_machine.move_to(NOW + timedelta(days=7), tick=False)

    assert len(get_broken_links(user)) == 1


def test_replacing_takes_one_click_and_says_what_it_does_first(desk):
    page = release(title="The launch")
    link = judged(verdict=Verdict.MOVED, final_url=NEW, failing_since=None)
    address = f"{views.get_link_url(link)}replace/"
    assert address in text_of(desk.get(REPORT))

    shown = text_of(desk.get(address))
    assert "published with the new address, as a minor change" in shown
    assert f'value="{NEW}"' in shown
    assert OLD.replace("&", "&amp;") in html_of(again(page))

    response = desk.post(address, {"new": NEW}, follow=True)

    assert "“The launch” is published with the new address." in text_of(response)
    assert NEW in html_of(again(page))


def test_a_mistyped_address_is_given_back_with_what_to_do(desk):
    page = release()
    link = judged()

    response = desk.post(f"{views.get_link_url(link)}replace/", {"new": "htp:/typo"})

    assert "begins with https://" in text_of(response)
    assert "htp:/typo" in text_of(response)
    assert again(page).revisions.count() == 1


def test_what_is_replaced_in_several_goes_is_gone_through_to_the_end(desk, monkeypatch):
    monkeypatch.setattr(replacement, "MAX_REPLACED_AT_ONCE", 1)
    held, free = release(slug="held", title="Held"), release(slug="free", title="Free")
    type(held).objects.filter(pk=held.pk).update(
        locked=True, locked_by=factories.make_user("other"), locked_at=NOW
    )
    link = judged()
    address = f"{views.get_link_url(link)}replace/"
    first = text_of(desk.get(address))
    assert ("Held" in first, "Free" in first, "1 more is shown" in first) == (True, False, True)

    following = desk.post(address, {"new": NEW})
    shown = text_of(desk.get(following.url))
    assert "?after=" in following.url
    assert "Leave these and show the next" in first
    assert ("Free" in shown, f'value="{NEW}"' in shown, "more is shown" in shown) == (
        True,
        True,
        False,
    )
    end = desk.post(following.url, {"new": NEW})

    assert end.url == REPORT
    assert NEW in html_of(again(free))
    assert OLD.replace("&", "&amp;") in html_of(again(held))


@pytest.mark.parametrize("after", ["x", "9" * 30, "²", ""])
def test_a_go_that_begins_nowhere_is_not_found(desk, after):
    release()

    response = desk.get(f"{views.get_link_url(judged())}replace/", {"after": after})

    assert response.status_code == 404


def test_replacing_needs_a_token(desk):
    release()
    link = judged()
    desk.handler.enforce_csrf_checks = True

    assert desk.post(f"{views.get_link_url(link)}replace/", {"new": NEW}).status_code == 403
    assert desk.post(views.get_link_url(link), {"link_action": "check"}).status_code == 403


def test_the_history_of_a_page_names_the_addresses(desk):
    page = release()
    link = judged(verdict=Verdict.MOVED, final_url=NEW)
    desk.post(f"{views.get_link_url(link)}replace/", {"new": NEW})

    assert "Replaced the link" in text_of(desk.get(f"/admin/pages/{page.pk}/history/"))


def test_the_dashboard_is_given_the_latest_to_break_first():
    linked(Verdict.BROKEN, "early", failing_since=NOW - timedelta(days=9))
    linked(Verdict.BROKEN, "late", failing_since=NOW - timedelta(days=3))
    linked(Verdict.MOVED, "moved")
    organisation = published(factories.make_organisation("Other", live=False, url=OLD))
    judged(failing_since=NOW - timedelta(days=5))
    user = factories.make_user()

    found = get_broken_links(user)

    assert [one.url for one in found] == [
        "https://late.example.org/",
        OLD,
        "https://early.example.org/",
    ]
    assert found[1].content_object == organisation
    assert found[1].since == NOW - timedelta(days=5)
    assert [one.url for one in get_broken_links(user, most=1)] == ["https://late.example.org/"]
    assert get_broken_links(member("Communications"))[0].content_object.title == "Page late"
    assert get_broken_links(member("Policy"))[0].content_object == organisation


def test_the_dashboard_costs_the_same_for_many_links(django_assert_max_num_queries):
    contents = [release(), published(factories.make_organisation("Other", live=False, url=OLD))]
    link_much(contents, range(200))
    user = member("Publisher")

    with django_assert_max_num_queries(10):
        assert len(get_broken_links(user, most=400)) == 400
