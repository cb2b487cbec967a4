"""Draw a count as strokes, one for each: a picture that cannot show another number."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_TALLY = 2000
STROKES_IN_ROW = 100
PITCH = 4
ROW_HEIGHT = 14
STROKE_HEIGHT = 10


@dataclass(frozen=True)
class Tally:
    """The shapes of a drawn count, in units of the SVG: all strokes but the last, and that one."""

    width: int
    height: int
    # A dashed line for each row; the dashes, half a pitch wide, are the strokes.
    path: str
    last_x: int
    last_y: int


def parse_count(value: str) -> int | None:
    """Return the whole number that a figure is printed as (“1,278”), or None if it is no count."""
    return int(value.replace(",", "")) if re.fullmatch(r"\d{1,3}(,\d{3})*|\d+", value) else None


def draw_tally(value: str) -> Tally | None:
    """Return the strokes for a printed figure, or None if it is no count between 2 and 2,000."""
    count = parse_count(value)
    if count is None or not 2 <= count <= MAX_TALLY:
        return None
    rows, last = divmod(count - 1, STROKES_IN_ROW)
    lengths = [STROKES_IN_ROW] * rows + [last] * bool(last)
    return Tally(
        width=STROKES_IN_ROW * PITCH - PITCH // 2,
        height=rows * ROW_HEIGHT + STROKE_HEIGHT,
        path="".join(
            f"M0 {row * ROW_HEIGHT + STROKE_HEIGHT // 2}h{length * PITCH - PITCH // 2}"
            for row, length in enumerate(lengths)
        ),
        last_x=last * PITCH,
        last_y=rows * ROW_HEIGHT,
    )
