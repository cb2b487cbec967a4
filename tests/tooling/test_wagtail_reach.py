"""Compare docs/wagtail.md with the code: each private reach has its row, each row its canary."""

import ast
import re

import pytest

from tests.site_apps import APPS
from tests.site_server import ROOT

TABLE = (ROOT / "docs/wagtail.md").read_text()
LIBRARIES = ("wagtail", "modelcluster", "modelsearch", "treebeard", "willow", "django_tasks_db")
# Modules that the documentation of their library names.
DOCUMENTED = [
    "modelcluster.fields", "modelcluster.models", "wagtail", "wagtail.admin",
    "wagtail.admin.admin_url_finder", "wagtail.admin.filters", "wagtail.admin.forms",
    "wagtail.admin.forms.models", "wagtail.admin.forms.pages", "wagtail.admin.menu",
    "wagtail.admin.panels", "wagtail.admin.rich_text.converters.html_to_contentstate",
    "wagtail.admin.rich_text.editors.draftail.features", "wagtail.admin.telepath",
    "wagtail.admin.templatetags.wagtailadmin_tags", "wagtail.admin.ui.components",
    "wagtail.admin.ui.tables", "wagtail.admin.ui.tables.pages", "wagtail.admin.views",
    "wagtail.admin.views.generic.base", "wagtail.admin.views.pages.bulk_actions.page_bulk_action",
    "wagtail.admin.views.reports", "wagtail.admin.viewsets.model", "wagtail.admin.viewsets.pages",
    "wagtail.admin.widgets", "wagtail.admin.widgets.slug", "wagtail.blocks", "wagtail.blocks.base",
    "wagtail.blocks.struct_block", "wagtail.contrib.frontend_cache.utils",
    "wagtail.contrib.redirects.middleware", "wagtail.contrib.redirects.models",
    "wagtail.contrib.routable_page.models", "wagtail.contrib.sitemaps",
    "wagtail.contrib.settings.models", "wagtail.contrib.sitemaps.views",
    "wagtail.contrib.typed_table_block.blocks",
    "wagtail.documents", "wagtail.documents.blocks", "wagtail.documents.forms",
    "wagtail.documents.models", "wagtail.fields", "wagtail.images", "wagtail.images.blocks",
    "wagtail.images.forms", "wagtail.images.image_operations", "wagtail.images.models",
    "wagtail.log_actions", "wagtail.models", "wagtail.permissions", "wagtail.rich_text",
    "wagtail.rich_text.feature_registry", "wagtail.rich_text.pages", "wagtail.search",
    "wagtail.search.backends", "wagtail.search.query", "wagtail.signals", "wagtail.snippets",
    "wagtail.snippets.blocks", "wagtail.snippets.models", "wagtail.snippets.views.chooser",
    "wagtail.snippets.views.snippets", "wagtail.url_routing",
]  # fmt: skip
# Django documents these.
PUBLIC = {"_meta", "_base_manager", "_default_manager", "_replace"}
# What this project notes on a request, a page or a form of its own.
OWN = {"_is_unneeded", "_page_notes", "_find_all_problems", "_describe_wrong_date"}


def read_modules():
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if path.parent.name != "migrations":
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def find_undocumented_imports():
    return {
        node.module
        for _, tree in read_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in LIBRARIES
        and node.module not in DOCUMENTED
    }


def find_private_names():
    for _, tree in read_modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and re.match("_[a-z]", node.attr):
                is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
                if not is_own and node.attr not in PUBLIC | OWN:
                    yield node.attr


def test_every_undocumented_module_has_a_row():
    assert {name for name in find_undocumented_imports() if f"`{name}`" not in TABLE} == set()


def test_every_private_name_has_a_row():
    assert {name for name in find_private_names() if name not in TABLE} == set()


def test_every_template_of_wagtail_that_is_replaced_or_extended_has_a_row():
    templates = [path for path in ROOT.glob("templates/wagtail*/**/*") if path.is_file()]
    names = {path.relative_to(ROOT / "templates").as_posix() for path in templates}

    assert len(names) > 10
    assert {name for name in names if name not in TABLE} == set()


@pytest.mark.parametrize("row", [line for line in TABLE.splitlines() if line.startswith("| ")])
def test_every_row_names_a_test_that_there_is(row):
    canary = row.rsplit("|", 2)[1]
    if canary.strip() in ("canary", "---"):
        return
    names = re.findall(r"(test_\w+)(?!\w*[./])`", canary)
    files = re.findall(r"`(tests/[\w/]+\.py)", canary)

    assert names or files
    defined = find_tests()
    assert [name for name in names if name not in defined] == []


def find_tests():
    sources = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for source in sources for name in re.findall(r"def (test_\w+)", source)}
