"""Every search of the admin and of the site takes whatever is typed, on both databases."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, transaction
from django.urls import URLPattern, get_resolver
from wagtail.models import Page
from wagtail.search.backends import database, get_search_backend
from wagtail.search.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText

from content.search_backend import clean_query
from snippets.models import SiteDocument, SiteImage
from tests import factories
from tests.hostile_strings import HOSTILE_STRINGS

# One of each kind, since there are some seventy searches.
MOST_HOSTILE = {
    name: HOSTILE_STRINGS[name]
    for name in (
        "double_quote_inside",
        "phrase_unfinished",
        "nul",
        "backslash_after",
        "near_unfinished",
        "ideographic_space_only",
        "long_word",
        "long_quotes",
    )
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Page, SiteImage, SiteDocument])
def test_an_index_can_be_searched_for_any_text(model):
    # SQLite looks into its index only where there is something to find.
    factories.make_report_page()
    factories.make_document()
    backend, failures = get_search_backend(), []

    for name, typed in HOSTILE_STRINGS.items():
        both = And([Phrase(typed), PlainText("a")])
        try:
            with transaction.atomic():
                list(backend.search(typed, model))
                list(backend.search(both, model))
                list(backend.autocomplete(typed, model))
        except Exception as error:
            failures.append((name, repr(error)))

    assert failures == []
    assert model.objects.exists()


@pytest.mark.django_db
def test_every_search_field_takes_any_text(client):
    factories.make_report_page()
    factories.make_document()
    client.force_login(factories.make_user("searcher"))
    addresses = list(find_searches(client))
    assert {"/search/", "/admin/images/", "/admin/documents/chooser/"} <= set(addresses)
    client.raise_request_exception = False

    answers = {
        (address, name): client.get(address, dict.fromkeys(PARAMETERS, typed)).status_code
        for address in addresses
        for name, typed in MOST_HOSTILE.items()
    }

    assert {asked: status for asked, status in answers.items() if status not in ANSWERED} == {}


def test_a_query_without_a_word_left_is_none():
    assert clean_query('" "') is None
    assert clean_query(And([PlainText('"'), Not(Phrase("\x00"))])) is None


def test_a_query_keeps_its_shape():
    cleaned = clean_query(Or([Phrase('a "b"'), Boost(PlainText("c", operator="or"), 2), MATCH_ALL]))

    assert repr(cleaned) == repr(
        Or([Phrase("a b"), Boost(PlainText("c", operator="or"), 2), MATCH_ALL])
    )


@pytest.mark.django_db
def test_words_are_found_beside_what_is_no_word():
    image = factories.make_image(title="The bridge at night")
    images = SiteImage.objects.all()

    assert list(get_search_backend().autocomplete('"The brid', images)) == [image]
    assert list(get_search_backend().search('bridge" night', images)) == [image]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_stock_backend_still_takes_a_quotation_mark_for_its_own():
    factories.make_image()
    stock = database.SearchBackend({})

    # When this fails, remove the quotation mark from `SEPARATORS`.
    with pytest.raises(OperationalError):
        list(stock.search('"', SiteImage.objects.all()))


# What searches are asked by: the admin's and the site's, the API's, and the one for tags.
PARAMETERS = ("q", "search", "term")
# The API answers 400 for a text it does not take.
ANSWERED = (200, 400)
# The first is Wagtail's own test of the page that shows a server error.
PASSED_OVER = ("/failwhale/", "/logout/", "/find/")


def find_searches(client) -> Iterator[str]:
    """Yield the addresses that show a search field, or the results of one."""
    section = Page.objects.filter(depth=2).last().pk
    for pattern in walk(get_resolver().url_patterns):
        address = "/" + pattern.replace("^", "").replace("$", "")
        address = address.replace("<int:parent_page_id>", str(section))
        if "<" in address or "(" in address or address.endswith(PASSED_OVER):
            continue
        response = client.get(address)
        # Choosers answer with JSON.
        has_field = b'name="q"' in getattr(response, "content", b"").replace(b"\\", b"")
        if (
            has_field
            or address.endswith(("results/", "tag-autocomplete/"))
            or (address.startswith("/admin/api/") and response.status_code != 404)
        ):
            yield address


def walk(patterns, before="") -> Iterator[str]:
    """Yield the whole of every pattern."""
    for entry in patterns:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield whole
        else:
            yield from walk(entry.url_patterns, whole)
