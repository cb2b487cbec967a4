from datetime import UTC, datetime, timedelta

import pytest

from content.validation.problems import Problems
from snippets.models import ContactDetails, SiteBanner
from tests import factories
from tests.editing import PUBLISH, add_url, edit_url, errors_in, posted

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

NOON = factories.NOON
URGENT = SiteBanner.Severity.URGENT


@pytest.fixture(autouse=True)
def contact():
    return factories.make_contact_details()


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def banner(**overrides):
    return SiteBanner(
        **{
            "heading": "We have moved",
            "message": "Please use our new address.",
            "expire_at": NOON + timedelta(days=30),
            **overrides,
        }
    )


def problems(**overrides):
    """Return the messages an editor gets who publishes such a banner now, by field.

    One that went up in the past was published then.
    """
    found = Problems()
    went_up = overrides.get("go_live_at")
    if went_up and went_up < NOON:
        overrides.setdefault("first_published_at", went_up)
    draft = banner(**overrides)
    draft.find_problems(found)
    draft.find_timing_problems(found)
    return found


def test_a_banner_with_an_end_is_published():
    assert problems() == {}


def test_a_banner_has_an_end():
    assert "set the expiry date and time" in problems(expire_at=None)["expire_at"][0]


@pytest.mark.parametrize("after", [timedelta(0), -timedelta(seconds=1)])
def test_a_banner_comes_down_after_it_goes_up(after):
    start = NOON + timedelta(days=3)
    found = problems(go_live_at=start, expire_at=start + after)
    assert "must come down after it goes up" in found["expire_at"][0]


def test_a_banner_that_went_up_counts_from_now():
    found = problems(go_live_at=NOON - timedelta(days=9), expire_at=NOON)
    assert "must come down after it goes up" in found["expire_at"][0]


@pytest.mark.parametrize("start", [None, NOON + timedelta(days=20), NOON - timedelta(days=20)])
def test_a_banner_stays_at_most_ninety_days(start):
    latest = max(start or NOON, NOON) + timedelta(days=90)
    assert problems(go_live_at=start, expire_at=latest) == {}
    found = problems(go_live_at=start, expire_at=latest + timedelta(seconds=1))
    assert "at most 90 days" in found["expire_at"][0]
    assert "Set an earlier expiry" in found["expire_at"][0]


def test_a_banner_has_a_heading_of_at_most_sixty_characters(editor):
    response = editor.post(add_url(banner()), {**posted(banner(), heading="a" * 61), **PUBLISH})
    assert errors_in(response)["heading"]


@pytest.mark.parametrize(
    ("begin", "end", "refused"),
    [
        (-5, 5, True),
        (1, 5, True),
        (5, 20, True),
        (-5, 40, True),
        (10, 20, False),
        (15, 20, False),
    ],
)
def test_banners_of_one_severity_do_not_overlap(begin, end, refused):
    factories.make_banner(expire_at=NOON + timedelta(days=10))
    found = problems(go_live_at=NOON + timedelta(days=begin), expire_at=NOON + timedelta(days=end))
    assert bool(found) is refused
    if refused:
        assert "“We have moved” has the same severity" in found["severity"][0]
        assert "24 June 2017, 12:00" in found["severity"][0]
        assert "Unpublish it first, choose other dates or another severity" in found["severity"][0]


def test_banners_of_different_severities_may_show_together():
    factories.make_banner()
    assert problems(severity=URGENT) == {}


@pytest.mark.parametrize(
    "gone",
    [
        {"live": False},
        {"expire_at": NOON - timedelta(seconds=1)},
        {"severity": URGENT},
    ],
)
def test_a_banner_that_does_not_show_is_in_nobodys_way(gone):
    factories.make_banner(**gone)
    assert problems() == {}


