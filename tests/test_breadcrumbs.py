"""Every page that the site adds to the admin is headed by its own name, not by “Home”."""

import pytest
from django.urls import URLResolver, get_resolver
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

HOUSES = ("home", "policy", "pressroom", "publishing", "snippets")


def find_views(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from find_views(entry)
        elif view := getattr(entry.callback, "view_class", None):
            yield view


def find_own_views():
    return {
        view
        for view in find_views(get_resolver())
        if view.__module__.split(".")[0] in HOUSES and issubclass(view, WagtailAdminTemplateMixin)
    }


def test_there_are_such_views():
    assert "ManualView" in {view.__name__ for view in find_own_views()}


@pytest.mark.parametrize("view", sorted(find_own_views(), key=str), ids=lambda view: view.__name__)
def test_a_view_adds_itself_to_the_breadcrumbs(view):
    """Wagtail shows the last of them as the heading."""
    assert view.get_breadcrumbs_items is not WagtailAdminTemplateMixin.get_breadcrumbs_items
