"""The hostile strings are what their names say, and each is there once."""

import pytest

from tests import hostile_strings
from tests.hostile_strings import HOSTILE_STRINGS, LONE_SURROGATES, SENDABLE_STRINGS

GROUPS = [
    group
    for name, group in vars(hostile_strings).items()
    if isinstance(group, dict) and name.isupper() and not name.endswith("_STRINGS")
]


def test_every_group_is_in_the_list_and_no_name_hides_another() -> None:
    assert len(HOSTILE_STRINGS) == sum(map(len, GROUPS))
    assert len(set(HOSTILE_STRINGS.values())) == len(HOSTILE_STRINGS)


def test_what_can_be_sent_can_be_encoded() -> None:
    for text in SENDABLE_STRINGS.values():
        assert text.encode().decode() == text


@pytest.mark.parametrize("text", LONE_SURROGATES.values(), ids=LONE_SURROGATES)
def test_a_lone_surrogate_cannot_be_sent(text: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        text.encode()


def test_the_file_itself_holds_no_odd_character() -> None:
    source = hostile_strings.__loader__.get_source(hostile_strings.__name__)

    assert source.isascii()
    assert source.replace("\n", "").isprintable()
