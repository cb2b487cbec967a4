"""Embargo links let in whom they are for, as long as they work, and tell nobody else anything."""

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, GroupPagePermission

from policy.models import ReportDownload
from publishing import release_sets
from publishing.embargo import services
from publishing.embargo.admin_views import can_create_embargo_links
from publishing.embargo.tokens import create_token, hash_token
from publishing.models import (
    CalendarFeed,
    EmbargoLink,
    EmbargoOpening,
    ReleaseSet,
    ReleaseSetItem,
)
from publishing.models.content_objects import get_base_content_type
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.publishing.scheduled_content import (
    DAY,
    GO_LIVE,
    NOW,
    draft_of,
    link_to,
    promised_set,
    scheduled_release,
)

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
ODD_TOKENS = ["x", "é", "%00", "a%00b", "%FF", "a" * 5000, "%ED%A0%80", "🔒", "x?y=1"]


@pytest.fixture(autouse=True)
def _before(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def release():
    return scheduled_release()


def seen(response):
    """Return all of an answer that a visitor can tell from another."""
    return response.status_code, dict(response.headers), response.content


def not_found():
    """Return the answer for a token that never was."""
    return seen(Client().get("/embargo/never-made/"))


@pytest.fixture
def process_log(monkeypatch):
    """Return what the process writes to its log, as it is written."""
    written = StringIO()
    # The others are those of pytest.
    for handler in {*logging.getLogger("django").handlers, *logging.getLogger().handlers}:
        if handler.name == "console":
            monkeypatch.setattr(handler, "stream", written)
    return written


def schedule(page, at, **changes):
    """Schedule a page anew for a moment, or take it off its schedule."""
    page.revisions.update(approved_go_live_at=None)
    if at:
        for name, value in changes.items():
            setattr(page, name, value)
        page.save_revision(approved_go_live_at=at, clean=False)


def somebody_with(role):
    """Return an account that has one role."""
    call_command("setup_roles", verbosity=0)
    user = get_user_model().objects.create_user("somebody")
    user.groups.add(Group.objects.get(name=role))
    return user


def make_page_live(time_machine):
    time_machine.move_to(GO_LIVE, tick=False)
    assert run_due() == 1


class TestWhatDoesNotWork:
    """Every address that does not work gets the same answer."""

    @pytest.fixture(autouse=True)
    def _site(self):
        factories.make_press_index()

    def test_it_is_not_found_and_not_kept(self):
        status, headers, body = not_found()

        assert status == 404
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in headers["Cache-Control"]
        assert b"We cannot find that page" in body

    @pytest.mark.parametrize("token", ODD_TOKENS)
    def test_an_odd_token_answers_the_same(self, token):
        assert seen(Client().get(f"/embargo/{token}/".replace("?y=1/", "/?y=1"))) == not_found()

    def test_an_expired_link_answers_the_same(self, release, time_machine):
        path = link_to(release, expires_at=NOW + DAY)
        assert Client().get(path).status_code == 200
        time_machine.move_to(NOW + DAY, tick=False)

        assert seen(Client().get(path)) == not_found()

    def test_a_revoked_link_answers_the_same(self, release):
        path = link_to(release)
        services.revoke(EmbargoLink.objects.get(), None)

        assert seen(Client().get(path)) == not_found()

    def test_a_link_to_what_is_promised_no_more_answers_the_same(self, release):
        path = link_to(release)
        release.latest_revision.approved_go_live_at = None
        release.latest_revision.save()

        assert seen(Client().get(path)) == not_found()

    def test_a_link_to_a_cancelled_set_answers_the_same(self):
        draft = draft_of(factories.make_press_release(live=False))
        release_set = promised_set(draft)
        path = link_to(release_set)
        release_set.state = ReleaseSet.State.CANCELLED
        release_set.save()

        assert seen(Client().get(path)) == not_found()

    def test_a_link_to_a_deleted_page_answers_the_same(self, release):
        path = link_to(release)
        release.delete()

        assert seen(Client().get(path)) == not_found()

    def test_what_a_working_link_does_not_hold_answers_the_same(self, release):
        path, document = link_to(release), factories.make_document()

        for place in (
            "pages/0/",
            "documents/0/x.pdf",
            "documents/99999999999999999999999/x.pdf",
            f"documents/{document.pk}/{document.filename}",
            "images/none.png",
            "images/a%00b.png",
            f"images/{'a' * 300}.png",
            f"pages/{'9' * 5000}/",
            f"documents/{'9' * 5000}/x.pdf",
            "shared/promo/%00/",
            f"shared/promo/{'9' * 5000}/",
            "nothing/here/",
            "a%00/",
            "a%0Ab",
        ):
            assert seen(Client().get(path + place)) == not_found(), place

    def test_every_place_below_a_wrong_token_answers_the_same(self):
        for place in ("pages/1/", "shared/promo/1/", "documents/1/x.pdf", "images/x.png"):
            assert seen(Client().get(f"/embargo/wrong/{place}")) == not_found()

    @pytest.mark.parametrize("name", ["a%0Ab.pdf", "a%00b.pdf"])
    def test_a_document_that_cannot_be_answers_the_same_after_go_live(
        self, release, time_machine, name
    ):
        path = link_to(release)
        make_page_live(time_machine)

        response = Client().get(f"{path}documents/7/{name}")

        assert response.status_code in (302, 404)

    @pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
    def test_nothing_else_can_be_done_with_a_link_and_the_refusal_is_not_kept(
        self, release, method
    ):
        for path in (link_to(release), "/embargo/wrong/"):
            response = getattr(Client(enforce_csrf_checks=True), method)(path)

            assert response.status_code == 405
            assert response["Allow"] == "GET, HEAD"
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert response["Cache-Control"] == "private, no-store"

    def test_a_cancelled_correction_of_a_live_page_answers_the_same(self):
        release = factories.make_press_release(slug="live")
        release.save_revision(approved_go_live_at=GO_LIVE, clean=False)
        path = link_to(release)
        assert Client().get(path).status_code == 200
        release.latest_revision.approved_go_live_at = None
        release.latest_revision.save()

        assert seen(Client().get(path)) == not_found()

    def test_too_many_tries_in_a_minute_are_told_to_wait(self, release, time_machine):
        factories.make_home()
        for _ in range(services.MAX_FAILED_TOKENS_PER_PERIOD):
            assert Client().get("/embargo/wrong/").status_code == 404

        refused = Client().get("/embargo/wrong/")

        assert refused.status_code == 429
        assert refused["Retry-After"] == "60"
        assert Client().get(link_to(release)).status_code == 200
        assert Client(REMOTE_ADDR="192.0.2.9").get("/embargo/wrong/").status_code == 404

    def test_a_link_to_a_set_with_nothing_left_to_read_answers_the_same(self):
        path = link_to(promised_set(draft_of(factories.make_press_release(live=False))))
        ReleaseSetItem.objects.update(revision=None)

        assert seen(Client().get(path)) == not_found()

    def test_without_a_cache_nobody_is_told_to_wait(self, settings):
        dummy = "django.core.cache.backends.dummy.DummyCache"
        settings.CACHES = {"default": {"BACKEND": dummy}}

        for _ in range(services.MAX_FAILED_TOKENS_PER_PERIOD + 1):
            assert Client().get("/embargo/wrong/").status_code == 404


class TestHowLong:
    """A link works until its own end, or 24 hours after go-live."""

    def test_it_leads_to_the_public_page_from_go_live_for_24_hours(self, release, time_machine):
        path = link_to(release)
        make_page_live(time_machine)

        response = Client().get(path)

        assert (response.status_code, response["Location"]) == (302, "/press/secret-figures/")
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        time_machine.move_to(GO_LIVE + DAY - SECOND, tick=False)
        assert Client().get(path).status_code == 302
        time_machine.move_to(GO_LIVE + DAY, tick=False)
        assert Client().get(path).status_code == 404

    def test_it_shows_nothing_of_a_page_scheduled_for_another_moment(self, release):
        path = link_to(release, expires_at=GO_LIVE + 60 * DAY)
        schedule(release, GO_LIVE + 7 * DAY, title="Another secret")

        assert seen(Client().get(path)) == not_found()

    @pytest.mark.parametrize("withdraw", [release_sets.cancel, release_sets.reopen])
    def test_it_shows_nothing_of_a_set_promised_once_more(self, withdraw):
        user = factories.make_user()
        offered = draft_of(factories.make_press_release(slug="offered", live=False))
        never_offered = draft_of(factories.make_press_release(slug="never", live=False))
        release_set = promised_set(offered)
        paths = [link_to(release_set), link_to(offered)]
        assert [Client().get(path).status_code for path in paths] == [200, 200]

        withdraw(release_set, user)
        if withdraw is release_sets.cancel:
            release_sets.reopen(release_set, user)
        release_sets.add_item(release_set, never_offered, user)
        release_sets.approve(release_set, user)

        assert [seen(Client().get(path)) for path in paths] == [not_found(), not_found()]
        assert "Revoked the embargo link" in str(list(release_set.events.values_list("action")))

    def test_its_end_moves_with_its_set(self, time_machine):
        draft = draft_of(factories.make_press_release(live=False))
        release_set = promised_set(draft)
        paths = [link_to(release_set), link_to(draft)]
        chosen = link_to(release_set, expires_at=GO_LIVE + DAY)
        release_sets.reschedule_release_set(
            release_set, GO_LIVE + 7 * DAY, "The minister is ill", factories.make_user()
        )
        time_machine.move_to(GO_LIVE + 8 * DAY - SECOND, tick=False)

        assert [Client().get(path).status_code for path in [*paths, chosen]] == [200, 200, 404]
        time_machine.move_to(GO_LIVE + 8 * DAY, tick=False)
        assert [Client().get(path).status_code for path in paths] == [404, 404]

    def test_a_set_that_moves_takes_no_other_links_along(self, release):
        draft = draft_of(factories.make_press_release(slug="draft", live=False))
        release_set = promised_set(draft)
        link_to(release)
        link_to(release_set)
        EmbargoLink.objects.about(release_set).update(scheduled_for=GO_LIVE - DAY)

        services.reschedule_set_embargo_links(release_set, GO_LIVE, GO_LIVE + DAY)

        kept = EmbargoLink.objects.order_by("pk").values_list("scheduled_for", flat=True)
        assert list(kept) == [GO_LIVE, GO_LIVE - DAY]

    @pytest.mark.parametrize("expires_at", [None, GO_LIVE + 60 * DAY])
    @pytest.mark.parametrize("is_live_still", [True, False])
    def test_nothing_planned_after_go_live_is_shown(
        self, release, time_machine, expires_at, is_live_still
    ):
        path = link_to(release, expires_at=expires_at)
        make_page_live(time_machine)
        time_machine.move_to(GO_LIVE + SECOND, tick=False)
        release = type(release).objects.get(pk=release.pk)
        if not is_live_still:
            release.unpublish()
        schedule(release, GO_LIVE + 30 * DAY, title="Another secret")

        response = Client().get(path)

        assert response.status_code == (302 if is_live_still else 404)
        assert b"Another secret" not in response.content
        time_machine.move_to(GO_LIVE + 20 * DAY, tick=False)
        is_over = expires_at is None or not is_live_still
        assert Client().get(path).status_code == (404 if is_over else 302)

    def test_a_link_that_ended_does_not_lead_to_a_correction_either(self, time_machine):
        release = factories.make_press_release(slug="live")
        schedule(release, GO_LIVE)
        path = link_to(release)
        make_page_live(time_machine)
        time_machine.move_to(GO_LIVE + 2 * DAY, tick=False)
        release = type(release).objects.get(pk=release.pk)
        release.save_revision(clean=False).publish()

        assert Client().get(path).status_code == 404

    def test_a_link_to_what_was_cancelled_shows_nothing_planned_a_year_later(
        self, release, time_machine
    ):
        path = link_to(release)
        schedule(release, None)
        time_machine.move_to(NOW + 400 * DAY, tick=False)
        schedule(release, NOW + 410 * DAY, title="Another secret")

        assert Client().get(path).status_code == 404

    def test_a_go_live_on_the_last_day_there_is_has_links(self, client):
        last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
        release_set = promised_set(draft_of(factories.make_press_release(live=False)), at=last)
        client.force_login(factories.make_user("editor"))
        address = reverse(
            "embargo_links", args=[get_base_content_type(release_set).pk, release_set.pk]
        )

        response = client.post(address, {"outlet": "The Example Times"})

        assert Client().get(response.context["made"]["address"]).status_code == 200
        assert "31 December 9999" in client.get(address).content.decode()

    def test_a_chosen_end_holds_after_go_live_too(self, release, time_machine):
        path = link_to(release, expires_at=GO_LIVE + timedelta(hours=1))
        make_page_live(time_machine)
        assert Client().get(path).status_code == 302
        time_machine.move_to(GO_LIVE + timedelta(hours=1), tick=False)

        assert Client().get(path).status_code == 404

    def test_a_page_that_is_late_stays_under_embargo(self, release, time_machine):
        path = link_to(release)
        time_machine.move_to(GO_LIVE + timedelta(minutes=5), tick=False)

        assert "Under embargo until" in Client().get(path).content.decode()

    def test_a_page_withdrawn_after_go_live_is_not_found(self, release, time_machine):
        path = link_to(release)
        make_page_live(time_machine)
        release.refresh_from_db()
        release.unpublish()

        assert Client().get(path).status_code == 404

    def test_a_set_leads_to_its_pages_once_it_is_live(self, time_machine):
        first = draft_of(factories.make_press_release(slug="first", live=False))
        second = draft_of(factories.make_report_page(slug="second", live=False))
        path = link_to(promised_set(factories.make_topic("Draft", live=False), first, second))
        places = [f"{path}pages/{second.pk}/", f"{path}shared/topic/1/"]
        files = [f"{path}documents/7/a%20b.pdf", f"{path}images/drawn%20%3F.png"]
        ReleaseSetItem.objects.update(is_locked=False)
        first.save_revision(clean=False).publish()
        second.save_revision(clean=False).publish()
        ReleaseSet.objects.update(state=ReleaseSet.State.PUBLISHED, published_at=GO_LIVE)
        time_machine.move_to(GO_LIVE, tick=False)

        found = [Client().get(address)["Location"] for address in [path, *places, *files]]

        assert found == [
            "/press/first/",
            "/reports/second/",
            "/",
            "/documents/7/a%20b.pdf",
            "/media/images/drawn%20%3F.png",
        ]

    def test_after_go_live_pictures_are_not_looked_for_past_the_site(
        self, release, time_machine, monkeypatch
    ):
        signed = "https://bucket.example/drawn.png?signature=1"
        monkeypatch.setattr(FileSystemStorage, "url", lambda self, name: signed)
        path = link_to(release)
        make_page_live(time_machine)

        assert Client().get(f"{path}images/drawn.png")["Location"] == "/media/images/drawn.png"

    def test_a_set_without_pages_leads_to_the_home_page_once_it_is_live(self, time_machine):
        path = link_to(promised_set(draft_of(factories.make_promo(live=False))))
        ReleaseSet.objects.update(state=ReleaseSet.State.PUBLISHED, published_at=GO_LIVE)
        time_machine.move_to(GO_LIVE, tick=False)

        assert Client().get(path)["Location"] == "/"


class TestWhatIsKept:
    """Each opening is kept, and its address for 30 days."""

    def test_the_token_is_not(self, release):
        path = link_to(release)
        token = path.split("/")[2]

        stored = EmbargoLink.objects.values_list("token_hash", flat=True).get()

        assert stored == hash_token(token)
        assert token not in str(EmbargoLink.objects.values().get())

    @pytest.mark.parametrize("place", ["", "pages/0/", "nothing/here/", "a%0Ab", "images/x.png"])
    @pytest.mark.parametrize("method", ["get", "post", "options"])
    def test_the_token_is_in_no_process_log_either(
        self, release, process_log, monkeypatch, method, place
    ):
        monkeypatch.setattr(services, "MAX_OPENINGS_PER_PERIOD", 0)
        path = link_to(release)

        response = getattr(Client(enforce_csrf_checks=True), method)(path + place)

        assert response.status_code in (404, 405, 429)
        assert "/embargo/[secret]/" in process_log.getvalue()
        assert path.split("/")[2] not in process_log.getvalue()

    @pytest.mark.parametrize("address", ["/Embargo/{}/", "/embargo//{}/", "/x/embargo/{}"])
    def test_a_mistyped_address_with_a_token_is_not_logged_either(
        self, release, process_log, address
    ):
        token = link_to(release).split("/")[2]

        assert Client().get(address.format(token), follow=True).status_code == 404
        assert "[secret]" in process_log.getvalue()
        assert token not in process_log.getvalue()

    def test_a_fault_while_a_link_is_opened_is_logged_without_its_token(
        self, release, process_log, monkeypatch
    ):
        path = link_to(release)

        def fail(*args):
            raise RuntimeError(f"Cannot open {path}")

        monkeypatch.setattr(services, "record_opening", fail)

        assert Client(raise_request_exception=False).get(path).status_code == 500
        assert "Cannot open /embargo/[secret]/" in process_log.getvalue()
        assert path not in process_log.getvalue()

    @pytest.mark.parametrize(
        ("method", "place", "status"),
        [("post", "", 405), ("options", "", 405), ("get", "/", 404), ("get", "/x", 404)],
    )
    def test_the_secret_address_of_a_calendar_is_not_kept_anywhere_either(
        self, process_log, method, place, status
    ):
        factories.make_press_index()
        token, token_hash = create_token()
        CalendarFeed.objects.create(
            user=factories.make_user(), token_hash=token_hash, created_at=NOW
        )

        response = getattr(Client(enforce_csrf_checks=True), method)(
            f"/calendar/{token}.ics{place}"
        )

        assert response.status_code == status
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
        assert token not in process_log.getvalue()

    @pytest.mark.parametrize("token", ["9" * 5000, "%00", "a%00b"])
    def test_an_odd_address_of_a_calendar_is_not_found(self, token):
        factories.make_press_index()

        assert Client().get(f"/calendar/{token}.ics").status_code == 404

    def test_openings_are_with_their_time_outlet_and_what_was_read(self, release, time_machine):
        path = link_to(release)
        time_machine.move_to(NOW + timedelta(hours=1), tick=False)
        Client(REMOTE_ADDR="192.0.2.7").get(path)

        opening = EmbargoOpening.objects.get()

        assert opening.at == NOW + timedelta(hours=1)
        assert opening.link.outlet == "The Example Times"
        assert opening.label == "Secret figures"
        assert opening.address == "192.0.2.7"

    def test_openings_of_documents_are_and_of_pictures_are_not(self):
        body = [
            {"type": "paragraph", "value": factories.PARAGRAPH},
            {"type": "document", "value": {"document": factories.make_document().pk, "title": ""}},
        ]
        release = scheduled_release(body=body, share_image=factories.make_image())
        drawn = release.share_image.get_rendition("width-40")
        path = link_to(release)
        document = body[1]["value"]["document"]
        name = factories.SiteDocument.objects.get().filename

        assert Client().get(f"{path}documents/{document}/{name}").status_code == 200
        assert Client().get(f"{path}images/{drawn.file.name[7:]}").status_code == 200

        assert EmbargoOpening.objects.get().label == f"Document {name}"

    def test_a_question_about_headers_is_not(self, release):
        assert Client().head(link_to(release)).status_code == 200
        assert not EmbargoOpening.objects.exists()

    def test_what_is_refused_is_not(self, release):
        path = link_to(release)
        Client().get(f"{path}documents/0/x.pdf")
        Client().get(f"{path}pages/0/")
        assert Client().post(path).status_code == 405

        assert not EmbargoOpening.objects.exists()

    def test_addresses_are_forgotten_after_30_days_and_the_openings_are_not(
        self, release, time_machine
    ):
        path = link_to(release, expires_at=NOW + 60 * DAY)
        Client().get(path)
        time_machine.move_to(NOW + DAY, tick=False)
        Client().get(path)
        time_machine.move_to(NOW + 30 * DAY, tick=False)

        assert services.delete_old_ip_addresses() == 1
        assert services.delete_old_ip_addresses() == 0

        openings = EmbargoOpening.objects.order_by("at")
        assert [opening.address for opening in openings] == [None, "127.0.0.1"]

    def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(self, release, settings):
        forwarded = {"headers": {"X-Forwarded-For": "198.51.100.1, 192.0.2.5"}}
        path = link_to(release)
        Client().get(path, **forwarded)
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        Client().get(path, **forwarded)
        Client().get(path, headers={"X-Forwarded-For": "nonsense"})

        openings = EmbargoOpening.objects.order_by("pk")
        assert [opening.address for opening in openings] == ["127.0.0.1", "192.0.2.5", None]

    def test_a_link_opened_too_often_in_a_minute_is_told_to_wait(self, release, time_machine):
        path = link_to(release)
        for _ in range(services.MAX_OPENINGS_PER_PERIOD):
            assert Client().get(path).status_code == 200

        refused = Client().get(path)

        assert refused.status_code == 429
        assert refused["Retry-After"] == "60"
        assert b"Wait a minute" in refused.content
        assert EmbargoOpening.objects.count() == services.MAX_OPENINGS_PER_PERIOD
        time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
        assert Client().get(path).status_code == 200

    def test_questions_about_headers_count_and_render_nothing(self, release):
        path = link_to(release)
        shown, asked = Client().get(path), Client().head(path)

        assert shown.templates
        assert not asked.templates
        for header in ("Content-Type", "Referrer-Policy", "X-Robots-Tag", "Cache-Control"):
            assert asked[header] == shown[header]
        for _ in range(services.MAX_OPENINGS_PER_PERIOD - 2):
            assert Client().head(path).status_code == 200
        assert Client().head(path).status_code == 429
        assert Client().get(path).status_code == 429
        assert Client().head(f"{path}pages/0/").status_code == 404

    def test_pictures_are_checked_without_reading_everything_again(self):
        contents = [
            draft_of(
                factories.make_press_release(
                    slug=f"release-{number}", live=False, share_image=factories.make_image()
                )
            )
            for number in range(3)
        ]
        names = [content.share_image.get_rendition("width-40").file.name for content in contents]
        path = link_to(promised_set(*contents))
        other = factories.make_image().get_rendition("width-40").file.name
        Client().get(path + names[0])

        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path + names[1]).status_code == 200

        assert len(queries) < 12
        assert Client().get(path + other).status_code == 404

    def test_a_picture_taken_out_before_go_live_is_refused_at_once(self):
        release = scheduled_release(share_image=factories.make_image())
        name = release.share_image.get_rendition("width-40").file.name
        path = link_to(release)
        assert Client().get(path + name).status_code == 200
        schedule(release, GO_LIVE, share_image=None)

        assert Client().get(path + name).status_code == 404

    def test_very_many_pictures_in_a_minute_are_told_to_wait(self, time_machine):
        release = scheduled_release(share_image=factories.make_image())
        name = release.share_image.get_rendition("width-40").file.name
        path = link_to(release)
        Client().get(path + name)
        key = f"embargo-pictures:{EmbargoLink.objects.get().pk}"
        assert cache.get(key) == 1
        cache.incr(key, services.MAX_RENDITIONS_PER_PERIOD - 2)
        assert Client().get(path + name).status_code == 200

        assert Client().get(path + name).status_code == 429
        time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
        assert Client().get(path + name).status_code == 200

    @pytest.mark.parametrize("restriction", ["login", "password"])
    def test_a_document_in_a_private_collection_opens_within_the_link(self, restriction):
        factories.make_report_index()
        private = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(
            collection=private, restriction_type=restriction, password="secret"
        )
        document, other = (
            factories.make_document(name=name, collection=private) for name in ("a.pdf", "b.pdf")
        )
        factories.make_report_page(slug="live", downloads=[ReportDownload(document=other)])
        report = factories.make_report_page(
            slug="draft", live=False, downloads=[ReportDownload(document=document)]
        )
        schedule(report, GO_LIVE)
        path = link_to(report)

        response = Client().get(f"{path}documents/{document.pk}/{document.filename}")

        assert response.status_code == 200
        assert response.getvalue().startswith(b"%PDF")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Security-Policy"] == "default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
        # To ask for a login here would lead on to the secret address.
        refused = Client().get(f"{path}documents/{other.pk}/{other.filename}")
        assert refused.status_code == 404
        document.file.storage.delete(document.file.name)
        gone = Client().get(f"{path}documents/{document.pk}/{document.filename}")
        assert gone.status_code == 404

    def test_a_very_long_title_is_kept_in_part(self, release):
        path = link_to(release)
        link = EmbargoLink.objects.get()

        class Request:
            method, META = "GET", {}

        services.record_opening(link, "x" * 300, Request())

        assert len(EmbargoOpening.objects.get().label) == 255
        assert path


