"""Telepath adapters that do not mark a new, empty block as an error."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import ListBlock, StreamBlock
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter


class WithoutMinimumListAdapter(ListBlockAdapter):
    """A list that asks for its least number of items when it is sent, and not when it is new.

    Wagtail's script marks a list in red from the start until it has enough items (8.0.1).
    """

    def js_args(self, block: ListBlock) -> list[Any]:
        """Return what the script is told, without the least number."""
        *others, meta = super().js_args(block)
        return [*others, {name: value for name, value in meta.items() if name != "minNum"}]


class WithoutMinimumStreamAdapter(StreamBlockAdapter):
    """The same for a stream of blocks."""

    def js_args(self, block: StreamBlock) -> list[Any]:
        """Return what the script is told, without the least number."""
        *others, meta = super().js_args(block)
        return [*others, {**meta, "minNum": None}]
