from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from content.visibility import filter_public, filter_searchable, get_restricted_paths, is_public
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Pages by what readers may know of them: one public, the others not."""
    closed = factories.make_private(factories.make_information_page(title="Closed", slug="closed"))
    return {
        "public": factories.make_press_release(title="Public one", slug="public"),
        "draft": factories.make_press_release(title="Draft one", slug="draft", live=False),
        "private": factories.make_private(
            factories.make_press_release(title="Private one", slug="private")
        ),
        "below": closed.add_child(
            instance=factories.information_page(title="Below one", slug="below")
        ),
        # The scheduler has not unpublished it yet.
        "overdue": factories.make_press_release(
            title="Overdue one", slug="overdue", expire_at=timezone.now() - timedelta(seconds=1)
        ),
    }


def test_only_live_pages_that_are_open_to_all_are_public(pages, rf):
    request = rf.get("/")
    assert {name for name, page in pages.items() if is_public(page, request)} == {"public"}
    assert {name for name, page in pages.items() if is_public(page)} == {"public"}
    assert not is_public(None)


@pytest.mark.parametrize("among", [filter_public, filter_searchable])
def test_visible_pages_are_the_live_public_ones(pages, among):
    wanted = set(Page.objects.live().public().values_list("pk", flat=True)) - {pages["overdue"].pk}
    assert set(among(Page.objects.all()).values_list("pk", flat=True)) == wanted
    assert pages["public"].pk in wanted
    assert wanted.isdisjoint(page.pk for name, page in pages.items() if name != "public")


def test_everything_is_visible_when_nothing_is_private():
    page = factories.make_press_release()
    assert filter_public(Page.objects.filter(pk=page.pk)).exists()


def test_a_request_asks_for_private_pages_once(pages, rf, django_assert_num_queries):
    request = rf.get("/")
    get_restricted_paths(request)
    with django_assert_num_queries(0):
        get_restricted_paths(request)


def test_a_link_in_running_text_names_only_a_page_that_readers_may_open(pages):
    for name, page in pages.items():
        html = expand_db_html(f'<p><a linktype="page" id="{page.pk}">A telling text</a></p>')
        assert "A telling text" in html
        assert (page.slug in html) is (name == "public"), html


def test_a_link_to_a_deleted_page_stays_text():
    html = expand_db_html('<p><a linktype="page" id="999999">A telling text</a></p>')
    assert html == "<p><a>A telling text</a></p>"


def test_links_to_other_things_are_left_alone():
    html = expand_db_html('<p><a href="https://www.example.org/">A telling text</a></p>')
    assert 'href="https://www.example.org/"' in html


def test_nothing_on_a_page_gives_away_a_page_that_readers_may_not_open(client, pages):
    factories.make_report_index()
    hidden_report = factories.make_report_page(title="Hidden report", slug="hidden", live=False)
    links = [
        {"text": f"Read about it {n}", "target": [{"type": "page", "value": page.pk}], "note": ""}
        for n, page in enumerate(pages.values())
    ]
    ids = "".join(f'<a linktype="page" id="{page.pk}">Words</a>' for page in pages.values())
    cover = {"report": hidden_report.pk, "cover": None, "title": "", "publisher": "", "links": []}
    reader = factories.make_press_release(
        title="Readable",
        slug="readable",
        topics=[factories.make_topic("Alone")],
        body=[
            {"type": "paragraph", "value": f"<p>{ids}</p>"},
            {"type": "read_more", "value": {"heading": "Read more", "links": links}},
            {"type": "report_cover", "value": cover},
        ],
        read_more=[{"type": "read_more", "value": {"heading": "And more", "links": links}}],
    )

    html = client.get(reader.url).content.decode()

    assert html.count('href="/press/public/"') == 3
    for secret in (
        "Draft one",
        "Private one",
        "Below one",
        "Hidden report",
        "/hidden/",
        "/draft/",
        "/private/",
        "/below/",
        "Overdue one",
        "/overdue/",
    ):
        assert secret not in html  # fmt: skip


def test_a_draft_and_an_expired_page_are_not_found_and_a_private_one_asks_for_a_login(
    client, pages
):
    assert client.get("/press/public/").status_code == 200
    assert client.get("/press/draft/").status_code == 404
    assert client.get("/press/overdue/").status_code == 404
    assert client.get("/press/private/").status_code == 302
    assert client.get("/closed/below/").status_code == 302


def test_search_feed_and_sitemap_leave_out_what_has_expired(client, pages):
    found = client.get("/search/", {"q": "one"})
    assert found.context["found"].total == 1
    for address in ("/search/?q=one", "/press/feed/", "/sitemap.xml", "/press/", "/"):
        html = client.get(address).content.decode()
        assert "/press/public/" in html, address
        assert "overdue" not in html.casefold(), address
