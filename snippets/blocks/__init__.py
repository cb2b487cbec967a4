"""The StreamField blocks that every kind of page shares."""

from snippets.blocks.bodies import (
    BodyBlock,
    ExplainerBodyBlock,
    InformationBodyBlock,
    KeyFindingsBlock,
    PressBodyBlock,
    ReadMoreStreamBlock,
)
from snippets.blocks.links import LinkBlock, LinkTarget, link_target

__all__ = [
    "BodyBlock",
    "ExplainerBodyBlock",
    "InformationBodyBlock",
    "KeyFindingsBlock",
    "LinkBlock",
    "LinkTarget",
    "PressBodyBlock",
    "ReadMoreStreamBlock",
    "link_target",
]
