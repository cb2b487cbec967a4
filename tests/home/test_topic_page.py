"""A topic has a page, made from what is published under it."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from home.topics import MAX_PAGES_OF_A_TYPE
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return factories.make_topic("Guardianship")


def read(client, topic):
    answer = client.get(f"/topics/{topic.slug}/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(soup):
    return [title.get_text() for title in soup.select("main h3")]


def test_it_shows_the_newest_of_each_type_under_the_topic(client, topic):
    factories.make_press_release(title="Release", topics=[topic])
    factories.make_policy_explainer(title="Explainer", topics=[topic])
    factories.make_report_page(title="Report", topics=[topic])
    factories.make_press_release(title="Elsewhere", topics=[factories.make_topic("Courts")])
    soup = read(client, topic)
    assert soup.h1.get_text() == "Guardianship"
    assert set(titles(soup)) == {"Release", "Explainer", "Report"}
    assert [label.get_text() for label in soup.select("main h2")] == [
        "Press releases",
        "Policy explainers",
        "Reports",
    ]


def test_it_leads_to_the_list_of_all_if_there_are_more(client, topic):
    for day in range(1, MAX_PAGES_OF_A_TYPE + 2):
        page = factories.make_press_release(
            title=f"Release {day}", topics=[topic], release_date=date(2012, 1, day)
        )
    soup = read(client, topic)
    assert titles(soup) == [f"Release {day}" for day in (7, 6, 5, 4, 3, 2)]
    more = soup.select_one(".band__more a")
    assert more.get_text() == "All press releases on Guardianship"
    assert more["href"] == f"{page.get_parent().url}?topic={topic.slug}"
    assert client.get(more["href"]).status_code == 200


def test_it_tells_nothing_of_what_readers_may_not_see(client, topic):
    factories.make_press_release(title="Draft", topics=[topic], live=False)
    factories.make_private(factories.make_press_release(title="Private", topics=[topic]))
    soup = read(client, topic)
    assert titles(soup) == []
    assert "Nothing has been published on this topic yet." in soup.get_text()


def test_a_topic_that_is_not_published_has_no_page(client, topic):
    topic.unpublish()
    assert client.get("/topics/guardianship/").status_code == 404
    assert client.get("/topics/nothing/").status_code == 404
    assert "/topics/guardianship/" not in client.get("/sitemap.xml").content.decode()


def test_search_engines_find_it(client, topic):
    assert "/topics/guardianship/</loc>" in client.get("/sitemap.xml").content.decode()
    assert (
        read(client, topic)
        .select_one("link[rel=canonical]")["href"]
        .endswith("/topics/guardianship/")
    )


def test_a_page_leads_to_its_topics(client, topic):
    page = factories.make_press_release(topics=[topic])
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert soup.select_one(".facts-row a")["href"] == "/topics/guardianship/"


@pytest.mark.parametrize("pages", [1, 6])
def test_its_queries_do_not_depend_on_the_number_of_pages(
    client, topic, pages, django_assert_max_num_queries
):
    for number in range(pages):
        factories.make_press_release(title=f"Release {number}", topics=[topic])
        factories.make_report_page(title=f"Report {number}", topics=[topic])
    read(client, topic)
    with django_assert_max_num_queries(20):
        read(client, topic)
