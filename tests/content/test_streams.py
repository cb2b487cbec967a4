"""Whatever looks for something in streams finds it in every block, however deep it lies."""

from functools import reduce
from operator import getitem

import pytest
from wagtail.models import Page

from content.references import get_references
from content.streams import replace_values, walk_block_definition, walk_stream
from content.templatetags.content_tags import reading_minutes
from content.text.traversal import get_searchable_texts, get_texts
from content.validation.missing_references import find_missing_references
from content.validation.problems import Problems
from editorial.links.extraction import find_outbound_urls, replace_address
from home.search import search_public_pages
from publishing.embargo_audit.audited_items import AuditedItem
from publishing.embargo_audit.leak_markers import find_leak_markers
from quotations.extraction import get_quotations, get_quoting_streams
from snippets.contacts.checks import find_missing_contacts, find_typed_contact_problems
from tests import factories
from tests.fourth_page_type.models import ConsultationResponse

pytestmark = pytest.mark.django_db

# In a list in a stream in a struct, and in a cell of a table that is there.
PLACES = ("row", "cell")
GONE = 987654
KINDS = ("words", "prose", "url", "page", "quote")


def link(place, what):
    return f"https://{place}-{what}.example.org/"


def every_kind(place, page_pk):
    """Return the stored value of a block of each kind, each with something to be found."""
    inserted = '<embed embedtype="contact" fact="fax"/>'
    return {
        "words": f"The words of the {place} say what nobody is to know yet.",
        "prose": f'<p><a href="{link(place, "prose")}">Ours</a> is {factories.PRESS_PHONE} or '
        f'<a linktype="page" id="{page_pk}">here</a> {inserted}, '
        f"says the prose of the {place}.</p>",
        "url": link(place, "url"),
        "page": page_pk,
        "quote": {
            "text": f"The judge of the {place} said nothing for a while.",
            "speaker": "A judge",
            "link": [{"type": "url", "value": link(place, "quote")}],
        },
    }


def make_stored(page_pk=None):
    cells = every_kind("cell", page_pk)
    table = {
        "caption": "The caption of a table that nobody is to read",
        "columns": [{"type": name, "heading": f"The heading of {name}"} for name in KINDS],
        "rows": [{"values": [cells[name] for name in KINDS]}],
    }
    row = {**every_kind("row", page_pk), "table": table}
    rows = [{"type": "item", "value": row, "id": "item"}]
    parts = [{"type": "rows", "value": rows, "id": "part"}]
    return [{"type": "nested", "value": {"parts": parts}, "id": "top"}]


def make_page(**overrides):
    target = factories.make_press_release()
    body = make_stored(target.pk)
    return factories.make_content_page(ConsultationResponse, body=body, **overrides), target


def walk(stored):
    block = ConsultationResponse._meta.get_field("body").stream_block
    return list(walk_stream(block, stored))


def test_the_walk_goes_depth_first_and_its_paths_lead_to_the_values():
    stored = make_stored()
    nodes = walk(stored)

    assert [type(node.block).__name__ for node in nodes][:8] == [
        "ResponseBodyBlock", "NestedBlock", "StreamBlock", "ListBlock", "EveryKindBlock",
        "CharBlock", "RichTextBlock", "URLBlock",
    ]  # fmt: skip
    assert all(reduce(getitem, node.path, stored) == node.value for node in nodes if node.value)
    paths = [node.path for node in nodes]
    assert len(set(paths)) == len(paths)


def test_each_block_comes_with_the_nearest_identifier():
    ids = {node.path[-1:]: node.block_id for node in walk(make_stored())}

    assert ids[("quote",)] == "item"
    assert ids[()] == ""
    assert {node.block_id for node in walk(make_stored()) if "values" in node.path} == {"item"}