@pytest.mark.parametrize(("begin", "refused"), [(5, True), (29, True), (30, False)])
def test_a_scheduled_banner_counts_as_one_that_shows(begin, refused):
    scheduled = factories.make_banner(
        heading="Scheduled",
        live=False,
        go_live_at=NOON + timedelta(days=begin),
        expire_at=NOON + timedelta(days=60),
    )
    scheduled.save_revision().publish()
    found = problems(expire_at=NOON + timedelta(days=30))
    assert bool(found) is refused
    if refused:
        assert "Scheduled" in found["severity"][0]


def test_a_scheduled_banner_whose_schedule_was_withdrawn_is_in_nobodys_way():
    scheduled = factories.make_banner(live=False, go_live_at=NOON + timedelta(days=5))
    scheduled.save_revision().publish()
    scheduled.scheduled_revision.approved_go_live_at = None
    scheduled.revisions.update(approved_go_live_at=None)
    assert problems() == {}


def test_a_live_banner_can_be_changed(editor):
    live = factories.make_banner()

    response = editor.post(edit_url(live), {**posted(live, message="Better."), **PUBLISH})

    assert response.status_code == 302, errors_in(response)
    assert SiteBanner.objects.get().message == "Better."


def test_the_editor_shows_every_rule_beside_its_field(editor):
    factories.make_banner()
    draft = banner(message="Call 020 7233 9887 or write to N1 9GU.", shows_phone="fax")
    draft.shows_phone = "public_phone"

    response = editor.post(add_url(draft), {**posted(draft), **PUBLISH})

    found = errors_in(response)
    assert set(found) == {"message", "severity"}
    assert len(found["message"]) == 2
    assert SiteBanner.objects.count() == 1


def test_an_end_is_asked_for_in_the_editor(editor):
    response = editor.post(add_url(banner()), {**posted(banner(), expire_at=""), **PUBLISH})
    assert "set the expiry" in errors_in(response)["expire_at"][0]


@pytest.mark.parametrize("field", ["heading", "message"])
def test_a_typed_number_that_differs_from_the_contact_details_is_refused(field):
    found = problems(**{field: "Call 020 7233 9887"})
    assert "phone number is not in the current contact details" in found[field][0]
    assert "choose which number the banner shows" in found[field][0]


@pytest.mark.parametrize(
    "number",
    ["020 7946 0101", "+44 20 7946 0102", "(020) 79460101", "020 7946 0103", "0207 946 0199"],
)
def test_the_numbers_of_the_contact_details_may_be_typed(number, contact):
    contact.fax = "+442079460199"
    contact.save()
    assert problems(message=f"Call {number}.") == {}


@pytest.mark.parametrize("text", ["Write to N1 9GU", "now at e18qs"])
def test_a_typed_postcode_that_differs_from_the_contact_details_is_refused(text):
    found = problems(message=text)
    assert "postcode is not the one in the current contact details" in found["message"][0]
    assert "tick “Shows address”" in found["message"][0]


def test_the_postcode_of_the_contact_details_may_be_typed():
    assert problems(message="We are at SW1A 1AA, also written sw1a1aa.") == {}


def test_the_number_of_a_published_media_contact_may_be_typed():
    factories.make_media_contact(phone="+442079460300", email="ada@example.org")
    assert problems(message="Ring 020 7946 0300 or write to ada@example.org.") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Write to pres@example.org", "email address is in no current contact details"),
        ("Write to press@exmaple.org", "email address is in no current contact details"),
        ("Charity number: 1104984", "charity number is not the one in the current"),
        ("Company Ltd by Guarantee: 5061358", "company number is not the one in the current"),
    ],
)
def test_other_typed_facts_that_are_meant_to_be_ours_and_differ_are_refused(text, message):
    (refusal,) = problems(message=text)["message"]
    assert message in refusal
    assert "Remove it, or correct the contact details first" in refusal


