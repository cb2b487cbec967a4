"""An editor is told of links that readers could not follow before a page is published."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.models import Site

from content.checks.publication_checks import get_checks_for
from content.validation.problems import Problems
from editorial.links.publication_checks import LINK_PUBLICATION_CHECK
from editorial.models import OutboundLink
from editorial.models.links import hash_url
from home.models import HomePage
from publishing.clock import format_datetime
from publishing.models import ReleaseSet, ReleaseSetItem
from snippets.models import MediaContact, Promo, Topic
from tests import factories
from tests.publishing.scheduled_content import drafted, promised_set, scheduled_release, set_of

pytestmark = pytest.mark.django_db

NOW = factories.NOON
DAY = timedelta(days=1)
ELSEWHERE = "https://www.example.org/elsewhere"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def linking_to(page, **overrides):
    """Return an unsaved release whose text links to a page."""
    html = f'<p><a linktype="page" id="{page.pk}">More</a></p>'
    return factories.press_release(body=[{"type": "paragraph", "value": html}], **overrides)


def warnings(content, user=None):
    problems = Problems()
    user = user or factories.make_user(f"reader-{get_user_model().objects.count()}")
    LINK_PUBLICATION_CHECK.find(content, problems, user)
    return dict(problems)


def target(**overrides):
    return factories.make_press_release(**{"title": "The target", "slug": "target", **overrides})


def placed(page):
    return factories.make_press_index().add_child(instance=page)


def test_a_link_to_what_readers_see_is_no_trouble():
    assert warnings(linking_to(target())) == {}


def test_a_link_to_a_draft_is_plain_text_for_readers():
    (said,) = warnings(linking_to(target(live=False)))["body"]

    assert said == (
        "“The target” is not published: readers would find no link. Publish it first, or "
        "remove the link."
    )


def test_a_link_to_a_private_page_is_plain_text_for_readers():
    (said,) = warnings(linking_to(factories.make_private(target())))["body"]

    assert said.startswith("“The target” is not open to the public")


def test_a_link_to_a_page_that_goes_live_later_names_the_moment():
    later = NOW + 2 * DAY
    page = scheduled_release(later, title="The target")

    for go_live_at in (None, NOW + DAY):
        (said,) = warnings(linking_to(page, go_live_at=go_live_at))["body"]
        assert said == (
            f"“The target” goes live on {format_datetime(later)}, after this page: readers would "
            "find "
            f"no link until then."
        )


@pytest.mark.parametrize("days", [2, 3])
def test_a_link_to_a_page_that_is_live_by_then_is_no_trouble(days):
    page = scheduled_release(NOW + 2 * DAY)

    assert warnings(linking_to(page, go_live_at=NOW + days * DAY)) == {}


def test_a_link_to_what_a_later_set_publishes_names_the_moment():
    page = drafted(target(live=False))
    promised_set(page, at=NOW + 2 * DAY)

    (said,) = warnings(linking_to(page))["body"]

    assert f"goes live on {format_datetime(NOW + 2 * DAY)}" in said


@pytest.mark.parametrize("is_approved", [True, False])
def test_links_between_pages_of_a_set_are_no_trouble(is_approved):
    page = drafted(target(live=False))
    content = drafted(placed(linking_to(page, slug="other", live=False)))
    if is_approved:
        promised_set(page, content, at=NOW + 2 * DAY)
    else:
        set_of(page, content, user=factories.make_user(), at=None)

    assert warnings(content) == {}


def test_a_page_in_a_set_may_link_to_what_is_out_before_it():
    page = scheduled_release(NOW + DAY)
    content = drafted(placed(linking_to(page, slug="other", live=False)))
    set_of(content, user=factories.make_user(), at=NOW + 2 * DAY)

    assert warnings(content) == {}


def test_a_set_that_is_over_publishes_nothing_any_more():
    page = drafted(target(live=False))
    content = drafted(placed(linking_to(page, slug="other", live=False)))
    promised_set(page, content, at=NOW + 2 * DAY)
    ReleaseSet.objects.update(state=ReleaseSet.State.CANCELLED)
    ReleaseSetItem.objects.update(is_locked=False)

    assert "is not published" in warnings(content)["body"][0]


def test_a_link_to_a_page_that_is_taken_down_names_the_moment():
    page = target(expire_at=NOW + 5 * DAY)

    (said,) = warnings(linking_to(page))["body"]

    assert said == (
        f"“The target” is taken down on {format_datetime(NOW + 5 * DAY)}: readers would find no "
        "link "
        f"from then on."
    )
    assert "by then" in warnings(linking_to(page, go_live_at=NOW + 6 * DAY))["body"][0]
    assert warnings(linking_to(page, expire_at=NOW + 4 * DAY)) == {}


def test_links_are_found_wherever_pages_can_be_chosen():
    page = target(live=False)
    links = [{"type": "page", "value": page.pk}]
    more = {"heading": "Read more", "links": [{"text": "The report", "target": links}]}
    release = factories.press_release(read_more=[{"type": "read_more", "value": more}])
    promo = Promo(heading="Training", text="A day.", link=links)
    home = HomePage(title="Home", strapline="Here", featured_page=page)

    assert list(warnings(release)) == ["read_more"]
    assert list(warnings(promo)) == ["link"]
    assert list(warnings(home)) == ["featured_page"]


def test_a_page_may_link_to_itself():
    page = placed(factories.press_release(slug="self", live=False))
    page.body = linking_to(page).body

    assert warnings(page) == {}


def known(verdict, **values):
    OutboundLink.objects.create(
        url=ELSEWHERE,
        url_hash=hash_url(ELSEWHERE),
        host="www.example.org",
        verdict=verdict,
        **values,
    )
    html = f'<p><a href="{ELSEWHERE}">More</a></p>'
    return factories.press_release(body=[{"type": "paragraph", "value": html}])


def test_a_link_that_is_known_to_be_broken_is_named():
    content = known("broken", failing_since=NOW - 3 * DAY, reason="It answers “404 Not Found”.")

    assert warnings(content) == {
        "body": [
            f"“{ELSEWHERE}” has been broken since 11 June 2017. It answers “404 Not Found”. Link "
            f"to something else, or remove the link."
        ]
    }


def test_a_link_that_is_known_to_have_moved_is_given_its_new_address():
    content = known("moved", final_url="https://new.example.org/")

    assert warnings(content) == {
        "body": [f"“{ELSEWHERE}” has moved for good. Link to “https://new.example.org/” instead."]
    }


@pytest.mark.parametrize("verdict", ["new", "fine", "bad_day", "unknown"])
def test_other_links_are_no_trouble(verdict):
    assert warnings(known(verdict)) == {}


def test_a_link_that_is_ignored_is_no_trouble():
    content = known("broken", failing_since=NOW, ignored_until=NOW.date())

    assert warnings(content) == {}


def test_nothing_is_asked_while_somebody_edits(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "editorial.links.http_client.send_request", lambda *args, **kwargs: asked.append(args)
    )
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: asked.append(args))
    warnings(known("new"))

    assert asked == []
    assert OutboundLink.objects.count() == 1


def test_the_check_is_asked_of_what_can_link():
    for content in (factories.press_release(), HomePage(), Promo()):
        assert LINK_PUBLICATION_CHECK in get_checks_for(content)
    for content in (Topic(), MediaContact()):
        assert LINK_PUBLICATION_CHECK not in get_checks_for(content)


def test_many_links_cost_few_queries(django_assert_max_num_queries):
    pages = [target(slug=f"t{number}", live=False) for number in range(8)]
    html = "".join(f'<p><a linktype="page" id="{page.pk}">More</a></p>' for page in pages)
    content = placed(
        factories.press_release(body=[{"type": "paragraph", "value": html}], live=False)
    )
    content = drafted(content)
    ContentType.objects.get_for_model(Topic)
    warnings(content)

    with django_assert_max_num_queries(10):
        assert len(warnings(content)["body"]) == 8


# Addresses that were typed or copied from the browser


@pytest.fixture
def _own_site(settings):
    """Serve the site at www.example.org, as production does."""
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    settings.ALLOWED_HOSTS = ["www.example.org", "cms.example.net"]
    factories.make_home()
    Site.objects.update(hostname="www.example.org", port=443)


def writing(address):
    html = f'<p>See <a href="{escape(address)}">what we found</a>.</p>'
    return factories.press_release(body=[{"type": "paragraph", "value": html}])


@pytest.mark.usefixtures("_own_site")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/admin/pages/4/", "the site’s own admin"),
        ("/admin/pages/4/edit/#tab-content", "the site’s own admin"),
        ("/%61dmin//pages/4/", "the site’s own admin"),
        ("https://www.example.org/admin/", "the site’s own admin"),
        ("https://example.org/admin/images/3/", "the site’s own admin"),
        ("/admin/pages/4/edit/preview/", "a preview"),
        ("/admin/pages/4/view_draft/", "a preview"),
        ("/embargo/abcdef/", "an embargo link"),
        ("https://www.example.org/calendar/abcdef.ics", "a private calendar address"),
        ("http://localhost:8000/press/", "a private network"),
        ("http://127.0.0.1/press/", "a private network"),
        ("http://192.168.1.20/minutes.docx", "a private network"),
        ("http://[fd00::1]/", "a private network"),
        ("http://intranet/minutes", "a private network"),
        ("https://files.office.local/minutes", "a private network"),
        ("https://staging.example.org/press/", "another copy of the site"),
        ("https://www-test.example.org/press/", "another copy of the site"),
        ("https://cms.example.net/press/", "another copy of the site"),
        ("https://name:word@example.com/", "a user name or password"),
    ],
)
def test_an_address_that_readers_cannot_open_is_named(address, words):
    (said,) = warnings(writing(address))["body"]

    assert said.startswith(f"“{address}”")
    assert words in said
    assert said.endswith("Choose the page or document itself, or remove the link.")


@pytest.mark.usefixtures("_own_site")
@pytest.mark.parametrize(
    "address",
    [
        "/press/",
        "https://www.example.org/",
        "https://www.example.org/press/2016/",
        "https://www.example.org/documents/1/report.pdf",
        "https://www.example.com/admin/",
        "https://test.example.com/",
        "https://research.example.org/",
        "https://93.184.216.34/",
        "mailto:press@example.org",
        "tel:+442079460102",
        "#findings",
        "https://[half/",
        "https://www.example.com:8443/",
    ],
)
def test_an_address_that_readers_can_open_is_no_trouble(address):
    factories.make_press_index()

    assert warnings(writing(address)) == {}


@pytest.mark.usefixtures("_own_site")
@pytest.mark.parametrize("host", ["", "https://www.example.org", "https://example.org"])
def test_the_copied_address_of_a_draft_is_judged_as_the_draft(host):
    target(live=False)

    (said,) = warnings(writing(f"{host}/press/target/?from=mail#top"))["body"]

    assert said.startswith("“The target” is not published")


@pytest.mark.usefixtures("_own_site")
def test_the_copied_address_of_a_live_page_is_no_trouble():
    target()

    assert warnings(writing("/press/target/")) == {}


@pytest.mark.usefixtures("_own_site")
def test_the_copied_address_of_another_teams_draft_gives_nothing_away():
    target(live=False)
    stranger = get_user_model().objects.create_user("stranger")

    (said,) = warnings(writing("/press/target/"), stranger)["body"]

    assert said.startswith("A page that you do not work on")


@pytest.mark.usefixtures("_own_site")
def test_a_link_block_is_looked_at_as_well():
    promo = factories.make_promo(link=[{"type": "url", "value": "https://10.0.0.1/x"}])

    (said,) = warnings(promo)["link"]

    assert "a private network" in said


@pytest.mark.usefixtures("_own_site")
def test_many_addresses_ask_the_database_no_more_than_one():
    user = factories.make_user("reader")

    def count(addresses):
        links = "".join(f'<a href="{address}">x</a>' for address in addresses)
        page = factories.press_release(body=[{"type": "paragraph", "value": f"<p>{links}</p>"}])
        with CaptureQueriesContext(connection) as queries:
            LINK_PUBLICATION_CHECK.find(page, Problems(), user)
        return len(queries)

    # The first one fills Wagtail's cache of the sites.
    count(["/press/0/"])
    assert count(f"/press/{number}/" for number in range(40)) == count(["/press/0/"])
