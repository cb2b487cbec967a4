from threading import Barrier, Thread

import pytest
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from content.blocks import LinkBlock, link_target
from content.visibility import filter_public, get_page_for_reader, is_public, show_previews
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned():
    """A draft with the title that it will have, which no table knows yet."""
    page = factories.make_press_release(title="Working title", slug="planned", live=False)
    page.title = "The title it will have"
    return page


def linked(page):
    return expand_db_html(f'<p><a linktype="page" id="{page.pk}">Words</a></p>')


def test_running_text_and_link_blocks_lead_to_what_is_read_ahead(planned):
    link = LinkBlock().to_python([{"type": "page", "value": planned.pk}])
    with show_previews([planned]):
        assert linked(planned) == '<p><a href="/press/planned/">Words</a></p>'
        assert link_target(link).title == "The title it will have"

    assert linked(planned) == "<p><a>Words</a></p>"
    assert link_target(link) is None


def test_a_page_is_read_as_it_will_be(planned):
    stored = Page.objects.get(pk=planned.pk)
    with show_previews([planned]):
        assert get_page_for_reader(stored) is planned

    assert get_page_for_reader(stored) is None


def test_lists_go_on_naming_what_is_public(planned):
    with show_previews([planned]):
        assert not filter_public(Page.objects.filter(pk=planned.pk)).exists()
        assert not is_public(planned)


def test_nothing_stays_readable_after_a_failure(planned):
    def fail():
        with show_previews([planned]):
            raise RuntimeError

    pytest.raises(RuntimeError, fail)

    assert get_page_for_reader(planned) is None


def test_another_thread_sees_nothing_of_what_is_read_ahead():
    page = factories.press_release(pk=7, live=False)
    inside, seen = Barrier(2, timeout=10), []

    def another_reader():
        inside.wait()
        seen.append(get_page_for_reader(page))
        inside.wait()

    thread = Thread(target=another_reader)
    thread.start()
    with show_previews([page]):
        inside.wait()
        inside.wait()
        assert get_page_for_reader(page) is page
    thread.join()

    assert seen == [None]
