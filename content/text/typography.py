"""Set and judge words: quotation marks, elisions, link texts, teasers, numbers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import phonenumbers
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from content.text.file_names import is_generated_file_name

ELLIPSIS = "…"
PUNCTUATION = " \t\n.,;:!?-–—…'\"“‘("
QUOTATION_MARKS = '"“”„«»'
NUMERIC_DATE_PATTERN = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
# With its dialling code, or as two groups such as “7946 0101” that are not two years.
PHONE_NUMBER_PATTERN = re.compile(r"\(?[0+]|(?!(?:19|20)\d\d\D)\d{3,4} \d{4}$")
# A line may break where its space is.
POSTCODE_PATTERN = re.compile(
    r"\b[A-PR-UWYZ][A-HJ-Y]?[0-9][0-9A-Z]?\s?[0-9][ABD-HJLNP-UW-Z]{2}\b", re.I
)
URL_PATTERN = re.compile(r"^(https?://|www\.)\S*$|^([\w-]+\.)+[a-z]{2,}(/\S*)?$", re.I)
EMPTY_ALT_TEXT_PATTERN = re.compile(
    r"^(the |an? )?((front |report |book )*cover( image| picture)?( of (the|this) report)?"
    r"|image|logo|photo(graph)?|picture)$"
)
VAGUE_LINK_TEXTS = frozenset(
    {
        "", "at", "click", "click here", "download", "find out more", "full text", "go", "here",
        "link", "more", "more here", "more information", "page", "read", "read here",
        "read it here", "read more", "read more here", "see here", "see more", "this",
        "this link", "this page", "website",
    }
)  # fmt: skip
# True on the day they are written, and for an unknown time after.
TIME_BOUND_WORDS_PATTERN = re.compile(
    r"\b(latest|most recent(?:ly)?|current(?:ly)?|(?:this|last) year|recently)\b", re.I
)
BRACKET_PAIRS = {"(": ")", "[": "]"}
# “a)”, “2)” and “iv)” count the parts of a sentence, and need no partner.
INLINE_ENUMERATOR_PATTERN = re.compile(r"(?<![^\s“‘\"'(\[])(?:\d{1,2}|[a-z]|[ivx]{1,4})\)", re.I)
LINE_BREAK_IN_NUMBER_PATTERN = re.compile(r"(?<=[\d)])[^\S\n]*\n[^\S\n]*(?=[\d(])")
WORD_PATTERN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SENTENCE_END_PATTERN = re.compile(r"(?<=[.!?:])\s+|\n+")
MAX_SHORT_WORD_LETTERS = 6


def is_vague_link(text: str) -> bool:
    """Return whether a link text says nothing when read alone, as a screen reader's list does."""
    words = " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
    return words in VAGUE_LINK_TEXTS or bool(URL_PATTERN.match(text.strip()))


def is_truncated(text: str) -> bool:
    """Return whether a text announces something that then is missing: “Read the debate at”."""
    return text.rstrip().endswith(":") or bool(re.search(r"\sat\W*$", text.casefold()))


def curl_quotes(text: str) -> str:
    """Return `text` with straight quotation marks and apostrophes set as curly ones."""
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text)
    text = text.replace('"', "”")
    text = re.sub(r"'(?=\d\ds?\b)", "’", text)
    text = re.sub(r"(^|[\s(\[“—–-])'(?=\S)", r"\1‘", text)
    return text.replace("'", "’")


def format_quotation(text: str) -> str:
    """Return quoted words without their outer marks, curled, with every elision as one “…”."""
    text = text.strip()
    while (inner := _strip_outer_marks(text)) != text:
        text = inner
    text = re.sub(r"\s?(?:\.\s?){2,}\.", ELLIPSIS, text)
    text = re.sub(rf"{ELLIPSIS}(?:\s*{ELLIPSIS})+", ELLIPSIS, text)
    text = re.sub(rf"^{ELLIPSIS}\s+", ELLIPSIS, text)
    return curl_quotes(text)


def _strip_outer_marks(text: str) -> str:
    """Return `text` without one pair of marks around it, if it has one."""
    if len(text) > 1 and text[0] in "'‘" and text[-1] in "'’" and not _quotes_inside(text):
        return text[1:-1].strip()
    if len(text) > 1 and text[0] in QUOTATION_MARKS and text[-1] in QUOTATION_MARKS:
        inner = curl_quotes(text[1:-1].strip())
        return inner if _are_marks_paired(inner) else text
    return text


def _quotes_inside(text: str) -> bool:
    """Return whether a second quotation opens within single marks, so that they are not outer."""
    return bool(re.search(r"\s['‘]\S", text[1:-1]))


