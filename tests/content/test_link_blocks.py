import pytest

from content.blocks import LinkBlock, link_target
from content.blocks.links import ReadMoreBlock, ReadMoreLinkBlock
from tests import factories
from tests.content.block_validation import cleaned, draft_errors, errors

URL = {"type": "url", "value": "https://www.example.org/briefing"}


def link(**changes):
    return {"text": "Our briefing for MPs", "target": [URL], "note": "", **changes}


def links(count):
    return {
        "heading": "Read more",
        "links": [link(text=f"Briefing number {n}") for n in range(count)],
    }


def test_a_link_has_a_target():
    found = errors(LinkBlock(), [])
    assert found[""]


def test_a_link_has_no_second_target():
    assert errors(LinkBlock(), [URL, URL])


def test_an_address_is_a_web_address():
    assert errors(LinkBlock(), [{"type": "url", "value": "example"}])


def test_an_optional_link_may_be_left_out_but_not_doubled():
    block = LinkBlock(required=False)
    assert errors(block, []) == {}
    assert errors(block, [URL, URL])


@pytest.mark.parametrize(
    "text", ["here", "Read more", "click here", "www.example.org", "this page"]
)
def test_a_read_more_link_says_what_it_leads_to(text):
    found = errors(ReadMoreLinkBlock(), link(text=text))
    assert "Say what readers will find there" in found["text"][0]


@pytest.mark.parametrize(
    "text", ["Read the Westminster Hall debate at", "Read the debate AT", "Our briefing:"]
)
def test_a_read_more_text_that_breaks_off_is_refused(text):
    found = errors(ReadMoreLinkBlock(), link(text=text))
    assert "breaks off" in found["text"][0]
    assert "Write the text as a whole" in found["text"][0]


def test_a_text_that_only_ends_like_at_is_accepted():
    assert errors(ReadMoreLinkBlock(), link(text="What the charity is for, and what")) == {}


def test_a_read_more_link_has_a_text():
    assert "text" in errors(ReadMoreLinkBlock(), link(text=""))


def test_a_read_more_link_has_a_target():
    assert "target" in errors(ReadMoreLinkBlock(), link(target=[]))


def test_a_read_more_link_leads_to_one_place():
    assert "target" in errors(ReadMoreLinkBlock(), link(target=[URL, URL]))


def test_a_read_more_text_is_set_with_curly_marks():
    assert cleaned(ReadMoreLinkBlock(), link(text=" MPs' views "))["text"] == "MPs’ views"


@pytest.mark.parametrize(("count", "valid"), [(0, False), (1, True), (12, True), (13, False)])
def test_a_read_more_list_has_one_to_twelve_links(count, valid):
    assert (errors(ReadMoreBlock(), links(count)) == {}) is valid


def test_a_read_more_list_has_a_heading():
    assert "heading" in errors(ReadMoreBlock(), {**links(1), "heading": ""})


@pytest.mark.parametrize(
    ("block", "raw"),
    [
        (LinkBlock(), []),
        (ReadMoreLinkBlock(), link(text="", target=[])),
        (ReadMoreLinkBlock(), link(text="here")),
        (ReadMoreBlock(), {"heading": "", "links": []}),
        (ReadMoreBlock(), {"heading": "", "links": [link(text="", target=[])]}),
        (
            ReadMoreBlock(),
            {"heading": "", "links": [link(target=[{"type": "page", "value": None}])]},
        ),
    ],
)
def test_a_draft_may_have_unfinished_links(block, raw):
    assert draft_errors(block, raw) == {}


def test_an_external_link_leads_to_its_address():
    target = link_target(LinkBlock().to_python([URL]))
    assert (target.kind, target.url) == ("external", "https://www.example.org/briefing")


def test_a_link_without_a_target_leads_nowhere():
    assert link_target(LinkBlock().to_python([])) is None
    assert link_target(LinkBlock().to_python([{"type": "url", "value": ""}])) is None
    assert link_target(None) is None


@pytest.mark.django_db
def test_a_link_to_a_page_leads_to_its_present_address():
    page = factories.make_press_release(slug="debate")
    target = link_target(LinkBlock().to_python([{"type": "page", "value": page.pk}]))
    assert (target.kind, target.url, target.title) == ("page", "/press/debate/", page.title)


@pytest.mark.django_db
def test_a_link_to_a_draft_or_private_or_deleted_page_leads_nowhere():
    draft = factories.make_press_release(title="Draft", live=False)
    private = factories.make_private(factories.make_press_release(title="Private"))
    below = factories.make_information_page(title="Below")
    factories.make_private(below)
    child = below.add_child(instance=factories.information_page(title="Child"))
    for pk in (draft.pk, private.pk, child.pk, 999_999):
        assert link_target(LinkBlock().to_python([{"type": "page", "value": pk}])) is None


@pytest.mark.django_db
def test_a_link_to_a_document_brings_the_document_along():
    document = factories.make_document()
    target = link_target(LinkBlock().to_python([{"type": "document", "value": document.pk}]))
    assert target.kind == "document"
    assert target.document == document
    assert target.url == document.url
