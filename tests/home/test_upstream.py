"""Faults of Wagtail that we work around; a test here fails when one is mended."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.blocks import StructBlock, StructValue
from wagtail.documents.models import AbstractDocument
from wagtail.documents.views.serve import serve
from wagtail.images.blocks import ImageBlock

from snippets.media.middleware import DocumentHeadersMiddleware
from snippets.models import SiteDocument
from tests import factories
from tests.editing import edit_url


@pytest.mark.django_db
def test_documents_are_sent_without_a_meaningless_encoding(client, rf):
    document = factories.make_document()
    # Readers get it only while something that they see refers to it.
    factories.make_promo(link=[("document", document)])
    request = rf.get(document.url)

    stock = serve(request, document.pk, document.filename)

    # When this fails, Wagtail no longer sends the header: remove the middleware.
    assert stock.headers["Content-Encoding"] == "None"
    assert "Content-Encoding" not in DocumentHeadersMiddleware(lambda _: stock)(request).headers
    assert "Content-Encoding" not in client.get(document.url).headers


def test_versions_that_leave_out_a_picture_cannot_be_compared():
    class Stock(StructBlock):
        picture = ImageBlock(required=False)

    block = Stock()
    empty = StructValue(block, [("picture", None)])
    comparison = get_comparison_class_for_block(block)(block, False, True, None, empty)

    # When this fails, Wagtail compares them: remove ComparableImageBlock.
    with pytest.raises(TypeError):
        comparison.htmlvalue(empty)


@pytest.mark.django_db
def test_a_dropped_file_whose_title_is_mended_passes_a_form_that_has_no_file():
    document = SiteDocument(title="A report")

    # When this fails, Wagtail no longer refuses it: remove the first lines of `SiteDocument.clean`.
    with pytest.raises(ValidationError):
        AbstractDocument.clean(document)
    document.clean()
    assert document.warnings() == []


@pytest.mark.django_db
def test_the_bars_of_buttons_have_the_classes_that_the_styles_name(client):
    page = factories.make_press_release()
    client.force_login(factories.make_user())
    form = BeautifulSoup(client.get(edit_url(page)).content, "html.parser")
    listed = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    listing = BeautifulSoup(client.get(listed).content, "html.parser")
    added = BeautifulSoup(client.get(reverse("release_sets:add")).content, "html.parser")

    # When this fails, Wagtail calls them something else: see `.footer` in static/css.
    assert form.select("form footer.footer .footer__container")
    assert form.select("form footer.footer [data-controller~=w-messages]")
    assert added.select("form footer.footer > .footer__container")
    assert listing.select(".footer.bulk-actions-choices > .footer__container ul")
