"""Every template can be compiled, also those that no page of the demonstration uses."""

from pathlib import Path

import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).parents[1] / "templates"


NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    assert get_template(name).template


@pytest.mark.parametrize("name", NAMES)
def test_no_template_carries_inline_script_or_style(name):
    text = (TEMPLATES / name).read_text()

    for trace in ("<style", " style=", " onclick=", "<script>"):
        assert trace not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_template_prints_rich_text_for_its_reader(name):
    """Wagtail's own filter would not tell an inserted contact whose page it is on."""
    assert "|richtext" not in (TEMPLATES / name).read_text()
