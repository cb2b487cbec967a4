"""What the tests of publication share."""

import pytest


@pytest.fixture
def follows_every_redirect(monkeypatch):
    """Break the rule that redirects lead only to what everybody may open."""
    monkeypatch.setattr("publishing.middleware.is_public", lambda page, request: True)
