"""Provide the fixtures that the tests of publication share."""

import pytest

from tests import factories
from tests.publishing.scheduled_content import drafted
from tests.publishing.sets_to_publish import NOW


@pytest.fixture
def follows_every_redirect(monkeypatch):
    """Break the rule that redirects lead only to what everybody may open."""
    monkeypatch.setattr("publishing.middleware.is_public", lambda page, request: True)


@pytest.fixture
def at_work(time_machine):
    """Let a working day before the launch begin."""
    time_machine.move_to(NOW)


@pytest.fixture
def publisher(client):
    """Return a user who may do everything, signed in."""
    user = factories.make_user("publisher")
    client.force_login(user)
    return user


@pytest.fixture
def report():
    """Return the draft of a report."""
    return drafted(factories.make_report_page(slug="report", title="After Eighteen", live=False))
