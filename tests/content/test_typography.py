import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.text.typography import (
    POSTCODE_PATTERN,
    PUNCTUATION,
    QUOTATION_MARKS,
    curl_quotes,
    describe_alt_text_problem,
    find_phones,
    find_time_bound_words,
    find_unbalanced_bracket,
    format_quotation,
    get_reading_minutes,
    highlight_words,
    is_vague_link,
    shorten_to_teaser,
)

# The same examples every time, however slow the machine.
REPEATABLE = settings(derandomize=True, deadline=None, max_examples=400)
# Words as editors paste them: marks of every kind, dots, brackets, spaces and line breaks.
MESSY = st.text(alphabet="ab I.,…'\"“”‘’„«»[]()–-\n", max_size=60)


@pytest.mark.parametrize(
    "text",
    [
        "here", "Here", " here. ", "click here", "Click here!", "this page", "read more",
        "Read more…", "More information", "https://www.example.org/a?b=c", "www.example.org", "",
        "…",
    ],
)  # fmt: skip
def test_a_link_text_that_says_nothing_alone_is_vague(text):
    assert is_vague_link(text)


@pytest.mark.parametrize(
    "text",
    ["Read the debate here in full", "Our briefing for MPs", "example.org in Welsh", "GRETA"],
)
def test_a_link_text_that_names_its_target_is_not_vague(text):
    assert not is_vague_link(text)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "go" twice', "He said “go” twice"),
        ("the child's rights", "the child’s rights"),
        ("'Go', she said", "‘Go’, she said"),
        ('("quoted" in brackets)', "(“quoted” in brackets)"),
        ("the '90s", "the ’90s"),
    ],
)
def test_straight_marks_become_curly_ones(typed, printed):
    assert curl_quotes(typed) == printed


@REPEATABLE
@given(MESSY)
def test_curling_twice_changes_nothing_more_and_leaves_no_straight_mark(text):
    once = curl_quotes(text)
    assert curl_quotes(once) == once
    assert not {"'", '"'} & set(once)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"We must act now."', "We must act now."),
        ("“We must act now.”", "We must act now."),
        ("« We must act »", "We must act"),
        ("“‘Nested’ words”", "‘Nested’ words"),
        ('"Act" and "now"', "“Act” and “now”"),
        ("“Act” and “now”", "“Act” and “now”"),
        ("...the government failed", "…the government failed"),
        ("… the government failed", "…the government failed"),
        ("failed . . . again", "failed… again"),
        ("it failed....", "it failed…"),
        ("A child [trafficked] is", "A child [trafficked] is"),
        ("first...… … last", "first… last"),
        ("  spaced  ", "spaced"),
        ("“”", ""),
        ("“‘All of it’”", "All of it"),
        ("«''“", ""),
    ],
)
def test_a_quotation_is_set_without_outer_marks_and_with_one_kind_of_elision(typed, printed):
    assert format_quotation(typed) == printed


@REPEATABLE
@given(MESSY)
def test_setting_a_quotation_twice_changes_nothing_more(text):
    once = format_quotation(text)
    assert format_quotation(once) == once


@REPEATABLE
@given(MESSY)
def test_a_set_quotation_has_no_straight_marks_and_no_typed_elision(text):
    printed = format_quotation(text)
    assert not {"'", '"'} & set(printed)
    assert "..." not in printed
    assert "……" not in printed


@REPEATABLE
@given(st.text(alphabet="ab ,.", min_size=1, max_size=40), st.sampled_from(['""', "“”", "«»"]))
def test_a_quotation_never_keeps_its_outer_marks(words, marks):
    printed = format_quotation(f"{marks[0]}{words}{marks[1]}")
    assert not printed or not {printed[0], printed[-1]} & set(QUOTATION_MARKS)


@pytest.mark.parametrize(
    ("text", "bracket"),
    [
        ("a [trafficked] child (here)", None),
        ("nested (one [two])", None),
        ("a [trafficked child", "["),
        ("a trafficked] child", "]"),
        ("crossed (one [two) three]", ")"),
        ("States must a) identify children, b) protect them", None),
        ("a) one; ii) two; 3) three", None),
        ("States must (a) identify, (b) protect", None),
        ("They must (see a) identify children", None),
        ("They must (see part a) and b)", None),
        ("They must a) identify [at once, b) protect", "["),
        ("They must identify) at once", ")"),
        ("", None),
    ],
)
def test_a_bracket_without_a_partner_is_found(text, bracket):
    assert find_unbalanced_bracket(text) == bracket


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Short enough", 40, "Short enough"),
        ("Exactly ten", 11, "Exactly ten"),
        ("The charity, which is small, grows", 13, "The charity…"),
        ("The charity grows", 12, "The charity…"),
        ("The charity grows", 13, "The charity…"),
        ("First paragraph.\n\nSecond paragraph.", 60, "First paragraph."),
        ("One\nline", 60, "One line"),
        ("Unbreakablelongword", 10, "Unbreakab…"),
    ],
)
def test_a_teaser_is_cut_between_words(text, length, cut):
    assert shorten_to_teaser(text, length) == cut


