"""Two editors work at the same moment, in two threads of one process."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from wagtail.blocks.stream_block import StreamBlockValidationError

from content.blocks import BodyBlock

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
