"""The command asks a server over the network, and its exit code says the worst it found."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from publishing import embargo_audit
from publishing.embargo_audit import tasks
from publishing.embargo_audit.http_client import UnreachableError, open_session
from publishing.embargo_audit.probes import Probe
from publishing.models import EmbargoAudit, ReleaseSet
from tests import factories
from tests.site_server import free_port

HOUR = timedelta(hours=1)


@pytest.fixture
def server(live_server, settings):
    """Return the address of a server that shows the site of the tests."""
    settings.BASE_URL = live_server.url
    # What a threaded server remembers of the sites before this one.
    ContentType.objects.clear_cache()
    return live_server.url


@pytest.fixture
def release():
    factories.make_press_release(title="An older release", slug="older")
    moment = datetime.now(UTC) + HOUR
    page = factories.make_press_release(
        live=False, go_live_at=moment, title="Guardians for trafficked children", slug="guardians"
    )
    page.save_revision(approved_go_live_at=moment, clean=False)
    Site.clear_site_root_paths_cache()
    return page


def run(capsys, *arguments):
    """Return the exit code and what was printed."""
    try:
        call_command("audit_embargoes", *arguments)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_running_site_is_found_sealed(release, server, capsys):
    code, printed = run(capsys)

    assert code == 0
    assert "Guardians for trafficked children: Sealed: " in printed
    check = EmbargoAudit.objects.get()
    assert check.trigger == "manual"
    assert f"Sealed: {len(check.results)} routes" in printed


@pytest.mark.django_db(transaction=True)
def test_a_leak_of_a_running_site_ends_with_its_own_code(
    release, server, capsys, follows_every_redirect
):
    Redirect.objects.create(old_path="/soon", redirect_link="/press/guardians/")

    code, printed = run(capsys, "--page", str(release.pk), "--json")

    (report,) = json.loads(printed)
    assert code == 1
    assert report["leaks"] == 1
    assert [route for route in report["results"] if route["outcome"] == "leak"] == [
        {
            "name": "The redirect from /soon",
            "address": "/soon",
            "outcome": "leak",
            "detail": "the address",
        }
    ]
    assert report["status"].startswith("LEAK: ")
    code, printed = run(capsys, "--page", str(release.pk))
    assert "  The redirect from /soon (/soon): leak: the address" in printed


@pytest.mark.django_db(transaction=True)
def test_a_public_page_of_a_running_site_is_found_public(release, server, capsys):
    release.go_live_at = None
    release.save_revision(clean=False).publish()

    code, printed = run(capsys, "--page", str(release.pk))

    assert code == 0
    assert "Public on " in printed


@pytest.mark.django_db(transaction=True)
def test_the_worker_asks_a_running_site(release, server):
    embargo_audit.enqueue_due_audits()

    check = EmbargoAudit.objects.get()
    assert check.trigger == "scheduled"
    assert check.checked_at
    assert not check.error
    assert not check.leaks


@pytest.mark.django_db
def test_a_site_that_is_down_cannot_be_judged(release, settings, capsys):
    settings.BASE_URL = f"http://127.0.0.1:{free_port()}"

    code, printed = run(capsys, "--page", str(release.pk), "--json")

    assert code == 2
    (report,) = json.loads(printed)
    assert report["error"] == f"{settings.BASE_URL} did not answer (ConnectionError)."
    assert report["status"].startswith("Could not be checked at ")


@pytest.mark.django_db
def test_a_set_can_be_named(release, monkeypatch, capsys):
    release_set = ReleaseSet.objects.create(title="Launch")
    monkeypatch.setattr(tasks, "probe_scope", lambda case, fetch: tasks.AuditResult())

    assert run(capsys, "--set", str(release_set.pk))[0] == 0
    assert EmbargoAudit.objects.get().content_object == release_set


@pytest.mark.django_db
def test_with_nothing_planned_there_is_nothing_to_say(capsys):
    assert run(capsys) == (0, "Nothing is scheduled.\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "what"), [("--page", "no page 999"), ("--set", "no release set 999")]
)
def test_a_number_of_nothing_is_refused(option, what):
    with pytest.raises(CommandError, match=what):
        call_command("audit_embargoes", option, "999")


@pytest.mark.django_db(transaction=True)
def test_the_visitor_is_anonymous_and_follows_no_redirect(server):
    factories.make_home()
    Redirect.objects.create(old_path="/soon", redirect_link="/elsewhere/")

    with open_session() as visit:
        first = visit(Probe("Login", "/admin/login/"))
        redirected = visit(Probe("Redirect", "/soon"))
        head = visit(Probe("Head", "/", "HEAD"))

    assert "set-cookie" in first.headers
    assert redirected.status == 301
    assert redirected.headers["location"] == "/elsewhere/"
    assert (head.status, head.body) == (200, b"")


def test_a_server_of_nobody_is_out_of_reach(settings):
    settings.BASE_URL = f"http://127.0.0.1:{free_port()}"

    with open_session() as visit, pytest.raises(UnreachableError, match="did not answer"):
        visit(Probe("Home", "/"))
