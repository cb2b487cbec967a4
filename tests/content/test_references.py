import pytest

from content.references import get_referenced_pks
from policy.models import ReportDownload
from snippets.models import SiteDocument, SiteImage
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_files_of_a_draft_that_no_index_knows_are_found():
    cover, picture = factories.make_image("cover.png"), factories.make_image("inside.png")
    report, annex = factories.make_document(), factories.make_document(name="annex.pdf")
    page = factories.report_page(
        cover=cover,
        downloads=[ReportDownload(document=report)],
        body=[
            {"type": "paragraph", "value": f'<p><a linktype="document" id="{annex.pk}">A</a></p>'},
            {"type": "image", "value": _picture(picture)},
        ],
    )

    assert get_referenced_pks([page], SiteDocument) == {report.pk, annex.pk}
    assert get_referenced_pks([page], SiteImage) == {cover.pk, picture.pk}


def test_contents_that_refer_to_nothing_have_no_files():
    assert get_referenced_pks([], SiteDocument) == set()
    assert get_referenced_pks([factories.press_release()], SiteImage) == set()


def test_a_link_that_was_never_whole_refers_to_nothing():
    broken = '<p><a linktype="document" id="abc">A</a><a linktype="document" id="">B</a></p>'
    page = factories.report_page(body=[{"type": "paragraph", "value": broken}])

    assert get_referenced_pks([page], SiteDocument) == set()


def _picture(image):
    return {
        "image": {"image": image.pk, "decorative": False, "alt_text": "A street"},
        "caption": "",
        "credit": "",
    }
