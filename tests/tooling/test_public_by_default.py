"""Pages, template tags and templates ask for public content alone, or are named here."""

import ast
import re

import pytest
from django.apps import apps
from wagtail.models import get_page_models

from pages.registry import get_content_page_models, get_listing_page_models
from snippets.models.base import get_base_snippet_models
from tests import factories
from tests.site_apps import APPS
from tests.site_server import ROOT

# Where pages are defined, and what all of them have in common.
HOUSES = sorted({"pages", *(model._meta.app_label for model in get_page_models())} & {*APPS})
SOURCES = sorted(
    path
    for path in [
        *(path for house in HOUSES for path in (ROOT / house).rglob("*.py")),
        *ROOT.glob("*/templatetags/*.py"),
        ROOT / "snippets/contacts/references.py",
    ]
    if "migrations" not in path.parts
)
# Modules of the admin, and functions, with the reason why they ask for more than is public.
EXEMPT = {
    "home/embargo_probes.py _count_hits": "counts in another way than the search does",
    "pages/listings.py route": "a private page asks for a login",
    "pages/signal_handlers.py": "changes the page that was published",
    "pressroom/bulk_actions.py": "forms of the admin",
    "pressroom/listing.py": "the list of the admin",
    "pressroom/new_release.py": "fills in a form of the admin",
    "pressroom/views.py": "views of the admin, which ask for permission",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
TREE = {"get_children", "get_descendants", "get_siblings", "get_ancestors"}
# They restrict the queryset that they are given.
RESTRICTING = {"filter_listed", "filter_public", "filter_searchable"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
MODELS = {model.__name__ for model in apps.get_models()}
RESTRICTED = {model.__name__ for model in apps.get_models() if hasattr(model, "public")} | {"Page"}


def find_unrestricted(source):
    """Yield the function or class, and the line, of each access to content that may be hidden."""
    found = []

    def visit(node, place, is_restricted):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            place = node.name
        name = node.func if isinstance(node, ast.Call) else None
        called = getattr(name, "id", getattr(name, "attr", ""))
        is_restricted = is_restricted or called in RESTRICTING
        if isinstance(node, ast.Attribute) and not is_restricted:
            owner = getattr(node.value, "id", "")
            has_no_public = owner in MODELS - RESTRICTED
            if (node.attr in MANAGERS and not has_no_public) or node.attr in TREE:
                found.append((place, node.lineno))
        if called in SHORTCUTS and getattr(node.args[0], "id", "") not in MODELS - RESTRICTED:
            found.append((place, node.lineno))
        for child in ast.iter_child_nodes(node):
            visit(child, place, is_restricted)

    visit(ast.parse(source), "", False)
    return found


def test_what_faces_readers_asks_for_what_is_public():
    used, unrestricted = set(), []
    for path in SOURCES:
        module = path.relative_to(ROOT).as_posix()
        for place, line in find_unrestricted(path.read_text()):
            exemption = next((key for key in (module, f"{module} {place}") if key in EXEMPT), None)
            if exemption:
                used.add(exemption)
            else:
                unrestricted.append(f"{module}:{line}")

    assert unrestricted == []
    assert used == set(EXEMPT)


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("def f(): return PressRelease.objects.newest_first()", True),
        ("def f(): return type(page).objects.all()", True),
        ("def f(): return Topic._default_manager.all()", True),
        ("def f(): return home.get_children()", True),
        ("def f(): return get_object_or_404(PressRelease, pk=1)", True),
        ("def f(): return filter_listed(PressRelease.objects.all(), request)", False),
        ("def f(): return PressRelease.public.newest_first()", False),
        ("def f(): return ContentType.objects.all()", False),
    ],
)
def test_an_unrestricted_accessor_is_seen(source, is_found):
    assert bool(find_unrestricted(source)) == is_found


def test_no_template_reaches_for_hidden_pages():
    reaching = re.compile(rf"\.({'|'.join(TREE | MANAGERS)})\b")
    templates = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if "wagtail" not in str(path.relative_to(ROOT))
    ]
    assert templates
    assert [path.name for path in templates if reaching.search(path.read_text())] == []


def test_pages_and_snippets_have_the_short_accessor_beside_the_usual_one():
    models = get_content_page_models() + get_listing_page_models() + get_base_snippet_models()
    assert models
    for model in models:
        assert model._meta.default_manager.name == "objects"
        assert hasattr(model, "public")


@pytest.mark.django_db
def test_public_leaves_out_what_is_hidden():
    shown = factories.make_press_release()
    factories.make_press_release(slug="draft", live=False)
    factories.make_private(factories.make_press_release(slug="private"))
    topic = factories.make_topic()
    factories.make_topic("Hidden", live=False)

    assert list(type(shown).public.all()) == [shown]
    assert list(type(shown).public.for_request(None).newest_first()) == [shown]
    assert list(type(topic).public.all()) == [topic]
