"""What two editors do at the same moment in two threads of one process."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event

from wagtail.blocks.stream_block import StreamBlockValidationError

from snippets.blocks import BodyBlock
from snippets.pdf import draw_cover, read_pdf
from tests import factories

BAD = [("callout", {"text": "Two\nparagraphs"})]


def test_a_draft_saved_meanwhile_does_not_switch_off_the_rules():
    block = BodyBlock()
    value = block.to_python([{"type": "callout", "value": BAD[0][1]}])
    finished = Event()

    def save_drafts():
        while not finished.is_set():
            block.clean_deferred(value)

    def publish():
        try:
            block.clean(value)
        except StreamBlockValidationError:
            return "refused"
        return "published"

    with ThreadPoolExecutor(3) as threads:
        drafts = [threads.submit(save_drafts) for _ in range(2)]
        results = {publish() for _ in range(2000)}
        finished.set()
        for draft in drafts:
            draft.result()

    assert results == {"refused"}
    assert block.child_blocks["callout"].child_blocks["text"].field.required


def test_pdfs_are_read_and_drawn_in_several_threads():
    """PDFium brings the process down when two threads use it at once."""
    pdf = factories.make_pdf(pages=3)

    with ThreadPoolExecutor(4) as threads:
        facts = list(threads.map(lambda _: read_pdf(BytesIO(pdf)).pages, range(60)))
        covers = list(threads.map(lambda _: draw_cover(BytesIO(pdf)), range(30)))

    assert set(facts) == {3}
    assert len(set(covers)) == 1


def test_a_pdf_whose_page_cannot_be_loaded_has_no_cover():
    broken = factories.make_pdf().replace(b"/Type /Page\n", b"/Type /None\n")

    assert draw_cover(BytesIO(broken)) is None or draw_cover(BytesIO(broken)).startswith(b"\x89PNG")
    assert draw_cover(BytesIO(b"%PDF-1.4 nothing else")) is None
