"""The site sees for itself whether what is scheduled shows anywhere, and each way is seen to fail.

Every test of a leak breaks the site on purpose, the way a mistake in it would.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from content import visibility
from policy.models import ReportDownload
from pressroom.models import PressRelease
from publishing import embargo_audit
from publishing.embargo_audit.audit import probe_scope
from publishing.embargo_audit.audited_items import AuditedItem, AuditScope
from publishing.embargo_audit.http_client import ProbeResponse, ProbeTimeoutError, UnreachableError
from publishing.embargo_audit.tasks import AUDIT_FAULT_MESSAGE
from publishing.models import EmbargoAudit, PublicCollection, ReleaseSet
from publishing.scheduler.jobs import run_due
from snippets.models import SiteIdentity
from tests import factories

NOW = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TITLE = "Ministers promise guardians for trafficked children"
SUMMARY = "Every trafficked child is to be given a legal guardian from the autumn onwards."
SECRET = "Guardians will be appointed by the family courts within three days of a referral"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def as_visitor(route):
    """Ask through the test client instead of the network."""
    response = Client().generic(route.method, route.address, headers=dict(route.headers))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return ProbeResponse(
        response.status_code, {k.lower(): v for k, v in response.headers.items()}, body
    )


def check(content_object):
    return embargo_audit.run_manual_audit(content_object, as_visitor)


def leaks(content_object):
    """Return what leaked, by the name of the route."""
    found = check(content_object)
    assert not found.error
    return {route["name"]: route["detail"] for route in found.results if route["outcome"] == "leak"}


def paragraph(text):
    return {"type": "paragraph", "value": f'<p data-block-key="a">{text}</p>'}


def sealed_release(at=NOW + timedelta(hours=3), **overrides):
    """Return a release that goes live later, beside one that is public."""
    factories.make_press_release(
        title="Charity welcomes a debate", slug="debate", release_date=date(2012, 3, 4)
    )
    page = factories.make_press_release(
        live=False,
        go_live_at=at,
        **{
            "title": TITLE,
            "slug": "guardians",
            "summary": SUMMARY,
            "release_date": date(2013, 5, 1),
            "body": [paragraph(f"{SECRET}.")],
            **overrides,
        },
    )
    page.save_revision(approved_go_live_at=at, clean=False)
    return page


def changed_release(**changes):
    """Return a live release of which a change is scheduled."""
    page = factories.make_press_release(title="A debate on guardians", slug="debate")
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    for name, value in {"change_note": "New facts", **changes}.items():
        setattr(page, name, value)
    at = NOW + timedelta(hours=3)
    page.go_live_at = at
    page.save_revision(approved_go_live_at=at, clean=False)
    return type(page).objects.get(pk=page.pk)


def sealed_report(**overrides):
    at = NOW + timedelta(hours=3)
    document = factories.make_document(title="Guardians for children, the report")
    page = factories.make_report_page(
        live=False,
        go_live_at=at,
        title=TITLE,
        slug="guardians",
        summary=SUMMARY,
        downloads=[ReportDownload(document=document)],
        cover=factories.make_image("secret.png"),
        **overrides,
    )
    page.cover.get_rendition("width-400")
    page.save_revision(approved_go_live_at=at, clean=False)
    return page, document


def test_what_is_scheduled_is_sealed_on_every_route():
    page = sealed_release()

    found = check(page)

    assert [route for route in found.results if route["outcome"] != "sealed"] == []
    assert not found.error
    assert (
        embargo_audit.get_audit_status_line(page)
        == f"Sealed: {len(found.results)} routes checked at 10:00"
    )
    names = " ".join(route["name"] for route in found.results)
    for part in ("headers only", "cache", "slash", "list", "feed", "sitemap", "Search", "home"):
        assert part in names
    assert not mail.outbox


def test_a_report_is_sealed_with_its_files():
    page, document = sealed_report()

    found = check(page)

    addresses = [route["address"] for route in found.results]
    assert [route for route in found.results if route["outcome"] != "sealed"] == []
    assert document.url in addresses
    assert f"/media/{document.file.name}" in addresses
    assert page.cover.renditions.first().url in addresses
    assert f"/media/{page.cover.file.name}" in addresses


def test_a_file_that_readers_have_already_is_not_looked_for():
    page, document = sealed_report()
    PublicCollection.objects.create(collection=document.collection)

    found = check(page)

    assert not [route for route in found.results if "/documents/" in route["address"]]


def show_everything(monkeypatch):
    """Break the rule by which `public` leaves out what is not live."""
    monkeypatch.setattr("content.visibility.filter_listed", lambda pages, request=None: pages)


def test_a_list_that_shows_it_is_found_with_its_counts(monkeypatch):
    page = sealed_release()
    show_everything(monkeypatch)

    found = leaks(page)

    assert "the title, the summary, the address" in found["The list “Press releases”"]
    assert found["The home page"].startswith("the title")
    assert "The list “Press releases”, 2013, Child trafficking" in found
    assert "The sitemap" not in found


def test_a_count_alone_is_found(monkeypatch):
    page = sealed_release()
    monkeypatch.setattr("pages.listings._count_years", lambda pages: [{"year": 2013, "count": 1}])

    assert leaks(page) == {
        "The list “Press releases”": "the count for 2013: 1 instead of 0",
        "The list “Press releases”, Child trafficking": "the count for 2013: 1 instead of 0",
        "The list “Press releases”, 2013": "the count for 2013: 1 instead of 0",
        "The list “Press releases”, 2013, Child trafficking": "the count for 2013: 1 instead of 0",
    }


def test_a_topic_count_alone_is_found(monkeypatch):
    page = sealed_release()
    topic = page.topics.get()
    monkeypatch.setattr(
        "pages.listings._count_topics",
        lambda pages: [{"topic": topic.slug, "name": topic.name, "count": 2}],
    )

    assert (
        leaks(page)["The list “Press releases”"]
        == "the count for “Child trafficking”: 2 instead of 1"
    )


def test_a_number_of_search_results_alone_is_found(monkeypatch):
    page = sealed_release()
    monkeypatch.setattr(
        "home.views.render",
        lambda *args: HttpResponse("<main><p role='status'>1 result for it</p></main>"),
    )

    assert leaks(page)["Search for its title"] == "the number of results: 1 instead of 0"


def test_a_search_that_finds_it_is_found(monkeypatch):
    page = sealed_release()
    monkeypatch.setattr("home.search.filter_searchable", lambda pages, request=None: pages)

    found = leaks(page)

    assert found["Search for its title"] == "the address"
    assert found["Search for its title among press releases"] == "the address"


def test_a_feed_that_shows_it_is_found(monkeypatch):
    page = sealed_release()
    monkeypatch.setattr("pressroom.feeds.PressReleaseFeed.items", lambda feed, request: [page])

    assert leaks(page) == {"The feed of press releases": "the title, the summary, the address"}


def test_a_sitemap_that_shows_it_is_found(monkeypatch):
    page = sealed_release()
    monkeypatch.setattr(
        "home.sitemaps.PageSitemap.items",
        lambda sitemap: type(page).objects.filter(pk=page.pk),
    )

    assert leaks(page) == {"The sitemap": "the address"}


def test_a_page_that_answers_is_found_in_every_way_of_asking(monkeypatch):
    page = sealed_release()
    route = Page.route

    def leaky(self, request, path_components):
        return route(self, request, path_components) if path_components else RouteResult(self)

    monkeypatch.setattr(Page, "route", leaky)
    monkeypatch.setattr("publishing.access.files.is_live_now", lambda page: True)

    assert leaks(page) == {
        "Its address": "it answers 200 instead of 404",
        "Its address, headers only": "it answers 200 instead of 404",
        "Its address, unless a cache has it": "it answers 200 instead of 404",
        "Its address, if it has changed": "it answers 200 instead of 404",
    }


def test_a_live_alias_is_found():
    page = sealed_release()
    alias = page.create_alias(parent=page.get_parent(), update_slug="also-guardians")
    Page.objects.filter(pk=alias.pk).update(live=True)

    assert leaks(page)["An alias of it"] == "it answers 200 instead of 404"


def test_a_redirect_that_leads_to_it_is_found(follows_every_redirect):
    page = sealed_release()
    Redirect.objects.create(old_path="/guardians", redirect_page=page)

    assert leaks(page)["The redirect from /guardians"] == "the address"


def test_a_redirect_that_leads_to_its_typed_address_is_found(follows_every_redirect):
    page = sealed_release()
    Redirect.objects.create(old_path="/guardians", redirect_link="/press/guardians/")

    assert leaks(page) == {"The redirect from /guardians": "the address"}


def linking_page(target):
    link = f'<a linktype="page" id="{target.pk}">the guardians</a>'
    return factories.make_information_page(
        title="What we do", slug="what-we-do", body=[paragraph(f"Read of {link} here.")]
    )


def test_a_link_in_running_text_is_found(monkeypatch):
    page = sealed_release()
    linking_page(page)
    stock = visibility.filter_public
    # Lists go on leaving it out.
    for module in ("content.visibility", "home.sitemaps"):
        monkeypatch.setattr(f"{module}.filter_listed", stock)
    monkeypatch.setattr("content.visibility.filter_public", lambda pages, request=None: pages)

    assert leaks(page) == {"“What we do”, which refers to it": "the address"}


def test_a_link_in_a_block_of_another_page_is_found(monkeypatch):
    page = sealed_release()
    lines = [{"text": "The promise", "target": [{"type": "page", "value": page.pk}], "note": ""}]
    factories.make_press_release(
        title="Another release",
        slug="another",
        topics=[factories.make_topic("Elections")],
        read_more=[{"type": "read_more", "value": {"heading": "Read more", "links": lines}}],
    )
    monkeypatch.setattr("content.visibility.is_public", lambda page, request=None: True)

    assert leaks(page) == {"“Another release”, which refers to it": "the address"}


def test_a_related_link_is_found(monkeypatch):
    page = sealed_release()
    monkeypatch.setattr(
        PressRelease, "get_related", lambda page, request: PressRelease.objects.exclude(pk=page.pk)
    )

    assert leaks(page) == {
        "“Charity welcomes a debate”, on the same topic": "the title, the address"
    }


def test_a_document_and_a_picture_that_are_served_are_found(monkeypatch):
    page, _document = sealed_report()
    monkeypatch.setattr("publishing.access.files.authorize_file", lambda file, request: None)

    found = leaks(page)

    title = "The document “Guardians for children, the report”"
    assert found[title] == "it answers 200 instead of 404"
    assert found[f"{title}, headers only"] == "it answers 200 instead of 404"
    assert found["A drawn copy of “A street at dusk”"] == "it answers 200 instead of 404"


def test_a_stored_file_that_a_proxy_serves_is_found():
    page, document = sealed_report()

    def with_open_proxy(route):
        if route.address == f"/media/{document.file.name}":
            return ProbeResponse(200, {"content-type": "application/pdf"}, b"%PDF")
        return as_visitor(route)

    found = embargo_audit.run_manual_audit(page, with_open_proxy)

    assert [route["name"] for route in found.results if route["outcome"] == "leak"] == [
        "The stored file of “Guardians for children, the report”"
    ]


def test_a_shared_picture_in_the_head_of_another_page_is_found():
    page, _document = sealed_report()
    picture = page.cover.renditions.first().url

    def with_picture(route):
        answer = as_visitor(route)
        if route.address == "/":
            head = f'<meta property="og:image" content="http://testserver{picture}">'
            return ProbeResponse(200, answer.headers, head.encode())
        return answer

    found = embargo_audit.run_manual_audit(page, with_picture)

    assert [(route["name"], route["detail"]) for route in found.results if route["detail"]] == [
        ("The home page", "a picture of “A street at dusk”")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Ministers&nbsp;promise guardians for&#32;trafficked children</p>",
        "<p>Ministers <mark>promise</mark> guardi<b>ans</b> for\n trafficked children!</p>",
        '<script type="application/ld+json">{"headline": "MINISTERS promise guardians for '
        'trafficked children"}</script>',
        "<summary>&lt;p&gt;Ministers promise &lt;em&gt;guardians&lt;/em&gt; for trafficked "
        "children&lt;/p&gt;</summary>",
        '<a href="\\/press\\/guardians">here</a>',
        '<a href="/press/%67uardians/#top">here</a>',
        '{"link": "http:\\u002F\\u002Ftestserver\\u002Fpress\\u002Fguardians\\u002F"}',
    ],
)
def test_however_it_is_written_it_is_recognised(body):
    page = sealed_release()

    def written_so(route):
        answer = as_visitor(route)
        if route.address == "/sitemap.xml":
            return ProbeResponse(200, {"content-type": "text/html; charset=utf-8"}, body.encode())
        return answer

    assert embargo_audit.run_manual_audit(page, written_so).leaks == 1


def test_an_address_that_only_begins_alike_is_another():
    page = sealed_release()
    factories.make_press_release(title="Guardians of old", slug="guardians-of-old")

    assert leaks(page) == {}


def test_a_header_that_names_it_is_found():
    page = sealed_release()

    def with_header(route):
        answer = as_visitor(route)
        if route.address == "/":
            return ProbeResponse(
                200, {**answer.headers, "link": "</press/guardians/>; rel=next"}, b""
            )
        return answer

    assert embargo_audit.run_manual_audit(page, with_header).leaks == 1


def test_what_the_site_says_anyway_is_no_leak():
    page = sealed_release(title="Search", summary=factories.SUMMARY, slug="search-and-rescue")

    found = check(page)

    assert found.leaks == 0
    remarks = {route["detail"] for route in found.results}
    assert "Shows the title, which is public already." in remarks


def test_of_a_change_only_what_is_new_must_not_show():
    page = changed_release(title=TITLE, body=[paragraph(f"{SECRET}.")])

    found = check(page)

    assert [route for route in found.results if route["outcome"] != "sealed"] == []
    assert "The page" in [route["name"] for route in found.results]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"title": TITLE}, "the title"),
        ({"summary": SUMMARY}, "the summary"),
        ({"notes_to_editors": f"<p>{SECRET}.</p>"}, "the words “guardians will be appointed by"),
    ],
)
def test_a_change_that_shows_on_its_page_is_found(change, what):
    page = changed_release(**change)
    type(page).objects.filter(pk=page.pk).update(**change)
    # What is live says it now; the check is told what was live before.
    before = type(page).objects.get(pk=page.pk)
    before.title, before.summary = "A debate on guardians", factories.SUMMARY
    before.notes_to_editors = ""

    scope = AuditScope(NOW, (AuditedItem(page.latest_revision.as_object(), before),), is_live=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "publishing.embargo_audit.leak_markers.PublicTextIndex.contains",
            lambda texts, trace: False,
        )
        found = probe_scope(scope, as_visitor)

    assert what in {route["name"]: route["detail"] for route in found.results}["The page"]


def test_a_new_address_of_a_live_page_is_closed():
    page = changed_release(slug="promise-of-guardians")

    def with_new_address(route):
        if route.address == "/press/promise-of-guardians/":
            return ProbeResponse(200, {}, b"")
        return as_visitor(route)

    assert leaks(page) == {}
    found = embargo_audit.run_manual_audit(page, with_new_address)
    assert {r["name"] for r in found.results if r["outcome"] == "leak"} >= {"Its address"}


def test_a_banner_that_shows_too_early_is_found():
    factories.make_home()
    banner = factories.make_banner(
        heading="Our switchboard is down", live=False, go_live_at=NOW + timedelta(hours=2)
    )
    banner.expire_at = NOW + timedelta(days=2)
    banner.save_revision(approved_go_live_at=banner.go_live_at, clean=False)
    assert leaks(banner) == {}

    def with_banner(route):
        answer = as_visitor(route)
        return ProbeResponse(
            answer.status, answer.headers, answer.body + b"<b>Our switchboard is down</b>"
        )

    found = embargo_audit.run_manual_audit(banner, with_banner)

    assert "switchboard is down" in found.results[-1]["detail"]
    assert "The home page" in {r["name"] for r in found.results if r["outcome"] == "leak"}


def test_contact_details_that_show_too_early_are_found():
    factories.make_home()
    current = factories.make_contact_details()
    current.address = "Newer House\n2 Sample Street"
    revision = current.save_revision(approved_go_live_at=NOW + timedelta(hours=2), clean=False)
    current.refresh_from_db()
    assert revision and leaks(current) == {}

    type(current).objects.filter(pk=current.pk).update(address="Newer House\n2 Sample Street")
    old = type(current).objects.get(pk=current.pk)
    old.address = "Example House"
    scope = AuditScope(NOW, (AuditedItem(revision.as_object(), old),), is_live=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "publishing.embargo_audit.leak_markers.PublicTextIndex.contains",
            lambda texts, trace: False,
        )
        found = probe_scope(scope, as_visitor)

    assert found.leaks


def test_a_leak_is_mailed_to_whoever_is_responsible_once(follows_every_redirect):
    owner = factories.make_user("owner")
    page = sealed_release(owner=owner)
    Redirect.objects.create(old_path="/guardians", redirect_link="/press/guardians/")

    check(page)

    (message,) = mail.outbox
    assert message.to == ["owner@example.org"]
    assert TITLE in message.subject
    assert "The redirect from /guardians (/guardians): the address" in message.body
    assert embargo_audit.get_audit_status_line(page) == (
        "LEAK: The redirect from /guardians (/guardians) shows the address, at 10:00"
    )


def test_a_site_that_does_not_answer_is_never_sealed():
    page = sealed_release()

    def silent(route):
        raise UnreachableError("http://testserver did not answer (ConnectTimeout)")

    assert "did not answer" in embargo_audit.run_manual_audit(page, silent).error
    assert embargo_audit.get_audit_status_line(page) == (
        "Could not be checked at 10:00: http://testserver did not answer (ConnectTimeout)."
    )


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_an_answer_that_says_nothing_is_not_called_sealed(status):
    page = sealed_release()

    def refusing(route):
        return ProbeResponse(status, {}, b"") if route.address == "/search/" else as_visitor(route)

    def refusing_all(route):
        return ProbeResponse(status, {}, b"")

    assert embargo_audit.run_manual_audit(page, refusing).error == ""
    found = embargo_audit.run_manual_audit(page, refusing_all)
    assert {route["outcome"] for route in found.results} == {"unreachable"}
    assert "could not be judged" in found.error


def test_one_answer_that_does_not_come_leaves_the_others_to_be_judged(follows_every_redirect):
    page = sealed_release()
    Redirect.objects.create(old_path="/guardians", redirect_link="/press/guardians/")

    def slow_search(route):
        if route.address.startswith("/search/") and "type=press" in route.address:
            raise ProbeTimeoutError("It did not answer within 10 seconds")
        return as_visitor(route)

    found = embargo_audit.run_manual_audit(page, slow_search)

    assert found.leaks == 1
    assert found.error == f"2 of {len(found.results)} routes could not be judged."


def test_a_site_that_is_stuck_is_not_waited_for():
    page = sealed_release()
    asked = []

    def stuck(route):
        asked.append(route)
        raise ProbeTimeoutError("It did not answer within 10 seconds")

    assert (
        embargo_audit.run_manual_audit(page, stuck).error == "It did not answer within 10 seconds."
    )
    assert len(asked) == 3


def test_another_server_at_the_address_is_not_called_sealed():
    page = sealed_release()

    found = embargo_audit.run_manual_audit(page, lambda route: ProbeResponse(404, {}, b"Not here"))

    assert "BASE_URL" in found.error
    assert embargo_audit.get_audit_status_line(page).startswith("Could not be checked at 10:00")


def test_a_fault_of_the_check_is_recorded(caplog):
    page = sealed_release()

    def broken(route):
        raise ValueError("a mistake")

    assert embargo_audit.run_manual_audit(page, broken).error == AUDIT_FAULT_MESSAGE
    assert "could not be checked" in caplog.text
    assert "ValueError: a mistake" in caplog.text


def test_a_set_is_checked_with_all_that_is_in_it(follows_every_redirect):
    first = sealed_release()
    second = factories.make_policy_explainer(
        live=False, title="What a guardian does", slug="guardianship"
    )
    release_set = ReleaseSet.objects.create(
        title="Launch", go_live_at=NOW + timedelta(hours=1), state=ReleaseSet.State.APPROVED
    )
    for page in (first, second):
        revision = page.save_revision(clean=False)
        item = release_set.items.model(release_set=release_set, revision=revision, is_locked=True)
        item.content_object = page
        item.save()

    found = check(release_set)

    addresses = {route["address"] for route in found.results}
    assert {"/press/guardians/", "/policy/guardianship/"} <= addresses
    assert not found.leaks
    assert len(addresses) < len(found.results)
    Redirect.objects.create(old_path="/old", redirect_link="/policy/guardianship/")
    assert leaks(release_set) == {"The redirect from /old": "the address"}


def go_live(page, time_machine):
    moment = page.latest_revision.approved_go_live_at
    time_machine.move_to(moment, tick=False)
    assert run_due() == 1
    page.refresh_from_db()


def test_after_go_live_it_is_public_where_readers_look(time_machine):
    page = sealed_release()
    go_live(page, time_machine)

    found = check(page)

    assert {route["outcome"] for route in found.results} == {"public"}, found.results
    assert {"Its address", "The sitemap", "The feed of press releases", "The home page"} <= {
        route["name"] for route in found.results
    }
    assert (
        embargo_audit.get_audit_status_line(page)
        == f"Public on {len(found.results)} routes at 13:00:00"
    )


def test_what_is_not_yet_public_is_named(time_machine, monkeypatch):
    page = sealed_release()
    go_live(page, time_machine)
    monkeypatch.setattr("home.search.filter_searchable", lambda pages, request=None: pages.none())

    found = check(page)

    assert "not yet on: Search for its title" in embargo_audit.get_audit_status_line(page)
    assert found.error.startswith("Not yet public: Search for its title")


def test_a_report_brings_its_files_along(time_machine):
    page, document = sealed_report()
    go_live(page, time_machine)

    found = check(page)

    outcomes = {route["address"]: route["outcome"] for route in found.results}
    assert outcomes[document.url] == "public"
    assert outcomes[page.cover.renditions.first().url] == "public"


def test_a_change_is_public_once_its_page_says_so(time_machine):
    page = changed_release(title=TITLE, notes_to_editors=f"<p>{SECRET}.</p>")
    go_live(page, time_machine)

    found = check(page)

    assert {route["outcome"] for route in found.results} == {"public"}, found.results
    stale = embargo_audit.run_manual_audit(
        page, lambda route: ProbeResponse(200, {}, b"<h1>A debate on guardians</h1>")
    )
    details = {route["name"]: route["detail"] for route in stale.results}
    assert "It lacks the title" in details["The page"]


def test_what_only_members_see_has_nothing_to_show(time_machine):
    page = sealed_release()
    factories.make_private(page.get_parent())
    go_live(page, time_machine)

    assert "have to log in" in check(page).error


def test_lines_of_many_cost_as_much_as_the_line_of_one(django_assert_num_queries):
    page, other = sealed_release(), factories.make_policy_explainer()
    check(page)
    embargo_audit.get_audit_status_line(page)

    with CaptureQueriesContext(connection) as one:
        embargo_audit.get_audit_status_lines([page])
    with django_assert_num_queries(len(one)):
        lines = embargo_audit.get_audit_status_lines([page, other, page])

    assert lines[0] == lines[2]
    assert lines[1] == "Not checked yet"
    assert embargo_audit.get_audit_status_lines([]) == []


def test_a_check_of_another_day_says_which(time_machine):
    page = sealed_release()
    check(page)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)

    assert embargo_audit.get_audit_status_line(page).endswith(
        "checked at 10:00 on Wednesday 1 May 2013"
    )


def test_the_check_before_a_new_one_stays_in_view():
    page = sealed_release()
    check(page)
    EmbargoAudit(content_object=page, trigger="manual", go_live_at=NOW).save()

    assert embargo_audit.get_audit_status_line(page).endswith(
        "checked at 10:00; being checked again"
    )


def test_a_draft_without_a_moment_must_not_show_either():
    page = factories.make_press_release(live=False, title=TITLE, slug="guardians")

    assert "Its address" in {route["name"] for route in check(page).results}
    assert embargo_audit.get_audit_status_line(page).startswith("Sealed: ")


def test_a_new_topic_has_no_list_before_it_is_live():
    factories.make_press_release()
    topic = factories.make_topic("Age assessment", live=False)
    topic.save_revision(approved_go_live_at=NOW + timedelta(hours=1), clean=False)
    assert leaks(topic) == {}

    def with_list(route):
        answer = as_visitor(route)
        found = route.address == "/press/?topic=age-assessment"
        return ProbeResponse(200, {}, b"Age assessment") if found else answer

    found = embargo_audit.run_manual_audit(topic, with_list)

    assert [(r["name"], r["detail"]) for r in found.results if r["outcome"] == "leak"] == [
        ("“Press releases” on it", "it answers 200 instead of 404")
    ]


def test_a_changed_contact_is_looked_for_where_pages_name_it():
    contact = factories.make_media_contact()
    factories.make_press_release(title="A debate", slug="debate", contacts=[contact])
    contact.name = "Grace Successor"
    contact.save_revision(approved_go_live_at=NOW + timedelta(hours=1), clean=False)

    def with_name(route):
        answer = as_visitor(route)
        found = route.address == "/press/debate/"
        return ProbeResponse(200, {}, b"Call Grace Successor") if found else answer

    assert leaks(contact) == {}
    found = embargo_audit.run_manual_audit(contact, with_name)

    assert [(r["name"], r["detail"]) for r in found.results if r["outcome"] == "leak"] == [
        ("“A debate”, which refers to it", "the words “grace successor”")
    ]


def test_a_file_of_a_public_page_is_not_held_back():
    page, document = sealed_report()
    factories.make_report_page(
        title="Another report", slug="another", downloads=[ReportDownload(document=document)]
    )

    assert not [route for route in check(page).results if "/documents/" in route["address"]]


def test_an_image_of_the_sites_identity_is_not_held_back():
    image = factories.make_image()
    image.get_rendition("width-400")
    release = sealed_release(share_image=image)
    assert [route for route in check(release).results if "drawn copy" in route["name"].lower()]

    SiteIdentity.objects.create(site=Site.objects.get(), share_image=image)

    assert not [route for route in check(release).results if "drawn copy" in route["name"].lower()]


def test_a_site_that_stops_answering_after_go_live_is_not_called_public(time_machine):
    page = sealed_release()
    go_live(page, time_machine)

    def silent(route):
        raise UnreachableError("http://testserver did not answer (ConnectTimeout)")

    def slow_search(route):
        if route.address.startswith("/search/"):
            raise ProbeTimeoutError("It did not answer within 10 seconds")
        return as_visitor(route)

    embargo_audit.run_manual_audit(page, silent)
    assert embargo_audit.get_audit_status_line(page).startswith("Could not be checked at 13:00")
    embargo_audit.run_manual_audit(page, slow_search)
    assert "; not yet on: Search for its title" in embargo_audit.get_audit_status_line(page)
