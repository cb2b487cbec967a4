"""A preview shows the planned content as it will be, and nothing of it outlasts the rendering."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policy.models import ReportDownload
from publishing.embargo.preview import EmbargoPreview, render_preview, rewrite_urls
from tests import factories
from tests.publishing.scheduled_content import (
    DAY,
    GO_LIVE,
    NOW,
    draft_of,
    link_to,
    promised_set,
    scheduled_release,
)

ADDRESSES = {"/press/x/": "/e/pages/1/", "/documents/1/a b&c.pdf": "/e/documents/1/a"}


@pytest.mark.parametrize(
    ("html", "led"),
    [
        ('<a class="b" href="/press/x/">', '<a class="b" href="/e/pages/1/">'),
        ("<a href='/press/x/'>", '<a href="/e/pages/1/">'),
        ('<a href="/press/x/#notes">', '<a href="/e/pages/1/#notes">'),
        ('<a href="/press/x/?page=2">', '<a href="/e/pages/1/?page=2">'),
        ('<a href="/documents/1/a b&amp;c.pdf">', '<a href="/e/documents/1/a">'),
        ('<blockquote cite="/press/x/">', '<blockquote cite="/e/pages/1/">'),
        (
            '<source srcset="/press/x/ 480w,/other/ 960w">',
            '<source srcset="/e/pages/1/ 480w, /other/ 960w">',
        ),
        ('<p>\n\n<a hidden\nhref="/press/x/">x', '<p>\n\n<a hidden href="/e/pages/1/">x'),
        ('<use href="/press/x/"/>é', '<use href="/e/pages/1/"/>é'),
    ],
)
def test_addresses_of_what_is_read_ahead_lead_ahead(html, led):
    assert rewrite_urls(html, ADDRESSES) == led


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/press/x/y/">',
        '<a href="/press/x">',
        '<a href="https://elsewhere.example/press/x/">',
        '<a title="see href=&quot;/press/x/&quot;">',
        "<a title=' href=\"/press/x/\"'>",
        '<a data-href="/press/x/">',
        '<p>Write href="/press/x/" into it</p>',
        '<p>1 < 2, "quoted</p>',
        '<option selected value="/press/x/">',
        '<a href="https://elsewhere.example/?a=1&copy=2">',
        '<img srcset="/other/ 1x,/another/ 2x">',
        '<!-- <a href="/press/x/"> -->',
        """<script>const link = '<a href="/press/x/">';</script>""",
        '<a href="/press/x/"',
    ],
)
def test_nothing_else_is_led_anywhere(html):
    assert rewrite_urls(html, ADDRESSES) == html


@pytest.fixture
def _before(time_machine):
    time_machine.move_to(NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("_before")
class TestASet:
    """A release that links to a report, both drafts of one set."""

    @pytest.fixture
    def report(self):
        page = factories.make_report_page(
            title="Working title",
            slug="report",
            live=False,
            downloads=[ReportDownload(document=factories.make_document())],
        )
        return draft_of(page, title="The report as approved")

    @pytest.fixture
    def release(self, report):
        link = {"text": "Read it all", "target": [{"type": "page", "value": report.pk}], "note": ""}
        cover = {"report": report.pk, "cover": None, "title": "", "publisher": "", "links": []}
        return draft_of(
            factories.make_press_release(
                title="The release",
                slug="release",
                live=False,
                body=[
                    {
                        "type": "paragraph",
                        "value": f'<p><a linktype="page" id="{report.pk}">The report</a></p>',
                    },
                    {"type": "read_more", "value": {"heading": "More", "links": [link]}},
                    {"type": "report_cover", "value": cover},
                ],
            )
        )

    def soup(self, client, path):
        response = client.get(path)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    def test_links_between_its_items_resolve_within_the_link(self, client, release, report):
        path = link_to(promised_set(release, report))

        main = self.soup(client, f"{path}pages/{release.pk}/").find("main")

        targets = {a["href"] for a in main.find_all("a") if a.get("href")}
        assert f"{path}pages/{report.pk}/" in targets
        assert "/reports/report/" not in str(main)
        assert "The report as approved" in main.get_text()
        assert "Working title" not in str(main)

    def test_its_documents_and_pictures_are_had_within_the_link_only(self, client, release, report):
        path = link_to(promised_set(release, report))
        main = self.soup(client, f"{path}pages/{report.pk}/").find("main")
        sources = {tag["src"] for tag in main.find_all("img")}
        documents = {a["href"] for a in main.select("a.button")}
        for tag in main.find_all("source"):
            sources |= {part.split()[0] for part in tag["srcset"].split(",")}

        assert sources
        assert documents
        for address in sources | documents:
            assert address.startswith(path)
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["Referrer-Policy"] == "no-referrer"
            outside = address.replace(path, "/").replace("/images/", "/media/images/")
            assert client.get(outside).status_code == 404, outside

    def test_the_list_names_titles_kinds_and_summaries(self, client, release, report):
        path = link_to(promised_set(release, report))

        main = self.soup(client, path).find("main")

        text = main.get_text(" ", strip=True)
        assert "Press release The release" in text
        assert "Report The report as approved" in text
        assert factories.SUMMARY in text
        assert [a["href"] for a in main.find_all("a")] == [
            f"{path}pages/{release.pk}/",
            f"{path}pages/{report.pk}/",
        ]
        assert "Launch" not in text

    def test_a_page_alone_shows_no_other_item_of_its_set(self, client, release, report):
        promised_set(release, report)
        path = link_to(release)

        html = self.soup(client, path)

        assert "The report as approved" not in html.get_text()
        assert client.get(f"{path}pages/{report.pk}/").status_code == 404

    def test_the_home_page_of_a_set_features_what_it_will(self, client, report):
        home = draft_of(factories.make_home(), featured_page=report)
        path = link_to(promised_set(home, report))

        main = self.soup(client, f"{path}pages/{home.pk}/").find("main")

        lead = main.find(class_="lead")
        assert "The report as approved" in lead.get_text()
        assert lead.find("h2").a["href"] == f"{path}pages/{report.pk}/"

    def test_a_page_outside_the_set_is_not_found(self, client, release, report):
        path = link_to(promised_set(release, report))
        other = factories.make_press_release(slug="other", live=False)

        for place in (f"pages/{other.pk}/", "pages/99999999999999999999/", "shared/promo/1/"):
            assert client.get(path + place).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_before")
class TestSharedContent:
    """What frames every page, as it will be."""

    def test_it_shows_around_the_pages_of_its_set(self, client):
        details = draft_of(factories.make_contact_details(), town="Leeds")
        banner = draft_of(
            factories.make_banner(live=False, heading="We are moving"),
            expire_at=GO_LIVE + DAY,
            go_live_at=None,
        )
        page = draft_of(factories.make_press_release(live=False))
        path = link_to(promised_set(page, details, banner))

        html = client.get(f"{path}pages/{page.pk}/").content.decode()

        assert "Leeds" in html
        assert "We are moving" in html
        assert "Leeds" not in client.get("/").content.decode()
        assert "We are moving" not in client.get("/").content.decode()

    def test_a_set_of_nothing_else_is_shown_on_the_home_page(self, client):
        home, promo = factories.make_home(), factories.make_promo()
        home.promo = promo
        home.save()
        path = link_to(promised_set(draft_of(promo, heading="A new course")))

        html = client.get(path).content.decode()

        assert "A new course" in html
        assert home.strapline in html
        assert "Under embargo until" in html

    def test_details_that_do_not_become_current_change_nothing(self, client):
        factories.make_contact_details(town="London")
        others = draft_of(factories.make_contact_details(town="Leeds", is_current=False))
        page = draft_of(factories.make_press_release(live=False))
        path = link_to(promised_set(page, others))

        assert "Leeds" not in client.get(f"{path}pages/{page.pk}/").content.decode()

    def test_a_banner_that_is_down_by_then_is_not_shown(self, client):
        factories.make_contact_details()
        banner = draft_of(factories.make_banner(live=False, heading="Over"), go_live_at=None)
        page = draft_of(factories.make_press_release(live=False))
        path = link_to(promised_set(page, banner))

        assert "Over" not in client.get(f"{path}pages/{page.pk}/").content.decode()

    def test_other_shared_content_is_shown_on_its_own(self, client):
        topic = draft_of(factories.make_topic(live=False), name="A new topic")
        page = draft_of(factories.make_press_release(live=False, topics=[]))
        path = link_to(promised_set(page, topic))

        response = client.get(f"{path}shared/topic/{topic.pk}/")

        assert "A new topic" in response.content.decode()
        assert client.get(f"{path}shared/topic/0/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_before")
def test_a_page_read_ahead_is_kept_nowhere_and_indexed_nowhere(client):
    page = scheduled_release()
    response = client.get(link_to(page))
    html = BeautifulSoup(response.content, "html.parser")

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert html.find("meta", attrs={"name": "robots"})["content"] == "noindex, nofollow"
    assert html.find("link", rel="canonical") is None
    assert html.find("script", type="application/ld+json") is None
    assert html.find("meta", property=True) is None
    assert html.title.text.strip().startswith("Under embargo: Secret figures")


@pytest.mark.django_db
@pytest.mark.usefixtures("_before")
def test_the_bar_names_the_embargo_the_outlet_and_the_address_to_print(client):
    page = scheduled_release()

    bar = BeautifulSoup(client.get(link_to(page)).content, "html.parser").find(class_="preview-bar")

    text = " ".join(bar.get_text(" ").split())
    assert text.startswith(
        "Under embargo until Tuesday 24 November 2026, 00:01 London time. "
        "For The Example Times only."
    )
    assert "http://testserver/press/secret-figures/" in text
    assert bar.find("a") is None


@pytest.mark.django_db
def test_nothing_of_it_stays_on_the_request_after_a_failure(rf):
    request = rf.get("/")
    preview = EmbargoPreview((factories.press_release(pk=1),), "/e/", "Preview", "A", "B")

    def fail():
        raise RuntimeError

    pytest.raises(RuntimeError, render_preview, request, preview, fail)

    assert not hasattr(request, "embargo_preview")
    assert not hasattr(request, "previewed_content")


@pytest.mark.django_db
@pytest.mark.usefixtures("_before")
def test_other_readers_pay_no_query_for_links(client):
    page = factories.make_press_release(slug="public")
    client.get(page.url)

    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(page.url).status_code == 200
        return len(found)

    before = queries()
    client.get(link_to(scheduled_release()))

    assert queries() == before
    assert "preview-bar" not in client.get(page.url).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("_before")
def test_a_corrected_page_shows_its_correction_ahead_and_its_old_text_to_readers(client):
    page = factories.make_press_release(title="As it was", slug="corrected")
    page.title, page.slug = "As it will be", "corrected-too"
    page.save_revision(approved_go_live_at=GO_LIVE, clean=False)

    assert "As it will be" in client.get(link_to(page)).content.decode()
    assert "As it was" in client.get("/press/corrected/").content.decode()


@pytest.mark.django_db
def test_what_is_scheduled_no_more_cannot_be_read_ahead(client, time_machine):
    time_machine.move_to(NOW)
    page = scheduled_release()
    path = link_to(page)
    page.latest_revision.approved_go_live_at = None
    page.latest_revision.save()
    time_machine.move_to(NOW + timedelta(minutes=1))

    assert client.get(path).status_code == 404
