"""The answers of another site decide over days what a link is."""

import socket
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from editorial.links import tasks
from editorial.links.checking import check_url, record_outcome
from editorial.links.crawler import OutboundLinkFetcher
from editorial.models import LinkCheck, OutboundLink
from editorial.models.links import hash_url
from snippets.models import SiteIdentity
from tests import factories
from tests.web_server import other_site

pytestmark = pytest.mark.django_db

Verdict = OutboundLink.Verdict


@pytest.fixture
def site(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with other_site() as served:
        yield served


def make_link(address):
    return OutboundLink.objects.create(url=address, url_hash=hash_url(address), host="127.0.0.1")


def check(link, at):
    return record_outcome(
        link.pk, check_url(OutboundLinkFetcher(SiteIdentity(), pause=0), link.url), at
    )


def verdicts(link, *hours):
    """Return what is thought of a link when it is checked at these hours after the first."""
    return [check(link, factories.NOON + timedelta(hours=hour)).verdict for hour in hours]


def test_what_answers_is_fine(site):
    link = check(make_link(site.says("/a")), factories.NOON)

    assert (link.verdict, link.status, link.failing_since) == (Verdict.FINE, 200, None)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_broken_once_that_is_confirmed(site, status):
    link = make_link(site.says("/a", status))

    assert verdicts(link, 0, 24) == [Verdict.BAD_DAY, Verdict.BROKEN]


def test_asking_again_at_once_confirms_nothing(site):
    link = make_link(site.says("/a", 404))

    assert verdicts(link, 0, 0.1, 0.5, 1) == [Verdict.BAD_DAY] * 3 + [Verdict.BROKEN]


def test_a_page_that_is_gone_on_one_day_of_two_is_not_confirmed(site):
    link = make_link(site.says("/a", 404))
    before = verdicts(link, 0)
    site.says("/a", 503)
    between = verdicts(link, 24)
    site.says("/a", 404)

    assert before + between + verdicts(link, 48) == [Verdict.BAD_DAY] * 3


@pytest.mark.parametrize("status", [400, 408, 418, 429, 500, 502, 503, 504])
def test_any_other_error_is_a_bad_day_until_it_has_lasted_three(site, status):
    link = make_link(site.says("/a", status))

    assert verdicts(link, 0, 24, 48, 72) == [Verdict.BAD_DAY] * 3 + [Verdict.BROKEN]


def test_three_days_without_three_checks_prove_nothing(site):
    link = make_link(site.says("/a", 500))

    assert verdicts(link, 0, 100, 101) == [Verdict.BAD_DAY] * 2 + [Verdict.BROKEN]


def test_many_checks_on_one_day_prove_nothing(site):
    link = make_link(site.says("/a", 500))

    assert set(verdicts(link, *range(24))) == {Verdict.BAD_DAY}


def test_a_good_day_ends_a_run_of_bad_ones(site):
    link = make_link(site.says("/a", 500))
    verdicts(link, 0, 24)
    site.says("/a")
    assert verdicts(link, 48) == [Verdict.FINE]
    site.says("/a", 500)

    assert verdicts(link, 72, 96, 120) == [Verdict.BAD_DAY] * 3


def test_what_is_broken_stays_so_until_it_answers(site):
    link = make_link(site.says("/a", 404))
    verdicts(link, 0, 24)
    site.says("/a", 503)
    assert verdicts(link, 48) == [Verdict.BROKEN]
    site.says("/a")

    assert verdicts(link, 72) == [Verdict.FINE]


def test_a_site_without_a_name_or_a_machine_has_a_bad_day(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    nobody = make_link(f"http://127.0.0.1:{port}/")
    nameless = make_link("http://no-such-site.invalid/")

    assert verdicts(nobody, 0, 24, 48, 72)[-2:] == [Verdict.BAD_DAY, Verdict.BROKEN]
    assert verdicts(nameless, 0) == [Verdict.BAD_DAY]
    assert "no site called" in LinkCheck.objects.get(link=nameless).reason


@pytest.mark.parametrize("status", [401, 403, 407, 451, 999])
def test_what_keeps_programs_out_cannot_be_checked(site, status):
    link = make_link(site.says("/a", status))

    assert verdicts(link, 0, 24, 100, 200) == [Verdict.UNKNOWN] * 4


def test_what_robots_are_asked_to_leave_alone_cannot_be_checked(site):
    site.says("/robots.txt", body=b"User-agent: *\nDisallow: /")
    link = make_link(site.says("/a", 404))

    assert verdicts(link, 0, 24, 100) == [Verdict.UNKNOWN] * 3


@pytest.mark.parametrize("status", [429, 502])
def test_a_site_that_is_down_altogether_is_broken_after_three_days(site, status):
    site.says("/robots.txt", status)
    link = make_link(site.says("/a", status))

    assert verdicts(link, 0, 24, 48, 72) == [Verdict.BAD_DAY] * 3 + [Verdict.BROKEN]


def test_what_is_broken_stays_so_while_it_cannot_be_checked(site):
    link = make_link(site.says("/a", 404))
    verdicts(link, 0, 24)
    site.says("/a", 403)
    kept_out = check(link, factories.NOON + timedelta(hours=48))

    assert (kept_out.verdict, kept_out.failing_since) == (Verdict.BROKEN, factories.NOON)
    assert kept_out.reason == "It keeps programs out (403 Forbidden)."
    site.says("/a")
    assert verdicts(link, 72) == [Verdict.FINE]


def test_a_day_without_a_check_ends_no_run_of_bad_ones(site):
    link = make_link(site.says("/a", 500))
    verdicts(link, 0, 24)
    site.says("/a", 403)
    assert verdicts(link, 48) == [Verdict.UNKNOWN]
    site.says("/a", 500)

    assert verdicts(link, 72) == [Verdict.BROKEN]


def test_a_page_that_is_gone_on_two_days_between_which_it_cannot_be_checked_is_not_confirmed(site):
    link = make_link(site.says("/a", 404))
    verdicts(link, 0)
    site.says("/a", 403)
    verdicts(link, 1)
    site.says("/a", 404)

    assert verdicts(link, 2) == [Verdict.BAD_DAY]


def test_an_address_inside_cannot_be_checked():
    link = check(make_link("http://10.0.0.1/"), factories.NOON)

    assert link.verdict == Verdict.UNKNOWN
    assert link.reason == "This address is on a private network. Use a public address."


def test_an_answer_that_nobody_thought_of_cannot_be_checked(caplog):
    class Astonished:
        def fetch(self, address):
            raise LookupError("Never seen")

    outcome = check_url(Astonished(), "https://odd.example.org/")

    assert outcome.verdict == Verdict.UNKNOWN
    assert "https://odd.example.org/ answers cannot be understood" in caplog.text


def test_a_permanent_redirect_proposes_its_end(site):
    site.redirects("/a", "/b", 308)
    site.says("/b/long")
    site.redirects("/b", "/b/long", 301)
    link = check(make_link(site.url("/a")), factories.NOON)

    assert (link.verdict, link.final_url) == (Verdict.MOVED, site.url("/b/long"))


def test_a_temporary_redirect_proposes_nothing(site):
    site.redirects("/a", "/b", 302)
    site.says("/b")
    link = check(make_link(site.url("/a")), factories.NOON)

    assert (link.verdict, link.final_url) == (Verdict.FINE, "")


def test_a_permanent_redirect_to_nothing_is_not_proposed(site):
    link = check(make_link(site.redirects("/a", "/gone")), factories.NOON)

    assert (link.verdict, link.final_url) == (Verdict.BAD_DAY, "")


def test_an_editor_is_warned_of_a_redirect_to_a_front_page(site):
    site.says("/")
    link = check(make_link(site.redirects("/a", "/")), factories.NOON)

    assert "front page" in link.reason


def test_history_is_kept_and_forgotten_after_90_days(site):
    link = make_link(site.says("/a"))
    check(link, factories.NOON)
    check(link, factories.NOON + timedelta(days=50))

    tasks.delete_outdated_link_records(factories.NOON + timedelta(days=91))

    assert [found.verdict for found in LinkCheck.objects.all()] == [Verdict.FINE]


@pytest.mark.parametrize(("status", "days"), [(200, 7), (403, 7), (500, 1), (404, 1)])
def test_what_fails_is_asked_daily_and_the_rest_weekly(site, status, days):
    link = check(make_link(site.says("/a", status)), factories.NOON)
    until_next = link.next_check_at - factories.NOON

    assert timedelta(days=days, hours=-3) < until_next < timedelta(days=days)


def test_a_link_that_was_forgotten_meanwhile_is_no_trouble(site):
    link = make_link(site.says("/a"))
    OutboundLink.objects.all().delete()

    assert check(link, factories.NOON) is None


def linked(site, *paths):
    """Publish a page that links to these paths of the other site."""
    text = "".join(f'<p><a href="{site.url(path)}">Report {path}</a></p>' for path in paths)
    return factories.make_press_release(body=[{"type": "paragraph", "value": text}])


def test_the_command_finds_and_asks_the_links_of_live_content(site, capsys, monkeypatch):
    monkeypatch.setattr(tasks, "LINK_CHECK_BATCH_SIZE", 2)
    monkeypatch.setattr("editorial.links.crawler.MIN_REQUEST_INTERVAL", 0)
    monkeypatch.setattr(OutboundLinkFetcher.__init__, "__defaults__", (0,))
    linked(site, "/a", "/b", "/c", "/d", "/e")
    for path in ("/a", "/b", "/c"):
        site.says(path)

    call_command("check_links")

    assert capsys.readouterr().out.splitlines() == ["Not answering: 2", "Fine: 3"]
    assert site.visits("/robots.txt") == 1


def test_the_command_can_leave_other_sites_alone(site, capsys):
    linked(site, "/a")

    call_command("check_links", find_only=True)

    assert capsys.readouterr().out == "Not checked yet: 1\n"
    assert site.asked == []


def test_a_slice_ends_in_time_and_leaves_the_rest_due(site):
    linked(site, "/a", "/b", "/c")
    tasks.reconcile_link_index()

    assert (
        tasks.check_due_link_batch(OutboundLinkFetcher(SiteIdentity(), pause=0), seconds=0) is True
    )
    assert OutboundLink.objects.filter(next_check_at__lte=timezone.now()).count() == 3
    assert tasks.check_due_link_batch(OutboundLinkFetcher(SiteIdentity(), pause=0)) is False
    assert not OutboundLink.objects.filter(next_check_at__lte=timezone.now()).exists()


def test_links_that_one_worker_has_taken_are_not_taken_by_another(site):
    linked(site, "/a", "/b")
    tasks.reconcile_link_index()

    assert len(tasks.claim_due_links(timezone.now())) == 2
    assert tasks.claim_due_links(timezone.now()) == []
    lost = timezone.now() + tasks.LINK_CLAIM_TIMEOUT + timedelta(seconds=1)
    assert len(tasks.claim_due_links(lost)) == 2


def test_a_host_that_has_had_enough_is_left_alone_until_tomorrow(site):
    linked(site, "/a", "/b", "/c")
    for path in ("/a", "/b", "/c"):
        site.says(path, 429)
    tasks.reconcile_link_index()

    tasks.check_due_link_batch(OutboundLinkFetcher(SiteIdentity(), pause=0))

    assert len(site.asked) == 2
    assert not tasks.claim_due_links(timezone.now() + timedelta(hours=12))


def test_what_readers_cannot_see_any_more_is_not_asked_for(site):
    page = linked(site, "/a")
    tasks.reconcile_link_index()
    type(page).objects.filter(pk=page.pk).update(live=False)

    tasks.check_due_link_batch(OutboundLinkFetcher(SiteIdentity(), pause=0))

    assert site.asked == []
