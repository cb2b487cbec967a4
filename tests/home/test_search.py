import pytest
from django.urls import reverse

from home.search import (
    MAX_SEARCH_QUERY_LENGTH,
    MAX_SEARCH_QUERY_WORDS,
    search_public_pages,
    split_words,
)
from tests import factories
from tests.fourth_page_type.models import ConsultationResponse

pytestmark = pytest.mark.django_db

URL = "/search/"


@pytest.fixture
def pages():
    """One page of each kind that mentions guardians."""
    return {
        "press": factories.make_press_release(title="Guardians for every child"),
        "policy": factories.make_policy_explainer(title="What guardians do"),
        "reports": factories.make_report_page(title="Guardians at work"),
        "consultationresponse": factories.make_content_page(
            ConsultationResponse, title="Guardians, as we were asked about them"
        ),
        "information": factories.make_information_page(title="Our guardians"),
    }


def titles(response):
    assert response.status_code == 200
    results = response.context["results"]
    return sorted(page.title for page in results) if results else []


def counts(response):
    """Return how many pages of each kind were found, of the kinds that were."""
    kinds = response.context["found"].kinds
    return {entry["slug"]: entry["count"] for entry in kinds if entry["count"]}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", []),
        ("  ", []),
        ("!?%&*()'\"", []),
        ("child’s rights", ["child’s", "rights"]),
        ("anti-trafficking", ["anti", "trafficking"]),
        ("“quoted words”", ["quoted", "words"]),
        ("_", ["_"]),
        ("2016", ["2016"]),
    ],
)
def test_the_words_to_look_for_are_picked_out_of_what_was_typed(query, words):
    assert split_words(query) == words


def test_only_the_first_words_of_a_long_query_are_looked_for():
    assert len(split_words("word " * 1000)) == MAX_SEARCH_QUERY_WORDS
    assert split_words("a" * 5000) == ["a" * MAX_SEARCH_QUERY_LENGTH]


def test_nothing_is_found_without_words():
    assert search_public_pages("") is None
    assert search_public_pages("?!") is None


def test_every_kind_of_page_is_found_and_counted(client, pages):
    response = client.get(URL, {"q": "guardians"})
    assert titles(response) == sorted(page.title for page in pages.values())
    assert counts(response) == dict.fromkeys(pages, 1)
    assert response.context["found"].total == len(pages)


@pytest.mark.parametrize(
    "kind", ["press", "policy", "reports", "consultationresponse", "information"]
)
def test_results_are_narrowed_to_a_kind_while_counts_stay(client, pages, kind):
    response = client.get(URL, {"q": "guardians", "type": kind})
    assert titles(response) == [pages[kind].title]
    assert counts(response) == dict.fromkeys(pages, 1)


def test_every_word_must_occur(client, pages):
    assert titles(client.get(URL, {"q": "guardians work"})) == ["Guardians at work"]
    assert titles(client.get(URL, {"q": "guardians nowhere"})) == []


def test_words_are_found_in_title_summary_and_text(client):
    quote = {"type": "quote", "value": {"text": "An albatross", "speaker": "A spokesperson"}}
    paragraph = {"type": "paragraph", "value": "<p>A <b>bullfinch</b> sings.</p>"}
    factories.make_press_release(
        title="The cormorant",
        summary="A dunnock is mentioned in this summary, which is as long as it has to be.",
        body=[paragraph, quote],
        notes_to_editors="<p>An egret.</p>",
    )
    for word in ("cormorant", "dunnock", "bullfinch", "albatross", "egret", "BULLFINCH"):
        assert titles(client.get(URL, {"q": word})) == ["The cormorant"], word


def test_words_are_found_in_the_sections_of_an_explainer(client):
    factories.make_policy_explainer(title="Birds", body=[factories.section("The fulmar")])
    assert titles(client.get(URL, {"q": "fulmar"})) == ["Birds"]


def test_words_are_found_in_the_findings_of_a_report(client):
    findings = {"introduction": "It found:", "items": ["A gannet", "A heron"]}
    factories.make_report_page(
        title="Birds", key_findings=[{"type": "findings", "value": findings}]
    )
    assert titles(client.get(URL, {"q": "gannet"})) == ["Birds"]


def test_drafts_expired_and_private_pages_are_neither_found_nor_counted(client):
    factories.make_press_release(title="Guardians draft", live=False)
    factories.make_press_release(title="Guardians expired", live=False, expired=True)
    factories.make_private(factories.make_press_release(title="Guardians private"))
    factories.make_press_release(title="Guardians public")
    response = client.get(URL, {"q": "guardians"})
    assert titles(response) == ["Guardians public"]
    assert response.context["found"].total == 1
    assert titles(client.get(URL, {"q": "guardians", "type": "press"})) == ["Guardians public"]


def test_a_draft_of_a_live_page_is_not_searched(client):
    page = factories.make_press_release(title="Public words")
    page.title = "Secret words"
    page.save_revision()
    assert titles(client.get(URL, {"q": "secret"})) == []


def test_lists_and_the_home_page_are_not_results(client):
    factories.make_press_index(introduction="<p>Guardians</p>")
    assert titles(client.get(URL, {"q": "press"})) == []


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "a" * 5000, "child " * 800, '"', "'", '"unclosed', "O'Neill", "100%", "%", "_",
        "\\", "a\x00b", "\x00", "😀", "children 😀", "…", "?!", "()", "a AND b", "NOT", "OR",
        "NEAR(a b)", "title:secret", "a*", "-a", "^a", "a:*", "a & b", "a | !b", "<script>",
        "'; DROP TABLE x; --", "ﬁ", "ÅÅÅ", "日本語", "a\u202eb", "\ud7ff", "{{ x }}", "\r\n\t",
    ],
)  # fmt: skip
def test_whatever_is_typed_gets_an_answer(client, pages, query):
    for kind in ("", "press", "information"):
        assert client.get(URL, {"q": query, "type": kind}).status_code == 200


@pytest.mark.parametrize(
    "parameters",
    [
        {"type": "unknown"},
        {"type": "\x00"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9999"},
        {"page": "x"},
    ],
)
def test_an_address_that_was_never_linked_to_answers_not_found(client, pages, parameters):
    assert client.get(URL, {"q": "guardians", **parameters}).status_code == 404


def test_an_empty_search_ignores_the_page_number(client):
    factories.make_home()
    assert client.get(URL, {"page": "7"}).status_code == 200


def test_matches_are_marked_and_what_was_typed_is_escaped(client, pages):
    html = client.get(URL, {"q": "guardians"}).content.decode()
    assert "<mark>Guardians</mark> for every child" in html
    html = client.get(URL, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html


def test_what_no_page_may_contain_is_not_repeated(client, pages):
    assert b"\x00" not in client.get(URL, {"q": "guardians\x00"}).content


def test_long_results_have_pages_that_keep_query_and_kind(client):
    for n in range(21):
        factories.make_press_release(title=f"Guardians {n}", slug=f"guardians-{n}")
    first = client.get(URL, {"q": "guardians", "type": "press"})
    assert len(titles(first)) == 20
    assert "?q=guardians&amp;type=press&amp;page=2" in first.content.decode()
    assert len(titles(client.get(URL, {"q": "guardians", "type": "press", "page": "2"}))) == 1


def test_only_reading_is_allowed(client):
    assert client.post(reverse("search"), {"q": "a"}).status_code == 405
