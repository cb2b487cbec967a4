"""Walk every block of a stream, however deep it lies.

Whatever looks for something in streams is a filter over this walk, so that it sees every block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from typing import Any

from wagtail.blocks import Block, CharBlock, ListBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

StreamPath = tuple[str | int, ...]

# Wagtail has no blocks for the caption of a table and for the headings of its columns.
TABLE_CELL_BLOCK = CharBlock()


@dataclass(frozen=True)
class StreamNode:
    """A block of a stream with its value as it is stored."""

    block: Block
    value: Any
    # The keys that lead to the value from the stored value of the stream.
    path: StreamPath = ()
    # The identifier of the block, or of the nearest one around it that has one.
    block_id: str = ""


def walk_stream(
    block: Block,
    stored: Any,
    without: tuple[type[Block], ...] = (),
    path: StreamPath = (),
    block_id: str = "",
) -> Iterator[StreamNode]:
    """Yield a block and every block inside it, depth first, with the stored values.

    The stored form is read because making objects of it asks the database for everything that is
    chosen. Blocks of the types in `without` are left out with all that is in them.
    """
    if isinstance(block, without):
        return
    yield StreamNode(block, stored, path, block_id)
    for child, value, keys, own_id in _iter_children(block, stored):
        yield from walk_stream(child, value, without, (*path, *keys), own_id or block_id)


def walk_block_definition(block: Block) -> Iterator[Block]:
    """Yield a block and every block that can be inside it."""
    yield block
    children = block.child_blocks.values() if hasattr(block, "child_blocks") else ()
    for child in (block.child_block,) if isinstance(block, ListBlock) else children:
        yield from walk_block_definition(child)


def replace_values(stored: Any, changes: Mapping[StreamPath, Any]) -> Any:
    """Return a copy of a stored stream with other values at the given paths."""
    copied = deepcopy(stored)
    for (*above, last), value in changes.items():
        reduce(getitem, above, copied)[last] = value
    return copied


def _iter_children(block: Block, stored: Any) -> Iterator[tuple[Block, Any, StreamPath, str]]:
    """Yield each block directly inside a block, its stored value, and its path and identifier."""
    match block, stored:
        case StreamBlock(), list():
            for index, part in enumerate(stored):
                # The block may be of a type that the stream had before.
                if child := block.child_blocks.get(part.get("type")):
                    yield child, part.get("value"), (index, "value"), part.get("id") or ""
        case ListBlock(), list():
            for index, part in enumerate(stored):
                # Wagtail stored items bare before 2.16.
                if isinstance(part, dict) and part.get("type") == "item" and "value" in part:
                    yield block.child_block, part["value"], (index, "value"), part.get("id") or ""
                else:
                    yield block.child_block, part, (index,), ""
        case TypedTableBlock(), dict():
            yield from _iter_table(block, stored)
        case StructBlock(), dict():
            for name, child in block.child_blocks.items():
                yield child, stored.get(name), (name,), ""


def _iter_table(
    block: TypedTableBlock, stored: dict[str, Any]
) -> Iterator[tuple[Block, Any, StreamPath, str]]:
    columns = stored.get("columns") or []
    yield TABLE_CELL_BLOCK, stored.get("caption"), ("caption",), ""
    for index, column in enumerate(columns):
        yield TABLE_CELL_BLOCK, column.get("heading"), ("columns", index, "heading"), ""
    for row, cells in enumerate(stored.get("rows") or []):
        for index, (column, value) in enumerate(
            zip(columns, cells.get("values") or [], strict=False)
        ):
            if child := block.child_blocks.get(column.get("type")):
                yield child, value, ("rows", row, "values", index), ""
