from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve, reverse


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("healthz", "/healthz"),
        ("newsletter", "/newsletter/"),
        ("press_feed", "/press/feed/"),
        ("robots", "/robots.txt"),
        ("search", "/search/"),
        ("sitemap", "/sitemap.xml"),
        ("wagtailadmin_home", "/admin/"),
    ],
)
def test_a_fixed_address_is_not_taken_by_a_page(name, address):
    assert reverse(name) == address
    assert resolve(address).view_name == name


@pytest.mark.parametrize(
    "path",
    [
        "documents/report.pdf",
        "original_images/cover.png",
        "images/../original_images/cover.png",
        "images/%2e%2e/documents/report.pdf",
    ],
)
@pytest.mark.django_db
def test_an_original_or_a_document_has_no_address_under_media(client, path):
    for name in ("documents/report.pdf", "original_images/cover.png"):
        secret = Path(settings.MEDIA_ROOT) / name
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.write_bytes(b"under embargo")

    assert client.get(f"/media/{path}").status_code == 404
