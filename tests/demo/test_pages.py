"""Every page of the demonstration site, as a reader and as an editor meet it."""

from collections import Counter
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.filter(is_superuser=True).first())
    return client


def pages():
    return list(Page.objects.live().filter(depth__gt=1).specific())


SEEN = {}


def soups(client):
    """Return every page with what readers get of it; the content is the same for every test."""
    if not SEEN:
        for page in pages():
            response = client.get(page.url)
            assert response.status_code == 200, page.url
            SEEN[page] = BeautifulSoup(response.content, "html.parser")
    return SEEN.items()


def test_every_page_is_served_to_readers(client):
    assert len(pages()) > 60
    assert [page.url for page in pages() if client.get(page.url).status_code != 200] == []


def test_every_page_opens_in_the_explorer_and_the_editor(editor):
    for page in pages():
        for name in ("wagtailadmin_explore", "wagtailadmin_pages:edit"):
            response = editor.get(reverse(name, args=[page.pk]))
            assert response.status_code == 200, f"{name} {page.title}"


def test_every_draft_previews(editor):
    for page in pages():
        response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200, page.title


def test_every_snippet_opens_in_the_editor_and_previews(editor, rf):
    for model in get_snippet_models():
        for thing in model.objects.all():
            address = reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])
            assert editor.get(address).status_code == 200, thing
            response = thing.make_preview_request(rf.get("/"))
            assert response.status_code == 200, thing
            assert BeautifulSoup(response.content, "html.parser").h1, thing


def test_every_page_has_one_main_heading_and_named_landmarks(client):
    for page, soup in soups(client):
        assert len(soup.find_all("h1")) == 1, page.url
        assert len(soup.find_all("main")) == 1, page.url
        assert soup.find("a", class_="skip-link")["href"] == "#_main", page.url
        for nav in soup.find_all("nav"):
            assert nav.get("aria-label") or nav.get("aria-labelledby"), f"{page.url}: {nav}"


def test_no_anchor_stands_twice_and_none_leads_nowhere(client):
    for page, soup in soups(client):
        ids = Counter(tag["id"] for tag in soup.find_all(id=True))
        assert [name for name, count in ids.items() if count > 1] == [], page.url
        for link in soup.find_all("a", href=True):
            address, fragment = urldefrag(link["href"])
            assert address or fragment in ids, f"{page.url}: {link}"


def test_every_link_inside_the_site_leads_somewhere(client):
    seen = {}
    for page, soup in soups(client):
        for link in soup.find_all("a", href=True):
            address = urldefrag(link["href"])[0]
            if address.startswith("?"):
                address = page.url + address
            if address.startswith("/"):
                seen.setdefault(address, page.url)
    broken = [
        f"{address} on {origin}"
        for address, origin in seen.items()
        if client.get(address).status_code != 200
    ]
    assert broken == []


def test_every_picture_has_a_size_and_says_what_it_shows_or_is_decoration(client):
    for page, soup in soups(client):
        for image in soup.find_all("img"):
            assert image.get("width"), f"{page.url}: {image}"
            assert image.get("height"), f"{page.url}: {image}"
            assert image.get("alt") is not None, f"{page.url}: {image}"


def test_no_element_is_left_empty(client):
    tags = ["p", "li", "dd", "dt", "h2", "h3", "address", "figcaption", "ul", "ol", "dl", "section"]
    for page, soup in soups(client):
        empty = [
            tag
            for tag in soup.find_all(tags)
            if not tag.get_text(strip=True) and not tag.find("img")
        ]
        assert empty == [], page.url


def test_every_page_prints_the_current_address_and_no_other(client):
    for page, soup in soups(client):
        footer = soup.find("footer").get_text()
        assert "SW9 9TL" in footer, page.url
        assert "N7 8QJ" not in soup.get_text(), page.url
