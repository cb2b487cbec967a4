"""Checks a block's value without a request: raw stored form in, messages or the clean value out."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import Block

from tests.editing import flat


def errors(block: Block, raw: Any) -> dict[Any, list[str]]:
    """Return the messages by child name or index; "" stands for the block as a whole."""
    try:
        block.clean(block.to_python(raw))
    except ValidationError as error:
        return _by_child(error)
    return {}


def draft_errors(block: Block, raw: Any) -> dict[Any, list[str]]:
    """Return the messages that even a draft gets."""
    try:
        block.clean_deferred(block.to_python(raw))
    except ValidationError as error:
        return _by_child(error)
    return {}


def cleaned(block: Block, raw: Any) -> Any:
    """Return the value as it is stored once it is published."""
    return block.clean(block.to_python(raw))


def _by_child(error: ValidationError) -> dict[Any, list[str]]:
    children = getattr(error, "block_errors", None)
    if children is None:
        return {"": error.messages}
    found = children.items() if isinstance(children, dict) else enumerate(children)
    messages = {name: flat([child]) for name, child in found if child}
    whole = list(getattr(error, "non_block_errors", None) or [])
    return {**messages, "": flat(whole)} if whole else messages
