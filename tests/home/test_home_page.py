from datetime import date

import pytest
from bs4 import BeautifulSoup

from home.models import HomePage, latest_updates
from snippets.models import Promo
from tests import factories

pytestmark = pytest.mark.django_db


def context(rf, home=None, **request_values):
    request = rf.get("/")
    for name, value in request_values.items():
        setattr(request, name, value)
    return (home or HomePage.objects.get()).get_context(request)


def titles(pages):
    return [page.title for page in pages]


@pytest.fixture
def home():
    return factories.make_home()


def test_the_latest_updates_of_three_kinds_are_in_the_order_of_the_dates_readers_see():
    factories.make_press_release(title="Release", release_date=date(2012, 1, 1))
    factories.make_policy_explainer(title="Explainer", last_reviewed=date(2013, 1, 1))
    factories.make_report_page(title="Report", published=date(2011, 1, 1))
    factories.make_press_release(title="Newest", release_date=date(2014, 1, 1))
    assert titles(latest_updates()) == ["Newest", "Explainer", "Release", "Report"]


def test_latest_updates_are_six_and_public():
    for day in range(1, 9):
        factories.make_press_release(title=f"Release {day}", release_date=date(2012, 1, day))
    factories.make_press_release(title="Draft", release_date=date(2013, 1, 1), live=False)
    private = factories.make_press_release(title="Private", release_date=date(2013, 1, 1))
    factories.make_private(private)
    assert titles(latest_updates()) == [f"Release {day}" for day in (8, 7, 6, 5, 4, 3)]


def test_an_empty_site_has_a_home_page(client, home):
    assert client.get("/").status_code == 200


def test_the_newest_page_stands_first_unless_one_is_featured(rf, home):
    old = factories.make_press_release(title="Old", release_date=date(2012, 1, 1))
    factories.make_press_release(title="New", release_date=date(2013, 1, 1))
    assert context(rf)["featured"].title == "New"
    assert titles(context(rf)["updates"]) == ["Old"]
    HomePage.objects.update(featured_page=old)
    assert context(rf)["featured"].title == "Old"
    assert titles(context(rf)["updates"]) == ["New"]


def test_a_featured_page_leaves_room_for_six_updates(rf, home):
    for day in range(1, 9):
        page = factories.make_press_release(title=f"{day}", release_date=date(2012, 1, day))
    HomePage.objects.update(featured_page=page)
    shown = context(rf)
    assert titles(shown["updates"]) == ["7", "6", "5", "4"]
    assert titles(shown["below_lead"]) == ["3", "2"]


def test_a_featured_page_that_readers_may_not_open_is_not_shown(rf, home):
    factories.make_press_release(title="Public")
    draft = factories.make_press_release(title="Draft", live=False)
    private = factories.make_private(factories.make_press_release(title="Private"))
    for hidden in (draft, private):
        HomePage.objects.update(featured_page=hidden)
        assert context(rf)["featured"].title == "Public"


def test_the_newest_reports_show_by_their_covers(client, home):
    for day in range(1, 7):
        factories.make_report_page(title=f"Report {day}", published=date(2012, 1, day))
    factories.make_report_page(title="Draft", published=date(2013, 1, 1), live=False)
    shelf = BeautifulSoup(client.get("/").content, "html.parser").select(".shelf h3")
    assert [title.get_text() for title in shelf] == [f"Report {day}" for day in (6, 5, 4, 3)]


def test_the_key_figure_shows_while_it_is_published(client, home):
    figure = factories.make_statistic(value="371", unit="children referred", period="2012")
    HomePage.objects.update(key_figure=figure)
    shown = BeautifulSoup(client.get("/").content, "html.parser").select_one(".key-figure")
    assert shown.strong.get_text() == "371"
    assert shown.svg["aria-label"] == "371 strokes, one for each of the children referred"
    figure.unpublish()
    assert b"key-figure" not in client.get("/").content


def test_the_first_sentence_of_the_strapline_stands_out():
    home = HomePage(strapline="Each day children are trafficked in the UK. We work to end it.")
    assert home.strapline_parts == (
        "Each day children are trafficked in the UK.",
        "We work to end it.",
    )
    assert HomePage(strapline="We protect children.").strapline_parts == (
        "We protect children.",
        "",
    )


def test_a_promotion_shows_while_it_is_published(rf, home):
    promo = factories.make_promo()
    HomePage.objects.update(promo=promo)
    assert context(rf)["promo"] == promo
    promo.live = False
    promo.save()
    assert context(rf)["promo"] is None


def test_a_draft_of_a_promotion_is_previewed_on_the_home_page(rf, home):
    draft = factories.make_promo(heading="Draft", live=False)

    draft.apply_to_home(home)

    assert context(rf, home, previewed_content=[draft])["promo"] is draft
    assert context(rf, home)["promo"] is None


def test_a_promotion_read_ahead_shows_where_the_home_page_promotes_it(rf, home):
    promo, other = factories.make_promo(), factories.make_promo(heading="Other", live=False)
    HomePage.objects.update(promo=promo)
    as_it_will_be = Promo.objects.get(pk=promo.pk)
    as_it_will_be.heading = "New heading"

    shown = context(rf, previewed_content=[other, as_it_will_be])["promo"]

    assert shown.heading == "New heading"


def test_there_is_one_home_page_at_the_top():
    assert HomePage.max_count == 1
    assert [model.__name__ for model in HomePage.allowed_parent_page_models()] == ["Page"]
