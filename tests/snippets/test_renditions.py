"""When pictures are drawn: in the worker, in every size that a template asks for."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import reverse
from wagtail.images.models import Filter

from snippets.models import SiteImage
from snippets.renditions import ADMIN_SPECS, SPECS, draw_missing_renditions, draw_renditions
from tests import factories, odd_files

pytestmark = pytest.mark.django_db

TASKS_WAIT = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ATTRIBUTE = re.compile(r'\w+=(?:"[^"]*"|\S+)')
TAG = re.compile(r"{% (?:image|picture|srcset_image) (.+?) %}")
ALL_SPECS = {*SPECS, *ADMIN_SPECS}


def specs_of(image):
    return set(image.renditions.values_list("filter_spec", flat=True))


def damage(image):
    """Leave the picture's row, with a file that no program can open."""
    image.renditions.all().delete()
    for file in (image.file, image.original):
        file.storage.delete(file.name)
        file.storage.save(file.name, ContentFile(b"no picture"))


def test_every_size_that_a_template_asks_for_is_drawn_beforehand():
    found = set()
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for arguments in TAG.findall(template.read_text()):
            words = ATTRIBUTE.sub("", arguments).split()[1:]
            words = words[: words.index("as")] if "as" in words else words
            found |= set(Filter.expand_spec(words))
    assert found == set(SPECS)


def test_a_picture_is_drawn_once_it_is_uploaded():
    with override_settings(TASKS=TASKS_WAIT):
        image = factories.make_image()
        assert specs_of(image) == set()

    draw_renditions.enqueue(image.pk)

    assert specs_of(image) == ALL_SPECS


def test_a_picture_whose_focal_point_moves_is_drawn_anew():
    image = factories.make_image()
    image.focal_point_x, image.focal_point_y = 10, 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    moved = image.renditions.exclude(focal_point_key="").values_list("filter_spec", flat=True)
    assert set(moved) == {spec for spec in SPECS if "fill" in spec}


def test_a_reader_who_comes_before_the_picture_is_drawn_sees_a_placeholder(client):
    with override_settings(TASKS=TASKS_WAIT):
        image = factories.make_image()
    page = factories.make_report_page(cover=image, share_image=image)

    early = client.get(page.url).content.decode()

    assert specs_of(image) == set()
    assert "/static/img/picture-missing.svg" in early
    assert 'alt="A child’s shadow on a brick wall" height="80"' in early
    assert "og:image" not in early
    draw_renditions.enqueue(image.pk)
    late = client.get(page.url).content.decode()
    assert "picture-missing" not in late
    assert "og:image" in late


def test_a_picture_that_cannot_be_drawn_breaks_no_list_and_no_page(client, caplog):
    image = factories.make_image()
    page = factories.make_report_page(cover=image, share_image=image)
    damage(image)
    client.force_login(factories.make_user())

    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?layout=list",
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page.url,
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "picture-missing.svg" in response.content.decode(), address
    assert f"A picture could not be drawn: {image.pk}" in caplog.text


def test_words_about_a_picture_that_cannot_be_decoded_can_be_changed():
    image = factories.make_image()
    damage(image)
    SiteImage.objects.filter(pk=image.pk).update(original="")
    image = SiteImage.objects.get(pk=image.pk)
    image.title = "Another title"
    image.save()
    assert SiteImage.objects.get(pk=image.pk).title == "Another title"


def test_a_picture_from_before_pictures_were_cleaned_is_cleaned(caplog):
    image = factories.make_image()
    name = image.file.storage.save("original_images/old.jpg", ContentFile(b""))
    path = Path(image.file.storage.path(name))
    path.write_bytes(odd_files.PICTURES["camera.jpg"]())
    image.renditions.all().delete()
    SiteImage.objects.filter(pk=image.pk).update(file=name, original="", rights="")

    draw_missing_renditions.enqueue()

    image = SiteImage.objects.get(pk=image.pk)
    assert image.original.name == name
    assert odd_files.find_markers(path.read_bytes())
    with image.file.open() as file:
        assert odd_files.find_markers(file.read()) == []
    assert odd_files.MARKER in image.rights
    assert specs_of(image) == ALL_SPECS


def test_only_pictures_that_miss_a_size_are_drawn_each_day():
    whole, partly = factories.make_image(), factories.make_image()
    partly.renditions.first().delete()
    before = set(whole.renditions.values_list("pk", flat=True))

    draw_missing_renditions.enqueue()

    assert specs_of(partly) == ALL_SPECS
    assert set(whole.renditions.values_list("pk", flat=True)) == before


def test_a_deleted_picture_takes_all_its_files_along(django_capture_on_commit_callbacks):
    image = factories.make_image()
    storage = image.file.storage
    names = [image.file.name, image.original.name]
    names += [rendition.file.name for rendition in image.renditions.all()]
    assert all(storage.exists(name) for name in names)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert not any(storage.exists(name) for name in names)


def test_a_picture_that_is_replaced_takes_what_was_uploaded_along(client):
    client.force_login(factories.make_user())
    image = factories.make_image()
    old = [image.file.name, image.original.name]
    new = ContentFile(factories.make_png("green"), name="green.png")
    answer = client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Green", "file": new, "collection": image.collection_id},
    )
    assert answer.status_code == 302
    image = SiteImage.objects.get(pk=image.pk)
    assert not any(image.file.storage.exists(name) for name in old)
    assert image.uploaded_name == "green.png"
    assert specs_of(image) == ALL_SPECS


def test_a_large_picture_is_scaled_down_and_keeps_its_shape():
    image = SiteImage(title="Large")
    image.file = ContentFile(odd_files.make_png_of(6000, 3000), name="large.png")
    image.save()
    assert (image.width, image.height) == (2560, 1280)
