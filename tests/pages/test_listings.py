from datetime import date

import pytest
from django.http import Http404, QueryDict

from pages.listings import RESULTS_PER_LISTING_PAGE, get_positive_int
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["press", "policy", "reports"])
def listing(request):
    """One of the three lists: its address and the function that adds a page with a date."""
    index, make, field = {
        "press": (factories.make_press_index, factories.make_press_release, "release_date"),
        "policy": (factories.make_policy_index, factories.make_policy_explainer, "last_reviewed"),
        "reports": (factories.make_report_index, factories.make_report_page, "published"),
    }[request.param]
    index()

    def add(title, day=date(2012, 5, 1), **overrides):
        return make(title=title, **{field: day, **overrides})

    return f"/{request.param}/", add


def titles(response):
    assert response.status_code == 200
    return [page.title for page in response.context["results"]]


def years(response):
    return {entry["year"]: entry["count"] for entry in response.context["years"]}


def topics(response):
    return {entry["topic"]: entry["count"] for entry in response.context["topics"]}


def test_the_newest_stands_first_by_the_date_that_readers_see(client, listing):
    url, add = listing
    add("Middle", date(2012, 5, 1))
    add("Oldest", date(2010, 1, 1))
    add("Newest", date(2013, 1, 1))
    assert titles(client.get(url)) == ["Newest", "Middle", "Oldest"]


def test_of_one_day_the_one_added_last_stands_first(client, listing):
    url, add = listing
    add("First")
    add("Second")
    assert titles(client.get(url)) == ["Second", "First"]


def test_an_empty_list_answers(client, listing):
    url, _ = listing
    assert titles(client.get(url)) == []


def test_a_year_holds_its_first_and_its_last_day(client, listing):
    url, add = listing
    add("Before", date(2011, 12, 31))
    add("First day", date(2012, 1, 1))
    add("Last day", date(2012, 12, 31))
    add("After", date(2013, 1, 1))
    assert titles(client.get(f"{url}?year=2012")) == ["Last day", "First day"]


def test_counts_of_a_filter_are_within_the_other(client, listing):
    url, add = listing
    one, two = factories.make_topic("One"), factories.make_topic("Two")
    add("A", date(2012, 1, 1), topics=[one, two])
    add("B", date(2012, 1, 1), topics=[one])
    add("C", date(2013, 1, 1), topics=[two])

    everything = client.get(url)
    assert years(everything) == {2013: 1, 2012: 2}
    assert topics(everything) == {"one": 2, "two": 2}
    assert years(client.get(f"{url}?topic=one")) == {2012: 2}
    assert topics(client.get(f"{url}?year=2012")) == {"one": 2, "two": 1}
    both = client.get(f"{url}?year=2012&topic=two")
    assert titles(both) == ["A"]
    assert years(both) == {2013: 1, 2012: 1}
    assert topics(both) == {"one": 2, "two": 1}


def test_years_and_topics_that_are_offered_stand_in_order(client, listing):
    url, add = listing
    for year, name in ((2011, "Zebra"), (2013, "Apple"), (2012, "Mango")):
        add(name, date(year, 1, 1), topics=[factories.make_topic(name)])
    response = client.get(url)
    assert list(years(response)) == [2013, 2012, 2011]
    assert list(topics(response)) == ["apple", "mango", "zebra"]


def test_two_filters_that_share_nothing_find_nothing(client, listing):
    url, add = listing
    add("A", date(2012, 1, 1), topics=[factories.make_topic("One")])
    factories.make_topic("Two")
    assert titles(client.get(f"{url}?year=2012&topic=two")) == []
    assert titles(client.get(f"{url}?year=1999")) == []


def test_drafts_expired_and_private_pages_are_neither_listed_nor_counted(client, listing):
    url, add = listing
    add("Public")
    add("Draft", live=False)
    add("Expired", live=False, expired=True)
    factories.make_private(add("Private"))
    response = client.get(url)
    assert titles(response) == ["Public"]
    assert years(response) == {2012: 1}
    assert topics(response) == {"child-trafficking": 1}


def test_a_private_list_lists_nothing_elsewhere(client, listing):
    url, add = listing
    factories.make_private(add("Below").get_parent())
    assert client.get(url).status_code == 302
    assert not client.get("/").context["updates"]


