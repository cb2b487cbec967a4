"""The manual in the admin: all of docs/editors.md, for those who have signed in."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import resolve, reverse
from wagtail.models import get_page_models

from editorial.manual.chapters import (
    CHAPTERS_OF_MODELS,
    CHAPTERS_OF_VIEWS,
    get_chapter_anchor,
    get_manual,
)
from snippets.models.base import get_base_snippet_models
from tests import factories
from tests.editing import add_url, edit_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


@pytest.fixture
def manual(editor):
    return BeautifulSoup(editor.get(reverse("manual")).content, "html.parser")


def test_every_chapter_is_there_and_linked(manual):
    text = (settings.BASE_DIR / "docs" / "editors.md").read_text()
    chapters = re.findall(r"^## (.+)$", text, re.MULTILINE)
    links = manual.select(".manual__chapters a")

    assert [link.get_text() for link in links] == chapters
    for link in links:
        assert manual.select_one(f".manual__text h2{link['href']}")
    assert len(manual.select("h1, .w-h1")) >= 1
    assert not manual.select(".manual__text h1")


def test_every_picture_is_sent_and_described(editor, manual):
    pictures = manual.select(".manual__text img")

    assert len(pictures) > 5
    for picture in pictures:
        assert picture["alt"]
        answer = editor.get(picture["src"])
        assert answer["Content-Type"] == "image/png"
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["none.png", "..%2Feditors.md", "editors.md"])
def test_nothing_but_pictures_of_the_manual_is_sent(editor, name):
    assert editor.get(f"/admin/manual/images/{name}", follow=True).status_code == 404


@pytest.mark.parametrize("address", ["/admin/manual/", "/admin/manual/images/calendar.png"])
def test_who_has_not_signed_in_gets_neither(client, address):
    assert client.get(address).status_code == 302


def test_html_in_the_manual_is_shown_as_text(monkeypatch, tmp_path):
    (tmp_path / "editors.md").write_text("# Manual\n\n## One\n\n<script>alert(1)</script>\n")
    monkeypatch.setattr("editorial.manual.chapters.DOCS_PATH", tmp_path)
    get_manual.cache_clear()
    try:
        assert "<script>" not in get_manual().html
    finally:
        get_manual.cache_clear()


def test_every_chapter_that_a_form_leads_to_exists():
    anchors = {chapter.anchor for chapter in get_manual().chapters}

    assert set(CHAPTERS_OF_MODELS.values()) | set(CHAPTERS_OF_VIEWS.values()) <= anchors


def test_each_form_leads_to_a_chapter(editor):
    pages = [model() for model in get_page_models() if model._meta.app_label != "wagtailcore"]
    snippets = [model() for model in get_base_snippet_models()]
    index = factories.make_press_index()
    addresses = [add_url(snippet) for snippet in snippets]
    addresses += [add_url(page, index) for page in pages]
    addresses += [edit_url(index), reverse("release_sets:add"), reverse("wagtaildocs:add_multiple")]

    for address in addresses:
        assert get_chapter_anchor(resolve(address)), address


def test_the_menu_leads_to_the_chapter_about_the_page(editor):
    answer = editor.get(reverse("release_sets:add")).content.decode()

    assert "/admin/manual/#several-things-at-the-same-time-release-sets" in answer