class TestInTheAdmin:
    """Editors make links, look at their use and revoke them."""

    @pytest.fixture
    def editor(self, client):
        client.force_login(factories.make_user("editor"))
        return client

    def address(self, content_object):
        return reverse(
            "embargo_links", args=[get_base_content_type(content_object).pk, content_object.pk]
        )

    def test_a_new_link_is_shown_once_with_a_text_to_send(self, editor, release):
        response = editor.post(
            self.address(release), {"outlet": "The Example Times", "expires_at": ""}
        )
        html = response.content.decode()
        link = EmbargoLink.objects.get()

        made = response.context["made"]
        assert made["address"].startswith("http://testserver/embargo/")
        assert html.count(made["address"]) == 2
        assert made["message"] == (
            "Under embargo until Tuesday 24 November 2026, 00:01 London time.\n\n"
            f"Secret figures\n{made['address']}\n\n"
            "This link is for The Example Times only: please do not pass it on. It works until "
            "Wednesday 25 November 2026, 00:01 London time."
        )
        assert "no-store" in response["Cache-Control"]
        # With “no-referrer” the browser would hide where its own form comes from.
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert link.created_by.username == "editor"
        assert Client().get(made["address"]).status_code == 200
        assert made["address"] not in editor.get(self.address(release)).content.decode()

    def test_an_outlet_is_needed_and_nothing_typed_is_lost(self, editor, release):
        response = editor.post(
            self.address(release), {"outlet": "", "expires_at": "2026-11-24 18:00"}
        )

        assert response.context["form"].errors["outlet"] == [
            "Say which outlet or person the link is for."
        ]
        assert "2026-11-24 18:00" in response.content.decode()
        assert not EmbargoLink.objects.exists()

    def test_an_end_in_the_past_is_refused(self, editor, release):
        response = editor.post(
            self.address(release), {"outlet": "Me", "expires_at": "2026-11-20 11:59"}
        )

        assert "has passed" in response.context["form"].errors["expires_at"][0]

    def test_the_list_shows_use_and_end(self, editor, release):
        path = link_to(release, expires_at=NOW + DAY)
        Client().get(path)
        Client().get(path)
        link_to(release, outlet="Radio Example")

        text = " ".join(editor.get(self.address(release)).content.decode().split())

        assert "The Example Times" in text
        assert "2 times" in text
        assert "Saturday 21 November 2026, 12:00" in text
        assert "Radio Example" in text
        assert "Never" in text

    def test_the_openings_of_a_link_are_listed(self, editor, release):
        Client().get(link_to(release))
        link = EmbargoLink.objects.get()

        html = editor.get(reverse("embargo_link_openings", args=[link.pk]))

        assert "Secret figures" in html.content.decode()
        assert "127.0.0.1" in html.content.decode()

    def test_many_openings_are_listed_page_by_page(self, editor, release):
        link_to(release)
        link = EmbargoLink.objects.get()
        EmbargoOpening.objects.bulk_create(
            EmbargoOpening(link=link, label=f"Opening {number}") for number in range(51)
        )
        address = reverse("embargo_link_openings", args=[link.pk])

        assert len(editor.get(address).context["openings"]) == 50
        assert len(editor.get(address, {"p": 2}).context["openings"]) == 1

    def test_a_link_is_revoked_after_one_more_question(self, editor, release):
        path = link_to(release)
        link = EmbargoLink.objects.get()
        address = reverse("embargo_link_revoke", args=[link.pk])

        assert "Yes, revoke" in editor.get(address).content.decode()
        assert Client().get(path).status_code == 200
        response = editor.post(address, follow=True)

        assert Client().get(path).status_code == 404
        assert "does not work any more" in response.content.decode()
        link.refresh_from_db()
        assert link.revoked_by.username == "editor"

    def test_revoking_twice_keeps_who_did_it_first(self, release):
        link_to(release)
        link, first = EmbargoLink.objects.get(), factories.make_user("first")
        services.revoke(link, first)
        services.revoke(link, factories.make_user("second"))

        link.refresh_from_db()
        assert link.revoked_by == first

    def test_what_is_not_scheduled_has_none(self, editor):
        draft = factories.make_press_release(live=False)
        response = editor.get(self.address(draft))

        assert "Schedule the page before you make" in response.content.decode()
        assert editor.post(self.address(draft), {"outlet": "Me"}).status_code == 200
        assert not EmbargoLink.objects.exists()

    def test_what_is_live_needs_none(self, editor):
        page = factories.make_press_release()

        answer = editor.get(self.address(page)).content.decode()

        assert "This page is live. It needs no embargo links." in answer

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (ReleaseSet.State.DRAFT, "Approve the set before you make embargo links."),
            (ReleaseSet.State.PUBLISHED, "This set is published. It needs no embargo links."),
            (ReleaseSet.State.CANCELLED, "This set is cancelled. To make embargo links,"),
        ],
    )
    def test_the_page_of_a_sets_links_says_why_none_can_be_made(self, editor, state, said):
        release_set = promised_set(draft_of(factories.make_press_release(live=False)))
        ReleaseSet.objects.update(state=state)

        for answer in (
            editor.get(self.address(release_set)),
            editor.post(self.address(release_set), {"outlet": "The Example Times"}),
        ):
            assert said in answer.content.decode()
        assert not EmbargoLink.objects.exists()

    def test_a_set_has_links_and_its_log_names_them(self, editor):
        release_set = promised_set(draft_of(factories.make_press_release(live=False)))
        response = editor.post(self.address(release_set), {"outlet": "Radio Example"})

        assert "Launch" not in response.context["made"]["message"]
        editor.post(reverse("embargo_link_revoke", args=[EmbargoLink.objects.get().pk]))

        assert [event.action for event in release_set.events.order_by("pk")] == [
            "Made an embargo link for Radio Example",
            "Revoked the embargo link for Radio Example",
        ]

    def test_other_things_have_none(self, editor):
        promo = factories.make_promo()
        assert editor.get(self.address(promo)).status_code == 404
        assert editor.get("/admin/publishing/embargo/0/1/").status_code == 404
        assert editor.get("/admin/publishing/embargo/links/0/revoke/").status_code == 404

    def test_a_link_to_what_was_deleted_cannot_be_found(self, editor, release):
        link_to(release)
        link = EmbargoLink.objects.get()
        release.delete()

        address = reverse("embargo_link_revoke", args=[link.pk])
        assert editor.get(address).status_code == 404

    def test_odd_numbers_are_not_found(self, editor, release):
        kind = get_base_content_type(release).pk
        for number in ("9" * 30, "9" * 5000, "%00"):
            for place in (f"{number}/1", f"{kind}/{number}", f"links/{number}/revoke"):
                assert editor.get(f"/admin/publishing/embargo/{place}/").status_code == 404

    @pytest.mark.parametrize("is_set", [True, False])
    def test_only_sets_are_said_to_take_their_links_along(self, editor, release, is_set):
        draft = draft_of(factories.make_press_release(slug="draft", live=False))
        content_object = promised_set(draft) if is_set else release

        html = editor.get(self.address(content_object)).content.decode()

        assert ("also if you reschedule the set" in html) is is_set
        assert ("make new links" in html) is not is_set

    @pytest.mark.parametrize(
        ("role", "may"),
        [
            ("Publisher", True),
            ("Communications", True),
            ("Policy", False),
            ("Contributor", False),
        ],
    )
    def test_whoever_answers_for_the_page_makes_links(self, client, release, role, may):
        client.force_login(somebody_with(role))
        link_to(release)
        link = EmbargoLink.objects.get()
        addresses = [
            self.address(release),
            reverse("embargo_link_openings", args=[link.pk]),
            reverse("embargo_link_revoke", args=[link.pk]),
        ]

        statuses = {client.get(address).status_code for address in addresses}

        assert statuses == {200 if may else 302}
        client.post(addresses[2])
        link.refresh_from_db()
        assert bool(link.revoked_at) is may

    @pytest.mark.parametrize(
        ("role", "may"),
        [
            ("Publisher", {"press", "reports", "banner", "both"}),
            ("Communications", {"press", "banner"}),
            ("Policy", set()),
            ("Contributor", set()),
        ],
    )
    def test_whoever_answers_for_all_of_a_set_makes_links_to_it(self, role, may):
        release = draft_of(factories.make_press_release(live=False))
        report = draft_of(factories.make_report_page(live=False))
        banner = draft_of(factories.make_banner(live=False))
        contents = {
            "press": [release],
            "reports": [report],
            "banner": [banner],
            "both": [release, report],
        }
        user = somebody_with(role)

        found = set()
        for name, held in contents.items():
            release_set = promised_set(*held)
            if can_create_embargo_links(user, release_set):
                found.add(name)
            release_set.items.all().delete()

        assert found == may

    def test_whoever_began_a_page_makes_no_links_to_it_without_the_right_to_change_it(
        self, release
    ):
        group = Group.objects.create(name="Interns")
        group.permissions.add(Permission.objects.get(codename="add_embargolink"))
        GroupPagePermission.objects.create(
            group=group,
            page=release.get_parent(),
            permission=Permission.objects.get(codename="add_page"),
        )
        user = get_user_model().objects.create_user("intern")
        user.groups.add(group)
        release.owner = user
        release.save()

        assert release.permissions_for_user(user).can_edit()
        assert not can_create_embargo_links(user, release)

    def test_the_right_to_make_links_is_granted_where_groups_are_edited(self, editor):
        group = Group.objects.create(name="Press office")
        right = Permission.objects.get(codename="add_embargolink")

        html = editor.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()

        assert f'name="permissions" value="{right.pk}"' in html

    def test_the_form_of_a_scheduled_page_leads_to_its_links(self, editor, release):
        edit = reverse("wagtailadmin_pages:edit", args=[release.pk])
        draft = factories.make_press_release(slug="draft", live=False)
        other = reverse("wagtailadmin_pages:edit", args=[draft.pk])

        assert self.address(release) in editor.get(edit).content.decode()
        assert self.address(draft) not in editor.get(other).content.decode()
