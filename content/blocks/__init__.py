"""The StreamField blocks that every kind of page shares."""

from content.blocks.bodies import (
    BodyBlock,
    ExplainerBodyBlock,
    KeyFindingsBlock,
    PressBodyBlock,
    ReadMoreStreamBlock,
)
from content.blocks.links import LinkBlock, LinkTarget, link_target

__all__ = [
    "BodyBlock",
    "ExplainerBodyBlock",
    "KeyFindingsBlock",
    "LinkBlock",
    "LinkTarget",
    "PressBodyBlock",
    "ReadMoreStreamBlock",
    "link_target",
]
