"""A template loads and includes nothing from above its house, as modules import nothing."""

import re
from functools import cache

import pytest

from tests.site_apps import LAYERS
from tests.site_server import ROOT

TEMPLATES = ROOT / "templates"
FLOOR_OF = {app: floor for floor, apps in enumerate(LAYERS) for app in apps}
# Folders that are not called after their house. Components belong to what includes them.
WAGTAILS_OWN = ("wagtailadmin", "wagtailcore", "wagtaildocs", "wagtailimages", "wagtailsnippets")
HOUSE_OF_FOLDER = {"blocks": "content"} | dict.fromkeys(WAGTAILS_OWN, "editorial")
TAG = re.compile(r'{%\s*(load|include|extends)\s+(?:"([^"]+)"|([\w\s]+?))\s*(?:%}|with\b|only\b)')
LIBRARIES = {
    path.stem: FLOOR_OF[path.parts[-3]] for path in ROOT.glob("*/templatetags/*.py")
    if path.parts[-3] in FLOOR_OF
}  # fmt: skip


def own_floor(name):
    """Return the floor of the house that a template belongs to; None for a component."""
    folder = name.split("/")[0]
    if folder == "components":
        return None
    return FLOOR_OF[HOUSE_OF_FOLDER.get(folder, folder if "/" in name else "home")]


@cache
def highest_floor(name):
    """Return the highest floor that a template reaches, by what it loads and includes."""
    floors = [own_floor(name) or 0]
    for kind, other, libraries in TAG.findall((TEMPLATES / name).read_text()):
        if kind == "load":
            floors += [LIBRARIES[word] for word in libraries.split() if word in LIBRARIES]
        # The frame of all pages has no folder; it is at the top and prints what it is given.
        elif "/" in other and not other.startswith(WAGTAILS_OWN) and (TEMPLATES / other).exists():
            floors.append(highest_floor(other))
    return max(floors)


TEMPLATE_NAMES = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")
)


@pytest.mark.parametrize("name", [n for n in TEMPLATE_NAMES if own_floor(n) is not None])
def test_a_template_reaches_no_higher_than_its_house(name):
    assert highest_floor(name) <= own_floor(name)


def test_what_reaches_up_is_seen(monkeypatch, tmp_path):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "components").mkdir()
    (tmp_path / "blocks/quote_block.html").write_text(
        '{% include "components/note.html" with a=b %}'
    )
    (tmp_path / "components/note.html").write_text("{% load static page_tags %}")
    monkeypatch.setattr(f"{__name__}.TEMPLATES", tmp_path)

    assert highest_floor.__wrapped__("blocks/quote_block.html") > own_floor(
        "blocks/quote_block.html"
    )
