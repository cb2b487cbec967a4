import pytest

from content.validation.problems import Problems
from home.models import InformationPage
from tests import factories
from tests.editing import PUBLISH, add_url, errors_in, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def publish(editor, **overrides):
    page = factories.information_page(slug="a-page", **overrides)
    response = editor.post(add_url(page, factories.make_home()), {**posted(page), **PUBLISH})
    return {} if response.status_code == 302 else errors_in(response)


def test_a_whole_page_is_published(editor):
    assert publish(editor) == {}


def test_a_title_has_no_full_stop_at_the_end():
    found = Problems()
    factories.information_page(title="About us.").find_problems(found)
    assert "no full stop at the end. Remove it" in found["title"][0]


@pytest.mark.parametrize(("length", "valid"), [(0, False), (300, True), (301, False)])
def test_a_summary_has_at_most_300_characters(editor, length, valid):
    found = publish(editor, summary="a" * length)
    assert ("summary" not in found) is valid


def test_the_headings_of_a_page_are_in_order(editor):
    heading = {"type": "heading", "value": {"text": "Too deep", "level": "3"}}
    assert "skips a level" in " ".join(publish(editor, body=[heading])["body"])


def test_the_contact_page_prints_the_current_details(client):
    factories.make_contact_details(address="1 Current Street")
    page = factories.make_information_page(body=[{"type": "contact_details", "value": None}])
    html = client.get(page.url).content.decode()
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert "1 Current Street" in main
    assert "020 7946 0101" in main


def test_pages_about_us_stand_below_the_home_page_or_each_other():
    parents = {model.__name__ for model in InformationPage.allowed_parent_page_models()}
    assert parents == {"HomePage", "InformationPage"}
