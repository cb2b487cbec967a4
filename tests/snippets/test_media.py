import re
import resource
from io import BytesIO
from pathlib import PurePath

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images.fields import get_allowed_image_extensions

from snippets.models import SiteDocument, SiteImage, SiteRendition
from snippets.pdf import COVER_WIDTH, draw_cover, read_pdf
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_pdf_says_how_long_it_is_and_in_which_language():
    facts = read_pdf(BytesIO(factories.make_pdf(pages=3, language="cy-GB")))
    assert (facts.pages, facts.language) == (3, "cy-GB")
    assert facts.tagged is False


def test_a_pdf_that_says_nothing_of_itself_has_only_pages():
    facts = read_pdf(BytesIO(factories.make_pdf()))
    assert (facts.pages, facts.language) == (1, "")


def test_a_tagged_pdf_is_told_from_an_untagged_one():
    pdf = factories.make_pdf(language="en-GB")
    tagged = pdf.replace(b"/Type /Catalog", b"/MarkInfo <</Marked true>>/Type /Catalog")
    assert tagged != pdf
    assert read_pdf(BytesIO(tagged)).tagged is True


@pytest.mark.parametrize("content", [b"", b"plain words", b"%PDF-1.7", b"\x00" * 4096])
def test_what_is_no_pdf_is_not_read_as_one(content):
    assert read_pdf(BytesIO(content)) is None
    assert draw_cover(BytesIO(content)) is None


def test_the_first_page_is_drawn_for_dense_screens():
    picture = Image.open(BytesIO(draw_cover(BytesIO(factories.make_pdf(pages=2)))))
    assert (picture.format, picture.width) == ("PNG", COVER_WIDTH)
    assert picture.height > picture.width


def test_what_readers_are_told_of_a_document_is_read_from_it():
    document = factories.make_document(factories.make_pdf(pages=2, language="en-GB"))
    document.refresh_from_db()
    assert (document.pages, document.language, document.is_tagged) == (2, "en-GB", False)
    assert (document.format, document.file_size) == (
        "PDF",
        len(factories.make_pdf(pages=2, language="en-GB")),
    )
    assert document.file_hash


def test_a_replaced_file_is_read_again():
    document = factories.make_document(factories.make_pdf(pages=2, language="en-GB"))
    document.file = ContentFile(b"year,children\n", name="data.csv")
    document.save()
    document = SiteDocument.objects.get()
    assert (document.format, document.pages, document.language) == ("CSV", None, "")
    assert document.is_tagged is None


def test_a_document_saved_again_is_not_read_again(monkeypatch):
    document = factories.make_document()
    document = SiteDocument.objects.get()
    monkeypatch.setattr("snippets.models.media.read_pdf", lambda file: pytest.fail("read again"))
    document.title = "Another title"
    document.save()
    assert SiteDocument.objects.get().pages == 1


@pytest.mark.parametrize("content", [b"This is no PDF", b"", b"%PDF-1.4 and then nothing"])
def test_a_file_that_only_calls_itself_pdf_is_stored_without_facts(content):
    document = factories.make_document(content, "report.pdf")
    assert (document.format, document.pages, document.language) == ("PDF", None, "")


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
    Image.effect_noise((900, 1200), 90).save(noise, "PNG")
    noise.seek(0)
    cover = SiteImage(title="Noise")
    cover.file.save("noise.png", ImageFile(noise, name="noise.png"))
    cover.save()
    page = factories.make_report_page(cover=cover)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        starved = client.get(page.url)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert starved.status_code == 200
    assert "A picture could not be drawn" in caplog.text
    assert not cover.renditions.exists()
    assert client.get(page.url).status_code == 200
    assert cover.renditions.exists()


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
        cover.renditions.values_list("pk", flat=True)
    )
    for rendition in SiteImage.objects.get(pk=cover.pk).get_renditions(*specs).values():
        assert client.get(rendition.url).status_code == 200
