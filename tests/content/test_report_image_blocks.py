import pytest

from content.blocks.facts import CoalitionBlock, StatisticBlock
from content.blocks.images import CaptionedImageBlock
from content.blocks.reports import DocumentBlock, ReportCoverBlock
from tests import factories
from tests.content.block_validation import draft_errors, errors

pytestmark = pytest.mark.django_db

READABLE = {
    "text": "The report in full",
    "target": [{"type": "url", "value": "https://www.example.org/report"}],
    "note": "",
}


NOTHING = {"report": None, "cover": None, "title": "", "publisher": "", "links": []}


def picture(alt="A child’s shadow on a brick wall", decorative=False):
    return {"image": factories.make_image().pk, "alt_text": alt, "decorative": decorative}


def foreign_report(**changes):
    return {
        "report": None, "cover": picture(), "title": "Trafficking in Europe",
        "publisher": "A publisher", "links": [READABLE], **changes,
    }  # fmt: skip


def test_a_report_of_ours_needs_nothing_else():
    page = factories.make_report_page()
    own = {"report": page.pk, "cover": None, "title": "", "publisher": "", "links": []}
    assert errors(ReportCoverBlock(), own) == {}


def test_what_comes_from_the_report_is_not_typed_again():
    page = factories.make_report_page()
    found = errors(ReportCoverBlock(), foreign_report(report=page.pk))
    assert set(found) == {"cover", "title", "publisher", "links"}
    assert all("comes from the report" in messages[0] for messages in found.values())
    assert all("Remove it here" in messages[0] for messages in found.values())


def test_a_report_cover_shows_something():
    found = errors(
        ReportCoverBlock(),
        {"report": None, "cover": None, "title": "", "publisher": "", "links": []},
    )
    assert "Choose a report, or describe one" in found["report"][0]


def test_a_report_of_others_needs_no_page_of_ours():
    assert errors(ReportCoverBlock(), foreign_report()) == {}


@pytest.mark.parametrize(
    ("gap", "message"),
    [
        ({"cover": None}, "Add a picture of the cover"),
        ({"title": ""}, "Give the report’s title"),
        ({"links": []}, "Add a link to where it can be read"),
    ],
)
def test_a_report_of_others_needs_cover_title_and_link(gap, message):
    found = errors(ReportCoverBlock(), foreign_report(**gap))
    assert message.replace("’", "'") in found[next(iter(gap))][0].replace("’", "'")


def test_a_report_may_be_chosen_only_among_reports():
    field = ReportCoverBlock().child_blocks["report"].field
    assert [model.__name__ for model in field.widget.target_models] == ["ReportPage"]


@pytest.mark.parametrize(
    ("alt", "words"),
    [
        ("cover.jpg", "file name"),
        ("Cover", "does not say what is to be seen"),
        ("Trafficking in Europe", "repeats the caption"),
    ],
)
def test_the_alternative_text_of_a_cover_says_what_it_shows(alt, words):
    found = errors(ReportCoverBlock(), foreign_report(cover=picture(alt)))
    assert words in found["cover"][0]


def test_a_picture_needs_an_alternative_text_unless_it_is_decorative():
    assert errors(CaptionedImageBlock(), {"image": picture(alt=""), "caption": "", "credit": ""})
    decorative = {"image": picture(alt="", decorative=True), "caption": "", "credit": ""}
    assert errors(CaptionedImageBlock(), decorative) == {}


@pytest.mark.parametrize(
    ("alt", "words"),
    [
        ("IMG_2041.jpg", "file name"),
        ("A street at dusk.", "repeats the caption"),
        ("logo", "does not"),
    ],
)
def test_the_alternative_text_of_a_picture_helps(alt, words):
    raw = {"image": picture(alt), "caption": "A street at dusk", "credit": ""}
    assert words in errors(CaptionedImageBlock(), raw)["image"][0]


def test_a_picture_with_a_description_caption_and_credit_is_published():
    raw = {"image": picture(), "caption": "London, 2016", "credit": "Photo: A. Name"}
    assert errors(CaptionedImageBlock(), raw) == {}


def coalition(members, **changes):
    return {"name": "ATMG", "logo": None, "members": members, "as_of": "2017-06-01", **changes}


def test_a_coalition_has_members_chosen_from_organisations_and_a_date():
    members = [factories.make_organisation(name).pk for name in ("One", "Two")]
    assert errors(CoalitionBlock(), coalition(members)) == {}
    assert "as_of" in errors(CoalitionBlock(), coalition(members, as_of=None))
    assert "name" in errors(CoalitionBlock(), coalition(members, name=""))


def test_a_coalition_has_at_least_two_members():
    one = factories.make_organisation("One").pk
    assert "members" in errors(CoalitionBlock(), coalition([one]))


def test_a_member_is_listed_once():
    one, two = (factories.make_organisation(name).pk for name in ("One", "Two"))
    found = errors(CoalitionBlock(), coalition([one, two, one]))
    assert "listed twice" in found["members"][0]
    assert "Remove one" in found["members"][0]


def test_a_coalitions_logo_is_described():
    members = [factories.make_organisation(name).pk for name in ("One", "Two")]
    found = errors(CoalitionBlock(), coalition(members, logo=picture("Logo")))
    assert "does not say what" in found["logo"][0]


def test_a_download_is_a_document():
    assert "document" in errors(DocumentBlock(), {"document": None, "title": ""})
    document = factories.make_document().pk
    assert errors(DocumentBlock(), {"document": document, "title": ""}) == {}


def test_a_figure_is_a_statistic():
    assert "statistic" in errors(StatisticBlock(), {"statistic": None})
    assert errors(StatisticBlock(), {"statistic": factories.make_statistic().pk}) == {}


@pytest.mark.parametrize(
    ("block", "raw"),
    [
        (ReportCoverBlock(), NOTHING),
        (ReportCoverBlock(), {**NOTHING, "title": "Trafficking in Europe"}),
        (CoalitionBlock(), {"name": "", "logo": None, "members": [], "as_of": None}),
        (CoalitionBlock(), {"name": "", "logo": None, "members": [None, None], "as_of": None}),
        (DocumentBlock(), {"document": None, "title": ""}),
        (StatisticBlock(), {"statistic": None}),
    ],
)  # fmt: skip
def test_a_draft_may_have_nothing_chosen(block, raw):
    assert draft_errors(block, raw) == {}


def test_a_draft_may_have_no_picture_yet():
    raw = {
        "image": {"image": None, "alt_text": "", "decorative": False},
        "caption": "",
        "credit": "",
    }
    assert draft_errors(CaptionedImageBlock(), raw) == {}


def test_a_draft_may_repeat_a_member_and_leave_a_cover_undescribed():
    one = factories.make_organisation("One").pk
    assert draft_errors(CoalitionBlock(), coalition([one, one])) == {}
    assert draft_errors(ReportCoverBlock(), foreign_report(cover=picture("Cover"))) == {}
