"""Read what a PDF says of itself, and draw its first page.

A file that is sent in may be made to hang a program, to fill its memory or to take it over; so each
is opened in a process of its own, which is limited, is given nothing else, and may die.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

PDF_READER_PATH = Path(__file__).with_name("pdf_reader.py")
# Of an editor's waiting time, by the clock.
PDF_TIMEOUT_SECONDS = 8
# What Python needs in order to start; the site's secrets are not among it.
PDF_READER_ENVIRONMENT_NAMES = ("PATH", "LD_LIBRARY_PATH")
REFUSAL_MESSAGES = {
    "no_pdf": "This file is not a PDF, although its name ends in “.pdf”. Export it as a PDF, or "
    "give it the ending that it had.",
    "broken": "This PDF is damaged or has no pages: readers could not open it. Export it once more "
    "from the program it was made in, and look at it before you upload it.",
    "locked": "This PDF asks for a password: readers could not open it. Save it without a password "
    "and upload that file.",
}
PDF_TOO_HEAVY_MESSAGE = (
    "This PDF takes too much time or memory to open, and readers’ phones would fail as well. "
    "Export it once more from the program it was made in, with smaller pictures, or in parts."
)
# BCP 47, as far as a language can be looked up.
LANGUAGE_PATTERN = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
MAX_LANGUAGE_LENGTH = 35
MAX_TITLE_LENGTH = 255

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PdfMetadata:
    """Read from a file, never typed; None and empty where the file does not say.

    `refusal` says why readers could not open it, and what to do. `language` is a BCP 47 tag.
    `has_text` is None, and `is_whole` false, where looking at its pages took too much.
    """

    refusal: str = ""
    pages: int | None = None
    language: str = ""
    title: str = ""
    is_tagged: bool | None = None
    is_encrypted: bool | None = None
    has_text: bool | None = None
    is_whole: bool = False


def extract_pdf_metadata(file: BinaryIO) -> PdfMetadata:
    """Return what can be known of a file that calls itself a PDF, within `PDF_TIMEOUT_SECONDS`."""
    told: dict[str, Any] = {}
    try:
        # What was being printed when the program ended has no end of line.
        for line in _run_pdf_reader("facts", file).split(b"\n")[:-1]:
            told.update(json.loads(line))
        if "refusal" in told:
            return PdfMetadata(refusal=REFUSAL_MESSAGES[told["refusal"]])
        told["language"] = _tidy_language(told["language"])
        told["title"] = _tidy_title(told["title"])
        return PdfMetadata(**told)
    except (KeyError, TypeError, ValueError):
        # Nothing, or nonsense: a file may have taken the reader over.
        return PdfMetadata(refusal=PDF_TOO_HEAVY_MESSAGE)


def draw_cover(file: BinaryIO) -> bytes | None:
    """Return the first page as a PNG, or None if that takes over `PDF_TIMEOUT_SECONDS` or fails."""
    return _run_pdf_reader("cover", file) or None


def _run_pdf_reader(task: str, file: BinaryIO) -> bytes:
    """Return what the reader prints until it ends or is killed."""
    environment = {
        name: os.environ[name] for name in PDF_READER_ENVIRONMENT_NAMES if name in os.environ
    }
    # Whether it comes from memory, a disk or a bucket, the reader gets a file that it can seek in.
    with TemporaryFile() as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603
                [sys.executable, "-I", str(PDF_READER_PATH), task],
                stdin=copy,
                capture_output=True,
                env=environment,
                timeout=PDF_TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            logger.warning("A PDF took too long to read; the reader was stopped")
            return (error.stdout or b"") if task == "facts" else b""
    if ended.returncode:
        words = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        logger.warning("The PDF reader ended with %s: %s", ended.returncode, words or "no message")
    return ended.stdout if task == "facts" or not ended.returncode else b""


def _tidy_language(code: str) -> str:
    """Return a code that a language can be looked up by, or nothing."""
    return code if LANGUAGE_PATTERN.fullmatch(code) and len(code) <= MAX_LANGUAGE_LENGTH else ""


def _tidy_title(title: str) -> str:
    """Return the title in one line, of characters that a database takes."""
    printable = "".join(c if c.isprintable() else " " for c in title)
    return " ".join(printable.split())[:MAX_TITLE_LENGTH].rstrip()
