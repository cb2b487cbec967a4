"""Covers, logos and pictures, drawn when the content is loaded so that none has to be shipped."""

from __future__ import annotations

import math
from collections.abc import Callable
from io import BytesIO
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

PAPER, SURFACE, INK, MUTED = "#fbfaf7", "#ffffff", "#1d1b2a", "#5c5869"
BRAND, BRAND_STRONG, ACCENT, RULE = "#5b2a86", "#3c1a5b", "#ffb81c", "#e4dfd6"
COVER_SIZE = (900, 1200)
SHARE_IMAGE_SIZE = (1200, 630)
PICTURE_SIZE = (1200, 800)

# Ground, text, marks, one mark that stands out.
COLOUR_SCHEMES = {
    "paper": (PAPER, INK, BRAND, ACCENT),
    "brand": (BRAND, SURFACE, "#8a5fb3", ACCENT),
    "dark": (BRAND_STRONG, SURFACE, "#7d55a3", ACCENT),
    "accent": (ACCENT, INK, BRAND_STRONG, SURFACE),
}
Box = tuple[int, int, int, int]
MotifDrawer = Callable[[ImageDraw.ImageDraw, Box, str, str], None]


def rings(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """Circles around a point in the lower right corner, the innermost one filled."""
    right, bottom = box[2], box[3]
    for step in range(7, 0, -1):
        radius = step * (bottom - box[1]) // 8
        place = (right - radius, bottom - radius, right + radius, bottom + radius)
        draw.ellipse(place, outline=mark, width=14, fill=stress if step == 1 else None)


def dots(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """A grid of dots, one of which stands out."""
    left, top, right, bottom = box
    step = (right - left) // 9
    for row in range((bottom - top) // step):
        for column in range(9):
            x, y = left + column * step, top + row * step
            colour = stress if (column, row) == (6, 2) else mark
            draw.ellipse((x + 12, y + 12, x + step - 12, y + step - 12), fill=colour)


def steps(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """Bars that rise from left to right, the last one in another colour."""
    left, top, right, bottom = box
    width = (right - left) // 6
    for bar in range(6):
        height = (bottom - top) * (bar + 2) // 8
        x = left + bar * width
        draw.rectangle(
            (x, bottom - height, x + width - 18, bottom), fill=stress if bar == 5 else mark
        )


def doors(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """A row of closed doors and one that stands open and lit."""
    left, top, right, bottom = box
    width = (right - left) // 5
    for door in range(5):
        x = left + door * width
        place = (x + 10, top + 60, x + width - 14, bottom)
        draw.rectangle(place, fill=stress if door == 3 else mark)
        knob = (x + width - 44, (top + bottom) // 2 + 30)
        draw.ellipse((*knob, knob[0] + 14, knob[1] + 14), fill=mark if door == 3 else stress)


def route(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """A broken line between two places, the second one filled."""
    left, top, right, bottom = box
    points = 15
    for point in range(points):
        x = left + 60 + point * (right - left - 120) // (points - 1)
        y = bottom - 80 - ((point * 37) % 90) - point * (bottom - top - 200) // points
        size = 46 if point in (0, points - 1) else 12
        fill = stress if point == points - 1 else mark
        draw.ellipse((x - size, y - size, x + size, y + size), fill=fill)


def screens(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """Frames inside one another, like a screen that shows itself, with one bright spot."""
    left, top, right, bottom = box
    for step in range(6):
        place = (left + step * 58, top + step * 40, right - step * 58, bottom - step * 40)
        draw.rounded_rectangle(place, radius=26, outline=mark, width=12)
    x, y = (left + right) // 2, (top + bottom) // 2
    draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill=stress)


def lines(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """Lines of a page, one of them marked."""
    left, top, right, bottom = box
    for number, y in enumerate(range(top + 20, bottom, 52)):
        end = right - (number * 83) % 260
        draw.rectangle((left, y, end, y + 20), fill=stress if number == 4 else mark)


def halves(draw: ImageDraw.ImageDraw, box: Box, mark: str, stress: str) -> None:
    """Two halves of a circle that do not meet."""
    left, top, right, bottom = box
    radius = min(right - left, bottom - top) // 2 - 20
    x, y = (left + right) // 2, (top + bottom) // 2
    place = (x - radius, y - radius, x + radius, y + radius)
    draw.pieslice(tuple(value - 24 for value in place), 90, 270, fill=mark)
    draw.pieslice(tuple(value + 24 for value in place), 270, 90, fill=stress)


MOTIFS: dict[str, MotifDrawer] = {
    "rings": rings,
    "dots": dots,
    "steps": steps,
    "doors": doors,
    "route": route,
    "screens": screens,
    "lines": lines,
    "halves": halves,
}


def _write(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, fill: str, width: int
) -> int:
    """Write `text` in lines of at most `width` characters; return where the next line would be."""
    # The font that comes with Pillow has no dash and no accents.
    font = ImageFont.load_default(size)
    left, top = place
    for words in wrap(text.replace("–", "-"), width):
        draw.text((left, top), words, font=font, fill=fill)
        top += round(size * 1.18)
    return top


def _png(image: Image.Image) -> bytes:
    stored = BytesIO()
    image.save(stored, "PNG")
    return stored.getvalue()


def draw_cover(title: str, publisher: str, printed: str, motif: str, scheme: str) -> bytes:
    """Return a report's cover as a PNG: publisher, title, a motif, date."""
    ground, text, mark, stress = COLOUR_SCHEMES[scheme]
    image = Image.new("RGB", COVER_SIZE, ground)
    draw = ImageDraw.Draw(image)
    _write(draw, (70, 70), publisher, 34, text, 44)
    draw.rectangle((70, 128, 190, 138), fill=stress)
    size, width = (84, 17) if len(title) <= 45 else (64, 23)
    bottom = _write(draw, (70, 180), title, size, text, width)
    MOTIFS[motif](draw, (70, max(bottom + 60, 560), 830, 1070), mark, stress)
    _write(draw, (70, 1110), printed, 34, text, 44)
    return _png(image)


def draw_share_image(title: str, motif: str, scheme: str) -> bytes:
    """Return the picture that goes with a shared link as a PNG."""
    ground, text, mark, stress = COLOUR_SCHEMES[scheme]
    image = Image.new("RGB", SHARE_IMAGE_SIZE, ground)
    draw = ImageDraw.Draw(image)
    MOTIFS[motif](draw, (720, 60, 1140, 570), mark, stress)
    _write(draw, (60, 60), "ECPAT UK", 36, text, 30)
    _write(draw, (60, 150), title, 62, text, 19)
    return _png(image)


def draw_coalition_logo(initials: str, members: int) -> bytes:
    """Return a ring of dots, one for each member, around the coalition's initials."""
    image = Image.new("RGB", (600, 600), SURFACE)
    draw = ImageDraw.Draw(image)
    for member in range(members):
        angle = math.tau * member / members
        x, y = 300 + 238 * math.sin(angle), 300 - 238 * math.cos(angle)
        fill = ACCENT if member == 0 else BRAND
        draw.ellipse((x - 38, y - 38, x + 38, y + 38), fill=fill)
    font = ImageFont.load_default(110)
    draw.text((300, 300), initials, font=font, fill=BRAND_STRONG, anchor="mm")
    return _png(image)


def draw_wordmark(words: str) -> bytes:
    """Return a name on a ground of the brand's colour, underlined."""
    image = Image.new("RGB", (600, 300), BRAND_STRONG)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(96)
    draw.text((300, 135), words, font=font, fill=SURFACE, anchor="mm")
    draw.rectangle((90, 205, 510, 219), fill=ACCENT)
    return _png(image)


def draw_bar_chart(figures: dict[str, int]) -> bytes:
    """Return a chart with a bar for each figure, the last one in the accent colour."""
    image = Image.new("RGB", PICTURE_SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(40)
    width = 1040 // len(figures)
    for number, (name, value) in enumerate(figures.items()):
        x, height = 80 + number * width, value * 560 // max(figures.values())
        last = number == len(figures) - 1
        draw.rectangle((x + 20, 700 - height, x + width - 20, 700), fill=ACCENT if last else BRAND)
        middle = x + width // 2
        draw.text((middle, 675 - height), f"{value:,}", font=font, fill=INK, anchor="ms")
        draw.text((middle, 760), name, font=font, fill=MUTED, anchor="ms")
    draw.rectangle((80, 700, 1120, 704), fill=INK)
    return _png(image)


def draw_scene(motif: str, scheme: str) -> bytes:
    """Return a motif alone, as wide as a picture in the text."""
    ground, _text, mark, stress = COLOUR_SCHEMES[scheme]
    image = Image.new("RGB", PICTURE_SIZE, ground)
    MOTIFS[motif](ImageDraw.Draw(image), (120, 100, 1080, 700), mark, stress)
    return _png(image)