@pytest.mark.parametrize(
    "text",
    [
        "Write to info@example.org. Charity number: 1104948. Company Ltd by Guarantee: 5061385.",
        "The Commissioner reads clerk@example.net.",
        "Write to training@example.org.",
        "Tickets are sold by the Anti-Slavery Appeal (charity 1049160).",
    ],
)
def test_our_own_and_other_peoples_facts_may_be_typed(text):
    assert problems(message=text) == {}


def test_the_old_site_would_have_been_told_of_its_own_banner(contact):
    """It announced the new office while the footer below it printed the old one."""
    banner_text = (
        "Our new office address is: Thomas Clarkson House, The Stable Yard, Broomgrove Road, "
        "SW9 9TL. If you have an urgent enquiry, please call 07402 113985"
    )
    contact.postcode, contact.public_phone = "N7 8QJ", "+442076072136"
    contact.save()
    assert len(problems(message=banner_text)["message"]) == 2

    contact.postcode, contact.out_of_hours_phone = "SW9 9TL", "+447402113985"
    contact.save()
    assert problems(message=banner_text) == {}


def test_dates_and_years_are_no_phone_numbers():
    text = "Since 24th December 2012 our office is closed from 20 December 2016 to 3 January 2017."
    assert problems(message=text) == {}


def test_any_typed_number_is_refused_before_there_are_contact_details():
    ContactDetails.objects.update(live=False)
    assert "message" in problems(message="Call 020 7946 0101")


def test_a_banner_prints_only_a_number_that_there_is(contact):
    assert problems(shows_phone=SiteBanner.Phone.URGENT) == {}
    contact.out_of_hours_phone = ""
    contact.save()
    found = problems(shows_phone=SiteBanner.Phone.URGENT)
    assert "have no such number" in found["shows_phone"][0]
    assert "Add it there or choose another" in found["shows_phone"][0]


def test_a_banner_prints_the_number_chosen(contact):
    assert banner().phone(contact) is None
    assert banner(shows_phone="press_phone").phone(contact).as_national == "020 7946 0102"
    assert banner(shows_phone="press_phone").phone(None) is None


@pytest.mark.parametrize(
    ("moment", "shows"),
    [
        (datetime(2017, 6, 14, 10, 59, 59, tzinfo=UTC), False),
        (datetime(2017, 6, 14, 11, 0, 0, tzinfo=UTC), True),
        (datetime(2017, 7, 12, 10, 59, 59, tzinfo=UTC), True),
        (datetime(2017, 7, 12, 11, 0, 0, tzinfo=UTC), False),
    ],
)
def test_a_banner_shows_from_its_first_second_until_its_last(moment, shows, time_machine):
    factories.make_banner()
    assert SiteBanner.objects.showing(moment).exists() is shows
    time_machine.move_to(moment, tick=False)
    assert SiteBanner.objects.showing().exists() is shows


def test_a_banner_without_a_beginning_shows_at_once():
    factories.make_banner(go_live_at=None)
    assert SiteBanner.objects.showing().exists()


def test_a_draft_never_shows():
    factories.make_banner(live=False)
    assert not SiteBanner.objects.showing().exists()


def test_the_most_severe_banner_shows_first():
    for severity in (1, 3, 2):
        factories.make_banner(severity=severity)
    assert [shown.severity for shown in SiteBanner.objects.showing()] == [3, 2, 1]


def test_of_two_promised_for_one_severity_readers_see_what_was_published_last(client):
    factories.make_home()
    for number, heading in enumerate(["The later one", "The earlier one"]):
        published = factories.NOON - timedelta(minutes=number + 1)
        factories.make_banner(heading=heading, last_published_at=published)

    shown = client.get("/").content.decode()
    assert "The later one" in shown
    assert "The earlier one" not in shown


def test_a_dismissed_banner_returns_when_it_is_published_again(time_machine):
    shown = factories.make_banner()
    before = shown.version
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)

    shown.save_revision().publish()

    shown.refresh_from_db()
    assert shown.version != before
    assert shown.version == SiteBanner.objects.get().version
    assert factories.make_banner(last_published_at=None).version.endswith("-draft")
