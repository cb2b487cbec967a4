"""Faults of Wagtail that we work around; a test here fails when one is mended."""

import pytest
from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.blocks import StructBlock, StructValue
from wagtail.documents.views.serve import serve
from wagtail.images.blocks import ImageBlock

from home.middleware import DocumentHeadersMiddleware
from tests import factories


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

    # When this fails, Wagtail compares them: remove ComparedImageBlock.
    with pytest.raises(TypeError):
        comparison.htmlvalue(empty)
