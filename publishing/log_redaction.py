"""Leave secrets out of the process log. Read before there are models: nothing of Django's here."""

from __future__ import annotations

import logging
import re

# Tokens are 43 characters long; the numbers in addresses of the admin are shorter by far.
TOKEN_PATTERN = re.compile(r"((?:embargo|calendar)(?:/|%2F)+)[^\s/?]{16,}", re.IGNORECASE)


class TokenRedactingFormatter(logging.Formatter):
    """Writes lines as usual, without the tokens of embargo links and calendars.

    Whoever can read the log could otherwise read what is under embargo. A formatter sees the line
    as it is written, with the arguments of its message and the traceback below it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with every token blotted out."""
        return TOKEN_PATTERN.sub(r"\1[secret]", super().format(record))
