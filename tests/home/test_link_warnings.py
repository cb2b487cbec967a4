"""What an editor is told of links before a page is published."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from home.links.before_publishing import LINKS_LEAD_SOMEWHERE
from home.models import HomePage, OutboundLink
from home.models.links import hash_of
from publishing.models import ReleaseSet, ReleaseSetItem
from publishing.moments import london
from snippets.checks import checks_on
from snippets.models import MediaContact, Promo, Topic
from snippets.rules import Problems
from tests import factories
from tests.publishing.promises import drafted, promised_set, scheduled_release, set_of

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
    LINKS_LEAD_SOMEWHERE.find(content, problems, user)
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
            f"“The target” goes live on {london(later)}, after this page: readers would find "
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

    assert f"goes live on {london(NOW + 2 * DAY)}" in said


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
    ReleaseSetItem.objects.update(held=False)

    assert "is not published" in warnings(content)["body"][0]


def test_a_link_to_a_page_that_is_taken_down_names_the_moment():
    page = target(expire_at=NOW + 5 * DAY)

    (said,) = warnings(linking_to(page))["body"]

    assert said == (
        f"“The target” is taken down on {london(NOW + 5 * DAY)}: readers would find no link "
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
        url_hash=hash_of(ELSEWHERE),
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
    monkeypatch.setattr("home.links.visitor.ask", lambda *args, **kwargs: asked.append(args))
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: asked.append(args))
    warnings(known("new"))

    assert asked == []
    assert OutboundLink.objects.count() == 1


def test_the_check_is_asked_of_what_can_link():
    for content in (factories.press_release(), HomePage(), Promo()):
        assert LINKS_LEAD_SOMEWHERE in checks_on(content)
    for content in (Topic(), MediaContact()):
        assert LINKS_LEAD_SOMEWHERE not in checks_on(content)


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
