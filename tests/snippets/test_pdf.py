"""PDFs are read, and none of them can hurt the site."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from snippets.media import pdf
from snippets.media.pdf import (
    PDF_READER_PATH,
    PDF_TOO_HEAVY_MESSAGE,
    REFUSAL_MESSAGES,
    PdfMetadata,
    draw_cover,
    extract_pdf_metadata,
)
from snippets.media.pdf_reader import COVER_WIDTH
from tests import factories, pdfs


def get_facts(content: bytes) -> PdfMetadata:
    return extract_pdf_metadata(BytesIO(content))


def test_a_pdf_says_how_long_it_is_its_language_and_its_title():
    content = factories.make_pdf(pages=3, language="cy-GB", title="Pob plentyn – “yn ddiogel”")
    facts = get_facts(content)
    assert (facts.pages, facts.language) == (3, "cy-GB")
    assert facts.title == "Pob plentyn – “yn ddiogel”"
    assert (facts.refusal, facts.has_text, facts.is_whole) == ("", True, True)


def test_a_pdf_that_says_nothing_of_itself_has_only_pages_and_text():
    assert get_facts(factories.make_pdf()) == PdfMetadata(
        pages=1, is_tagged=False, is_encrypted=False, has_text=True, is_whole=True
    )


def test_a_tagged_pdf_is_told_from_an_untagged_one():
    content = factories.make_pdf(language="en-GB")
    assert get_facts(content).is_tagged is False
    assert get_facts(pdfs.tagged(content)).is_tagged is True


@pytest.mark.parametrize(
    ("pages", "typed", "has_text"),
    [(1, 0, False), (1, 1, True), (40, 1, False), (40, 20, True), (4, 1, True)],
)
def test_a_scan_has_no_text_even_behind_a_typed_page(pages, typed, has_text):
    assert get_facts(pdfs.scan(pages, typed)).has_text is has_text


@pytest.mark.parametrize("content", [b"", b"plain words", b"\x00" * 4096, b"PK\x03\x04 a zip"])
def test_what_is_no_pdf_is_refused_as_such(content):
    assert get_facts(content) == PdfMetadata(refusal=REFUSAL_MESSAGES["no_pdf"])
    assert draw_cover(BytesIO(content)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-1.4 and then nothing",
        factories.make_pdf(pages=20)[:400],
        factories.make_pdf().replace(b"/Type /Page\n", b"/Type /None\n"),
        pdfs.no_pages(),
        pdfs.own_parent(),
    ],
    ids=["head", "words", "torn", "no-first-page", "no-pages", "own-parent"],
)
def test_what_readers_could_not_open_is_refused(content):
    assert get_facts(content) == PdfMetadata(refusal=REFUSAL_MESSAGES["broken"])
    assert draw_cover(BytesIO(content)) is None


def test_a_pdf_that_asks_for_a_password_is_refused():
    assert get_facts(pdfs.protected("open")) == PdfMetadata(refusal=REFUSAL_MESSAGES["locked"])
    assert draw_cover(BytesIO(pdfs.protected("open"))) is None


def test_a_pdf_that_nobody_may_change_is_read_and_said_to_be_encrypted():
    facts = get_facts(pdfs.protected())
    assert (facts.refusal, facts.is_encrypted, facts.has_text) == ("", True, True)


def test_a_book_is_read():
    facts = get_facts(factories.make_pdf(pages=500))
    assert (facts.pages, facts.has_text, facts.is_whole) == (500, True, True)


def test_what_a_database_would_not_take_is_left_out():
    content = factories.make_pdf(language="not a language at all", title="TITLE")
    # A letter, half a character and a NUL, in UTF-16, and again.
    facts = get_facts(content.replace(b"(TITLE)", b"<FEFF%s>" % (b"0054D8000000" * 200)))
    assert (facts.pages, facts.language) == (1, "")
    assert facts.title.startswith("T")
    assert len(facts.title) <= 255
    assert facts.title.isprintable()
    assert facts.title.encode().decode() == facts.title


def test_the_first_page_is_drawn_for_dense_screens():
    picture = Image.open(BytesIO(draw_cover(BytesIO(factories.make_pdf(pages=2)))))
    assert (picture.format, picture.width) == ("PNG", COVER_WIDTH)
    assert picture.height > picture.width


HARMFUL = {
    "content": pdfs.content_bomb,
    "double": pdfs.double_bomb,
    "picture": pdfs.image_bomb,
    "drawings": pdfs.multiplying_forms,
    "nested": pdfs.nested_objects,
    "huge": pdfs.huge_page,
    "tower": pdfs.tower,
    "slow": pdfs.slow_drawing,
}


@pytest.mark.parametrize("task", ["facts", "cover"])
@pytest.mark.parametrize("name", sorted(HARMFUL.keys() - {"slow"}))
def test_no_pdf_takes_more_than_300_megabytes(name, task, tmp_path):
    (tmp_path / "harmful.pdf").write_bytes(HARMFUL[name]())
    # A process counts as its own what its parent held when it was started: the tests hold much.
    small_parent = (
        "import os, subprocess, sys\n"
        "reader = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "used = os.wait4(reader.pid, 0)[2]\n"
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
    )
    with (tmp_path / "harmful.pdf").open("rb") as file:
        ended = subprocess.run(
            [sys.executable, "-c", small_parent, sys.executable, "-I", PDF_READER_PATH, task],
            stdin=file,
            stdout=subprocess.PIPE,
            check=True,
        )
    # In kilobytes, as Linux counts them, and seconds.
    memory, seconds = (float(number) for number in ended.stdout.split())
    assert memory <= 300 * 1024
    assert seconds < 5


def test_a_reader_that_the_site_forgot_ends_by_itself():
    endless = (
        f"import runpy; reader = runpy.run_path({str(PDF_READER_PATH)!r});"
        "reader['limit'].__globals__['SECONDS'] = 1; reader['limit']()\nwhile True: pass"
    )
    ended = subprocess.run([sys.executable, "-c", endless], timeout=60, check=False)
    assert ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_pdf_is_read_as_far_as_it_goes(name):
    content = HARMFUL[name]()
    started = time.monotonic()
    facts = get_facts(content)
    assert time.monotonic() - started < 10
    assert (facts.refusal, facts.pages) == ("", 1)
    assert facts.is_whole is (name in {"picture", "nested", "huge", "tower"})


def test_what_hangs_while_it_is_opened_is_stopped_and_refused(monkeypatch, tmp_path, caplog):
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n")
    monkeypatch.setattr(pdf, "PDF_READER_PATH", sleeper)
    monkeypatch.setattr(pdf, "PDF_TIMEOUT_SECONDS", 0.5)
    pids = []
    monkeypatch.setattr(pdf.json, "loads", lambda line: pids.append(int(line)) or {})

    assert get_facts(factories.make_pdf()) == PdfMetadata(refusal=PDF_TOO_HEAVY_MESSAGE)

    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
    assert "took too long" in caplog.text


def test_a_reader_that_dies_leaves_its_reason_in_the_log(monkeypatch, tmp_path, caplog):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemError('out of order')")
    monkeypatch.setattr(pdf, "PDF_READER_PATH", broken)

    assert get_facts(factories.make_pdf()) == PdfMetadata(refusal=PDF_TOO_HEAVY_MESSAGE)
    assert draw_cover(BytesIO(factories.make_pdf())) is None
    assert "out of order" in caplog.text


def test_the_reader_is_told_no_secrets(monkeypatch, tmp_path):
    teller = tmp_path / "teller.py"
    teller.write_text("import json, os\nprint(json.dumps({'title': ' '.join(os.environ)}))")
    told = []
    monkeypatch.setenv("SECRET_KEY", "sesame")
    monkeypatch.setattr(pdf, "PDF_READER_PATH", teller)
    loads = pdf.json.loads
    monkeypatch.setattr(pdf.json, "loads", lambda line: told.append(loads(line)) or {})

    get_facts(factories.make_pdf())

    (environment,) = told
    assert "SECRET_KEY" not in environment["title"]
    assert "DJANGO_SETTINGS_MODULE" not in environment["title"]


def test_pdfs_are_read_and_drawn_in_several_threads():
    content = factories.make_pdf(pages=3)
    with ThreadPoolExecutor(4) as threads:
        facts = list(threads.map(lambda _: get_facts(content).pages, range(12)))
        covers = list(threads.map(lambda _: draw_cover(BytesIO(content)), range(8)))
    assert set(facts) == {3}
    assert len(set(covers)) == 1


def test_the_reader_does_not_start_the_site(tmp_path):
    (tmp_path / "report.pdf").write_bytes(factories.make_pdf())
    with (tmp_path / "report.pdf").open("rb") as file:
        ended = subprocess.run(
            [sys.executable, "-X", "importtime", PDF_READER_PATH, "facts"],
            stdin=file,
            capture_output=True,
            check=True,
        )
    assert b"pypdfium2" in ended.stderr
    assert b"django" not in ended.stderr
    assert b"| snippets" not in ended.stderr
