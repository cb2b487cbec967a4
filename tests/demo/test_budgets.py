"""Each page keeps to its budget: queries to the database, and bytes to the reader.

Queries are counted with every cache empty, after one visit has drawn the pictures. Every page
spends 2–3 on finding the site, 1–3 a level on finding the page, 2 on view restrictions, and one
each on the site's identity, contact details, banners and the menu.
"""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from policy.models import PolicyExplainer, ReportPage
from pressroom.models import PressRelease
from snippets.media import renditions
from tests import factories

KILOBYTE = 1024

# The address, and the most queries that it may take.
BUDGETS = [
    # The frame, the featured page, three lists of updates, the promo and its link.
    ("home", 30),
    # The frame, the page's fields, topics, contacts, joint issuers, notes and related releases;
    # one query for each kind of thing its blocks choose.
    ("release", 25),
    # The frame, counts by year and by topic, the number of results, one page of them.
    ("archive", 20),
    # As the archive.
    ("explainers", 20),
    # As the archive, and covers, their renditions and publishers for the whole list.
    ("reports", 22),
    # As a release, with the instrument's dates; for each report cover its page, its publishers,
    # its files and its rendition.
    ("explainer", 40),
    # As a release, with the cover, publishers and files.
    ("report", 30),
    # The frame, counts by kind, results, and one query for each kind of page found.
    ("search", 20),
]


def addresses():
    """Return the address of each kind of page; of releases and explainers, the richest one."""
    release = max(PressRelease.objects.live(), key=lambda page: len(page.body))
    explainer = max(PolicyExplainer.objects.live(), key=lambda page: len(str(page.body)))
    report = ReportPage.objects.live().newest_first().first()
    return {
        "home": "/",
        "release": release.url,
        "archive": "/press/",
        "explainers": "/policy/",
        "reports": "/reports/",
        "explainer": explainer.url,
        "report": report.url,
        "search": "/search/?q=guardian",
    }


def count_queries(client, url):
    """Return how many queries a page takes with empty caches and its pictures drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renditions, "can_render", lambda: True)
        client.get(url)
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("name", "most"), BUDGETS)
def test_a_page_keeps_to_its_budget_of_queries(demo, client, name, most):
    assert count_queries(client, addresses()[name]) <= most


def test_no_page_asks_more_when_the_archive_grows(demo, client):
    urls = addresses()
    before = {name: count_queries(client, url) for name, url in urls.items()}
    topic = PressRelease.objects.live().first().topics.first()
    for number in range(60):
        factories.make_press_release(
            title=f"A guardian for every child, part {number}",
            slug=f"growth-{number}",
            release_date=date(2000 + number % 10, 1, 1),
            topics=[topic],
        )

    after = {name: count_queries(client, url) for name, url in urls.items()}

    # A page of results may hold fewer kinds of pages than before, and so ask less.
    assert {name: count for name, count in after.items() if count > before[name]} == {}


def test_every_page_is_small(demo, client):
    for page in Page.objects.live().filter(depth__gt=1):
        size = len(gzip.compress(client.get(page.url).content))
        assert size <= 12 * KILOBYTE, f"{page.url}: {size} bytes"


@pytest.mark.parametrize(("kind", "most"), [("css", 14 * KILOBYTE), ("js", 6 * KILOBYTE)])
def test_styles_and_scripts_are_small(kind, most):
    assets = (settings.BASE_DIR / "templates" / "components" / "stylesheets.html").read_text()
    files = re.findall(rf'static "({kind}/[^"]+)"', assets)
    assert files
    size = sum(len(gzip.compress(Path(finders.find(file)).read_bytes())) for file in files)

    assert size <= most


def test_the_fonts_of_an_english_page_are_small():
    fonts = settings.BASE_DIR / "static" / "fonts"
    names = ("newsreader-latin.woff2", "public-sans-latin.woff2")
    assert sum((fonts / name).stat().st_size for name in names) <= 90 * KILOBYTE


def test_every_font_of_the_stylesheet_is_there():
    folder = settings.BASE_DIR / "static" / "css"
    fonts = re.findall(r'url\("(.+?)"\)', (folder / "tokens.css").read_text())
    assert len(fonts) == 6
    assert [font for font in fonts if not (folder / font).is_file()] == []


def test_a_page_asks_for_nothing_of_another_host(demo, client):
    for page in Page.objects.live().filter(depth__gt=1):
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        for tag in soup.find_all(["link", "script", "img", "source", "iframe"]):
            if tag.name == "link" and tag["rel"][0] in {"canonical", "expect"}:
                continue
            target = tag.get("src") or tag.get("href") or tag.get("srcset") or "/"
            assert target.startswith("/"), f"{page.url}: {tag}"