def test_what_the_stream_cannot_hold_any_more_is_passed_over():
    gone = [{"type": "gone", "value": {"parts": 1}, "id": "x"}, *make_stored()]
    bare = make_stored()
    items = bare[0]["value"]["parts"][0]["value"]
    items[0] = items[0]["value"]

    assert len(walk(gone)) == len(walk(make_stored())) == len(walk(bare))
    assert len(walk([{"type": "nested", "value": None}])) == 2


def test_values_are_replaced_in_a_copy():
    stored = make_stored()
    (path,) = [node.path for node in walk(stored) if node.value == link("cell", "url")]

    changed = replace_values(stored, {path: "https://new.example.org/"})

    assert stored == make_stored()
    assert reduce(getitem, path, changed) == "https://new.example.org/"


def test_the_definition_names_what_can_be_inside():
    block = ConsultationResponse._meta.get_field("body").stream_block
    names = {type(child).__name__ for child in walk_block_definition(block)}

    assert {"EveryKindBlock", "QuoteBlock", "TypedTableBlock", "URLBlock"} <= names
    assert get_quoting_streams(ConsultationResponse) == ("body",)


def test_texts_and_reading_time_are_of_all_blocks():
    page, _ = make_page()
    read = " ".join(text.source for text in get_texts(page) if text.field == "body")
    searched = " ".join(get_searchable_texts(page._meta.get_field("body"), page.body))

    for place in PLACES:
        for text in ("words of the", "prose of the", "judge of the"):
            assert f"{text} {place}" in read
            assert f"{text} {place}" in searched
    for text in ("The caption of a table", "The heading of quote"):
        assert text in read
        assert text in searched
    assert reading_minutes(page) == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", ["words", "prose", "judge"])
def test_a_search_finds_words_in_all_blocks(what, place):
    page, _ = make_page()

    assert page in list(search_public_pages(f"{what} {place}").pages)


def test_quotations_are_found_in_all_blocks():
    page, _ = make_page()
    found = get_quotations(page).values()

    assert {(quotation.words.split()[4], quotation.block_id) for quotation in found} == {
        ("row", "item"), ("cell", "item")
    }  # fmt: skip
    assert {quotation.link for quotation in found} == {
        ("url", link(place, "quote")) for place in PLACES
    }


def test_links_are_found_and_replaced_in_all_blocks():
    page, _ = make_page()
    addresses = {link(place, what) for place in PLACES for what in ("prose", "url", "quote")}

    assert set(find_outbound_urls(page)) == addresses
    for address in addresses:
        assert replace_address(page, address, f"{address}new") == 1
    assert set(find_outbound_urls(page)) == {f"{address}new" for address in addresses}


def test_references_are_found_in_all_blocks():
    page, target = make_page()
    found = [one for one in get_references(page) if (one.model, one.key) == (Page, str(target.pk))]
    assert len(found) == 4

    page.body = make_stored(GONE)
    missing = find_missing_references(type(page), page.serializable_data())
    assert {one.key for one in missing if one.field == "body"} == {str(GONE)}


def test_typed_and_inserted_contacts_are_found_in_all_blocks():
    factories.make_contact_details(fax="")
    for place in PLACES:
        stored = make_stored()
        page = factories.make_content_page(
            ConsultationResponse,
            slug=place,
            body=replace_values(
                stored,
                {
                    node.path: ""
                    for node in walk(stored)
                    if f"prose of the {place}" in str(node.value) and isinstance(node.value, str)
                },
            ),
        )
        typed, inserted = Problems(), Problems()
        find_typed_contact_problems(page, typed, None)
        find_missing_contacts(page, inserted, None)
        assert typed["body"]
        assert inserted["body"]


def test_the_seal_knows_the_words_of_all_blocks():
    page, _ = make_page()
    markers = " ".join(
        marker.value for marker in find_leak_markers(AuditedItem(page, None), [], [])
    )

    for place in PLACES:
        for text in ("words of the", "prose of the", "judge of the"):
            assert f"{text} {place}" in markers
    assert "caption of a table" in markers
