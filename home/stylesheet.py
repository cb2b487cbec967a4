"""Join the parts of the readers' stylesheet into one file, so that a browser asks for it once."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# The template `components/stylesheets.html` asks for this name; no file in static/ has it.
STYLESHEET_NAME = "css/site.joined.css"
STYLESHEET_SOURCE_PATH = settings.BASE_DIR / "static" / "css" / "site.css"
CSS_IMPORT_PATTERN = re.compile(r'@import "([\w/-]+\.css)";\n')


def join_stylesheet() -> str:
    """Return the stylesheet in which each `@import` of a whole line is replaced by its file."""
    return CSS_IMPORT_PATTERN.sub(
        lambda line: (STYLESHEET_SOURCE_PATH.parent / line[1]).read_text(),
        STYLESHEET_SOURCE_PATH.read_text(),
    )


def write_stylesheet() -> Path:
    """Write the joined stylesheet below `DATA_DIR` if a part has changed, and return its path."""
    path = settings.DATA_DIR / "stylesheet" / STYLESHEET_NAME
    text = join_stylesheet()
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Processes that serve the file at the same time never see half of it.
        with NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(text)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    return path


class JoinedStylesheetFinder(BaseFinder):
    """Find the joined stylesheet, for `collectstatic` and for WhiteNoise in development."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file's path if it is asked for, in a list if all are, and else nothing."""
        if path != STYLESHEET_NAME:
            return []
        found = str(write_stylesheet())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the one file with the storage that reads it."""
        root = str(write_stylesheet()).removesuffix(STYLESHEET_NAME)
        yield STYLESHEET_NAME, FileSystemStorage(location=root)
