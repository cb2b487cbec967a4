"""A page type that no app lists by name is everywhere that the site's own types are."""

from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from editorial.dashboard.attention import AttentionReport
from home.models import latest_updates
from pages.registry import get_content_page_models, get_listing_page_models
from publishing import embargo_audit
from publishing.embargo_audit.http_client import ProbeResponse
from quotations.models import Quotation
from snippets.models import Statistic
from tests import factories, leaks
from tests.editing import form_of, posted
from tests.fourth_page_type.models import ConsultationIndexPage, ConsultationResponse

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(factories.NOON, tick=False)]

TODAY = factories.NOON.date()
QUOTE = {"type": "quote", "value": {"text": "Children come first.", "speaker": "A judge"}}


def make_response(**overrides):
    return factories.make_content_page(
        ConsultationResponse,
        **{"title": "Our answer about guardians", "slug": "answer"} | overrides,
    )


def test_the_registry_names_it_after_the_sites_own():
    names = [model.__name__ for model in get_content_page_models()]

    assert names[:3] == ["PressRelease", "PolicyExplainer", "ReportPage"]
    assert "ConsultationResponse" in names[3:]
    assert ConsultationIndexPage in get_listing_page_models()


def test_it_is_read_at_its_address_and_in_its_list(client):
    page = make_response()

    assert client.get(page.url).status_code == 200
    text = client.get(page.get_parent().url).content.decode()
    assert page.title in text
    assert "1 consultation response" in text


def test_a_search_finds_it_and_can_be_narrowed_to_it(client):
    page = make_response()
    factories.make_press_release(title="Guardians for every child")

    found = client.get("/search/", {"q": "guardians", "type": "consultationresponse"})

    assert list(found.context["results"]) == [page]
    kinds = {kind["label"]: kind["count"] for kind in found.context["found"].kinds}
    assert kinds["Consultation responses"] == 1
    assert kinds["Press releases"] == 1
    assert "consultation responses and pages about us" in client.get("/search/").content.decode()


def test_it_is_among_the_latest_updates(client, monkeypatch):
    page = make_response()

    assert latest_updates() == [page]
    monkeypatch.setattr(ConsultationResponse, "in_updates", False)
    assert latest_updates() == []


def test_the_home_page_can_feature_it(client):
    widget = form_of(factories.make_home()).fields["featured_page"].widget

    assert ConsultationResponse in widget.target_models


def test_the_sitemap_names_it(client):
    page = make_response()

    assert f"{page.url}</loc>" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    ("role", "writes"), [("Policy", True), ("Communications", False), ("Publisher", True)]
)
def test_the_roles_that_it_names_write_it(role, writes):
    page = make_response()
    call_command("setup_roles", stdout=StringIO())
    user = factories.make_member(role)

    assert page.permissions_for_user(user).can_edit() == writes
    assert page.get_parent().permissions_for_user(user).can_add_subpage() == writes


def test_the_dashboard_says_that_its_review_is_due():
    make_response(last_reviewed=date(2016, 1, 1), review_on=TODAY)

    groups = {group.heading: group for group in AttentionReport(factories.make_user()).groups()}

    (row,) = groups["Consultation responses to review"].rows
    assert row.title == "Our answer about guardians"


def test_the_dashboard_names_old_figures_on_it_where_it_is_kept_current(monkeypatch):
    figure = factories.make_statistic(as_of=date(2015, 1, 1))
    page = make_response()
    ReferenceIndex.objects.create(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(ConsultationResponse),
        object_id=page.pk,
        to_content_type=ContentType.objects.get_for_model(Statistic),
        to_object_id=figure.pk,
        model_path="body",
        content_path="body",
        content_path_hash=uuid4(),
    )
    report = AttentionReport(factories.make_user())

    assert report.statistics().rows == []
    monkeypatch.setattr(ConsultationResponse, "is_kept_current", True)
    assert len(report.statistics().rows) == 1


def test_the_checklist_reads_it(client):
    client.force_login(factories.make_user())
    hard = " ".join(["notwithstanding interdepartmental accountability considerations"] * 20)
    page = make_response(live=False, summary="Short.", body=[
        {"type": "paragraph", "value": f"<p>{hard}.</p>"}
    ])  # fmt: skip

    answer = client.post(reverse("checklist_page", args=[page.pk]), posted(page))

    found = answer.context["checklist"]
    assert "summary" in {problem.name for problem in found.errors}
    assert [p.message for p in found.warnings if p.message.startswith("Hard to read")]


def test_its_quotations_are_entered_into_the_ledger():
    page = make_response(body=[QUOTE])
    page.save_revision().publish()

    (entry,) = Quotation.objects.current()
    assert (entry.words, entry.page_id, entry.date) == (
        "Children come first.",
        page.pk,
        date(2013, 1, 7),
    )


def ask_as_visitor(route):
    response = Client().generic(route.method, route.address, headers=dict(route.headers))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return ProbeResponse(
        response.status_code, {k.lower(): v for k, v in response.headers.items()}, body
    )


def test_the_seal_sees_it_leak_from_its_list_and_from_a_search(monkeypatch):
    make_response(title="A public answer", slug="public")
    moment = timezone.now() + timedelta(hours=1)
    page = make_response(live=False, go_live_at=moment)
    page.save_revision().publish()
    page.refresh_from_db()

    sealed = embargo_audit.run_manual_audit(page, ask_as_visitor)
    monkeypatch.setattr("content.visibility.filter_listed", lambda pages, request=None: pages)
    monkeypatch.setattr("home.search.filter_searchable", lambda pages, request=None: pages)
    opened = embargo_audit.run_manual_audit(page, ask_as_visitor)

    assert not [route for route in sealed.results if route["outcome"] == "leak"]
    leaking = {route["name"] for route in opened.results if route["outcome"] == "leak"}
    assert "The list “Consultation responses”" in leaking
    assert "Search for its title among consultation responses" in leaking


def test_the_leak_matrix_looks_for_it_everywhere():
    routes = {name for name in leaks.ROUTES if name.endswith(", consultation response")}

    assert {name.partition(",")[0] for name in routes} == {
        "page", "list", "search", "sitemap", "updates"
    }  # fmt: skip


def test_a_page_type_without_a_date_is_named_by_the_checks(monkeypatch):
    assert ConsultationResponse.check() == []
    monkeypatch.setattr(ConsultationResponse, "date_field", "")

    assert [error.id for error in ConsultationResponse.check()] == ["pages.E001"]
