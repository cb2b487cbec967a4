"""The StreamField blocks that every kind of page shares."""

from snippets.blocks.bodies import (
    BodyBlock,
    ExplainerBodyBlock,
    InformationBodyBlock,
    PressBodyBlock,
)
from snippets.blocks.links import LinkBlock, LinkTarget, ReadMoreBlock, link_target
from snippets.blocks.text import FindingsBlock

__all__ = [
    "BodyBlock",
    "ExplainerBodyBlock",
    "FindingsBlock",
    "InformationBodyBlock",
    "LinkBlock",
    "LinkTarget",
    "PressBodyBlock",
    "ReadMoreBlock",
    "link_target",
]
