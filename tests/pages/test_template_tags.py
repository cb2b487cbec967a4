from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import Page

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]


def show(text, request=None, **values):
    context = Context({"request": request or RequestFactory().get("/"), **values})
    return Template("{% load content_tags snippet_tags page_tags %}" + text).render(context)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2012, 12, 9), '<time datetime="2012-12-09">9 December 2012</time>'),
        (
            datetime(2017, 6, 13, 23, 30, tzinfo=UTC),
            '<time datetime="2017-06-14">14 June 2017</time>',
        ),
        (None, ""),
    ],
)
def test_a_day_is_shown_to_people_and_machines(value, shown):
    assert show("{% date_element value %}", value=value) == shown


def test_a_day_is_no_more_exact_than_it_is_known():
    assert (
        show("{% date_element value 'month' %}", value=date(2012, 5, 1))
        == '<time datetime="2012-05">May 2012</time>'
    )


def test_a_phone_number_dials():
    contact = factories.make_contact_details()
    contact.refresh_from_db()
    html = show("{{ contact.public_phone|phone }}", contact=contact)
    assert html == '<a href="tel:+44-20-7946-0101">020 7946 0101</a>'
    assert show("{{ contact.fax|phone }}", contact=contact) == ""


def test_the_current_contact_details_are_asked_for_once(django_assert_num_queries):
    factories.make_contact_details()
    request = RequestFactory().get("/")
    tag = "{% contact_details as contact %}{{ contact.town }}"
    with django_assert_num_queries(1):
        assert show(tag + tag, request) == "LondonLondon"


def test_a_page_before_any_contact_details_prints_none():
    assert show("{% contact_details as contact %}{{ contact }}") == "None"


def test_banners_show_the_most_severe_first_and_the_draft_in_place_of_its_kind():
    factories.make_banner(heading="Known")
    factories.make_banner(heading="Urgent", severity=3)
    request = RequestFactory().get("/")
    tag = (
        "{% site_banners as banners %}{% for banner in banners %}{{ banner.heading }} {% endfor %}"
    )
    assert show(tag, request) == "Urgent Known "
    request.previewed_content = [factories.make_banner(heading="Draft", live=False)]
    assert show(tag, request) == "Urgent Draft "


def test_previewed_contact_details_are_shown_in_place_of_the_current_ones():
    factories.make_contact_details()
    request = RequestFactory().get("/")
    request.previewed_content = [factories.make_contact_details(town="Leeds", live=False)]
    assert show("{% contact_details as contact %}{{ contact.town }}", request) == "Leeds"


def test_the_menu_lists_public_pages_of_the_first_level():
    factories.make_press_index()
    factories.make_information_page(title="Not in menus", slug="a")
    factories.make_information_page(title="Draft", slug="b", live=False, show_in_menus=True)
    private = factories.make_information_page(title="Private", slug="c", show_in_menus=True)
    factories.make_private(private)
    request = RequestFactory().get("/")
    entries = "{% main_menu as pages %}{% for page in pages %}{{ page.title }};{% endfor %}"
    assert show(entries, request) == "Press releases;"


def test_a_list_address_keeps_other_filters_and_starts_at_the_first_page():
    request = RequestFactory().get("/press/?year=2012&page=3&topic=a%26b")
    assert show("{% listing_url year=2013 %}", request) == "?year=2013&amp;topic=a%26b"
    assert show("{% listing_url year=None topic='' %}", request) == "/press/"
    assert show("{% listing_url page=4 %}", request) == "?year=2012&amp;topic=a%26b&amp;page=4"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"pages": 2, "language": "cy-GB"}, "2 pages, Welsh"),
        ({"pages": 1, "language": "en-GB"}, "1 page"),
        ({"pages": 1, "language": "tlh"}, "1 page"),
    ],
)
def test_a_document_says_what_a_reader_wants_to_know_first(facts, shown):
    document = factories.make_document()
    document.pages, document.language = facts["pages"], facts["language"]
    text = show("{{ document.description }}", document=document).replace("\xa0", " ")
    assert text.startswith("PDF, ")
    assert text.endswith(shown)


def test_a_document_of_unknown_length_says_only_what_is_known():
    document = factories.make_document(b"year,children\n", "data.csv")
    assert "page" not in show("{{ document.description }}", document=document)


def test_a_page_tells_how_long_it_takes_to_read():
    words = "<p>" + "word " * 690 + "</p>"
    page = factories.make_press_release(body=[{"type": "paragraph", "value": words}])
    assert show("{{ page|reading_minutes }}", page=page) == "3"


def test_structured_data_cannot_end_its_element():
    factories.make_contact_details()
    page = factories.make_press_release(title="</script><b>&", slug="x")
    html = show("{% structured_data page %}", page=page)
    assert html.count("<") == 2
    assert "&" not in html
    assert '"telephone": "+442079460101"' in html


def test_the_trail_leads_from_the_home_page_down():
    page = factories.make_press_release()
    page = Page.objects.get(pk=page.pk).specific
    trail = "{% ancestors page as pages %}{% for page in pages %}{{ page.title }};{% endfor %}"
    assert show(trail, page=page) == "Press releases;"
    assert show(trail, page=factories.make_home()) == ""


def test_a_page_that_may_not_be_named_is_told_from_one_that_may():
    draft = factories.make_press_release(live=False)
    tag = "{% page_for_reader page as known %}{{ known }}"
    assert show(tag, page=draft) == "None"
    assert show(tag, page=factories.make_press_index()) == "Press releases"
