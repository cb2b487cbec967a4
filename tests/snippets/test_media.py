import re
import resource
from io import BytesIO
from pathlib import PurePath

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images.fields import get_allowed_image_extensions

from snippets.media.renditions import draw_renditions
from snippets.models import SiteImage, SiteRendition
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_address_of_a_picture_cannot_be_guessed_from_its_name():
    images = [factories.make_image("cover.png") for _ in range(2)]
    names = [PurePath(image.file.name).name for image in images]
    assert names[0] != names[1]
    assert all(re.fullmatch(r"cover-[\w-]{16}\.png", name) for name in names), names


def test_the_address_of_a_resized_picture_cannot_be_guessed_either():
    image = factories.make_image("cover.png")
    secret = PurePath(image.file.name).stem
    assert PurePath(image.get_rendition("width-40").file.name).name.startswith(secret)


def test_a_very_long_file_name_is_cut_and_keeps_its_secret():
    name = factories.make_image(f"{'very' * 40}.png").file.name
    assert len(name) <= 100
    assert re.search(r"-[\w-]{16}\.png$", name)


def test_a_picture_is_found_by_its_credit():
    image = factories.make_image(credit="Photo: A. Name")
    assert list(SiteImage.objects.filter(credit="Photo: A. Name")) == [image]
    assert "credit" in SiteImage.admin_form_fields


def test_pictures_that_may_carry_scripts_are_not_accepted():
    assert "svg" not in get_allowed_image_extensions()


def test_a_full_disk_costs_a_page_its_picture_and_nothing_more(client, caplog):
    noise = BytesIO()
    Image.effect_noise((150, 200), 90).save(noise, "PNG")
    noise.seek(0)
    cover = SiteImage(title="Noise", file=ImageFile(noise, name="noise.png"))
    cover.save()
    cover.renditions.all().delete()
    page = factories.make_report_page(cover=cover)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        draw_renditions.enqueue(cover.pk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "A picture could not be drawn" in caplog.text
    assert not cover.renditions.filter(filter_spec__contains="fill-600x800").exists()
    starved = client.get(page.url)
    assert starved.status_code == 200
    assert "picture-missing.svg" in starved.content.decode()
    draw_renditions.enqueue(cover.pk)
    assert "picture-missing.svg" not in client.get(page.url).content.decode()


def test_of_two_requests_that_draw_the_same_both_show_what_was_kept(client, monkeypatch):
    cover = factories.make_image("cover.png")
    factories.make_report_page(cover=cover)
    specs = ("fill-30x40|format-png", "fill-15x20|format-png")
    store = SiteRendition.objects.bulk_create

    def store_second(renditions, **options):
        for rendition in renditions:
            cover.get_rendition(rendition.filter_spec)
        return store(renditions, **options)

    monkeypatch.setattr(SiteRendition.objects, "bulk_create", store_second)

    drawn = cover.get_renditions(*specs)

    assert {rendition.pk for rendition in drawn.values()} == set(
        cover.renditions.filter(filter_spec__in=specs).values_list("pk", flat=True)
    )
    for rendition in SiteImage.objects.get(pk=cover.pk).get_renditions(*specs).values():
        assert client.get(rendition.url).status_code == 200