@REPEATABLE
@given(st.text(max_size=400), st.integers(min_value=10, max_value=200))
def test_a_teaser_is_never_longer_than_asked_and_never_ellipsed_after_punctuation(text, length):
    cut = shorten_to_teaser(text, length)
    assert len(cut) <= length
    assert "\n" not in cut
    if cut != " ".join(text.strip().split("\n\n")[0].split()):
        assert cut.endswith("…")
        assert not cut[:-1].endswith(tuple(PUNCTUATION))


@REPEATABLE
@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=8), min_size=8, max_size=40))
def test_a_cut_teaser_ends_with_a_whole_word(words):
    cut = shorten_to_teaser(" ".join(words), 40)
    kept = cut.removesuffix("…").split()
    assert kept == words[: len(kept)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 020 7946 0101 today", {"+442079460101"}),
        ("Call (020) 7946 0101", {"+442079460101"}),
        ("Call +44 20 7946 0101", {"+442079460101"}),
        ("Call 07700 900103.", {"+447700900103"}),
        ("Call Childline on 0800 1111", {"+448001111"}),
        ("Call 7946 0101 in London", {"+4479460101"}),
        ("020 7946 0101 or 020 7946 0102", {"+442079460101", "+442079460102"}),
        ("We moved on 24th December 2012", set()),
        ("Closed from 20 December 2016 to 3 January 2017", set()),
        ("Closed 1-31 August 2017 and in 2016-2017", set()),
        ("Closed on 24/12/2012 from 10.30 to 12.30", set()),
        ("Closed on 01.02.2017", set()),
        ("1,278 children, 10 000 referrals, charity 1104948", set()),
        ("Call 999", set()),
    ],
)
def test_phone_numbers_are_told_from_dates_years_and_counts(text, numbers):
    assert {number for number, *_ in find_phones(text)} == numbers


@pytest.mark.parametrize(
    ("text", "postcodes"),
    [
        ("Example House, SW1A 1AA.", {"SW1A 1AA"}),
        ("now at n1 9gu", {"n1 9gu"}),
        ("no postcode in 2017", set()),
        ("E1 8QS and EC1A 1BB", {"E1 8QS", "EC1A 1BB"}),
    ],
)
def test_postcodes_are_found_in_prose(text, postcodes):
    assert set(POSTCODE_PATTERN.findall(text)) == postcodes


@pytest.mark.parametrize(
    ("alt", "words"),
    [
        ("IMG_2041.JPG", "file name"),
        ("report cover.png", "file name"),
        ("Cover", "does not say what"),
        ("The cover.", "does not say what"),
        ("logo", "does not say what"),
        ("Bordering on Concern.", "repeats the caption"),
    ],
)
def test_an_alternative_text_that_does_not_help_is_refused(alt, words):
    assert words in describe_alt_text_problem(alt, "Bordering on Concern")


def test_an_alternative_text_that_describes_is_accepted():
    assert (
        describe_alt_text_problem("A child’s shadow on a brick wall", "Bordering on Concern")
        is None
    )


def test_marked_words_are_escaped_and_matched_by_their_beginning():
    assert (
        highlight_words("Children <b>& child’s</b> rights", ["child"])
        == "<mark>Children</mark> &lt;b&gt;&amp; <mark>child</mark>’s&lt;/b&gt; rights"
    )
    assert highlight_words("<b>", []) == "&lt;b&gt;"


@REPEATABLE
@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_marking_never_lets_markup_through(text, words):
    marked = highlight_words(text, words)
    assert "<" not in marked.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (10, 1), (460, 2), (1150, 5)])
def test_reading_takes_at_least_a_minute(words, minutes):
    assert get_reading_minutes(["word " * words]) == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The latest figures, the Latest of all", ["latest"]),
        ("most recent, and most recently", ["most recent", "most recently"]),
        ("It is currently the current law", ["currently", "current"]),
        ("This year, as last year", ["this year", "last year"]),
        ("It happened recently.", ["recently"]),
        ("Concurrent undercurrents of 2017, a recent one, and years to come", []),
    ],
)
def test_words_that_pass_are_found_once_each(text, words):
    assert find_time_bound_words(text) == words
