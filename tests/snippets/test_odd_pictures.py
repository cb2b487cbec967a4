"""Odd pictures, uploaded in each of the ways in which Wagtail takes them."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from snippets.media.renditions import ADMIN_FILTER_SPECS, SITE_FILTER_SPECS
from snippets.models import SiteImage
from tests import factories, odd_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def upload(editor, name, content, **values):
    """Post the form for one picture."""
    file = SimpleUploadedFile(name, content)
    root = Collection.get_first_root_node().pk
    data = {"title": "A picture", "collection": root, **values, "file": file}
    return editor.post(reverse("wagtailimages:add"), data)


def upload_several(editor, name, content):
    """Drop a picture onto the page for several."""
    file = SimpleUploadedFile(name, content)
    return editor.post(reverse("wagtailimages:add_multiple"), {"files[]": file})


def upload_in_chooser(editor, name, content):
    """Upload a picture where it is chosen."""
    file = SimpleUploadedFile(name, content)
    data = {"image-chooser-upload-title": "A picture", "image-chooser-upload-file": file}
    return editor.post(reverse("wagtailimages_chooser:create"), data)


def pixel(rendition, x, y):
    with rendition.file.open() as file:
        return Image.open(BytesIO(file.read())).convert("RGB").getpixel((x, y))


@pytest.mark.parametrize("way", [upload, upload_several, upload_in_chooser])
def test_odd_pictures_are_taken_and_break_no_list(editor, way):
    for name, make in odd_files.PICTURES.items():
        response = way(editor, name, make())
        assert response.status_code in (200, 302), name

    images = SiteImage.objects.all()
    assert len(images) == len(odd_files.PICTURES)
    addresses = [
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?layout=list",
        reverse("wagtailimages_chooser:choose"),
    ]
    if way is upload:
        for view in ("wagtailimages_chooser:chosen", "wagtailimages:edit"):
            addresses += [reverse(view, args=[image.pk]) for image in images]
    for address in addresses:
        shown = editor.get(address)
        assert shown.status_code == 200, address
        assert "picture-missing" not in shown.content.decode(), address


@pytest.mark.parametrize("way", [upload, upload_several, upload_in_chooser])
def test_what_cannot_be_shown_is_refused_with_a_sentence(editor, way):
    for name, (make, word) in odd_files.REFUSED.items():
        response = way(editor, name, make())

        assert response.status_code == 200, name
        assert word in response.content.decode(), name
        assert not SiteImage.objects.exists(), name


@pytest.mark.parametrize("name", odd_files.PICTURES)
def test_no_file_that_readers_can_get_says_where_or_by_whom_it_was_taken(editor, client, name):
    upload(editor, name, odd_files.PICTURES[name]())
    image = SiteImage.objects.get()
    factories.make_report_page(cover=image, share_image=image)
    client.logout()
    renditions = list(
        image.get_renditions(*SITE_FILTER_SPECS, *ADMIN_FILTER_SPECS, "original").values()
    )
    assert len(renditions) == len({*SITE_FILTER_SPECS, *ADMIN_FILTER_SPECS}) + 1

    for rendition in renditions:
        answer = client.get(rendition.url)
        content = b"".join(answer.streaming_content)
        assert odd_files.find_markers(content) == []
        drawn = Image.open(BytesIO(content))
        drawn.load()
        told = {key for key in drawn.info if key in ("exif", "xmp", "comment", "icc_profile")}
        assert not told
        assert not drawn.getexif()
        assert min(drawn.size) > 0
    with image.file.open() as kept:
        assert odd_files.find_markers(kept.read()) == []


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif"])
@pytest.mark.parametrize(
    ("name", "x", "y", "colour"),
    [
        ("cmyk.jpg", 100, 60, odd_files.RED),
        ("16-bit-grey.png", 60, 40, (128, 128, 128)),
        # Its upper left corner comes to the upper right.
        ("sideways.jpg", 75, 5, (20, 20, 60)),
        ("sideways.jpg", 5, 110, odd_files.RED),
        ("two-pictures.jpg", 100, 60, odd_files.RED),
    ],
)
def test_colours_and_orientation_stay(editor, kind, name, x, y, colour):
    upload(editor, name, odd_files.PICTURES[name]())
    drawn = SiteImage.objects.get().get_rendition(f"original|format-{kind}")
    difference = [abs(a - b) for a, b in zip(pixel(drawn, x, y), colour, strict=True)]
    assert max(difference) < 12


def test_the_picture_as_uploaded_is_there_for_those_who_may_change_it(editor, client):
    content = odd_files.PICTURES["camera.jpg"]()
    upload(editor, "camera.jpg", content)
    image = SiteImage.objects.get()
    address = reverse("image_as_uploaded", args=[image.pk])
    assert address in editor.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()

    answer = editor.get(address)

    assert b"".join(answer.streaming_content) == content
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Disposition"] == 'attachment; filename="camera.jpg"'
    client.logout()
    assert client.get(address).status_code == 302


def test_several_pictures_come_with_the_credit_and_rights_of_the_file(editor):
    answer = upload_several(editor, "camera.jpg", odd_files.PICTURES["camera.jpg"]())
    image = SiteImage.objects.get()
    assert image.credit == f"{odd_files.MARKER} Agency"
    assert image.rights == (
        f"Copyright: 2016 {odd_files.MARKER} Agency. Author: {odd_files.MARKER} Example. "
        f"Credit: {odd_files.MARKER} Agency."
    )
    assert f'value="{image.credit}"' in json.loads(answer.content)["form"]


def test_one_picture_leads_to_its_form_where_the_credit_was_read_from_the_file(editor):
    answer = upload(editor, "camera.jpg", odd_files.PICTURES["camera.jpg"]())
    image = SiteImage.objects.get()
    assert answer.url == reverse("wagtailimages:edit", args=[image.pk])
    form = editor.get(answer.url).content.decode()
    assert f'value="{odd_files.MARKER} Agency"' in form
    assert "were read from the file" in form


def test_a_credit_that_nobody_has_looked_at_is_not_printed(editor):
    upload_in_chooser(editor, "camera.jpg", odd_files.PICTURES["camera.jpg"]())
    image = SiteImage.objects.get()
    assert image.credit == ""
    assert f"Credit: {odd_files.MARKER} Agency" in image.rights


def test_a_credit_that_was_typed_stays(editor):
    upload(editor, "camera.jpg", odd_files.PICTURES["camera.jpg"](), credit="Photo: B. Name")
    assert SiteImage.objects.get().credit == "Photo: B. Name"
