"""A contact that is inserted into a text: kept by its name, printed as it is today."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html, get_text_for_indexing

from content.blocks.text import RICH_TEXT_FEATURES
from content.fields import strip_empty_markup
from publishing.models import ReleaseSet, ReleaseSetItem
from snippets.models import ContactDetails, MediaContact
from tests import factories
from tests.publishing.scheduled_content import draft_of

pytestmark = pytest.mark.django_db


def mark(fact, contact=None):
    number = f' id="{contact.pk}"' if contact else ""
    return f'<embed embedtype="contact" fact="{fact}"{number}/>'


def paragraph(*marks):
    return f'<p data-block-key="p1">Ring {" or ".join(marks)} now.</p>'


def body(*marks):
    return [{"type": "paragraph", "value": paragraph(*marks)}]


def rendered(text, **attributes):
    """Return a text as a page prints it for a request with these attributes."""
    request = HttpRequest()
    vars(request).update(attributes)
    template = Template("{% load content_tags %}{% rich_text_for_reader text %}")
    return template.render(Context({"text": text, "request": request})).strip()


def converted(html):
    return json.loads(ContentstateConverter(RICH_TEXT_FEATURES).from_database_format(html))


def kept(state):
    return ContentstateConverter(RICH_TEXT_FEATURES).to_database_format(json.dumps(state))


@pytest.mark.parametrize(
    ("fact", "html"),
    [
        ("address", "Example House, 1 Sample Street, London SW1A 1AA"),
        ("postcode", "SW1A 1AA"),
        ("public_phone", '<a href="tel:+44-20-7946-0101">020 7946 0101</a>'),
        ("press_phone", '<a href="tel:+44-20-7946-0102">020 7946 0102</a>'),
        ("out_of_hours_phone", '<a href="tel:+44-20-7946-0103">020 7946 0103</a>'),
        ("fax", "020 7946 0104"),
        ("email", '<a href="mailto:info@example.org">info@example.org</a>'),
        ("press_email", '<a href="mailto:press@example.org">press@example.org</a>'),
        ("charity_number", "1104948"),
        ("company_number", "05061385"),
    ],
)
def test_each_fact_of_the_details_is_printed_as_readers_use_it(fact, html):
    factories.make_contact_details(fax="+442079460104")

    assert rendered(mark(fact)) == html


def test_the_facts_of_a_media_contact_are_printed():
    contact = factories.make_media_contact(phone="+442079460300", email="ada@example.org")

    assert ">020 7946 0300</a>" in rendered(mark("phone", contact))
    assert "mailto:ada@example.org" in rendered(mark("email", contact))


def test_what_is_printed_is_escaped():
    factories.make_contact_details(address="<b>House</b>\nStreet & Co")

    assert rendered(mark("address")).startswith("&lt;b&gt;House&lt;/b&gt;, Street &amp; Co")


@pytest.mark.parametrize(
    "broken",
    [
        'fact="fax"',
        'fact="password"',
        "",
        'fact="phone" id="4711"',
        'fact="phone" id="x"',
        'fact="press_phone" id="1"',
    ],
)
def test_a_fact_that_there_is_not_prints_nothing(broken):
    factories.make_contact_details()

    assert rendered(f'<p>Ring <embed embedtype="contact" {broken}/>.</p>') == "<p>Ring .</p>"


def test_nothing_is_printed_before_there_are_contact_details():
    assert rendered(mark("address")) == rendered(mark("press_phone")) == ""


def test_a_media_contact_who_is_not_published_stays_unknown():
    contact = factories.make_media_contact(live=False)

    assert rendered(mark("phone", contact)) == ""


def test_a_page_prints_the_number_that_is_current_today(client):
    details = factories.make_contact_details()
    page = factories.make_press_release(
        body=body(mark("press_phone")), notes_to_editors=paragraph(mark("press_email"))
    )
    main = BeautifulSoup(client.get(page.url).content, "html.parser").find("main")
    assert main.find("a", string="020 7946 0102")["href"] == "tel:+44-20-7946-0102"
    assert main.select_one(".aside-text a").text == "press@example.org"

    details.press_phone = "+442079460177"
    details.save_revision().publish()

    main = BeautifulSoup(client.get(page.url).content, "html.parser").find("main")
    assert main.select_one(".article__body a").text == "020 7946 0177"


def queries_of(client, page):
    """Return the queries of a page that was visited before."""
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    return [query["sql"] for query in queries]


def test_facts_of_the_details_cost_a_page_nothing(client):
    factories.make_contact_details()
    plain = factories.make_information_page(title="Plain", slug="plain")
    rich = factories.make_information_page(
        title="Rich", slug="rich", body=[*body(mark("press_phone"), mark("address"))] * 5
    )

    assert len(queries_of(client, rich)) == len(queries_of(client, plain))


def test_facts_of_media_contacts_cost_a_page_one_query(client):
    contacts = [factories.make_media_contact() for _ in range(3)]
    page = factories.make_information_page(
        body=[*body(*(mark("phone", contact) for contact in contacts))] * 5
    )

    asked = queries_of(client, page)

    assert sum("snippets_mediacontact" in sql for sql in asked) == 1


def test_a_preview_prints_the_draft_that_it_shows_elsewhere():
    details = factories.make_contact_details()
    contact = factories.make_media_contact()
    details.press_phone = contact.phone = "+442079460177"
    other = factories.make_media_contact(phone="+442079460300")

    text = rendered(
        mark("press_phone") + mark("phone", contact) + mark("phone", other),
        previewed_content=[details, contact],
    )

    assert text.count("020 7946 0177") == 2
    assert text.count("020 7946 0300") == 1


def test_the_preview_of_a_set_prints_the_number_that_is_to_come(client):
    client.force_login(factories.make_user())
    contact = factories.make_media_contact()
    details = draft_of(factories.make_contact_details(), press_phone="+442079460177")
    page = draft_of(
        factories.make_press_release(
            live=False, contacts=[contact], body=body(mark("press_phone"), mark("phone", contact))
        )
    )
    contact = draft_of(contact, phone="+442079460178")
    release_set = ReleaseSet.objects.create(title="The move")
    for content in (details, page, contact):
        item = ReleaseSetItem(release_set=release_set)
        item.content_object = content
        item.save()
    address = reverse("release_set_preview", args=[release_set.pk]) + f"pages/{page.pk}/"

    main = BeautifulSoup(client.get(address).content, "html.parser").find("main")

    assert [a.text for a in main.select(".article__body p a")] == ["020 7946 0177", "020 7946 0178"]
    assert main.select_one(".person__phone").text == "020 7946 0178"


def test_what_is_kept_and_searched_holds_no_number():
    factories.make_contact_details()
    state = converted(paragraph(mark("press_phone")))

    html = kept(state)

    assert html == paragraph(mark("press_phone"))
    assert get_text_for_indexing(html) == "Ring  now."


def test_the_words_on_both_sides_of_a_fact_are_found_apart():
    page = factories.information_page(body=body(mark("press_phone")))

    (text,) = page.body.stream_block.get_searchable_content(page.body)

    assert text == "Ring \n now."


def test_the_editor_is_shown_what_a_fact_says_today():
    factories.make_contact_details()
    contact = factories.make_media_contact(phone="+442079460300")
    html = paragraph(f"<b>{mark('press_phone')}</b>", mark("phone", contact))

    state = converted(html)

    (block,) = state["blocks"]
    assert block["text"] == "Ring 020 7946 0102 or 020 7946 0300 now."
    assert [(r["offset"], r["length"]) for r in block["entityRanges"]] == [(5, 13), (22, 13)]
    entities = list(state["entityMap"].values())
    assert {(e["type"], e["mutability"]) for e in entities} == {("CONTACT", "IMMUTABLE")}
    assert [e["data"] for e in entities] == [
        {"fact": "press_phone", "id": None, "label": "Press phone"},
        {"fact": "phone", "id": str(contact.pk), "label": "Ms Ada Example, phone"},
    ]
    assert kept(state) == html


def test_the_editor_sees_where_a_fact_is_missing_and_keeps_it():
    state = converted(paragraph(mark("fax")))

    assert state["blocks"][0]["text"] == "Ring [nothing to print] now."
    assert kept(state) == paragraph(mark("fax"))


@pytest.mark.parametrize("data", [{"fact": "password"}, {"fact": "phone", "id": "1/><script>"}, {}])
def test_an_entity_that_names_no_fact_is_kept_as_its_words(data):
    factories.make_contact_details()
    state = converted(paragraph(mark("press_phone")))
    (entity,) = state["entityMap"].values()
    entity["data"] = data

    assert kept(state) == '<p data-block-key="p1">Ring 020 7946 0102 now.</p>'


def test_a_text_of_many_facts_is_opened_with_two_queries(django_assert_max_num_queries):
    factories.make_contact_details()
    contact = factories.make_media_contact()

    with django_assert_max_num_queries(2):
        converted(paragraph(*[mark("press_phone"), mark("phone", contact)] * 5))


def test_an_inserted_contact_is_text_enough():
    assert strip_empty_markup(f"<p>{mark('address')}</p>")
    assert not strip_empty_markup("<p> </p>")


def test_the_index_knows_which_pages_print_a_fact():
    details = factories.make_contact_details()
    contact = factories.make_media_contact()
    page = factories.make_information_page(body=body(mark("address"), mark("phone", contact)))

    for record in (details, contact):
        (reference,) = ReferenceIndex.get_references_to(record)
        assert reference.object_id == str(page.pk)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_index_still_knows_them_after_the_page_is_saved_again(times):
    details = factories.make_contact_details()
    contact = factories.make_media_contact()
    page = factories.make_information_page(body=body(mark("address"), mark("phone", contact)))

    for _time in range(times):
        page.save()

    for record in (details, contact):
        assert ReferenceIndex.get_references_to(record).get().object_id == str(page.pk)


def test_the_index_follows_the_details_that_become_current():
    old = factories.make_contact_details()
    page = factories.make_information_page(body=body(mark("address")))

    new = factories.make_contact_details()

    assert not ReferenceIndex.get_references_to(old).exists()
    assert ReferenceIndex.get_references_to(new).get().object_id == str(page.pk)
    assert ContactDetails.objects.current() == new


def test_a_fact_of_nobody_refers_to_nobody():
    page = factories.make_information_page(body=body(mark("address"), mark("password")))

    assert not ReferenceIndex.objects.filter(
        object_id=str(page.pk), model_path="body.item"
    ).exists()


def test_text_outside_a_page_prints_what_is_current():
    factories.make_contact_details()

    assert "020 7946 0102" in expand_db_html(mark("press_phone"))


def test_the_chooser_offers_what_there_is(client, django_assert_max_num_queries):
    client.force_login(factories.make_user())
    factories.make_contact_details()
    for name in ("Ada Example", "Bea Example"):
        factories.make_media_contact(name=name)
    MediaContact.objects.create(name="Draft", phone="+442079460300", live=False)
    client.get(reverse("insert_contact"))

    with django_assert_max_num_queries(8):
        answer = client.get(reverse("insert_contact")).json()

    assert answer["step"] == "choose"
    choices = BeautifulSoup(answer["html"], "html.parser").select("button[data-fact]")
    offered = [(choice["data-fact"], choice["data-text"]) for choice in choices]
    assert ("press_phone", "020 7946 0102") in offered
    assert "fax" not in [fact for fact, _ in offered]
    assert [choice["data-label"] for choice in choices][-2:] == [
        "Ms Bea Example, phone",
        "Ms Bea Example, email",
    ]
    assert "020 7946 0300" not in [text for _, text in offered]


def test_the_chooser_says_when_there_is_nothing_to_insert(client):
    client.force_login(factories.make_user())

    assert "Publish contact details" in client.get(reverse("insert_contact")).json()["html"]


def test_the_chooser_is_for_editors_alone(client):
    address = reverse("insert_contact")
    assert client.get(address)["Location"].startswith("/admin/login/")
    client.force_login(get_user_model().objects.create_user("reader"))
    assert client.get(address).status_code == 302