def _are_marks_paired(text: str) -> bool:
    """Return whether every “ has its ”, so that marks around `text` belong to each other."""
    depth = 0
    for character in text:
        depth += {"“": 1, "”": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def find_unbalanced_bracket(text: str) -> str | None:
    """Return the bracket that has no partner in `text`, or None when all are paired.

    Those that count, as in “a) … b)”, need none, but may close what is open.
    """
    open_brackets: list[str] = []
    counting = {match.end() - 1 for match in INLINE_ENUMERATOR_PATTERN.finditer(text)}
    for place, character in enumerate(text):
        if character in BRACKET_PAIRS:
            open_brackets.append(character)
        elif character in BRACKET_PAIRS.values():
            if open_brackets and BRACKET_PAIRS[open_brackets[-1]] == character:
                open_brackets.pop()
            elif place not in counting:
                return character
    return open_brackets[-1] if open_brackets else None


def shorten_to_teaser(text: str, length: int = 160) -> str:
    """Return the first paragraph of `text`, at most `length` characters, cut between words.

    A cut is marked by one “…”, never after punctuation.
    """
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    if len(paragraph) <= length:
        return paragraph
    cut = paragraph[: length - 1]
    if " " in cut and paragraph[length - 1] != " ":
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(PUNCTUATION) + ELLIPSIS


def find_phones(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield each telephone number printed in `text`, read as a UK one: E.164 form, place, as typed.

    Dates, years and counts are digits too, and are left out. A number may go on in the next line,
    where neither line holds a whole number by itself.
    """
    without_dates = NUMERIC_DATE_PATTERN.sub(lambda date: " " * len(date.group()), text)
    matches = _match_phones(without_dates)
    taken = [range(match.start, match.end) for match in matches if _is_valid(match)]
    one_line = LINE_BREAK_IN_NUMBER_PATTERN.sub(
        lambda found: " " * len(found.group()), without_dates
    )
    broken = [
        match
        for match in (_match_phones(one_line) if one_line != without_dates else ())
        if "\n" in without_dates[match.start : match.end]
        and _is_valid(match)
        and not any(match.start < found.stop and found.start < match.end for found in taken)
    ]
    matches = [
        match
        for match in matches
        if not any(match.start < found.end and found.start < match.end for found in broken)
    ]
    for match in sorted(matches + broken, key=lambda match: match.start):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield number, match.start, match.raw_string


def _match_phones(text: str) -> list[phonenumbers.PhoneNumberMatch]:
    matcher = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    return [match for match in matcher if PHONE_NUMBER_PATTERN.match(match.raw_string)]


def _is_valid(match: phonenumbers.PhoneNumberMatch) -> bool:
    return phonenumbers.is_valid_number(match.number)


def find_time_bound_words(text: str) -> list[str]:
    """Return the words in `text` that will not stay true, each once, as a reader finds them."""
    return list({match.casefold(): None for match in TIME_BOUND_WORDS_PATTERN.findall(text)})


def describe_alt_text_problem(alt: str, caption: str = "") -> str | None:
    """Return why `alt` would not help somebody who cannot see the picture, or None."""
    words = unicodedata.normalize("NFKC", alt).strip().rstrip(".").casefold()
    if EMPTY_ALT_TEXT_PATTERN.match(words):
        return f"“{alt.strip()}” does not say what is to be seen. Describe it in a few words."
    if is_generated_file_name(alt):
        return "This is a file name. Say in a few words what the picture shows."
    if caption and words == caption.strip().rstrip(".").casefold():
        return "This repeats the caption, so it would be read out twice. Say what is to be seen."
    return None


def highlight_words(text: str, words: list[str]) -> SafeString:
    """Return `text`, escaped, with every word that starts with one of `words` in a `<mark>`."""
    if not words:
        return escape(text)
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\w*", re.I)
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[end : match.start()]), format_html("<mark>{}</mark>", match.group())]
        end = match.end()
    return SafeString("".join([*pieces, escape(text[end:])]))


def measure_reading_difficulty(texts: Iterable[str]) -> tuple[int, str]:
    """Return how hard `texts` are to read, and their longest sentence.

    The figure is Björnsson's LIX (1968), which Wagtail's own panel uses as well: words a sentence,
    plus the share of words with more than six letters. About 40 is a newspaper, 60 a statute.
    """
    sentences = [
        s for text in texts for s in SENTENCE_END_PATTERN.split(text) if WORD_PATTERN.search(s)
    ]
    words = [word for sentence in sentences for word in WORD_PATTERN.findall(sentence)]
    if not words:
        return 0, ""
    long_words = sum(len(word) > MAX_SHORT_WORD_LETTERS for word in words)
    longest = max(sentences, key=lambda sentence: len(WORD_PATTERN.findall(sentence)))
    return round(len(words) / len(sentences) + 100 * long_words / len(words)), longest.strip()


def get_reading_minutes(texts: Iterable[str], words_a_minute: int = 230) -> int:
    """Return how many minutes `texts` take to read, at least one."""
    words = sum(len(str(text).split()) for text in texts)
    return max(1, round(words / words_a_minute))