def test_a_withdrawn_topic_is_not_offered_and_leads_nowhere(client, listing):
    url, add = listing
    add("A", topics=[factories.make_topic("Gone", live=False), factories.make_topic("Here")])
    assert list(topics(client.get(url))) == ["here"]
    assert client.get(f"{url}?topic=gone").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "year=abc", "year=0", "year=99999", "year=-2012", "year=2012.0", "year=1899", "year=10000",
        "year=%00", "year=2012%00", "year=２０１２", "year=" + "9" * 5000, "year=2012&year=abc",
        "page=0", "page=-1", "page=9999", "page=abc", "page=%00", "page=1e3", "page=1;2",
        "page=" + "9" * 5000, "page=1&page=0",
        "topic=unknown", "topic=%00", "topic=../../etc", "topic=" + "a" * 5000, "topic='--",
        "topic=%F0%9F%98%80", "topic=Child%20trafficking", "topic=child-trafficking&topic=none",
    ],
)  # fmt: skip
def test_an_address_that_was_never_linked_to_answers_not_found(client, query):
    factories.make_press_release()
    assert client.get(f"/press/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "", "year=", "page=", "topic=", "page=1", "page=01", "year=2013", "unknown=1",
        "year=abc&year=2013",
        "topic=child-trafficking&page=1", "%00=1", "year=2013&" + "x=1&" * 200,
        "topic=none&topic=child-trafficking",
    ],
)  # fmt: skip
def test_an_address_with_empty_repeated_or_unknown_parameters_answers(client, query):
    factories.make_press_release()
    assert len(titles(client.get(f"/press/?{query}"))) == 1


@pytest.mark.parametrize("path", ["/policy/", "/reports/", "/press/"])
@pytest.mark.parametrize("query", ["year=abc", "page=9999", "page=-1", "topic=unknown"])
def test_every_list_answers_nonsense_alike(client, path, query):
    factories.make_press_index()
    factories.make_policy_index()
    factories.make_report_index()
    assert client.get(f"{path}?{query}").status_code == 404


def test_a_long_list_has_pages_that_keep_the_filters(client):
    topic = factories.make_topic("One")
    for n in range(RESULTS_PER_LISTING_PAGE + 1):
        factories.make_press_release(title=f"Release {n}", slug=f"release-{n}", topics=[topic])
    first = client.get("/press/?topic=one&year=2013")
    assert len(titles(first)) == RESULTS_PER_LISTING_PAGE
    assert first.context["results"].paginator.count == RESULTS_PER_LISTING_PAGE + 1
    html = first.content.decode()
    assert 'rel="next" href="?topic=one&amp;year=2013&amp;page=2"' in html
    second = client.get("/press/?topic=one&year=2013&page=2")
    assert titles(second) == ["Release 0"]
    html = second.content.decode()
    assert "page=2" not in html.split('class="filters"')[1].split("</div>")[0]
    assert client.get("/press/?page=3").status_code == 404


def test_a_page_with_two_topics_is_listed_once(client):
    factories.make_press_release(topics=[factories.make_topic("One"), factories.make_topic("Two")])
    assert len(titles(client.get("/press/"))) == 1


def test_a_list_holds_only_its_own_kind_of_page():
    for make in (
        factories.make_press_index,
        factories.make_policy_index,
        factories.make_report_index,
    ):
        index = make()
        assert type(index).allowed_parent_page_models() == [type(factories.make_home())]
        assert len(type(index).allowed_subpage_models()) == 1
        assert type(index).max_count == 1


def test_a_listed_page_knows_its_parent(rf, django_assert_num_queries):
    release = factories.make_press_release()
    listing = release.get_parent().specific

    found = listing.route(rf.get(release.url), [release.slug])

    # When this fails, Wagtail or treebeard keeps the parent elsewhere: see `ListingPage.route`.
    with django_assert_num_queries(0):
        assert found.page.get_parent() == listing


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("1", 1), ("007", 7), ("999999999", 999_999_999)]
)
def test_a_number_in_an_address_is_read(text, value):
    assert get_positive_int(QueryDict(f"page={text}"), "page") == value
    assert get_positive_int(QueryDict(""), "page") is None


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "abc", "٣", "1000000000", " 1"])
def test_what_is_no_positive_number_is_not_found(text):
    parameters = QueryDict(mutable=True)
    parameters["page"] = text
    with pytest.raises(Http404):
        get_positive_int(parameters, "page")
