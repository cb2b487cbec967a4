import pytest
from django.core.exceptions import ValidationError

from content.fields import (
    CharityNumberField,
    CompanyNumberField,
    LinesField,
    PostcodeField,
    split_lines,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("sw1a1aa", "SW1A 1AA"), (" N1  9GU ", "N1 9GU"), ("E1 8QS", "E1 8QS"), ("", "")],
)
def test_a_postcode_is_kept_as_it_is_printed(typed, kept):
    assert PostcodeField(max_length=8, blank=True).clean(typed, None) == kept


@pytest.mark.parametrize("typed", ["London", "SW1", "12345", "SW1A 1A"])
def test_what_is_no_postcode_is_refused(typed):
    with pytest.raises(ValidationError, match="valid postcode"):
        PostcodeField(max_length=8).clean(typed, None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1104948", "1104948"), ("110 4948", "1104948"), ("sc012345", "SC012345"),
        ("NIC 101234", "NIC101234"), ("210169", "210169"), ("", ""),
    ],
)  # fmt: skip
def test_a_charity_number_is_kept_as_its_register_prints_it(typed, kept):
    assert CharityNumberField(max_length=12, blank=True).clean(typed, None) == kept


@pytest.mark.parametrize("typed", ["12345", "11049480", "SC12345", "XX123456", "charity"])
def test_what_is_no_charity_number_is_refused_with_examples(typed):
    with pytest.raises(ValidationError, match=r"1104948, SC012345 or NIC101234"):
        CharityNumberField(max_length=12).clean(typed, None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("5061385", "05061385"), ("05061385", "05061385"), ("sc 123456", "SC123456"), ("", "")],
)
def test_a_company_number_is_padded_to_eight_characters(typed, kept):
    assert CompanyNumberField(max_length=8, blank=True).clean(typed, None) == kept


@pytest.mark.parametrize("typed", ["123456789", "AB123456", "SC1234", "company"])
def test_what_is_no_company_number_is_refused_with_examples(typed):
    with pytest.raises(ValidationError, match=r"05061385 or SC123456"):
        CompanyNumberField(max_length=8).clean(typed, None)


def test_lines_are_trimmed_and_empty_ones_dropped():
    assert split_lines(" one \r\n\r\n two\n") == ["one", "two"]
    assert split_lines("") == []


def test_a_field_of_lines_is_edited_in_a_text_area():
    assert LinesField().formfield().widget.attrs["rows"] == 4
