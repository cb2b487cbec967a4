"""Each topic has a drawing, and a count is drawn as that many strokes."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from snippets.models import Statistic, Topic
from snippets.motifs import GENERAL_MOTIFS, Motif, choose_motif
from snippets.tally import STROKES_IN_ROW, draw_tally, parse_count

MOTIFS = settings.BASE_DIR / "static" / "img" / "motifs.svg"
SYMBOLS = BeautifulSoup(MOTIFS.read_text(), "html.parser").find_all("symbol")
COLOURS = {f"var(--{name})" for name in ("stroke", "stroke-soft", "stroke-faint", "accent", "ink")}


def test_the_file_has_each_drawing_in_both_sizes():
    found = {symbol.get("id") for symbol in SYMBOLS}
    assert found == {name for motif in Motif.values for name in (motif, f"{motif}-small")}


def test_each_drawing_has_one_amber_part_and_colours_of_the_tokens():
    for symbol in SYMBOLS:
        colours = [path.get("fill") for path in symbol.find_all("path")]
        assert set(colours) <= COLOURS, symbol.get("id")
        amber = [path for path in symbol.find_all("path") if path.get("fill") == "var(--accent)"]
        assert len(amber) == 1, symbol.get("id")
        assert amber[0].get("d").count("z") == 1, symbol.get("id")


@pytest.mark.django_db
class TestTopics:
    def test_a_new_topic_gets_a_drawing_that_no_other_has(self):
        for number in range(len(GENERAL_MOTIFS)):
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        assert {topic.motif for topic in Topic.objects.all()} == set(GENERAL_MOTIFS)
        assert Topic.objects.create(name="One more", slug="more").motif in GENERAL_MOTIFS

    def test_the_drawing_that_an_editor_chose_stays(self):
        topic = Topic.objects.create(name="Courts", slug="courts", motif=Motif.BENCH)
        topic.name = "Courts and compensation"
        topic.save()
        topic.refresh_from_db()
        assert topic.motif == Motif.BENCH


def test_the_same_topic_gets_the_same_drawing():
    assert choose_motif("training", set()) == choose_motif("training", set())


@pytest.mark.parametrize(
    ("value", "count"),
    [("1,278", 1278), ("9", 9), ("30%", None), ("1,27", None), ("about 40", None), ("1.5", None)],
)
def test_only_a_whole_number_is_a_count(value, count):
    assert parse_count(value) == count


@given(st.integers(2, 2000))
def test_a_count_is_drawn_as_that_many_strokes(count):
    drawn = draw_tally(f"{count:,}")
    # A dash and the gap after it are 4 wide; a row ends with a dash.
    rows = [(int(length) + 2) // 4 for length in re.findall(r"h(\d+)", drawn.path)]
    assert sum(rows) + 1 == count
    assert all(row == STROKES_IN_ROW for row in rows[:-1])
    assert drawn.last_x == (count - 1) % STROKES_IN_ROW * 4
    assert drawn.last_y + 10 == drawn.height


@pytest.mark.parametrize("value", ["1", "2,001", "30%", ""])
def test_what_is_no_count_of_up_to_two_thousand_is_not_drawn(value):
    template = Template("{% load snippet_tags %}{{ figure|tally }}")
    assert template.render(Context({"figure": Statistic(value=value)})) == "None"
