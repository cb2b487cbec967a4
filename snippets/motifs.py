"""Name the drawings of topics, and choose one for a topic that has none."""

from __future__ import annotations

from collections.abc import Collection
from zlib import crc32

from django.db import models


class Motif(models.TextChoices):
    """The symbols in `static/img/motifs.svg`, each also as `NAME-small`."""

    GUARDIAN = "guardian", "A tall stroke beside a short one"
    GAP = "gap", "A row with a gap"
    FOUND = "found", "One stroke in a frame"
    COLUMNS = "columns", "Columns below a beam"
    HOUSE = "house", "A house"
    TALLY = "tally", "A tally"
    LOAD = "load", "Strokes below a load"
    BENCH = "bench", "A court’s bench"
    BORDER = "border", "A border"
    SCREEN = "screen", "A screen"
    PAIRS = "pairs", "Strokes in pairs"
    FENCE = "fence", "A fence"
    INTERLEAVED = "interleaved", "Two rows of strokes"
    BROKEN = "broken", "Broken strokes"


# These say nothing of a subject, so that they suit any topic.
GENERAL_MOTIFS = (Motif.PAIRS, Motif.FENCE, Motif.INTERLEAVED, Motif.BROKEN)


def choose_motif(slug: str, used: Collection[str]) -> Motif:
    """Return a general motif for the topic with this slug, one that no other topic has if any."""
    motifs = [motif for motif in GENERAL_MOTIFS if motif not in used] or GENERAL_MOTIFS
    return motifs[crc32(slug.encode()) % len(motifs)]
