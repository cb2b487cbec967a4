"""Readers get one stylesheet, and it is whole."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command

from home import stylesheet
from tests.site_server import ROOT

CSS = ROOT / "static" / "css"


def test_readers_ask_for_one_stylesheet():
    assets = (ROOT / "templates" / "components" / "stylesheets.html").read_text()

    assert re.findall(r'rel="stylesheet" href="{% static "([^"]+)"', assets) == [
        stylesheet.STYLESHEET_NAME
    ]


def test_the_stylesheet_holds_every_part_and_imports_nothing():
    joined = stylesheet.join_stylesheet()

    parts = [CSS / f"{name}.css" for name in ("tokens", "base", "print")]
    components = list((CSS / "components").iterdir())
    assert len(components) > 20
    assert [part.name for part in parts + components if part.read_text() not in joined] == []
    assert "@import" not in joined


def test_an_edited_part_shows_at_once(tmp_path, monkeypatch, settings):
    settings.DATA_DIR = tmp_path
    source = tmp_path / "site.css"
    part = tmp_path / "part.css"
    source.write_text('@import "part.css";\n')
    part.write_text("a { color: red }\n")
    monkeypatch.setattr(stylesheet, "STYLESHEET_SOURCE_PATH", source)

    first = finders.find(stylesheet.STYLESHEET_NAME)
    part.write_text("a { color: blue }\n")
    second = finders.find(stylesheet.STYLESHEET_NAME)

    assert first == second
    assert Path(second).read_text() == "a { color: blue }\n"


def test_a_public_site_collects_the_stylesheet_under_a_name_of_its_content(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "home.stylesheet.JoinedStylesheetFinder",
    ]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    [hashed] = tmp_path.glob("css/site.joined.*.css")
    names = re.compile(r"(url\(.+?)\.[0-9a-f]{12}(\.woff2)")
    assert names.sub(r"\1\2", hashed.read_text()) == stylesheet.join_stylesheet()
    assert len(names.findall(hashed.read_text())) == 6
    assert hashed.with_name(hashed.name + ".br").exists()
