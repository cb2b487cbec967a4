"""The colours that meet on a page can be told apart, in both schemes (WCAG 2.2, 1.4.6)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
PARTS = [CSS / "base.css", CSS / "print.css", *sorted((CSS / "components").iterdir())]
BODY, LARGE, EDGE = 7, 4.5, 3

PAIRS = [
    ("ink", "paper", BODY),
    ("ink", "surface", BODY),
    ("ink", "tint", BODY),
    ("ink", "mark", BODY),
    ("muted", "paper", BODY),
    ("muted", "surface", BODY),
    ("brand", "paper", BODY),
    ("brand", "surface", BODY),
    ("on-brand", "brand-strong", BODY),
    ("on-brand-muted", "brand-strong", BODY),
    ("on-accent", "accent", BODY),
    ("accent", "brand-strong", LARGE),
    ("edge", "paper", EDGE),
    ("edge", "surface", EDGE),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    screen = (CSS / "tokens.css").read_text().split("@media print")[0]
    light, dark = screen.split("@media (prefers-color-scheme: dark)")
    colours = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return {
        "light": dict(colours.findall(light)),
        "dark": {**dict(colours.findall(light)), **dict(colours.findall(dark))},
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(scheme, text, ground, least):
    colours = schemes()[scheme]

    assert contrast(colours[text], colours[ground]) >= least


@pytest.mark.parametrize("sheet", PARTS, ids=lambda sheet: sheet.name)
def test_colours_are_named_in_the_tokens_only(sheet):
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text())


def test_every_property_that_is_used_is_in_the_tokens():
    text = "".join(sheet.read_text() for sheet in PARTS)
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(
        re.findall(r"^ *(--[\w-]+):", (CSS / "tokens.css").read_text(), re.MULTILINE)
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_is_closed(sheet):
    """A browser puts all that follows an open rule inside it, and says nothing."""
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert rules.count("{") == rules.count("}")
