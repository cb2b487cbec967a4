"""Checks that layers register, and whom they concern."""

import pytest
from wagtail import hooks

from content.checks.publication_checks import PublicationCheck, get_checks_for
from snippets.models import Promo, Topic

pytestmark = pytest.mark.django_db


def test_content_is_looked_at_by_the_checks_that_concern_it():
    def nothing(content, warnings, user):
        """Find nothing."""

    about_topics = PublicationCheck(
        "Topics are well.", nothing, lambda content: isinstance(content, Topic)
    )
    about_promos = PublicationCheck(
        "Promos are well.", nothing, lambda content: isinstance(content, Promo)
    )
    with (
        hooks.register_temporarily(
            "register_publication_checks", lambda: [about_topics, about_promos]
        ),
    ):
        assert about_topics in get_checks_for(Topic())
        assert about_promos not in get_checks_for(Topic())
