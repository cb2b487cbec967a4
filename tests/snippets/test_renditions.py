"""Pictures are drawn in the worker, in every size that a template asks for."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Filter

from snippets.media.image_files import clean_image
from snippets.media.renditions import (
    ADMIN_FILTER_SPECS,
    SITE_FILTER_SPECS,
    draw_missing_renditions,
    draw_renditions,
)
from snippets.models import SiteImage, media
from tests import factories, odd_files

pytestmark = pytest.mark.django_db

TASKS_WAIT = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ATTRIBUTE = re.compile(r'\w+=(?:"[^"]*"|\S+)')
TAG = re.compile(r"{% (?:image|picture|srcset_image) (.+?) %}")
ALL_SPECS = {*SITE_FILTER_SPECS, *ADMIN_FILTER_SPECS}


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
    assert found == set(SITE_FILTER_SPECS)


def test_a_picture_is_drawn_once_it_is_uploaded():
    with override_settings(TASKS=TASKS_WAIT):
        image = factories.make_image()
        assert specs_of(image) == set()

    draw_renditions.enqueue(image.pk)

    assert specs_of(image) == ALL_SPECS


def test_a_picture_that_is_to_lose_nothing_loses_nothing():
    noise = Image.effect_noise((60, 80), 90).convert("RGB")
    upload = BytesIO()
    noise.save(upload, "PNG")
    image = factories.make_image(file=ContentFile(upload.getvalue(), "noise.png"))

    for spec, is_same in (("format-avif-lossless", True), ("format-avif", False)):
        with image.get_rendition(spec).file.open() as file, Image.open(file) as drawn:
            assert drawn.format == "AVIF"
            assert (drawn.convert("RGB").tobytes() == noise.tobytes()) is is_same


def test_a_picture_whose_focal_point_moves_is_drawn_anew():
    image = factories.make_image()
    image.focal_point_x, image.focal_point_y = 10, 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    moved = image.renditions.exclude(focal_point_key="").values_list("filter_spec", flat=True)
    assert set(moved) == {spec for spec in SITE_FILTER_SPECS if "fill" in spec}


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


def make_stored(name, content, **values):
    """Return a picture as it was stored before pictures were cleaned."""
    image = factories.make_image()
    stored = image.file.storage.save(f"original_images/{name}", ContentFile(content))
    size = Image.open(BytesIO(content)).size if values.pop("is_picture", True) else (60, 80)
    image.renditions.all().delete()
    SiteImage.objects.filter(pk=image.pk).update(
        file=stored, original="", rights="", width=size[0], height=size[1], **values
    )
    return SiteImage.objects.get(pk=image.pk)


def make_large_jpeg():
    file = BytesIO()
    Image.new("L", (12_000, 9_000), 90).save(file, "JPEG")
    return file.getvalue()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("moving.gif", lambda: odd_files.moving("GIF")),
        ("moving.webp", lambda: odd_files.moving("WEBP")),
        ("large.png", lambda: odd_files.make_png_of(8_000, 7_000)),
        ("large.jpg", make_large_jpeg),
    ],
)
def test_a_stored_picture_that_would_be_refused_today_is_drawn(name, make):
    image = make_stored(name, make())

    draw_missing_renditions.enqueue()

    image.refresh_from_db()
    assert image.original.name.startswith("original_images/")
    assert max(image.width, image.height) <= 2560
    assert specs_of(image) == ALL_SPECS


def test_a_stored_file_that_cannot_be_decoded_is_logged_once(client, caplog):
    image = make_stored("damaged.png", b"no picture", is_picture=False)
    page = factories.make_report_page(cover=image)

    for _ in range(2):
        draw_missing_renditions.enqueue()

    assert caplog.text.count("cannot be decoded") == 1
    assert "picture-missing.svg" in client.get(page.url).content.decode()
    image = SiteImage.objects.get(pk=image.pk)
    image.file = ContentFile(factories.make_png(), name="new.png")
    image.save()
    assert specs_of(image) == ALL_SPECS


def test_a_stored_file_that_cannot_be_fetched_is_tried_again():
    image = make_stored("away.gif", odd_files.moving("GIF"))
    path = Path(image.file.path)
    path.rename(path.with_suffix(".away"))
    draw_missing_renditions.enqueue()
    assert specs_of(image) == set()
    path.with_suffix(".away").rename(path)

    draw_missing_renditions.enqueue()

    assert specs_of(image) == ALL_SPECS


@pytest.mark.parametrize("is_file_replaced", [True, False])
def test_what_an_editor_changes_while_the_worker_cleans_a_file_stays(monkeypatch, is_file_replaced):
    image = make_stored("old.jpg", odd_files.PICTURES["camera.jpg"]())
    folder = Path(image.file.path).parent
    found = []

    def clean_slowly(upload, **options):
        if not found:
            found.append(image.pk)
            theirs = SiteImage.objects.get(pk=image.pk)
            theirs.rights = "Rights of the editor"
            if is_file_replaced:
                theirs.file = ContentFile(factories.make_png("green"), name="theirs.png")
            theirs.save()
            found.append(theirs.file.name)
            found.append(set(folder.iterdir()))
        return clean_image(upload, **options)

    monkeypatch.setattr(media, "clean_image", clean_slowly)

    image.ensure_clean_file()

    _, name, files = found
    stored = SiteImage.objects.get(pk=image.pk)
    assert (stored.file.name, stored.rights) == (name, "Rights of the editor")
    assert set(folder.iterdir()) == files


@pytest.mark.parametrize(
    ("name", "make", "before", "after"),
    [
        (
            "large.png",
            lambda: odd_files.make_png_of(5120, 2560),
            (4000, 1000, 200, 100),
            (2000, 500, 100, 50),
        ),
        # 120 by 80 on its side; shown, and picked on, as 80 by 120.
        ("sideways.jpg", odd_files.PICTURES["sideways.jpg"], (90, 20, 60, 8), (60, 30, 40, 12)),
    ],
)
def test_a_focal_point_stays_where_it_is_in_the_picture(name, make, before, after):
    fields = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    image = make_stored(name, make(), **dict(zip(fields, before, strict=True)))

    draw_missing_renditions.enqueue()

    stored = SiteImage.objects.get(pk=image.pk)
    assert tuple(getattr(stored, field) for field in fields) == after


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
